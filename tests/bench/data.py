"""Invented data sets of any size, of all nine kinds, in the shape of the real collection.

How many records there are of each kind, how long they are, how many citations and links they hold
and how often they are named follow the collection on the treaty of 2024. A large set is a series of
volumes of three hundred records, of which the last takes what is left over. Records name those of
their own volume, some of them far more often than others, and now and then those of the volume
before; a few hubs in the first volume are named from everywhere. So a page other than a hub's holds
as much in ten thousand records as in three hundred, as it would in a real series of treaties.
"""

from __future__ import annotations

import random
import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from bench.words import Words
from treaty_explainer.kinds import (
    ActorSort,
    Basis,
    Confidence,
    Form,
    Region,
    SourceKind,
    Stance,
    Status,
)
from treaty_explainer.templating import PACKAGE

Fields = dict[str, Any]

VOLUME = 300  # records
# Of a thousand records so many are of each kind, and in a volume at least so many; what is left are
# sources.
_SHARES = {
    "treaties": (15, 1),
    "clauses": (43, 2),
    "timeline": (68, 2),
    "reactions": (85, 2),
    "questions": (12, 1),
    "actors": (165, 4),
    "topics": (12, 1),
    "terms": (34, 1),
}
_TO_HUBS = 0.02  # of all references lead to the hubs,
_TO_VOLUME_BEFORE = 0.08  # and so many to the volume before
_LINKED = ("clauses", "timeline", "reactions", "terms", "actors", "questions", "treaties")
_FIRST_YEAR, _LAST_YEAR, _ERA = 1945, 2034, 9
_SPREAD = 0.5  # of lengths: a few records are many times as long as most


def make(project: Path, records: int, seed: int = 1) -> list[list[str]]:
    """Write a project of `records` records into an empty folder; the ids of each volume.

    The same seed gives the same bytes, and a larger set begins with the volumes of a smaller one.
    """
    shutil.copytree(PACKAGE / "starter" / "docs", project / "docs")
    shutil.copyfile(PACKAGE / "starter" / "mkdocs.yml", project / "mkdocs.yml")
    chance = random.Random(seed)
    words = Words(chance)
    volumes: list[_Volume] = []
    count = max(1, round(records / VOLUME))
    for number in range(count):
        share = VOLUME if number < count - 1 else records - VOLUME * number
        volumes.append(_plan(share, words, chance, subject="" if number else "series-treaty"))
        for id, fields in _Writer(volumes, words, chance).records():
            _write(project / "treaty_data" / f"{id}.yml", fields)
    return [
        [f"{folder}/{id}" for folder, ids in volume.ids.items() for id in ids] for volume in volumes
    ]


class _Dumper(yaml.CSafeDumper):
    """Texts of several lines as an editor writes them."""


