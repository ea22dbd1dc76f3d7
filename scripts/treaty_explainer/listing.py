"""Long lists in parts: one page while a list is short, a page for each group once it is long."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from treaty_explainer.entity import Record

# So many entries stand on one page: more are tedious to read and slow to load. They are fewer where
# an entry is more than a line or the page draws it too. Measured on invented records: no page above
# 100 kB.
PER_PAGE = 200
FEWER = {
    "timeline": 90,
    "reactions": 120,
    "terms": 60,
    "topics": 60,
    "questions": 60,
    "treaties": 60,
}
# So many of a sort are named on the page of one record. All that name it have pages of their own.
NAMED = 30
# A table of actors by clauses that is larger is summed up by region.
MATRIX_ACTORS, MATRIX_CLAUSES = 40, 30

Group = tuple[str, str, Sequence[Record]]  # a word for the address, a title, what is in it


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a long list.

    `id` is the page's id; `number` counts, from 1, the `of` pages of a group too long for one.
    """

    id: str
    title: str
    number: int
    of: int
    entries: Sequence[Record]

    @property
    def name(self) -> str:
        """What links to it say: `Newspaper`, `Newspaper, 2 of 3`."""
        return f"{self.title}, {self.number} of {self.of}" if self.of > 1 else self.title


def split(
    folder: str, by: str, groups: Iterable[Group], per_page: int = PER_PAGE, *, always: bool = False
) -> list[Part]:
    """The parts of a list, in order; none if all of it makes one page, unless `always`.

    Their addresses are `sources/by-kind/newspaper/`, `sources/by-kind/newspaper/2/`: a folder
    deeper than any record of such a folder, so that none is in the way.
    """
    groups = [group for group in groups if group[2]]
    if sum(len(entries) for _, _, entries in groups) <= per_page and not always:
        return []
    parts: list[Part] = []
    for key, title, entries in groups:
        parts += pages_of(f"{folder}/by-{by}/{key}", title, entries, per_page)
    return parts


def pages_of(
    id: str, title: str, entries: Sequence[Record], per_page: int = PER_PAGE
) -> list[Part]:
    """The pages of one group: the first at `id`, the second at `id/2` and so on."""
    pages = [entries[at : at + per_page] for at in range(0, len(entries), per_page)]
    return [
        Part(id if number == 1 else f"{id}/{number}", title, number, len(pages), page)
        for number, page in enumerate(pages, 1)
    ]


def by_letter(records: Iterable[Record]) -> list[Group]:
    """Records by the first letter of their names; what begins with none from A to Z comes last."""
    letters: dict[str, list[Record]] = {}
    for record in records:
        letters.setdefault(_letter(record.name), []).append(record)
    return [
        (letter or "other", letter.upper() or "Other", letters[letter])
        for letter in sorted(letters, key=lambda letter: letter or "~")
    ]


def _letter(name: str) -> str:
    """The letter a name is found under: without accents, quotation marks and the like."""
    for sign in unicodedata.normalize("NFKD", name).casefold():
        if sign.isalnum():
            return sign if "a" <= sign <= "z" else ""
    return ""
