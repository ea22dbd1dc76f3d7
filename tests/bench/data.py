"""Invented data sets of any size in the project's own format: cross-referenced, cited, seeded."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

from treaty_explainer.kinds import Form, Stance
from treaty_explainer.render import PACKAGE

_WORDS = re.findall(
    r"\w+",
    "harbour quay berth treaty council vessel tariff pilot channel customs frontier guarantee "
    "consultation assistance ratification protocol delegation armistice sanction observer "
    "cooperation security neighbour agreement parliament minister envoy statement obligation",
)

# How a real collection divides: shares of all records by kind; what is left are sources.
_SHARES = {"clauses": 0.1, "timeline": 0.2, "reactions": 0.25, "actors": 0.1, "terms": 0.05}


def make(project: Path, records: int, seed: int = 1) -> None:
    """Write a project of about `records` records into an empty folder: the starter, and more."""
    chance = random.Random(seed)
    shutil.copytree(PACKAGE / "starter", project, dirs_exist_ok=True)
    counts = {folder: max(1, int(records * share)) for folder, share in _SHARES.items()}
    counts["sources"] = max(1, records - sum(counts.values()))
    write = _Writer(project / "treaty_data", chance, counts)
    for folder, count in counts.items():
        for number in range(count):
            write.record(folder, number)


class _Writer:
    """Writes one record after another; every source is cited by some record."""

    def __init__(self, root: Path, chance: random.Random, counts: dict[str, int]) -> None:
        self.root, self.chance, self.counts = root, chance, counts
        self.next_source = 0

    def record(self, folder: str, number: int) -> None:
        text = getattr(self, f"_{folder}")(number)
        name = f"1990-harbour/article-{number + 2}" if folder == "clauses" else f"item-{number}"
        (self.root / folder / f"{name}.yml").write_text(text, "utf-8")

    def _one_of(self, folder: str) -> str:
        number = self.chance.randrange(self.counts[folder])
        return f"1990-harbour/article-{number + 2}" if folder == "clauses" else f"item-{number}"

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choices(_WORDS, k=count))

    def _cite(self) -> str:
        self.next_source = (self.next_source + 1) % self.counts["sources"]
        return f"[@item-{self.next_source}]"

    def _prose(self, paragraphs: int = 3) -> str:
        """Paragraphs of about fifty words, each with a link and, between them, every source."""
        blocks = []
        for _ in range(paragraphs):
            cites = " ".join(self._cite() for _ in range(2))
            link = f"[{self._words(2)}](actors/{self._one_of('actors')})"
            blocks.append(f"  {self._words(25).capitalize()} {link} {self._words(25)} {cites}.")
        return "|\n" + "\n\n".join(blocks)

    def _clauses(self, number: int) -> str:
        return (
            f"number: {number + 2}\ntitle: {self._words(3)}\nbasis: full text\n"
            f"summary: {self._prose()}\nobligations:\n  - who: each party\n    owes: "
            f"{self._words(8)}\n    cites: [item-0]\nterms: [{self._one_of('terms')}]\n"
            "topics: [shipping]\ncompares: [2031-harbour/article-1]\n"
        )

    def _timeline(self, number: int) -> str:
        year = 1991 + number % 39
        return (
            f"date: {year}-{number % 12 + 1:02}-{number % 28 + 1:02}\ntitle: {self._words(6)}\n"
            f"summary: {self._prose()}\nera: two-quays\ntopics: [shipping]\nconfidence: high\n"
            f"actors: [{self._one_of('actors')}]\nclauses: [{self._one_of('clauses')}]\n"
        )

    def _reactions(self, number: int) -> str:
        stance = self.chance.choice(list(Stance))
        form = self.chance.choice(list(Form))
        return (
            f"date: 2031-{number % 12 + 1:02}-{number % 28 + 1:02}\n"
            f"actor: {self._one_of('actors')}\nform: {form}\ntitle: {self._words(6)}\n"
            f"stance: {stance}\nwhy: {self._words(8)}\nsummary: {self._prose(2)}\n"
            f"clauses: [2031-harbour/article-1]\ntopics: [shipping]\n"
        )

    def _actors(self, number: int) -> str:
        return (
            f"name: Actor {number}\nsort: person\nregion: Europe\nof: norland\n"
            f"summary: {self._words(12)} {self._cite()}\n"
        )

    def _terms(self, number: int) -> str:
        return f"term: Term {number}\ndefinition: {self._prose(1)}\n"

    def _sources(self, number: int) -> str:
        return (
            f"title: {self._words(6)}\npublisher: Paper {number % 40}\n"
            f"date: 20{number % 30 + 10}-01-01\nurl: https://paper.example.org/{number}\n"
            "kind: newspaper\nlanguages: [en]\nreliability: A paper.\n"
        )
