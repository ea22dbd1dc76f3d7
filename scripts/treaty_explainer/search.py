"""What readers find each page by: its title, its names in every script, its numbers in every form.

The theme's search would index every section of every page, sources and all, and find an article
only by the form of its number that the page prints. One entry a record, made from the record,
is a tenth of the size and finds what people type.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from treaty_explainer import markdown
from treaty_explainer.entity import Note, Prose, Record, Text, leaves
from treaty_explainer.files import Files, Recipe
from treaty_explainer.kinds import Actor, Clause, Event, Reaction, Source, Term, Topic, Treaty
from treaty_explainer.link import Library
from treaty_explainer.site import page_url
from treaty_explainer.views import Views

# Where the entries wait in `docs/` until the engine has made its own index of the other pages.
FILE = "search/records.json"
MAX_TEXT = 1200

# How much a kind counts when the words fit equally well; sources come last.
_WEIGHTS = {
    "treaties": 1.5,
    "questions": 1.3,
    "actors": 1.3,
    "topics": 1.5,
    "terms": 1.3,
    "sources": 0.1,
}
_SUBJECT = 2.0  # the subject's own clauses before those of other instruments

# How much a word counts where it stands. The theme's own figures (a thousand for a title) let one
# word of a title outdo all the words of a question.
_FIELDS = {"title": {"boost": 10.0}, "text": {"boost": 1.0}, "tags": {"boost": 10.0}}

_AMERICAN = {
    "defence": "defense",
    "organisation": "organization",
    "labour": "labor",
    "neighbour": "neighbor",
    "programme": "program",
    "recognise": "recognize",
    "recognises": "recognizes",
    "denuclearisation": "denuclearization",
    "honour": "honor",
    "centre": "center",
    "co-operation": "cooperation",
}
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def search_entries(library: Library) -> Files:
    """The file of entries below `docs/`: one for each record, the weightiest kinds first."""

    def make() -> str:
        views = Views(library)
        entries = [_entry(record, views) for record in library]
        return json.dumps(entries, ensure_ascii=False, indent=0) + "\n"

    return Files({FILE: Recipe(make)})


def merge(index: dict[str, Any], entries: list[dict[str, Any]], made: set[str]) -> dict[str, Any]:
    """The engine's index with our entries in place of its own for the generated pages.

    `made` are the addresses of generated pages; what the engine found on others stays.
    """
    others = [doc for doc in index["docs"] if doc["location"].partition("#")[0] not in made]
    config = {**index["config"], "fields": _FIELDS}
    return {**index, "config": config, "docs": entries + others}


def _entry(record: Record, views: Views) -> dict[str, Any]:
    weight = _WEIGHTS.get(record.folder, 1.0)
    if isinstance(record, Clause) and record.treaty == views.subject.id:
        weight *= _SUBJECT
    words = " ".join(filter(None, _words(record, views)))
    names = [_safe(name) for name in _names(record)]
    return {
        "location": page_url(record.id),
        "title": _safe(f"{_title(record, views)} · {record.singular}"),
        "text": _safe(words[:MAX_TEXT]),
        "boost": weight,
        # The theme shows these with the result, and counts them above its title.
        **({"tags": names} if names else {}),
    }


def _names(record: Record) -> list[str]:
    """Other names of the record itself: in other scripts, other spellings, a number's forms."""
    if isinstance(record, Clause):
        return list(_numbers(record))
    if isinstance(record, Treaty):
        return [record.short_name, *record.titles.values(), *record.nicknames]
    if isinstance(record, Actor | Term):
        return [record.name, *record.names.values(), *record.aliases]
    return [record.name] if isinstance(record, Topic) else []


def _title(record: Record, views: Views) -> str:
    """The name, with what tells it from others of the same name."""
    if isinstance(record, Clause):
        return f"{record.name} ({views.record(record.treaty).name})"
    if isinstance(record, Event | Reaction):
        return f"{record.name} ({record.date})"
    return record.name


def _words(record: Record, views: Views) -> Iterator[str]:
    """What else a record is found by, what matters most first."""
    if isinstance(record, Treaty):
        yield record.title
    if isinstance(record, Reaction):
        yield from (actor.name for actor in views.records([record.actor, *record.speaker]))
        yield f"{record.stance} {record.office or ''}"
    if isinstance(record, Event):
        yield f"{record.place or ''} {record.date.year}"
        yield from (actor.name for actor in views.records(record.actors))
    if isinstance(record, Source):
        return
    texts = [str(value) for _, value in leaves(record) if isinstance(value, Text)]
    prose = [markdown.plain(value) for _, value in leaves(record) if isinstance(value, Prose)]
    notes = [markdown.plain(value) for _, value in leaves(record) if isinstance(value, Note)]
    everything = " ".join([*prose[:2], *texts, *prose[2:], *notes])
    found = set(re.findall(r"[a-z-]+", f"{record.name} {everything}".lower()))
    yield " ".join(american for british, american in _AMERICAN.items() if british in found)
    yield everything


def _numbers(clause: Clause) -> Iterator[str]:
    """A clause's number in the forms people type."""
    number = clause.number
    # What Python calls a digit may be no number (²), and a number may be as long as a text.
    if not re.fullmatch(r"[1-9][0-9]{0,2}", number) or not clause.label.startswith("Article"):
        return
    value = int(number)
    tens, ones = divmod(value, 10)
    yield from (f"Art. {number}", f"Art. {'X' * tens}{_ROMAN[ones]}", f"clause {number}")
    yield from (f"제{number}조", f"статья {number}", f"第{number}条")


def _safe(text: str) -> str:
    """The theme puts these words into the page as HTML, so they are escaped here."""
    return html.escape(text)
