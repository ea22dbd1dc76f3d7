"""What is sound of a record that failed, so that its other faults are found in the same run.

A misspelt stance must not hide an unknown actor two lines below it until the stance is mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from treaty_explainer.entity import Record
from treaty_explainer.read import Document
from treaty_explainer.validate import misplaced


def remains(documents: Iterable[Document], kinds: Mapping[str, type[Record]]) -> Iterator[Record]:
    """Of each document that lies in its place, a record with those fields that are sound alone.

    Its other fields hold nothing, even those that no record can do without. So it is good for
    looking into what was written, and for nothing else.
    """
    for document in documents:
        if not misplaced(document.id, document.file, kinds):
            kind = kinds[document.id.partition("/")[0]]
            yield _sound_part(kind, document.values).place_in(document)


def _sound_part(kind: type[Record], written: Mapping[str, Any]) -> Record:
    found: dict[str, Any] = dict.fromkeys(kind.model_fields)
    for name, field in kind.model_fields.items():
        try:
            found[name] = _adapter(kind, name).validate_python(written[field.alias or name])
        except (KeyError, ValidationError):
            continue
    record = kind.model_construct()
    record.__dict__.update(found)  # the model is frozen, and this is its making
    return record


@cache
def _adapter(kind: type[BaseModel], name: str) -> TypeAdapter[Any]:
    """What judges one field alone."""
    field = kind.model_fields[name]
    whole: Any = field.annotation
    for mark in field.metadata:
        whole = Annotated[whole, mark]
    return TypeAdapter(whole)
