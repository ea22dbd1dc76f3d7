"""What a code editor is told of the data: JSON Schemas for completion, help and first warnings.

They follow from the declarations in `kinds.py`, as the checker does. The checker remains the
judge: a schema sees one file and only its form. Written for yaml-language-server, which VS Code's
YAML extension and most other editors use. Why the ids of the records lie in a file of their own:
docs/contributing/decisions/0009-editor-schemas.md.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from treaty_explainer.entity import Record
from treaty_explainer.guide import FieldHelp, fields_of
from treaty_explainer.read import DATA_FOLDER
from treaty_explainer.renew import MARK

FOLDER = ".vscode/schemas"
IDS = f"{FOLDER}/ids.json"

_DRAFT = "http://json-schema.org/draft-07/schema#"
# Editors guess: 1961 is a number to them, `yes` may be a boolean. The product reads text.
_SCALAR = ["string", "number", "boolean"]

Json = dict[str, Any]


def editor_files(kinds: Iterable[type[Record]], records: Iterable[Record]) -> dict[str, str]:
    """The files that tell an editor of the kinds, as paths in a project with their text.

    The ids of the records are offered where a field refers to them; a new id is no fault.
    """
    kinds = list(kinds)
    schemas = {_file(kind): _schema(kind) for kind in kinds}
    bound = {
        f"{FOLDER}/{kind.folder}.json": f"/{DATA_FOLDER}/{kind.folder}/**/*.yml" for kind in kinds
    }
    return {path: _json(schema) for path, schema in schemas.items()} | {
        IDS: _json(_ids(kinds, list(records))),
        ".vscode/settings.json": f"// {MARK}\n{_json({'yaml.schemas': bound})}",
        ".vscode/extensions.json": f"// {MARK}\n"
        + _json({"recommendations": ["redhat.vscode-yaml"]}),
    }


def modeline(project: Path, file: Path, kind: type[Record]) -> str:
    """The comment that binds a data file to its schema in any editor, or '' without a schema."""
    schema = project / _file(kind)
    if not schema.is_file():
        return ""
    way = Path(os.path.relpath(schema, file.parent)).as_posix()
    return f"# yaml-language-server: $schema={way}"


def _file(kind: type[Record]) -> str:
    return f"{FOLDER}/{kind.folder}.json"


def _schema(kind: type[Record]) -> Json:
    about = (kind.__doc__ or "").partition("\n")[0]
    return {
        "$schema": _DRAFT,
        "$comment": MARK,
        "title": kind.singular,
        "description": about,
        **_group(kind),
    }


def _group(model: type[BaseModel]) -> Json:
    """A group of fields, or a whole record."""
    declared = model.model_json_schema(by_alias=True)["properties"]
    fields = fields_of(model)
    return {
        "type": "object",
        "properties": {field.name: _field(field, declared[field.name]) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field(field: FieldHelp, declared: Json) -> Json:
    """A field with its help. `declared` is what pydantic says of it: patterns and limits."""
    if "anyOf" in declared:  # an optional field: what it holds, or nothing
        declared = next(one for one in declared["anyOf"] if one.get("type") != "null")
    such_as = f"\nSuch as: {field.example}" if field.example and not field.values else ""
    about: Json = {"description": field.said + such_as}
    shape: Json = {"errorMessage": f"'{field.name}' should be {field.holds}"}
    if field.inside is list:
        shape |= {"type": "array", "items": _word(field, declared["items"])}
        if "minItems" in declared:
            shape["minItems"] = declared["minItems"]
    elif field.inside is dict:
        keys = declared["patternProperties"]
        shape |= {
            "type": "object",
            "patternProperties": {key: _word(field, word) for key, word in keys.items()},
            "additionalProperties": False,
        }
        # This message would also be given for a wrong key, and say nothing of it.
        del shape["errorMessage"]
    else:
        shape = _word(field, declared)
    return about | shape


def _word(field: FieldHelp, declared: Json) -> Json:
    """One value of a field."""
    if field.fields:
        return _group(field.word)
    if field.values:
        return {
            "enum": [str(value) for value in field.values],
            "enumDescriptions": [value.help for value in field.values],
        }
    if "enum" in declared:
        return {"enum": declared["enum"]}
    text: Json = {"type": _SCALAR, "errorMessage": f"this should be {_each(field)}"}
    text |= {
        key: declared[key] for key in ("pattern", "maxLength", "errorMessage") if key in declared
    }
    if field.folders:
        # The pattern comes first, for an editor explains a fault by the first that fails.
        return {"anyOf": [text, {"$ref": f"ids.json#/definitions/{_set_of(field)}"}]}
    return text


def _each(field: FieldHelp) -> str:
    """What one value of the field holds, in words."""
    return field.holds.removeprefix("a list, each ")


def _set_of(field: FieldHelp) -> str:
    """The name of the ids that a field may hold."""
    return "-or-".join(field.folders)


def _ids(kinds: Iterable[type[Record]], records: list[Record]) -> Json:
    """The ids that there are, by the folders that a field may refer to, each with its name."""
    definitions: Json = {}
    for field in sorted(_referring(kinds), key=_set_of):
        short = f"{field.folders[0]}/" if len(field.folders) == 1 else ""
        found = sorted((r.id, r.name) for r in records if r.folder in field.folders)
        definitions[_set_of(field)] = {
            "enum": [id.removeprefix(short) for id, _ in found],
            "enumDescriptions": [name for _, name in found],
        }
    return {"$schema": _DRAFT, "$comment": MARK, "definitions": definitions}


def _referring(models: Iterable[type[BaseModel]]) -> Iterator[FieldHelp]:
    """Every field that refers to records, in the models and in their groups."""
    for model in models:
        for field in fields_of(model):
            if field.folders:
                yield field
            if field.fields:
                yield from _referring([field.word])


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
