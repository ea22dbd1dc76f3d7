"""The words in which kinds are declared: Text, Prose, Note, Key, Date, Link, Flag, To, Choice.

A kind (see `kinds.py`) is a pydantic model built from these. Each word is a type that checks one
written value and keeps its meaning, so the later stages find references and prose by type and
never by field name.
"""

from __future__ import annotations

import json
import re
import unicodedata
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, cast

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from treaty_explainer import languages
from treaty_explainer.day import FORMS, Day
from treaty_explainer.loose_dates import meanings
from treaty_explainer.problems import quote
from treaty_explainer.read import Document

Loc = tuple[str | int, ...]

ID_WORDS = r"[a-z0-9]+(?:-[a-z0-9]+)*"
ID_PATTERN = re.compile(rf"{ID_WORDS}(?:/{ID_WORDS})*")
MAX_KEY = 60
MAX_TEXT = 400
MAX_PROSE = 20_000


def as_id(text: str) -> str:
    """The id that a name or a path was meant as: `Ada Lind` gives `ada-lind`; '' if none shows."""
    path = text.strip().removeprefix("treaty_data/")
    path = re.sub(r"(?:\.(?:ya?ml|md|html?|txt))+/?$", "", path, flags=re.IGNORECASE)
    plain = unicodedata.normalize("NFKD", path.lower()).encode("ascii", "ignore").decode()
    words = (re.sub(r"[^a-z0-9]+", "-", part).strip("-") for part in plain.split("/"))
    id = "/".join(word for word in words if word)
    return id if ID_PATTERN.fullmatch(id) else ""


class _Words(str):
    """A string that remembers which word of the vocabulary it was declared with."""

    __slots__ = ()
    limit: ClassVar[int] = MAX_PROSE
    one_line: ClassVar[bool] = False

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Blanks and line breaks around a text are taken off before it is judged.
        pattern = r"^\s*\S[^\n]*\s*$" if cls.one_line else r"\S"
        return core_schema.no_info_after_validator_function(
            cls._accept,
            core_schema.str_schema(),
            metadata={"pydantic_js_updates": {"maxLength": cls.limit, "pattern": pattern}},
        )

    @classmethod
    def _accept(cls, text: str) -> Self:
        text = text.strip()
        if not text:
            raise PydanticCustomError("missing-field", "there is nothing here")
        _refuse_longer(text, cls.limit)
        if cls.one_line and "\n" in text:
            raise PydanticCustomError(
                "more-than-one-line",
                "this must fit on one line",
                {"hint": "put it on one line, without a '|' after the colon"},
            )
        return cls(text)


class Text(_Words):
    """One line of plain text, shown exactly as written."""

    __slots__ = ()
    limit = MAX_TEXT
    one_line = True


class Prose(_Words):
    """Markdown that states facts: every paragraph cites at least one source."""

    __slots__ = ()


class Note(_Words):
    """Markdown in which the explainer speaks for itself; it may cite, but need not."""

    __slots__ = ()


def _refuse_longer(text: str, limit: int) -> None:
    if len(text) > limit:
        raise PydanticCustomError(
            "too-long",
            "this is {size} characters long; the limit is {limit}",
            {"size": len(text), "limit": limit, "hint": "say it shorter, or split it"},
        )


