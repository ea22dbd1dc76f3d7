"""Forms for those who open an issue: one for each thing people come with, typed by the kinds.

What a form asks of a record, and the closed lists it offers, follow from `kinds.py`. Links on the
pages fill in which record is meant: see `Site.issue_url`.
"""

from __future__ import annotations

from typing import Any

import yaml

from treaty_explainer.day import Day
from treaty_explainer.entity import Note, Prose, Record
from treaty_explainer.guide import FieldHelp, fields_of
from treaty_explainer.kinds import Clause, Event, Reaction, Source
from treaty_explainer.renew import MARK
from treaty_explainer.site import Site, page_url

FOLDER = ".github/ISSUE_TEMPLATE"

Json = dict[str, Any]

# What can be proposed, and what is worth asking besides the fields that no record can do without.
_PROPOSALS: dict[type[Record], tuple[str, ...]] = {
    Clause: (),
    Event: ("place", "actors", "clauses"),
    Reaction: ("speaker", "office", "place", "clauses"),
    Source: ("date", "url", "archived"),
}
_HOW_TO = (
    "Names are enough where the examples show ids. Use your own words; quote only where the "
    "wording itself matters. What you write is published under the licence of the site."
)
_WHERE_READ: Json = {
    "id": "sources",
    "label": "Where was it read?",
    "description": "The address of each publication, or enough to find it. One a line.",
}
_RECORD: Json = {
    "id": "record",
    "label": "Which page or record?",
    "description": "Its address, or the path behind the site's name.",
    "placeholder": "clauses/2024-partnership/article-4",
}


def issue_forms(site: Site) -> dict[str, str]:
    """The forms and their settings, as paths in a repository with their text."""
    forms = {f"propose-{kind.singular}": _proposal(kind) for kind in _PROPOSALS}
    forms |= {
        "change": _form(
            "Suggest a change",
            "Something on a page could be better, fuller or more up to date.",
            "suggestion",
            _asked("input", **_RECORD),
            _asked("textarea", id="change", label="What should it say?"),
            _asked("textarea", **_WHERE_READ),
        ),
        "mistake": _form(
            "Report a mistake",
            "Something on a page is wrong.",
            "mistake",
            _asked("input", **_RECORD),
            _asked("textarea", id="wrong", label="What is wrong?"),
            _asked("textarea", id="right", label="What is right?", required=False),
            _asked("textarea", **_WHERE_READ),
        ),
        "accessibility": _form(
            "Report an accessibility barrier",
            "Something on the site keeps you from reading or using it.",
            "accessibility",
            _asked("input", **_RECORD),
            _asked("textarea", id="barrier", label="What did you want to do, and what happened?"),
            _asked(
                "input",
                id="with",
                label="What do you use?",
                description="Browser, system, screen reader or other aid, as far as you like.",
                placeholder="Firefox and NVDA on Windows 11",
                required=False,
            ),
        ),
        "config": _settings(site),
    }
    return {f"{FOLDER}/{name}.yml": f"# {MARK}\n{_yaml(form)}" for name, form in forms.items()}


def _proposal(kind: type[Record]) -> Json:
    """The form that proposes a new record of a kind."""
    fields = {field.name: field for field in fields_of(kind)}
    wanted = [field for field in fields.values() if field.required]
    wanted += [fields[name] for name in _PROPOSALS[kind]]
    about = (kind.__doc__ or "").partition("\n")[0]
    sources = [] if kind is Source else [_asked("textarea", **_WHERE_READ)]
    return _form(
        f"Propose {'an' if kind.singular[0] in 'aeiou' else 'a'} {kind.singular}",
        about,
        "proposal",
        {"type": "markdown", "attributes": {"value": _HOW_TO}},
        *map(_field, wanted),
        *sources,
    )


def _field(field: FieldHelp) -> Json:
    """The question that asks for a field."""
    question: Json = {
        "id": field.name,
        "label": field.name.replace("_", " ").capitalize(),
        "description": field.help,
        "required": field.required,
    }
    if field.values:
        return _asked("dropdown", **question, options=[f"{v}: {v.help}" for v in field.values])
    if issubclass(field.word, Prose | Note):
        return _asked("textarea", **question)
    several = " Several are parted by commas." if field.inside is list else ""
    exact = " As exact as the source, and no more." if field.word is Day else ""
    question["description"] += several + exact
    if field.example:
        question["placeholder"] = field.example.strip("[]") if several else field.example
    return _asked("input", **question)


def _form(name: str, about: str, label: str, *questions: Json) -> Json:
    return {"name": name, "description": about, "labels": [label], "body": list(questions)}


def _asked(type: str, *, id: str, required: bool = True, **attributes: Any) -> Json:
    return {
        "type": type,
        "id": id,
        "attributes": attributes,
        "validations": {"required": required},
    }


def _settings(site: Site) -> Json:
    """What GitHub shows beside the forms."""
    links = (
        ("Guide for writers", "contributing/writers", "How to add or correct a record yourself."),
        ("What belongs in", "contributing/style", "The rules for style and for inclusion."),
    )
    return {
        "blank_issues_enabled": True,
        "contact_links": [
            {"name": name, "url": f"{site.url}/{page_url(id)}", "about": about}
            for name, id, about in links
            if site.url
        ],
    }


def _yaml(value: Json) -> str:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)
