"""What can be asked of any record, and the answers that are kept since many pages ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from treaty_explainer.day import Day
from treaty_explainer.entity import Record
from treaty_explainer.kinds import BY_FOLDER, Entry, Role, Treaty
from treaty_explainer.link import Asked, Library

Asker = TypeVar("Asker", bound="Asking")
Found = TypeVar("Found")
Rest = ParamSpec("Rest")
Item = TypeVar("Item")
Word = TypeVar("Word")


def once(
    question: Callable[Concatenate[Asker, Rest], Found],
) -> Callable[Concatenate[Asker, Rest], Found]:
    """A question whose answer is kept, for it costs something and many pages ask it.

    Whoever asks it has asked the library all that the answer rests on.
    """

    @wraps(question)
    def ask(asker: Asker, *args: Rest.args, **options: Rest.kwargs) -> Found:
        key = (question.__name__, *(arg.id if isinstance(arg, Record) else arg for arg in args))
        if key not in asker._answers:
            with asker._library.listen() as asked:
                asker._answers[key] = question(asker, *args, **options), asked
        answer, asked = asker._answers[key]
        asker._library.hear(asked)
        return cast(Found, answer)

    return cast("Callable[Concatenate[Asker, Rest], Found]", ask)


def grouped(items: Iterable[Item], key: Callable[[Item], Word]) -> dict[Word, list[Item]]:
    """Items by something about them, in one pass and in their order."""
    groups: dict[Word, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


class Named(NamedTuple):
    """A record of which nothing but its name is asked."""

    id: str
    name: str


class Asking:
    """What asks a library. Every answer is in the records' own order."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._answers: dict[tuple[object, ...], tuple[object, set[Asked]]] = {}

    @property
    def subject(self) -> Treaty:
        """The treaty this site explains."""
        return next(
            treaty
            for treaty in self._library.kind(Treaty.folder)
            if isinstance(treaty, Treaty) and treaty.role is Role.SUBJECT
        )

    def last_reviewed(self, records: Iterable[Record] | None = None) -> Day | None:
        """The latest day on which an editor reviewed one of these, or any record of the site."""
        entries = self._library if records is None else records
        days = [entry.reviewed for entry in entries if isinstance(entry, Entry)]
        return max(filter(None, days), key=lambda day: day.machine, default=None)

    def records(self, refs: Iterable[str]) -> list[Record]:
        """The live records of a list of references, in the order of the list."""
        return [self._library[ref] for ref in refs]

    def record(self, ref: str) -> Record:
        """The live record of a reference."""
        return self._library[ref]

    def all(self, folder: str) -> Sequence[Record]:
        """The records of a folder."""
        return self._library.kind(folder)

    def folders(self) -> list[str]:
        """The folders that hold records."""
        return self._library.folders()

    def count(self, folder: str) -> int:
        """How many records a folder holds."""
        return len(self._library.kind(folder))

    def neighbours(self, record: Record) -> tuple[Named | None, Named | None]:
        """What stands before and after this record; for a clause, within its instrument."""
        before, after = self._library.neighbours(record)
        return self._named(before), self._named(after)

    def _named(self, id: str) -> Named | None:
        return Named(id, self._library.name(id)) if id else None

    def instrument(self, id: str) -> str:
        """The name of the instrument to which the clause of this id belongs; '' for no clause."""
        folder, _, rest = id.partition("/")
        return (
            self._library.name(f"treaties/{rest.partition('/')[0]}") if folder == "clauses" else ""
        )

    def naming(self, record: Record, folder: str, *fields: str) -> list[Record]:
        """The records of a folder that name this one, in any way or in the given fields."""
        return self.records(self.who_names(record, folder, *fields))

    def who_names(self, record: Record, folder: str, *fields: str) -> list[str]:
        """The ids of those records, of which then nothing else is asked."""
        return list(
            dict.fromkeys(
                referrer.id
                for referrer in self._library.backlinks(record.id)
                if referrer.folder == folder and (not fields or referrer.field in fields)
            )
        )

    def backlinks(self, record: Record, *shown: Iterable[Record]) -> dict[str, list[str]]:
        """The ids of those who name this record, by kind, without those already shown."""
        seen = {other.id for group in shown for other in group} | {record.id}
        groups: dict[str, dict[str, None]] = {}
        for referrer in self._library.backlinks(record.id):
            if referrer.id not in seen:
                groups.setdefault(BY_FOLDER[referrer.folder].plural, {})[referrer.id] = None
        return {plural: list(group) for plural, group in groups.items()}

    @staticmethod
    def by_plural(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
        """Records by their kind's name for several, in the order they come in."""
        return list(grouped(records, lambda record: record.plural).items())

    @staticmethod
    def firsts(pairs: Iterable[tuple[Record, Any]]) -> list[Record]:
        """The records of pairs of a record and something about it."""
        return [record for record, _ in pairs]
