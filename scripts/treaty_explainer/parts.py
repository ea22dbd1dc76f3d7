"""Long lists in parts: which lists there are, and what stands on each page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from treaty_explainer.asking import grouped, once
from treaty_explainer.debates import Debates
from treaty_explainer.entity import Choice, Record
from treaty_explainer.events import Events
from treaty_explainer.kinds import Era, Event
from treaty_explainer.listing import (
    FEWER,
    MATRIX_ACTORS,
    MATRIX_CLAUSES,
    NAMED,
    PER_PAGE,
    Part,
    by_letter,
    pages_of,
    split,
)
from treaty_explainer.reactions import Reactions
from treaty_explainer.sources import Sources
from treaty_explainer.timeline import Narrowed

Item = TypeVar("Item")

# The lists that come in parts once they are long: see `Parts.parts`.
LISTINGS = (
    *("timeline", "reactions", "regions", "actors", "terms", "topics", "questions", "treaties"),
    *("sources", "languages", "disputed", "topic", "actor", "clause"),
)


class Parts(Reactions, Events, Sources, Debates):
    """What pages ask about lists too long for one page."""

    @once
    def parts(self, listing: str) -> list[Part]:
        """The parts of one of the `LISTINGS`, in order; none while it is one page.

        Raises KeyError for a listing that there is not.
        """
        limit = FEWER.get(listing, PER_PAGE)
        match listing:
            case "timeline":
                events = grouped(self.events(), lambda event: str(event.era))
                eras = [(str(e.key), e.title, events.get(e.key, [])) for e in self.subject.eras]
                return split("timeline", "era", eras, limit)
            case "reactions":
                years = grouped(self.reactions(), lambda reaction: str(reaction.date.year))
                groups = [(year, year, own) for year, own in years.items()]
                return split("reactions", "year", groups, limit)
            case "regions":
                if not self.is_summed_up():
                    return []
                found = grouped(self.matrix().actors, lambda actor: actor.region)
                regions = [(_word(region), str(region), own) for region, own in found.items()]
                return split("reactions", "region", regions, MATRIX_ACTORS, always=True)
            case "treaties":
                roles = [(_word(role), str(role), own) for role, own in self.treaties_by_role()]
                return split("treaties", "part", roles, limit)
            case "sources":
                kinds = [(_word(kind), str(kind), own) for kind, own in self.sources_by_kind()]
                return split("sources", "kind", kinds)
            case "languages":
                if not self.parts("sources"):
                    return []
                languages = [(code, self.language(code), own) for code, own in self.by_language()]
                return split("sources", "language", languages, always=True)
            case "disputed":
                doubtful = grouped(self.doubtful(), lambda record: record.folder)
                folders = [(folder, own[0].plural, own) for folder, own in doubtful.items()]
                return split("disputed", "kind", folders)
            case "topic" | "actor" | "clause":
                records = [part.record for part in self.narrowed().values() if part.by == listing]
                return split("timeline", f"{listing}-letter", by_letter(records))
            case "actors" | "terms" | "topics" | "questions":
                return split(listing, "letter", by_letter(self._library.kind(listing)), limit)
        raise KeyError(listing)

    def linked(self, record: Record) -> list[Part]:
        """The pages of all that name a record; none while its own page has room for them."""
        if len(self._library.backlinks(record.id)) <= NAMED:
            return []
        kinds = self.backlinks(record).values()
        if max(map(len, kinds), default=0) <= NAMED:
            return []
        named = [other for kind in kinds for other in kind]
        return pages_of(f"{record.id}/linked", record.name, self.records(named))

    def some(self, record: Record, found: Sequence[Item]) -> Sequence[Item]:
        """As many of what names a record as its page has room for: the first, of events the
        milestones before others, of which then the latest."""
        if len(found) <= NAMED or not self.linked(record):
            return found
        if isinstance(found[0], str) and found[0].startswith(f"{Event.folder}/"):
            chosen = {event.id for event in self.some(record, self.records(map(str, found)))}
            return [id for id in found if id in chosen]
        if not isinstance(found[0], Event):
            return found[:NAMED]
        events = [event for event in found if isinstance(event, Event)]
        others = [event for event in events if not event.milestone]
        best: list[Event] = [*self.drawn(events, NAMED), *others[::-1]]
        chosen = {event.id for event in best[:NAMED]}
        return [event for event in found if isinstance(event, Event) and event.id in chosen]

    def part_of_linked(self, record: Record, id: str) -> tuple[Part, Part | None, Part | None]:
        """What names a record and stands at an id, and the pages before and after."""
        pages = self.linked(record)
        at = next(index for index, page in enumerate(pages) if page.id == id)
        return pages[at], *_around(pages, at)

    def part(self, listing: str, id: str) -> tuple[Part, Part | None, Part | None]:
        """The part of a listing that stands at an id, and those before and after it."""
        parts = self.parts(listing)
        at = next(index for index, part in enumerate(parts) if part.id == id)
        return parts[at], *_around(parts, at)

    def part_of_narrowed(
        self, narrowed: Narrowed, id: str
    ) -> tuple[Part, Part | None, Part | None]:
        """The events of a narrowed timeline that stand at an id, and the pages before and after."""
        pages = pages_of(narrowed.id, narrowed.record.name, narrowed.events)
        at = next(index for index, page in enumerate(pages) if page.id == id)
        return pages[at], *_around(pages, at)

    def is_long(self, folder: str) -> bool:
        """Whether a folder holds more records than one page should list."""
        return self.count(folder) > PER_PAGE

    def is_summed_up(self) -> bool:
        """Whether the table of reactions is too large for one page."""
        matrix = self.matrix()
        return len(matrix.actors) > MATRIX_ACTORS or len(matrix.clauses) > MATRIX_CLAUSES

    def era_parts(self) -> list[tuple[Era, Part]]:
        """The parts of a long timeline, each with its era."""
        by_address = {str(era.key): era for era in self.subject.eras}
        return [(by_address[part.id.split("/")[2]], part) for part in self.parts("timeline")]

    def choices(self, by: str, events: Sequence[Event]) -> list[Narrowed]:
        """By which topics, actors or clauses these events can be narrowed, in the records' order.

        Each has a page at its id. Of the events on one part of a long timeline, one is no choice.
        """
        named: dict[str, list[Event]] = {}
        for event in events:
            refs = {"topic": event.topics, "actor": event.actors, "clause": event.clauses}[by]
            for ref in dict.fromkeys(map(str, refs)):
                named.setdefault(ref, []).append(event)
        least = 2 if by == "actor" or self.parts("timeline") else 1
        found = [Narrowed(self._library[ref], own) for ref, own in named.items()]
        return sorted(
            (choice for choice in found if len(choice.events) >= least),
            key=lambda choice: choice.record.sort_key,
        )


def _around(parts: Sequence[Part], at: int) -> tuple[Part | None, Part | None]:
    return parts[at - 1] if at else None, parts[at + 1] if at + 1 < len(parts) else None


def _word(value: Choice) -> str:
    """A value of a closed list as part of an address."""
    return str(value).lower().replace(" ", "-")
