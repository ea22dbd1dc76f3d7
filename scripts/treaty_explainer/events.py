"""Questions about events: their eras, what led to what, and the timelines narrowed to one thing."""

from __future__ import annotations

from collections.abc import Sequence

from treaty_explainer.asking import Asking, grouped, once
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Era, Event, Reaction
from treaty_explainer.timeline import Narrowed, narrowed, narrowed_to


class Events(Asking):
    """What pages ask about events."""

    def events(self, era: str | None = None) -> list[Event]:
        """All events, or those of one era by its key."""
        return [
            event
            for event in self._library.kind(Event.folder)
            if isinstance(event, Event) and era in (None, event.era)
        ]

    def milestones(self) -> list[Event]:
        """The events that belong on a picture of the whole span."""
        return [event for event in self.events() if event.milestone]

    @staticmethod
    def drawn(events: Sequence[Event], room: int = 200) -> Sequence[Event]:
        """The events that a picture has room for: all, or of too many the milestones; of too many
        milestones every second, or third, and so on."""
        if len(events) <= room:
            return events
        found = [event for event in events if event.milestone]
        return found[:: -(-len(found) // room) or 1]

    def era(self, event: Event) -> Era:
        """The stretch of the timeline an event belongs to."""
        return next(era for era in self.subject.eras if era.key == event.era)

    def by_era(self, events: Sequence[Event]) -> list[tuple[Era, list[Event]]]:
        """Events by era, in the eras' order; eras without any are left out."""
        found = grouped(events, lambda event: str(event.era))
        return [(era, found[era.key]) for era in self.subject.eras if era.key in found]

    def caused(self, happening: Event | Reaction) -> list[Record]:
        """What came of an event or a reaction, whichever side says so, in order of date."""
        named = happening.led_to if isinstance(happening, Reaction) else []
        found = [*self.records(named), *self.naming(happening, Event.folder, "follows")]
        if isinstance(happening, Reaction):
            found += self.naming(happening, Reaction.folder, "answers")
        return sorted({one.id: one for one in found}.values(), key=lambda one: one.sort_key)

    @once
    def narrowed(self) -> dict[str, Narrowed]:
        """The narrowed timelines, by the id of the record that each is of."""
        return narrowed(self._library)

    def narrowed_to(self, record: Record) -> Narrowed | None:
        """The timeline narrowed to a record, if there is one."""
        return narrowed_to(record, self._library)

    def narrowed_by(self, by: str) -> list[Record]:
        """The topics, actors or clauses that have a timeline of their own."""
        return [part.record for part in self.narrowed().values() if part.by == by]
