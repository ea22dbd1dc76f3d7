"""A data set that holds a text in every field of every kind that takes one.

What the fields are follows from the declarations in `kinds.py`: a new field is under attack the
day it is declared. Records come in pairs that refer to each other in every way they may.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from treaty_explainer.day import Day
from treaty_explainer.entity import Key, Link, Note, Prose, Ref, Text, To
from treaty_explainer.kinds import KINDS, Clause, Treaty

DAY = "2024-06-19"
ERA = "era-0"
_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Slot:
    """A place that takes a text: a field of a kind, by the path of names that leads to it."""

    kind: str
    path: tuple[str, ...]
    word: type

    def __str__(self) -> str:
        return f"{self.kind}: {'.'.join(self.path)}"


# The text of a slot in one record of the pair with this number.
Fill = Callable[[Slot, int], str]


def escaped(text: str) -> str:
    """A text as the prose that shows it: each mark with a backslash, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def records(fill: Fill, pairs: int = 1, entries: int = 2) -> dict[str, dict[str, Any]]:
    """The records by id, `pairs` of each kind; lists in the treaty explained hold `entries`."""
    made = {}
    for number in range(pairs):
        for name in (f"a-{number}", f"b-{number}"):
            for kind in KINDS:
                id = f"{name}/article-1" if kind is Clause else name
                made[f"{kind.folder}/{id}"] = _Filler(fill, kind, name, number, entries).record()
    return made


def write(records: dict[str, dict[str, Any]], data: Path) -> None:
    """The records as files of a `treaty_data/`."""
    for id, fields in records.items():
        path = data / f"{id}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_file(fields), "utf-8", newline="\n")


def as_file(fields: dict[str, Any]) -> str:
    """JSON is YAML; what ASCII cannot say is written as it is."""
    return json.dumps(fields, ensure_ascii=False, indent=1)


def slots() -> list[Slot]:
    """Every slot of every kind."""
    found: dict[Slot, None] = {}

    def note(slot: Slot, number: int) -> str:
        found[slot] = None
        return "x"

    records(note)
    return list(found)


class _Filler:
    def __init__(self, fill: Fill, kind: type[BaseModel], name: str, number: int, entries: int):
        self.fill, self.kind, self.name, self.number = fill, kind, name, number
        self.subject = kind is Treaty and name == "a-0"
        self.entries = entries if self.subject else 2

    def record(self) -> dict[str, Any]:
        fields = self._group(self.kind, ())
        folder = self.kind.folder  # type: ignore[attr-defined]
        own = f"{self.name}/article-1" if self.kind is Clause else self.name
        fields["formerly"] = [f"{folder}/old-{own}"]
        if self.kind is Treaty:
            fields["role"] = "subject" if self.subject else "related"
            if not self.subject:
                del fields["eras"], fields["key_points"]
            for index, era in enumerate(fields.get("eras", ())):
                era |= {"key": f"era-{index}", "span": DAY[:4]}
        for name in ("url", "archived"):
            if name in fields:
                fields[name] = f"https://example.org/{self.name}?{name}"
        return fields

    def _group(self, model: type[BaseModel], path: tuple[str, ...]) -> dict[str, Any]:
        hints = get_type_hints(model, include_extras=True)
        return {
            field.alias or name: self._value(hints[name], (*path, field.alias or name))
            for name, field in model.model_fields.items()
        }

    def _value(self, hint: Any, path: tuple[str, ...]) -> Any:
        options = [option for option in get_args(hint) if option is not type(None)]
        if type(None) in get_args(hint):
            return self._value(options[0], path)
        origin = get_origin(hint)
        if origin is list:
            item = options[0]
            if _to(item):
                return self._refs(item)
            count = self.entries if len(path) == 1 and self.subject else 2
            return [self._value(item, path) for _ in range(count if not _is_language(item) else 1)]
        if origin is dict:
            return {"ko": self._value(options[1], path)}
        if to := _to(hint):
            return self._refs(hint)[0] if to else ""
        base = options[0] if origin is Annotated else hint
        if issubclass(base, BaseModel):
            return self._group(base, path)
        if issubclass(base, (Text, Prose, Note)):
            return self._text(Slot(self.kind.__name__, path, base))
        if issubclass(base, StrEnum):
            return str(next(iter(base)))
        return _FIXED.get(base, "ko")

    def _text(self, slot: Slot) -> str:
        if slot.path[-1] == "formerly":
            return "x"  # replaced: it takes no other text than an id
        text = self.fill(slot, self.number)
        if slot.word is Text:
            return text
        return escaped(text) + (f" [@{self.name}]" if slot.word is Prose else "")

    def _refs(self, hint: Any) -> list[str]:
        """Both records of the pair in each folder, but never the record itself."""
        folders = _to(hint)
        found = []
        for folder in folders:
            for name in (f"b-{self.number}", f"a-{self.number}"):
                id = f"{name}/article-1" if folder == Clause.folder else name
                own = folder == self.kind.folder and name == self.name  # type: ignore[attr-defined]
                if not own:
                    found.append(id if len(folders) == 1 else f"{folder}/{id}")
        return found


_FIXED = {Day: DAY, bool: "yes", Link: "", Key: ERA, str: "ko"}


def _to(hint: Any) -> tuple[str, ...]:
    """The folders that a hint for a reference names; nothing for another hint."""
    if get_origin(hint) is Annotated and get_args(hint)[0] is Ref:
        return next(word.folders for word in get_args(hint)[1:] if isinstance(word, To))
    return ()


def _is_language(hint: Any) -> bool:
    return get_origin(hint) is Annotated and get_args(hint)[0] is str


def strings(value: Any) -> Iterator[str]:
    """Every text in a value made of lists and maps."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
