"""What can be asked of any record, and the answers that are kept since many pages ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from treaty_explainer.day import Day
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Entry, Role, Treaty
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

    def neighbours(self, record: Record) -> tuple[Record | None, Record | None]:
        """The records before and after this one; for a clause, within its instrument."""
        return self._library.neighbours(record)

    def naming(self, record: Record, folder: str, *fields: str) -> list[Record]:
        """The records of a folder that name this one, in any way or in the given fields."""
        found = {
            mention.origin.id: mention.origin
            for mention in self._library.backlinks(record.id)
            if mention.origin.folder == folder and (not fields or mention.field in fields)
        }
        return list(found.values())

    def backlinks(self, record: Record, *shown: Iterable[Record]) -> dict[str, list[Record]]:
        """Who names this record, by kind, without those the page has already shown."""
        seen = {other.id for group in shown for other in group} | {record.id}
        groups: dict[str, dict[str, Record]] = {}
        for mention in self._library.backlinks(record.id):
            if mention.origin.id not in seen:
                plural = mention.origin.plural
                groups.setdefault(plural, {})[mention.origin.id] = mention.origin
        return {plural: list(group.values()) for plural, group in groups.items()}

    @staticmethod
    def by_plural(records: Iterable[Record]) -> list[tuple[str, list[Record]]]:
        """Records by their kind's name for several, in the order they come in."""
        return list(grouped(records, lambda record: record.plural).items())

    @staticmethod
    def firsts(pairs: Iterable[tuple[Record, Any]]) -> list[Record]:
        """The records of pairs of a record and something about it."""
        return [record for record, _ in pairs]