def _as_written(dumper: yaml.CSafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" * ("\n" in text))


_Dumper.add_representer(str, _as_written)


def _write(path: Path, fields: Fields) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    filled = {name: value for name, value in fields.items() if value}
    text = yaml.dump(filled, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    path.write_text(text, "utf-8")


@dataclass(frozen=True, slots=True)
class _Volume:
    """The ids of its records by folder, and what they are called by folder and id."""

    ids: dict[str, list[str]]
    names: dict[str, str]


def _plan(records: int, words: Words, chance: random.Random, subject: str) -> _Volume:
    """Give every record its id, so that each can name each. The first treaty may be `subject`."""
    counts = {folder: max(least, records * of // 1000) for folder, (of, least) in _SHARES.items()}
    counts["sources"] = max(3, records - sum(counts.values()))
    volume = _Volume({folder: [] for folder in counts}, {})
    articles: Counter[str] = Counter()
    for folder, count in counts.items():
        ids = volume.ids[folder]
        for nth in range(count):
            name = words.person() if folder == "actors" and nth % 3 else words.place()
            id = name.lower().replace(" ", "-")
            if folder == "treaties" and subject and not nth:
                id = subject
            elif folder == "clauses":
                # The first treaty of a volume has about as many clauses as the others together.
                first, *others = volume.ids["treaties"]
                treaty = others[nth // 2 % len(others)] if others and nth % 2 else first
                articles[treaty] += 1
                id = f"{treaty}/article-{articles[treaty]}"
            elif folder == "timeline":
                id = f"{_day(chance, _FIRST_YEAR)}-{id}"
            elif folder in ("reactions", "sources"):
                id = f"{_day(chance, 2010)}-{id}"
            ids.append(id)
            volume.names[f"{folder}/{id}"] = name
    return volume


def _day(chance: random.Random, first_year: int) -> date:
    start = date(first_year, 1, 1)
    return start + timedelta(days=chance.randrange((date(_LAST_YEAR, 1, 1) - start).days))


class _Writer:
    """The records of the last of some volumes. Each source of it is cited at least once."""

    def __init__(self, volumes: list[_Volume], words: Words, chance: random.Random) -> None:
        self._own, self._first = volumes[-1], volumes[0]
        self._before = volumes[-2] if len(volumes) > 1 else volumes[-1]
        self._words, self._chance = words, chance
        self._uncited = list(self._own.ids["sources"])
        self._papers = [words.place() for _ in range(1 + len(self._uncited) // 4)]

    def records(self) -> Iterator[tuple[str, Fields]]:
        """Every record's whole id and fields."""
        for folder, ids in self._own.ids.items():
            for nth, id in enumerate(ids):
                fields = getattr(self, f"_{folder}")(id, nth)
                if folder == "topics" and nth == len(ids) - 1 and self._uncited:
                    fields["summary"] += f"\n{self._rest()}\n"
                if folder != "sources":
                    fields["reviewed"] = "2034-03-01"
                    if self._happens(0.03):
                        fields["formerly"] = [f"{folder}/{id}-old"]
                yield f"{folder}/{id}", fields

    # ------------------------------------------------------------------ chance

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share

    def _many(self, usual: float) -> int:
        """A length: mostly the usual one, now and then many times that."""
        return max(1, min(round(usual * self._chance.lognormvariate(0, _SPREAD)), 12))

    def _one(self, folder: str) -> tuple[_Volume, str]:
        """A record to name: those that stand first in a volume are named most."""
        roll = self._chance.random()
        if roll < _TO_HUBS:
            return self._first, self._first.ids[folder][0]
        volume = self._before if roll < _TO_HUBS + _TO_VOLUME_BEFORE else self._own
        ids = volume.ids[folder]
        return volume, ids[int(len(ids) * self._chance.random() ** 2)]

    def _some(self, folder: str, usual: float, me: str = "", least: int = 1) -> list[str]:
        """References to other records of a folder, each once."""
        found = dict.fromkeys(self._one(folder)[1] for _ in range(self._many(usual)))
        found.pop(me, None)
        while len(found) < least:
            found[self._chance.choice([id for id in self._own.ids[folder] if id != me])] = None
        return list(found)

    def _earlier(self, day: str, usual: float) -> list[str]:
        """Events and reactions before a day."""
        found = [
            f"{folder}/{id}"
            for folder in ("timeline", "reactions")
            for id in self._own.ids[folder]
            if id < day
        ]
        return self._chance.sample(found, min(len(found), self._many(usual)))

    # ------------------------------------------------------------------ texts

    def _cite(self) -> str:
        return self._uncited.pop() if self._uncited else self._one("sources")[1]

    def _paragraph(self, sentences: int, me: str = "") -> str:
        parts = []
        for _ in range(sentences):
            mentions = []
            if self._happens(0.35):
                folder = self._chance.choice(_LINKED)
                volume, id = self._one(folder)
                if f"{folder}/{id}" != me:
                    mentions.append(f"[{volume.names[f'{folder}/{id}']}]({folder}/{id})")
            elif self._happens(0.15):
                mentions.append(self._own.names[f"terms/{self._one_term()}"])
            parts.append(self._words.sentence(*mentions))
        cites = " ".join(f"[@{source}]" for source in dict.fromkeys([self._cite(), self._cite()]))
        return f"{'. '.join(parts)} {cites}."

    def _rest(self) -> str:
        """A paragraph that cites what was not cited yet."""
        cites = " ".join(f"[@{source}]" for source in self._uncited)
        self._uncited.clear()
        return _fill(f"{self._words.sentence()} {cites}.")

    def _one_term(self) -> str:
        return self._chance.choice(self._own.ids["terms"])

    def _prose(self, paragraphs: float = 1, sentences: int = 2, me: str = "") -> str:
        return "\n".join(
            f"{_fill(self._paragraph(sentences, me))}\n" for _ in range(self._many(paragraphs))
        )

    def _note(self) -> str:
        return f"{_fill(self._words.sentence())}.\n"

    def _remarks(self, disputed: float) -> Fields:
        """What any record may hold besides its own fields."""
        fields: Fields = {}
        if self._happens(0.4):
            fields["note"] = self._note()
        if self._happens(0.1):
            fields["unverified"] = [self._note()]
        if self._happens(disputed):
            fields["disputed"] = [
                {
                    "claim": f"Was the {self._words.phrase()} part of it?",
                    "readings": [self._prose(sentences=1) for _ in range(2)],
                    "follows": self._note(),
                }
            ]
        return fields

    # ------------------------------------------------------------------ the nine kinds

    def _treaties(self, id: str, nth: int) -> Fields:
        name = self._own.names[f"treaties/{id}"]
        subject = id == self._first.ids["treaties"][0]
        signed = _day(self._chance, 1950)
        in_force = signed + timedelta(days=self._chance.randrange(400))
        fields: Fields = {
            "role": "subject" if subject else "related",
            "title": f"Treaty of {name} on the {self._words.phrase()} and {self._words.phrase()}",
            "titles": self._words.scripts() if subject else {},
            "short_name": f"the {name} treaty",
            "nicknames": [f"{name} pact"],
            "status": str(Status.IN_FORCE),
            "parties": self._some("actors", 2),
            "signed": {"date": str(signed), "place": name, "by": self._some("actors", 2)},
            "ratifications": [
                {"date": str(signed), "what": self._prose(sentences=1)},
                {"date": str(in_force), "what": self._prose(sentences=1)},
            ],
            "in_force": str(in_force),
            "duration": self._prose(sentences=1),
            "summary": self._prose(2, me=f"treaties/{id}"),
            "text_basis": self._prose(sentences=1),
            "topics": self._some("topics", 2),
        }
        if subject:
            fields["key_points"] = [
                {
                    "title": self._words.phrase().capitalize(),
                    "text": self._prose(sentences=1),
                    "clauses": [clause],
                }
                for clause in self._own.ids["clauses"][:7]
            ]
            fields["eras"] = [
                {
                    "key": f"from-{year}",
                    "title": f"The {self._words.phrase()}",
                    "span": f"{year}/{year + _ERA - 1}",
                    "summary": self._note(),
                }
                for year in range(_FIRST_YEAR, _LAST_YEAR, _ERA)
            ]
        return fields | self._remarks(0.3)

    def _clauses(self, id: str, nth: int) -> Fields:
        readings = self._some("actors", 2) if self._happens(0.4) else []
        return {
            "number": id.rpartition("-")[2],
            "title": self._words.phrase().capitalize(),
            "basis": str(self._chance.choice(list(Basis))),
            "basis_note": self._note(),
            "summary": self._prose(1.5, me=f"clauses/{id}"),
            "obligations": [
                {
                    "who": "each party",
                    "owes": f"{self._words.phrase()} and {self._words.phrase()}",
                    "when": f"the {self._words.phrase()} demands it",
                    "limits": self._note(),
                    "cites": [self._cite()],
                }
                for _ in range(self._many(1.4))
            ],
            "context": self._prose(1.5, me=f"clauses/{id}"),
            "readings": [{"by": actor, "says": self._prose(sentences=1)} for actor in readings],
            "terms": self._some("terms", 2),
            "compares": self._some("clauses", 2, id),
            "comparison": self._prose(me=f"clauses/{id}"),
            "topics": self._some("topics", 2),
        } | self._remarks(0.16)

    def _timeline(self, id: str, nth: int) -> Fields:
        year = int(id[:4])
        return {
            "date": id[:10],
            "title": self._words.headline(),
            "summary": self._prose(2, me=f"timeline/{id}"),
            "place": self._own.names[f"timeline/{id}"],
            "actors": self._some("actors", 3),
            "era": f"from-{year - (year - _FIRST_YEAR) % _ERA}",
            "topics": self._some("topics", 2),
            "clauses": self._some("clauses", 2),
            "mapping": self._note(),
            "follows": self._earlier(id[:10], 1.5),
            "confidence": str(self._chance.choice(list(Confidence))),
            "milestone": "yes" if nth % 5 == 0 and self._own is self._first else "",
        } | self._remarks(0.45)

    def _reactions(self, id: str, nth: int) -> Fields:
        quoted = self._happens(0.16)
        return {
            "date": id[:10],
            "actor": self._one("actors")[1],
            "speaker": self._some("actors", 1),
            "office": f"Minister for {self._words.phrase()}",
            "place": self._own.names[f"reactions/{id}"],
            "form": str(self._chance.choice(list(Form))),
            "title": self._words.headline(),
            "stance": str(self._chance.choice(list(Stance))),
            "why": self._note(),
            "summary": self._prose(1.5, me=f"reactions/{id}"),
            "quotation": {"text": self._words.phrase(), "cites": [self._cite()]} if quoted else {},
            "clauses": self._some("clauses", 1.5),
            "topics": self._some("topics", 2),
            "answers": self._earlier(id[:10], 1.5),
            "followed": self._prose(sentences=1),
        } | self._remarks(0.25)

    def _questions(self, id: str, nth: int) -> Fields:
        return {
            "question": f"Does {self._own.names[f'questions/{id}']} need a {self._words.phrase()}?",
            "summary": self._prose(2, me=f"questions/{id}"),
            "answers": [
                {
                    "answer": self._words.headline(),
                    "says": self._prose(1.5),
                    "held_by": self._some("actors", 2),
                }
                for _ in range(3)
            ],
            "clauses": self._some("clauses", 2),
            "topics": self._some("topics", 2),
            "developments": [
                {"date": day, "says": self._prose(), "see": self._earlier(day, 1)}
                for day in sorted(str(_day(self._chance, 2015)) for _ in range(4))
            ],
            "open": self._note(),
        } | self._remarks(0.4)

    def _actors(self, id: str, nth: int) -> Fields:
        person = nth % 3 != 0
        state = self._own.ids["actors"][0]
        return {
            "name": self._own.names[f"actors/{id}"],
            "names": self._words.scripts() if nth % 3 == 1 else {},
            "aliases": [f"{self._own.names[f'actors/{id}']} the {self._words.phrase()}"],
            "sort": str(ActorSort.PERSON if person else ActorSort.STATE),
            "region": str(self._chance.choice(list(Region))),
            "of": state if person else "",
            "offices": [
                {
                    "title": f"Minister for {self._words.phrase()}",
                    "of": state,
                    "held": f"{year}/{year + 4}",
                }
                for year in ((2008, 2013) if nth % 3 == 1 else ())
            ],
            "summary": self._prose(0.5, sentences=1),
        } | self._remarks(0.01)

    def _topics(self, id: str, nth: int) -> Fields:
        return {
            "title": f"{self._words.phrase().capitalize()} of {self._own.names[f'topics/{id}']}",
            "summary": self._prose(2, sentences=3),
        } | self._remarks(0.07)

    def _terms(self, id: str, nth: int) -> Fields:
        name = self._own.names[f"terms/{id}"]
        return {
            "term": name,
            "aliases": [f"{name} {self._words.phrase()}"],
            "names": self._words.scripts() if nth % 20 == 0 else {},
            "definition": self._prose(me=f"terms/{id}"),
            "scope": [f"treaties/{self._own.ids['treaties'][0]}"] if nth % 3 == 2 else [],
            "topics": self._some("topics", 1),
        } | self._remarks(0.1)

    def _sources(self, id: str, nth: int) -> Fields:
        return {
            "title": self._words.headline(),
            "publisher": f"{self._chance.choice(self._papers)} Gazette",
            "date": id[:10],
            "url": f"https://gazette.example.org/{id}",
            "kind": str(self._chance.choice(list(SourceKind))),
            "languages": [self._chance.choice(["en", "en", "ru", "ko", "zh"])],
            "reliability": self._note(),
        }


def _fill(text: str) -> str:
    return textwrap.fill(text, 98, break_long_words=False, break_on_hyphens=False)
