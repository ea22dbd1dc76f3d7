"""The timeline narrowed to one topic, actor or clause: which such pages there are, and of what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from treaty_explainer.entity import Record
from treaty_explainer.kinds import Actor, Era, Event
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
    """A narrowed timeline for each record that has one, by the record's id, in the records' order.

    An actor needs two events: of one alone its own page says all there is to say.
    """
    named: dict[str, list[Event]] = defaultdict(list)
    for event in library.kind(Event.folder):
        if isinstance(event, Event):
            for ref in dict.fromkeys([*event.topics, *event.actors, *event.clauses]):
                named[ref].append(event)
    return {
        record.id: Narrowed(record, events)
        for record in library
        if (events := named.get(record.id)) and (len(events) > 1 or not isinstance(record, Actor))
    }
