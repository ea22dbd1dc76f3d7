"""Values into records: each document is checked against the kind of the folder it lies in."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from treaty_explainer.entity import ID_PATTERN, Loc, Record, as_id, as_yaml, declared
from treaty_explainer.problems import Place, Problem, quote, suggestion
from treaty_explainer.read import MAX_FAULTS, Document

MAX_ID = 120
# Names that a system, the theme or this site's own pages have taken.
_RESERVED = re.compile(
    r"con|prn|aux|nul|com\d|lpt\d|index|404|assets|search|data|print|readme|by(-.+)?"
    r"|state|organisation|person|te(-.+)?"
)


def validate_all(
    documents: Iterable[Document], kinds: Mapping[str, type[Record]]
) -> tuple[list[Record], list[Problem]]:
    """Make a record of each document. A document with a problem yields no record.

    `kinds` maps a folder's name to its kind.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for document in documents:
        if problem := misplaced(document.id, document.file, kinds):
            problems.append(problem)
            continue
        kind = kinds[document.id.partition("/")[0]]
        try:
            record = kind.model_validate(document.values)
        except ValidationError as error:
            problems += _explain_all(document, kind, error)
            continue
        records.append(record.place_in(document))
    return records, problems


def misplaced(id: str, file: PurePosixPath, kinds: Mapping[str, type[Record]]) -> Problem | None:
    """A problem if the path of a file cannot be the id of a record, else None."""
    folder, _, rest = id.partition("/")
    if folder not in kinds:
        return Problem(
            Place(file),
            "unknown-folder",
            f"{quote(folder)} is not a folder of records"
            if rest
            else "this file lies in no folder",
            _folder_meant(folder, kinds),
        )
    words = rest.split("/")
    if not ID_PATTERN.fullmatch(rest) or len(id) > MAX_ID:
        meant = as_id(rest)
        name = f"it '{meant}.yml'" if meant and len(folder) + len(meant) < MAX_ID else "the file"
        return Problem(
            Place(file),
            "bad-id",
            f"{quote(rest)} cannot be an id",
            f"name {name}, with small letters a–z, digits and '-' only, "
            f"in all at most {MAX_ID} characters",
        )
    if reserved := next((word for word in words if _RESERVED.fullmatch(word)), None):
        return Problem(
            Place(file),
            "reserved-name",
            f"{quote(reserved)} is a name that the site or a system uses itself",
            f"choose another, such as '{reserved}-1'",
        )
    depth = 2 if folder == "clauses" else 1
    if len(words) != depth:
        shape = "clauses/<treaty>/<clause>.yml" if depth == 2 else f"{folder}/<name>.yml"
        return Problem(
            Place(file),
            "wrong-place",
            "this file lies in one folder too many"
            if len(words) > depth
            else "this file lies in no treaty's folder",
            f"a file here is called {shape}",
        )
    return None


def _folder_meant(folder: str, kinds: Mapping[str, type[Record]]) -> str:
    """Which folder was meant: a kind may have been called by its own name."""
    names = {f"{kind.singular}{end}": kind.folder for kind in kinds.values() for end in ("", "s")}
    if folder.lower() in names:
        return f"did you mean '{names[folder.lower()]}'?"
    return suggestion(folder, kinds, f"the folders are {', '.join(kinds)}")


def _explain_all(
    document: Document, kind: type[Record], error: ValidationError
) -> Iterator[Problem]:
    """The faults of one document. A misspelt field is not reported again as a missing one."""
    errors = error.errors(include_url=False, include_context=True)[:MAX_FAULTS]
    meant: set[Loc] = set()
    for details in errors:
        *group, name = details["loc"] or ("",)
        if details["type"] == "extra_forbidden":
            known = _fields(_model_at(kind, tuple(group)))
            near = difflib.get_close_matches(str(name), known, n=1)
            meant.update((*group, field) for field in near)
    for details in errors:
        if details["type"] != "missing" or details["loc"] not in meant:
            yield _explain(document, kind, details)


def _explain(document: Document, kind: type[Record], details: ErrorDetails) -> Problem:
    """One fault found by the model, in an editor's words."""
    loc: Loc = details["loc"]
    context: dict[str, Any] = details.get("ctx") or {}
    value = details["input"]
    field = str(next((part for part in reversed(loc) if isinstance(part, str)), ""))
    what = f"an entry of '{field}'" if loc and isinstance(loc[-1], int) else f"'{field}'"
    is_key = loc[-1:] == ("[key]",)
    place = document.key_place(loc[:-1]) if is_key else document.place(loc)
    match details["type"]:
        case "missing":
            return Problem(
                document.place(loc[:-1]),
                "missing-field",
                f"the field {what} is missing",
                _model_line(kind, loc, "add") or f"add '{field}: …'",
            )
        case "extra_forbidden":
            return Problem(
                document.key_place(loc),
                "unknown-field",
                f"there is no field {quote(field)} here",
                _field_meant(kind, loc),
            )
        case _ if not is_key and (value is None or not str(value).strip()):
            return Problem(
                document.key_place(loc),
                "missing-field",
                f"{what} is empty",
                _value_meant(document, kind, loc),
            )
        case "enum":
            values = _choices(kind, loc)
            return Problem(
                place,
                "not-in-list",
                f"{quote(str(value))} is not one of the values of '{field}'",
                suggestion(str(value), values, f"write one of: {', '.join(values)}"),
            )
        case "too_short":
            least = context.get("min_length", 1)
            return Problem(
                place,
                "too-few",
                f"{what} needs at least {least} {'entries' if least > 1 else 'entry'}",
                _model_line(kind, loc, "write it like") or "add what is missing",
            )
        case (
            "string_type" | "list_type" | "model_type" | "dict_type" | "model_attributes_type"
        ) as code:
            return Problem(
                place,
                "wrong-type",
                f"{what} should be {_SHAPES[code]}, but here is {_shape(value)}",
                _reshape(kind, loc, code, value),
            )
        case code:
            return Problem(place, code, details["msg"], str(context.get("hint", "")))