class Key(str):
    """A name that records use for a part of another, such as an era: words as in an id."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._accept,
            core_schema.str_schema(),
            metadata={"pydantic_js_updates": {"maxLength": MAX_KEY, "pattern": f"^{ID_WORDS}$"}},
        )

    @classmethod
    def _accept(cls, text: str) -> Self:
        if not re.fullmatch(ID_WORDS, text) or len(text) > MAX_KEY:
            raise PydanticCustomError(
                "bad-id",
                "{text} is not a key",
                {
                    "text": quote(text, 120),
                    "hint": "write small letters, digits and '-', such as 'korean-war', "
                    f"at most {MAX_KEY} characters",
                },
            )
        return cls(text)


class Ref(str):
    """The whole id of a record, such as `actors/norway`, whatever short form was written."""

    __slots__ = ()

    @property
    def folder(self) -> str:
        """The folder of the record it leads to."""
        return self.partition("/")[0]


class To:
    """Says which folders a reference may lead to.

    With one folder the reference is written without it (`norway`); with several it is whole
    (`timeline/2024-06-19-treaty-signed`).
    """

    def __init__(self, *folders: str) -> None:
        self.folders = folders

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        folder, *others = self.folders
        begin = rf"({'|'.join(self.folders)})/" if others else rf"(?!{folder}/)"
        return core_schema.no_info_after_validator_function(
            self._accept,
            core_schema.str_schema(),
            metadata={"pydantic_js_updates": {"pattern": rf"^{begin}{ID_PATTERN.pattern}$"}},
        )

    def _accept(self, text: str) -> Ref:
        short = len(self.folders) == 1
        if short and text.startswith(f"{self.folders[0]}/"):
            raise PydanticCustomError(
                "folder-repeated",
                "the folder '{folder}/' is not written here: this field holds nothing else",
                {"folder": self.folders[0], "hint": f"write '{self._meant(text)}'"},
            )
        if not ID_PATTERN.fullmatch(text):
            raise PydanticCustomError(
                "bad-id",
                "{text} is not an id",
                {"text": quote(text, 120), "hint": self._advice(text)},
            )
        if short:
            return Ref(f"{self.folders[0]}/{text}")
        if text.partition("/")[0] not in self.folders:
            rest = text if text.count("/") == 0 else "…"
            allowed = " or ".join(f"'{folder}/{rest}'" for folder in self.folders)
            raise PydanticCustomError(
                "wrong-folder",
                "{text} is not in a folder this field can refer to",
                {"text": quote(text, 120), "hint": f"write the whole id: {allowed}"},
            )
        return Ref(text)

    def _meant(self, text: str) -> str:
        """The id as this field writes it, for a text that is none."""
        meant = as_id(text)
        return meant.removeprefix(f"{self.folders[0]}/") if len(self.folders) == 1 else meant

    def _advice(self, text: str) -> str:
        meant = self._meant(text)
        words = [word for word in re.split(r"[,;\s]+", text) if word]
        if len(words) > 1 and all(map(ID_PATTERN.fullmatch, words)):
            return f"if these are several, write [{', '.join(words)}]; if it is one, '{meant}'"
        if meant:
            return f"an id has small letters, digits, '-' and '/' only: '{meant}'"
        return "an id is the path of a file, such as 'un-charter/article-51'"


_WRITTEN_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


class _DateWord:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _accept_date,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda day: day.text, return_schema=core_schema.str_schema()
            ),
            metadata={
                "pydantic_js_updates": {
                    "pattern": rf"^~?{_WRITTEN_DAY}(/{_WRITTEN_DAY})?$",
                    "errorMessage": f"write {FORMS}",
                }
            },
        )


def _accept_date(text: str) -> Day:
    if not text:
        raise PydanticCustomError("missing-field", "there is nothing here")
    try:
        return Day.parse(text)
    except ValueError as error:
        raise PydanticCustomError(
            "bad-date", "{cause}", {"cause": str(error), "hint": _right_date(text)}
        ) from None


def _right_date(text: str) -> str:
    """What to write instead of a date in another form."""
    meant = [f"'{date}'" for date in meanings(text)]
    if len(meant) > 1:
        return f"write {' or '.join(meant)}, whichever is meant"
    return f"write {meant[0]}" if meant else f"write {FORMS}"


Date = Annotated[Day, _DateWord()]


_HOST_WORD = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
_HOST = rf"{_HOST_WORD}(?:\.{_HOST_WORD})+\.?"
_WRITTEN_LINK = rf"""^https?://{_HOST}([/?#][^\s<>"'`\\]*)?$"""
_LINK = re.compile(r"https?://(?P<host>[^/?#]*)(?:[/?#](?P<rest>.*))?", re.DOTALL)


class Link(str):
    """A web address of a publication: http or https, with a host, and nothing to hide."""

    __slots__ = ()
    limit: ClassVar[int] = 2000

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls._accept,
            core_schema.str_schema(),
            metadata={"pydantic_js_updates": {"maxLength": cls.limit, "pattern": _WRITTEN_LINK}},
        )

    @classmethod
    def _accept(cls, text: str) -> Self:
        _refuse_longer(text, cls.limit)
        whole = re.search(r"https?://[^\s<>\"'`\\()\[\]]+", text)
        bare = re.fullmatch(r"(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"'`\\]*)?", text)
        meant = whole.group() if whole else f"https://{text}" if bare else ""
        hint = (
            f"write '{meant}'"
            if meant and meant != text
            else ("write the whole address, such as 'https://example.org/page'")
        )
        parts = _LINK.fullmatch(text)
        host = parts["host"] if parts else ""
        if not parts or "." not in host:
            raise PydanticCustomError(
                "bad-link",
                "{text} is not a web address",
                {"text": quote(text, 120), "hint": hint},
            )
        # What a browser would read differently from a person, or not show at all.
        if "@" in host or ":" in host or re.search(r"[<>\"'`\\]|\s", text):
            raise PydanticCustomError(
                "bad-link",
                "{text} has a user name, a port, a blank or a quotation mark in it",
                {
                    "text": quote(text, 120),
                    "hint": "copy the address from the browser's address bar",
                },
            )
        if not re.fullmatch(_HOST, host) or any(unicodedata.category(c) == "Cf" for c in text):
            raise PydanticCustomError(
                "bad-link",
                "the host of {text} has other letters than a to z, which can look like them",
                {
                    "text": quote(text, 120),
                    "hint": "copy the address from the browser's address bar: it writes such a "
                    "host as 'xn--…'",
                },
            )
        return cls(text)


class _FlagWord:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _accept_flag,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda flag: flag, return_schema=core_schema.bool_schema()
            ),
            metadata={"pydantic_js_updates": {"enum": ["yes", "no"]}},
        )


def _accept_flag(text: str) -> bool:
    if text not in ("yes", "no"):
        meant = flag_meant(text)
        raise PydanticCustomError(
            "not-yes-or-no",
            "{text} is neither yes nor no",
            {"text": quote(text, 120), "hint": f"write '{meant}'" if meant else "write yes or no"},
        )
    return text == "yes"


