"""What editors are told of the kinds, taken from the declarations that also check the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from treaty_explainer.day import Day
from treaty_explainer.entity import Choice, Link, Note, Prose, Record, Text, To, as_yaml, declared
from treaty_explainer.read import DATA_FOLDER


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """One field as an editor meets it: its written name, what it holds, an example in YAML.

    `word` is the word of the vocabulary it was declared with, `inside` the list or map (by
    language) that holds such words, if one does, and `least` how many a list needs. `folders` are
    those a reference may lead to, `values` a closed list, `fields` those of a group.
    """

    name: str
    required: bool
    holds: str
    help: str
    example: str
    word: type
    inside: type[list[Any]] | type[dict[str, Any]] | None
    least: int
    folders: tuple[str, ...]
    values: list[Choice]
    fields: list[FieldHelp]

    @property
    def said(self) -> str:
        """What it is for and what it holds, as two sentences."""
        return f"{self.help} {self.holds[0].upper()}{self.holds[1:]}."


@dataclass(frozen=True, slots=True)
class PartHelp:
    """A group of fields, such as one obligation, under the name of the field that holds it."""

    name: str
    fields: list[FieldHelp]


@dataclass(frozen=True, slots=True)
class KindHelp:
    """A kind of record: its fields, and the groups of fields inside it."""

    name: str
    folder: str
    help: str
    path: str
    fields: list[FieldHelp]
    parts: list[PartHelp]


def describe(kinds: Iterable[type[Record]]) -> list[KindHelp]:
    """The guide to all kinds."""
    return [
        KindHelp(
            name=kind.singular,
            folder=kind.folder,
            help=(kind.__doc__ or "").partition("\n")[0],
            path=f"{DATA_FOLDER}/{kind.folder}/{'<treaty>/' if kind.folder == 'clauses' else ''}"
            "<id>.yml",
            fields=(fields := fields_of(kind)),
            parts=list(_parts(fields)),
        )
        for kind in kinds
    ]


def fields_of(model: type[BaseModel]) -> list[FieldHelp]:
    """The fields of a kind or of a group, in the order in which records have them."""
    return [_describe(name, field) for name, field in declared(model)]


def _describe(name: str, field: FieldInfo) -> FieldHelp:
    inside, word, folders = _taken_apart(_whole(field))
    return FieldHelp(
        name=name,
        required=field.is_required(),
        holds=_holds(_whole(field)),
        help=field.description or "",
        example=as_yaml(field.examples[0]) if field.examples else "",
        word=word,
        inside=inside,
        least=next((mark.min_length for mark in field.metadata if hasattr(mark, "min_length")), 1),
        folders=folders,
        values=_values(field.annotation),
        fields=fields_of(word) if issubclass(word, BaseModel) else [],
    )


def _parts(fields: Iterable[FieldHelp]) -> Iterator[PartHelp]:
    """The groups of fields inside these fields, outermost first."""
    for field in fields:
        if field.fields:
            yield PartHelp(field.name, field.fields)
            yield from _parts(field.fields)


def _taken_apart(
    annotation: Any,
) -> tuple[type[list[Any]] | type[dict[str, Any]] | None, type, tuple[str, ...]]:
    """The list or map around a word, the word, and the folders it may lead to."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inside, word, folders = _taken_apart(arguments[0])
        marks = [mark.folders for mark in arguments[1:] if isinstance(mark, To)]
        return inside, word, marks[0] if marks else folders
    if origin in (Union, UnionType):
        return _taken_apart(next(option for option in arguments if option is not type(None)))
    if origin in (list, dict):
        return (origin, *_taken_apart(arguments[-1])[1:])
    return None, annotation, ()


def _values(annotation: Any) -> list[Choice]:
    """The members of a closed list, if the field holds one."""
    if isinstance(annotation, type) and issubclass(annotation, Choice):
        return list(annotation)
    return [value for argument in get_args(annotation) for value in _values(argument)]


def _whole(field: FieldInfo) -> Any:
    """The annotation as declared: pydantic takes the outermost `Annotated` apart."""
    if not field.metadata:
        return field.annotation
    return Annotated[field.annotation, *field.metadata]


def _holds(annotation: Any) -> str:
    """What a field holds, in words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        for marker in arguments[1:]:
            if isinstance(marker, To):
                short = len(marker.folders) == 1
                where = " or ".join(f"{folder}/" for folder in marker.folders)
                return f"an id in {where}, {'without' if short else 'with'} the folder"
            if type(marker).__name__ == "_FlagWord":
                return "yes or no"
            if type(marker).__name__ == "_LanguageWord":
                return "a language code"
        return _holds(arguments[0])
    if origin in (Union, UnionType):
        return _holds(next(option for option in arguments if option is not type(None)))
    if origin is list:
        return f"a list, each {_holds(arguments[0])}"
    if origin is dict:
        return "one line of text for each language code"
    if isinstance(annotation, type):
        for word, said in _SAID.items():
            if issubclass(annotation, word):
                return said
    return "text"


_SAID: dict[type, str] = {
    Choice: "one of the values named here",
    Text: "one line of text",
    Prose: "text with a source in every paragraph",
    Note: "text",
    Link: "a web address",
    Day: "a date",
    bool: "yes or no",
    BaseModel: "a group of fields",
}
