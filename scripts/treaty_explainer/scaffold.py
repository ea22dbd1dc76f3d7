"""Files to begin with: a record to fill in, and the starter of a whole project.

Everything a new record says about its fields comes from the declarations in `kinds.py`, so it
cannot differ from what `check` demands.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath

from treaty_explainer.day import Day
from treaty_explainer.entity import Record
from treaty_explainer.guide import FieldHelp, fields_of
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.problems import quote, suggestion
from treaty_explainer.read import DATA_FOLDER, read_bytes
from treaty_explainer.validate import misplaced
from treaty_explainer.write import write_file

_WIDTH = 88
_DAY_OF_ID = re.compile(r"\d{4}(?:-\d\d){0,2}(?=-|$)")
_HOW_TO = (
    "Lines with ## explain; delete them as you like. Fill in the fields that stand empty: they are "
    "required. Those that begin with a single # are not; to use one, take away the # and the blank "
    "after it. A text of "
    "several lines, or with a colon in it, begins with | after the field's colon and goes on "
    "below, indented by two blanks. Then run the command 'check': it names what is still missing."
)


class ScaffoldError(Exception):
    """A file that cannot be made; the message says why, and what to do instead."""


def kind_called(word: str) -> type[Record]:
    """The kind with this name: `reaction`, `reactions`, `event` or its folder `timeline`.

    Raises `ScaffoldError` with the nearest name if there is none.
    """
    names = {name: kind for kind in BY_FOLDER.values() for name in (kind.singular, kind.folder)}
    if word not in names:
        known = ", ".join(kind.singular for kind in BY_FOLDER.values())
        hint = suggestion(word, names, f"the kinds are {known}")
        raise ScaffoldError(f"there is no kind {quote(word)}: {hint}")
    return names[word]


def file_for(project: Path, kind: type[Record], id: str) -> Path:
    """Where a record will stand; `id` is written without the kind's folder.

    Raises `ScaffoldError` if it cannot be an id, or if the file is there already.
    """
    file = PurePosixPath(DATA_FOLDER, kind.folder, f"{id}.yml")
    if problem := misplaced(f"{kind.folder}/{id}", file, BY_FOLDER):
        raise ScaffoldError(f"{problem.message}: {problem.hint}")
    if (project / file).exists():
        raise ScaffoldError(f"{file} is there already, and nothing is ever overwritten")
    return project / file


def blank(
    kind: type[Record],
    id: str,
    today: date,
    answers: Mapping[str, str] | None = None,
    first_line: str = "",
) -> str:
    """The text of a new record: required fields to fill in, the others commented out.

    They stand in the order in which `fix` would put them.

    `answers` are values already known, as YAML by field. The day that the id begins with is taken
    for the record's date, and `today` for the day of its review. `first_line` is a comment for
    editors, such as the one that names the schema.
    """
    known = {"date": _day_of(id), "reviewed": today.isoformat(), **(answers or {})}
    lines = [
        *([first_line] if first_line else []),
        *_comment(f"{kind.singular.capitalize()}: {(kind.__doc__ or '').partition(chr(10))[0]}"),
        *_comment(_HOW_TO),
        "",
        *_fields(fields_of(kind), known),
    ]
    return "\n".join(lines).rstrip() + "\n"


def as_value(text: str) -> str:
    """A text as YAML on one line: as it is if it reads back as itself, else in quotes."""
    document, _ = read_bytes(f"value: {text}\n".encode(), PurePosixPath(DATA_FOLDER, "value.yml"))
    plain = document is not None and document.values == {"value": text}
    return text if plain else json.dumps(text, ensure_ascii=False)


def init(folder: Path) -> list[str]:
    """Copy the starter project into a new or empty folder. Returns the paths of its files.

    Raises `ScaffoldError` if something is in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ScaffoldError(f"{folder} is not empty: name a folder that is new")
    copied = []
    for path, source in _files(files("treaty_explainer") / "starter"):
        write_file(folder / path, source.read_text("utf-8"))
        copied.append(path)
    return sorted(copied)


def _files(folder: Traversable, path: str = "") -> Iterator[tuple[str, Traversable]]:
    """Every file below a folder, with its path from there."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, f"{path}{entry.name}/")
        else:
            yield path + entry.name, entry


def _day_of(id: str) -> str:
    """The date an id begins with, or nothing: `2024-06-20-norway`, `1990-quays-opened`."""
    found = _DAY_OF_ID.match(id)
    try:
        return Day.parse(found.group()).text if found else ""
    except ValueError:
        return ""


def _fields(fields: Iterable[FieldHelp], known: Mapping[str, str]) -> Iterator[str]:
    """Each field with its explanation and a blank line after it."""
    for field in fields:
        value = known.get(field.name, "")
        yield from _explanation(field, "")
        for line in _field(field, value):
            yield line if field.required or value or line.startswith("##") else f"# {line}"
        yield ""


def _field(field: FieldHelp, value: str = "", indent: str = "") -> Iterator[str]:
    """A field's own lines; a group's inner fields are explained, its optional ones set aside."""
    if not field.fields or value:
        yield f"{indent}{field.name}: {value}".rstrip()
        return
    yield f"{indent}{field.name}:"
    in_list = field.inside is list
    for number in range(field.least if in_list else 1):
        if in_list and not field.fields[0].required:
            yield f"{indent}  -"  # an entry begins here, whether its first field is used or not
        for index, inner in enumerate(field.fields):
            if number == 0:  # what a second entry of the list holds has just been said
                yield from _explanation(inner, f"{indent}  ")
            lines = list(_field(inner, indent=f"{indent}    " if in_list else f"{indent}  "))
            if in_list and index == 0 and inner.required:
                lines[0] = f"{indent}  - {lines[0].lstrip()}"
            set_aside = "" if inner.required else "# "
            yield from (line if line.startswith("##") else set_aside + line for line in lines)


def _explanation(field: FieldHelp, indent: str) -> Iterator[str]:
    yield from _comment(field.said, indent)
    for value in field.values:
        yield from _comment(f"{value}: {value.help}", f"{indent}  ")
    if field.example and not field.values:
        yield from _comment(f"Such as: {field.example}", indent)


def _comment(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=f"## {indent}",
        subsequent_indent=f"## {indent}",
        break_long_words=False,
        break_on_hyphens=False,
    )