def flag_meant(text: str) -> str:
    """The flag that a word in another form stands for, or ''."""
    return _FLAGS.get(text.lower(), "")


_FLAGS = {"yes": "yes", "y": "yes", "true": "yes", "no": "no", "n": "no", "false": "no"}


Flag = Annotated[bool, _FlagWord()]


class _LanguageWord:
    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _accept_language,
            core_schema.str_schema(),
            metadata={
                "pydantic_js_updates": {
                    "pattern": f"^{languages.FORM}$",
                    "errorMessage": "write two or three small letters, such as en, ru, ko",
                }
            },
        )


def _accept_language(text: str) -> str:
    if not languages.is_code(text):
        raise PydanticCustomError(
            "bad-language",
            "{text} {fault}",
            {
                "text": quote(text, 120),
                "fault": languages.fault(text),
                "hint": languages.advice(text),
            },
        )
    return text


Language = Annotated[str, _LanguageWord()]


class Choice(StrEnum):
    """A closed list. Each member is its written value and a line of help."""

    help: str

    def __new__(cls, value: str, help: str) -> Self:
        """A member whose value is its written form."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.help = help
        return member


class Part(BaseModel):
    """A group of fields inside a record, such as one obligation of a clause."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Record(Part):
    """One file of `treaty_data/`. The subclass says the kind; the path says the id."""

    folder: ClassVar[str]
    singular: ClassVar[str]
    plural: ClassVar[str]

    # Slots, and not pydantic's private attributes, because `id` is read a million times a build.
    __slots__ = ("_document", "_id", "_leaves")

    def place_in(self, document: Document) -> Self:
        """Tell the record which file it was read from. Returns the record."""
        object.__setattr__(self, "_id", document.id)
        object.__setattr__(self, "_document", document)
        return self

    @property
    def id(self) -> str:
        """The whole id: the file's path below `treaty_data/`, without `.yml`."""
        return cast(str, self._id)  # type: ignore[attr-defined]

    @property
    def document(self) -> Document:
        """The file it was read from, with the place of every value."""
        return cast(Document, self._document)  # type: ignore[attr-defined]

    @property
    def name(self) -> str:
        """What links to it say."""
        raise NotImplementedError

    @property
    def sort_key(self) -> tuple[Any, ...]:
        """Where it stands among the records of its kind."""
        return (self.name.casefold(), self.id)


def declared(model: type[BaseModel]) -> list[tuple[str, FieldInfo]]:
    """The fields of a model under their written names, in the one order they have everywhere.

    That is the order of their declaration, with those that many kinds share at the end.
    """
    shared = {name for base in model.__mro__[1:] for name in getattr(base, "model_fields", ())}
    fields = sorted(model.model_fields.items(), key=lambda item: item[0] in shared)
    return [(field.alias or name, field) for name, field in fields]


def leaves(record: Record) -> list[tuple[Loc, Any]]:
    """Every single value in a record, with the path of keys that leads to it in the file."""
    try:  # a dozen rules and joins ask each record
        return cast(list[tuple[Loc, Any]], record._leaves)  # type: ignore[attr-defined]
    except AttributeError:
        found: list[tuple[Loc, Any]] = []
        _gather(record, (), found)
        object.__setattr__(record, "_leaves", found)
        return found


def _gather(value: Any, loc: Loc, found: list[tuple[Loc, Any]]) -> None:
    # Texts and references, of which there are most, first.
    if isinstance(value, str):
        found.append((loc, value))
    elif isinstance(value, BaseModel):
        for name, key in _written(type(value)):
            item = getattr(value, name)
            if item is not None:
                _gather(item, (*loc, key), found)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _gather(item, (*loc, index), found)
    elif isinstance(value, dict):
        for key, item in value.items():
            _gather(item, (*loc, key), found)
    else:
        found.append((loc, value))


@cache
def _written(model: type[BaseModel]) -> list[tuple[str, str]]:
    """The fields of a model, each with its key in the file."""
    return [(name, field.alias or name) for name, field in model.model_fields.items()]


def as_yaml(example: Any) -> str:
    """An example as YAML on one line."""
    if isinstance(example, list):
        return f"[{', '.join(_quoted(item, _MARKS_IN_BRACKETS) for item in example)}]"
    if isinstance(example, dict):
        pairs = (f"{key}: {_quoted(item, _MARKS_IN_BRACKETS)}" for key, item in example.items())
        return f"{{{', '.join(pairs)}}}"
    return _quoted(example, _MARKS)


# What a text cannot hold without quotes.
_MARKS = re.compile(r"^[-?:,\[\]{}#&*!|>'\"%@`]|:(?=\s|$)|\s#")
_MARKS_IN_BRACKETS = re.compile(rf"{_MARKS.pattern}|[,:\[\]{{}}]")


def _quoted(item: Any, marks: re.Pattern[str]) -> str:
    text = str(item)
    return json.dumps(text, ensure_ascii=False) if marks.search(text) else text
