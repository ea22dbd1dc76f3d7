"""The timeline narrowed to one topic, actor or clause: which such pages there are, and of what."""

from __future__ import annotations

from dataclasses import dataclass

from treaty_explainer.entity import Record
from treaty_explainer.kinds import Actor, Clause, Era, Event, Topic
from treaty_explainer.link import Library


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The events that name one record."""

    record: Record
    events: list[Event]

    @property
    def by(self) -> str:
        """What it is narrowed by: `topic`, `actor` or `clause`."""
        return self.record.singular

    @property
    def value(self) -> str:
        """The record's id within its folder."""
        return self.record.id.partition("/")[2]

    @property
    def id(self) -> str:
        """The page's id: `timeline/by-topic/sanctions`."""
        return f"timeline/by-{self.by}/{self.value}"

    def events_of(self, era: Era) -> list[Event]:
        """Those of its events that belong to an era."""
        return [event for event in self.events if event.era == era.key]


def narrowed(library: Library) -> dict[str, Narrowed]:
    """The narrowed timelines, by the id of the record each is of, in the records' order."""
    records = (record for kind in (Actor, Clause, Topic) for record in library.kind(kind.folder))
    found = {record.id: narrowed_to(record, library) for record in records}
    return {id: part for id, part in found.items() if part}


def narrowed_to(record: Record, library: Library) -> Narrowed | None:
    """The timeline narrowed to one record, or None if there is no such page.

    An actor needs two events: of one alone its own page says all there is to say.
    """
    ids = dict.fromkeys(
        referrer.id
        for referrer in library.backlinks(record.id)
        if referrer.folder == Event.folder and referrer.field in ("topics", "actors", "clauses")
    )
    if not ids or (len(ids) == 1 and isinstance(record, Actor)):
        return None
    events = [event for id in ids if isinstance(event := library[id], Event)]
    return Narrowed(record, events)