_SHAPES = {
    "string_type": "a text",
    "list_type": "a list",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
    "dict_type": "a group of fields",
}


def _field_meant(kind: type[Record], loc: Loc) -> str:
    """What was meant by a field that does not exist."""
    field = str(loc[-1])
    model = _model_at(kind, loc[:-1])
    known = _fields(model)
    if len(loc) == 1 and field.lower() in _SAID_BY_THE_PATH:
        return "remove the line: the file's path says it"
    near = suggestion(field, known)
    groups = [name for name in known if field in _fields(_model_inside(kind, (*loc[:-1], name)))]
    if groups and not (near and field.lower() in near):
        inside = " or ".join(f"'{name}'" for name in groups)
        return f"if it belongs to {inside}, indent it by two blanks below that"
    return near or f"the fields are {', '.join(known)}"


def _value_meant(document: Document, kind: type[Record], loc: Loc) -> str:
    """What to do about a field without a value."""
    place = document.key_place(loc)
    line = document.lines[place.line - 1] if place.line <= len(document.lines) else ""
    if re.search(r":\s+#", line[place.column - 1 :]):
        return "what begins with '#' is a remark: put a text that does in double quotes"
    model = _model_at(kind, loc[:-1])
    fields = model.model_fields.items() if model else ()
    if any(field.is_required() for name, field in fields if loc[-1] in (name, field.alias)):
        return _model_line(kind, loc, "write it like") or "write its value"
    return "write its value, or remove the line"


# What people look for in a record and what its path says already.
_SAID_BY_THE_PATH = {"id", "kind", "type", "slug", "treaty"}


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "a group of fields"
    return "a list" if isinstance(value, list) else "a text"


def _reshape(kind: type[BaseModel], loc: Loc, code: str, value: Any) -> str:
    """What to write where a value has the wrong shape."""
    if code == "string_type" and isinstance(value, dict):
        return "a colon followed by a blank makes a field: put the text in straight double quotes"
    text = value if isinstance(value, str) else ""
    if code == "list_type" and text.startswith("-"):
        return "a blank is missing after the '-'"
    if code == "list_type" and text.startswith(("–", "—", "•", "·")):
        return "begin each entry with a hyphen and a blank: '- '"
    if names := _fields(_model_inside(kind, loc)):
        dash = "; each entry begins with '- '" if code == "list_type" else ""
        return f"write its fields below it, each on a line of its own: {', '.join(names)}{dash}"
    if code == "list_type" and text and len(text) <= _SHORT and "\n" not in text:
        words = [as_id(word) or word.strip() for word in re.split(r"[,;]", text.strip("()"))]
        return f"write it in square brackets: '{loc[-1]}: [{', '.join(words)}]'"
    if code == "string_type" and isinstance(value, list) and len(value) == 1:
        return f"write it without brackets or '-': {quote(f'{value[0]}')}"
    if line := _model_line(kind, loc, "write it like"):
        return line
    return "begin each entry with '- '" if code == "list_type" else "write it as one text"


# How long a text may be to be written out in a hint.
_SHORT = 80


def _model_line(kind: type[BaseModel], loc: Loc, advice: str) -> str:
    """Advice with a line to copy: the closed list's values, or the field's own example."""
    if values := _choices(kind, loc):
        return f"{advice} '{loc[-1]}: …' with one of: {', '.join(values)}"
    example = _example(kind, loc)
    return f"{advice} {example}" if example else ""


def _fields(model: type[BaseModel] | None) -> list[str]:
    """The names of a model's fields as an editor writes them."""
    return [name for name, _ in declared(model)] if model else []


def _annotation_at(kind: type[BaseModel], loc: Loc) -> Any:
    """The declared type of the value at `loc`, without `None`."""
    annotation: Any = kind
    for part in loc:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = next(
                (
                    field
                    for name, field in annotation.model_fields.items()
                    if part in (name, field.alias)
                ),
                None,
            )
            annotation = field.annotation if field else None
        else:
            annotation = (get_args(annotation) or (None,))[-1]
        options = [option for option in get_args(annotation) if option is not type(None)]
        if type(None) in get_args(annotation):
            annotation = options[0]
    return annotation


def _model_at(kind: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    annotation = _annotation_at(kind, loc)
    is_model = isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation if is_model else None


def _model_inside(kind: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    """The model of a field that holds a group, or a list of groups."""
    return _model_at(kind, loc) or _model_at(kind, (*loc, 0))


def _choices(kind: type[BaseModel], loc: Loc) -> list[str]:
    annotation = _annotation_at(kind, loc)
    is_choice = isinstance(annotation, type) and issubclass(annotation, StrEnum)
    return [str(member) for member in annotation] if is_choice else []


def _example(kind: type[BaseModel], loc: Loc) -> str:
    """A line to copy for the nearest field above `loc`, from the field's own declaration."""
    names = [index for index, part in enumerate(loc) if isinstance(part, str)]
    if not names:
        return ""
    name = loc[names[-1]]
    model = _model_at(kind, loc[: names[-1]])
    for field_name, field in model.model_fields.items() if model else ():
        if name in (field_name, field.alias) and field.examples:
            return f"'{name}: {as_yaml(field.examples[0])}'"
    return ""
