"""Records into a Library: live references, backlinks, and the order in which things are shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple, Protocol

from treaty_explainer.entity import Loc, Note, Prose, Record, Ref, as_id, leaves
from treaty_explainer.markdown import names
from treaty_explainer.problems import Problem, quote, suggestion

# Something that a library was asked: what, and of whom, such as ("record", "actors/norway").
Asked = tuple[str, str]

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


# Whom a record names, and in which of its fields.
Target = tuple[str, str]


class Referrer(NamedTuple):
    """Who names a record, by id, and in which of its fields. What else it says, the library is to
    be asked for: so it is known who depends on it."""

    id: str
    field: str

    @property
    def folder(self) -> str:
        """The folder of `treaty_data/` that it lies in."""
        return self.id.partition("/")[0]


class Known(Protocol):
    """What is known of records that were joined earlier; see `memory.Memory`."""

    def targets(self, record: Record) -> Sequence[Target] | None:
        """Whom a record names, or None if that is not known."""


class Library:
    """All records by id, and for each who names it.

    Iteration order is always the records' own sort key, so the same data gives the same pages
    whatever the order of files.

    A library can say what was asked of it (`listen`), so that whoever makes something from its
    answers knows what that depends on.
    """

    def __init__(self, records: Iterable[Record], known: Known | None = None) -> None:
        """Join the records. Whom one names may be `known` already."""
        self._by_id: dict[str, Record] = {}
        self._rows: dict[str, list[Record]] = defaultdict(list)
        self._index: dict[str, int] = {}
        for record in sorted(records, key=lambda record: (record.folder, record.sort_key)):
            self._by_id[record.id] = record
            self._rows[record.folder].append(record)
            inner = record.id.rpartition("/")[0]
            if inner != record.folder:
                self._rows[inner].append(record)
            self._index[record.id] = len(self._rows[inner]) - 1
        self._targets: dict[str, Sequence[Target]] = {}
        self._backlinks: dict[str, list[Referrer]] = defaultdict(list)
        for id, record in self._by_id.items():
            found = known.targets(record) if known else None
            if found is None:
                found = [(mention.target, mention.field) for mention in _mentions(record)]
            self._targets[id] = found
            for target, field in found:
                self._backlinks[target].append(Referrer(id, field))
        self._asked: set[Asked] | None = None

    def __iter__(self) -> Iterator[Record]:
        self.hear([("all", "")])
        return iter(self._by_id.values())

    def __len__(self) -> int:
        self.hear([("all", "")])
        return len(self._by_id)

    def __contains__(self, id: object) -> bool:
        self.hear([("name", str(id))])
        return id in self._by_id

    def __getitem__(self, id: str) -> Record:
        self.hear([("record", id)])
        return self._by_id[id]

    def get(self, id: str) -> Record | None:
        """The record of this id, or None."""
        self.hear([("record", id)])
        return self._by_id.get(id)

    def name(self, id: str) -> str:
        """What links to the record of this id say."""
        self.hear([("name", id)])
        return self._by_id[id].name

    def kind(self, folder: str) -> Sequence[Record]:
        """All records of a folder, or of a folder inside one, in their order."""
        self.hear([("kind", folder)])
        return self._rows.get(folder, [])

    def folders(self) -> list[str]:
        """The folders of `treaty_data/` that hold records."""
        self.hear([("folders", "")])
        return [folder for folder in self._rows if "/" not in folder]

    def neighbours(self, record: Record) -> tuple[str, str]:
        """The ids before and after this record's in the folder in which it lies, '' at an end."""
        row = self._rows[record.id.rpartition("/")[0]]
        index = self._index[record.id]
        self.hear([("neighbours", record.id)])
        before = row[index - 1].id if index else ""
        return before, row[index + 1].id if index + 1 < len(row) else ""

    def targets(self, record: Record) -> Sequence[Target]:
        """Whom a record names, in reading order; as often as it does."""
        self.hear([("record", record.id)])
        return self._targets[record.id]

    def mentions(self, record: Record) -> Sequence[Mention]:
        """The same with the place of each."""
        self.hear([("record", record.id)])
        return list(_mentions(record))

    def backlinks(self, id: str) -> Sequence[Referrer]:
        """Who names a record, in the order of the records that do; as often as they do."""
        self.hear([("backlinks", id)])
        return self._backlinks.get(id, [])

    def dangling(self, known: Collection[str], broken: Iterable[Record] = ()) -> Iterator[Mention]:
        """The mentions, in reading order, of what is neither a record nor `known`.

        Those in `broken` records, which are no part of the library, come last.
        """

        def is_dangling(target: str) -> bool:
            return target not in self._by_id and target not in known

        doubtful = (
            _mentions(self._by_id[id])
            for id, found in self._targets.items()
            if any(is_dangling(target) for target, _ in found)
        )
        for mentions in chain(doubtful, map(_mentions, broken)):
            yield from (mention for mention in mentions if is_dangling(mention.target))

    @contextmanager
    def listen(self) -> Iterator[set[Asked]]:
        """What is asked meanwhile. One who listens may stand inside another."""
        outer = self._asked
        self._asked = asked = set[Asked]()
        try:
            yield asked
        finally:
            self._asked = outer
            self.hear(asked)

    def hear(self, asked: Iterable[Asked]) -> None:
        """Count this as asked, because an answer that rests on it is given once more."""
        if self._asked is not None:
            self._asked.update(asked)

    def outline(self) -> Outline:
        """What a later library is compared with."""
        return Outline(
            digests={id: record.document.digest for id, record in self._by_id.items()},
            names={id: record.name for id, record in self._by_id.items()},
            targets=self._targets,
            rows={folder: [record.id for record in row] for folder, row in self._rows.items()},
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a library without its records: enough to tell which answers have changed."""

    digests: dict[str, str]
    names: dict[str, str]
    targets: dict[str, Sequence[Target]]
    rows: dict[str, list[str]]


def changed_answers(old: Outline, new: Outline) -> set[Asked]:
    """What a library may answer otherwise than an earlier one did."""
    everyone = old.digests.keys() | new.digests
    ids = {id for id in everyone if old.digests.get(id) != new.digests.get(id)}
    found: set[Asked] = {("all", "")} if ids else set()
    moved = set[str]()
    for folder in old.rows.keys() | new.rows:
        before, after = old.rows.get(folder, []), new.rows.get(folder, [])
        if before != after:
            moved.update(_moved(before, after))
    found |= {("neighbours", id) for id in moved}
    for id in ids:
        found |= {("record", id), ("kind", id.partition("/")[0]), ("kind", id.rpartition("/")[0])}
        if old.names.get(id) != new.names.get(id):
            found.add(("name", id))
        said, says = ({*map(tuple, outline.targets.get(id, []))} for outline in (old, new))
        # Of two that name a record, one may now stand before the other.
        found |= {
            ("backlinks", target) for target, _ in (said | says if id in moved else said ^ says)
        }
    if old.rows.keys() != new.rows.keys():
        found.add(("folders", ""))
    return found


def _moved(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Those of a row that have other neighbours than before."""
    beside = [set(zip(("", *row), row, (*row[1:], ""), strict=False)) for row in (before, after)]
    return (id for _, id, _ in beside[0] ^ beside[1])


def _mentions(record: Record) -> Iterable[Mention]:
    """Whom a record names: in its reference fields, and by links and citations in its texts."""
    for loc, value in leaves(record):
        if isinstance(value, Ref):
            yield Mention(record, str(value), loc)
        elif isinstance(value, Prose | Note):
            for name in names(value):
                yield Mention(record, name.target, loc, name.written, name.nth)


def link_all(
    records: Iterable[Record],
    failed: Iterable[str] = (),
    broken: Iterable[Record] = (),
    known: Known | None = None,
) -> tuple[Library, list[Problem]]:
    """Join the records. Returns the library and a problem for each name that leads nowhere.

    Whom a record names may be `known` already. `failed` are the ids of records that exist but have
    problems of their own: naming one of them is no fault of the one who does. `broken` is what
    remains of them; the names in it are judged too.
    """
    library = Library(records, known)
    dangling = islice(library.dangling(frozenset(failed), broken), MAX_DANGLING)
    return library, [_dangling(mention, library) for mention in dangling]


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
