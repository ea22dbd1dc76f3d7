"""Records into a Library: live references, backlinks, and the order in which things are shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from treaty_explainer.entity import Loc, Note, Prose, Record, Ref, as_id, leaves
from treaty_explainer.markdown import names
from treaty_explainer.problems import Problem, quote, suggestion

# To look for what was meant takes time, and nobody reads more than this at once.
MAX_DANGLING = 500
_MAX_SUGGESTED = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """One record naming another: `origin` does so at `loc`, as a `field`, a citation or a link.

    In a text, `written` are the words to look for, and `nth` which of them is meant.
    """

    origin: Record
    target: str
    loc: Loc
    written: str = ""
    nth: int = 0

    @property
    def field(self) -> str:
        """The top-level field in which the name stands, as the file writes it."""
        return str(self.loc[0])


class Library:
    """All records by id, and for each who names it.

    Iteration order is always the records' own sort key, so the same data gives the same pages
    whatever the order of files.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self._by_id: dict[str, Record] = {}
        self._by_folder: dict[str, list[Record]] = defaultdict(list)
        for record in sorted(records, key=lambda record: (record.folder, record.sort_key)):
            self._by_id[record.id] = record
            self._by_folder[record.folder].append(record)
        self._mentions: dict[str, list[Mention]] = {
            record.id: list(_mentions(record)) for record in self
        }
        self._backlinks: dict[str, list[Mention]] = defaultdict(list)
        for mentions in self._mentions.values():
            for mention in mentions:
                self._backlinks[mention.target].append(mention)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Record:
        return self._by_id[id]

    def get(self, id: str) -> Record | None:
        """The record of this id, or None."""
        return self._by_id.get(id)

    def kind(self, folder: str) -> Sequence[Record]:
        """All records of a folder, in their order."""
        return self._by_folder.get(folder, [])

    def mentions(self, record: Record) -> Sequence[Mention]:
        """Whom a record names, in reading order."""
        return self._mentions[record.id]

    def backlinks(self, id: str) -> Sequence[Mention]:
        """Who names a record, in the order of the records that do."""
        return self._backlinks.get(id, [])


def _mentions(record: Record) -> Iterable[Mention]:
    """Whom a record names: in its reference fields, and by links and citations in its texts."""
    for loc, value in leaves(record):
        if isinstance(value, Ref):
            yield Mention(record, str(value), loc)
        elif isinstance(value, Prose | Note):
            for name in names(value):
                yield Mention(record, name.target, loc, name.written, name.nth)


def link_all(
    records: Iterable[Record], failed: Iterable[str] = ()
) -> tuple[Library, list[Problem]]:
    """Join the records. Returns the library and a problem for each name that leads nowhere.

    `failed` are the ids of records that exist but have problems of their own: naming one of them
    is no fault of the one who does.
    """
    library = Library(records)
    known = set(failed)
    dangling = (
        mention
        for record in library
        for mention in library.mentions(record)
        if mention.target not in library and mention.target not in known
    )
    return library, [_dangling(mention, library) for mention in islice(dangling, MAX_DANGLING)]


def _dangling(mention: Mention, library: Library) -> Problem:
    folder, _, rest = mention.target.partition("/")
    kind = next(iter(library.kind(folder)), None)
    place = mention.origin.document.place(mention.loc, mention.written, mention.nth)
    advice = "write it first, as {} of its own, or correct the id"
    if kind is None:
        known = [record.id for record in library]
        hint = suggestion(mention.target, known, advice.format("a record"))
        message = f"there is no record {quote(mention.target, 90)}"
        return Problem(place, "unknown-reference", message, hint)
    if (meant := as_id(mention.target)) in library:
        short = meant.partition("/")[2]
        return Problem(
            place,
            "unknown-reference",
            f"there is no {kind.singular} {quote(rest, 90)}",
            f"did you mean '{short}'?",
        )
    what = kind.singular
    siblings = [record.id.partition("/")[2] for record in library.kind(folder)]
    inside = [
        sibling for sibling in siblings if re.search(rf"/(?:[a-z]+-)?{re.escape(rest)}$", sibling)
    ]
    article = "an" if what[0] in "aeio" else "a"
    return Problem(
        place,
        "unknown-reference",
        f"there is no {what} {quote(rest, 90)}",
        "did you mean " + " or ".join(f"'{id}'" for id in inside[:_MAX_SUGGESTED]) + "?"
        if inside
        else suggestion(rest, siblings, advice.format(f"{article} {what}")),
    )
