"""YAML into values that remember where they stand.

Only the plain part of YAML is read: maps, lists and text. Every scalar stays text until a kind
gives it its type, so `NO` is Norway and `1.10` is an article number. Anchors, tags, several
documents and doubled keys are refused, each with its place. Nothing is built from the events
before they are checked, so an alias bomb or a tower of brackets costs nothing.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from treaty_explainer.problems import Place, Problem, quote

# libyaml is about eight times faster than the parser in Python; both give the same events.
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
DATA_FOLDER = "treaty_data"

Value = str | list[Any] | dict[str, Any] | None
Loc = tuple[str | int, ...]
_Span = tuple[int, int, int, int]

# Characters that never help a reader and can hide text from one: controls, line separators,
# bidirectional overrides and isolates, tag characters, stray byte-order marks, surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Invisible joiners have a use in some scripts, and none beside Latin, Cyrillic or Hangul letters.
_JOINER = re.compile("[\u200b-\u200d\u00ad]")


@dataclass(slots=True)
class Document:
    """One data file: its values, and the place of each by the path of keys that leads to it."""

    id: str
    file: PurePosixPath
    values: dict[str, Any]
    text: str
    spans: dict[Loc, _Span] = field(default_factory=dict)
    key_spans: dict[Loc, _Span] = field(default_factory=dict)

    def place(self, loc: Loc = (), fragment: str = "") -> Place:
        """Where a value stands; with `fragment`, where those words stand inside it.

        An unknown `loc` gives its nearest known parent, so a missing field points at its record.
        """
        while loc and loc not in self.spans:
            loc = loc[:-1]
        line, column, end_line, end_column = self.spans.get(loc, (0, 0, 0, 0))
        if fragment:
            lines = self.text.split("\n")[line : end_line + 1]
            if lines:
                lines[-1] = lines[-1][:end_column] if end_line > line else lines[-1]
            for offset, source in enumerate(lines):
                found = source.find(fragment, column if offset == 0 else 0)
                if found >= 0:
                    return Place(self.file, line + offset + 1, found + 1)
        return Place(self.file, line + 1, column + 1)

    def key_place(self, loc: Loc) -> Place:
        """Where the key of a value stands."""
        line, column, *_ = self.key_spans.get(loc, self.spans.get(loc, (0, 0, 0, 0)))
        return Place(self.file, line + 1, column + 1)


def read_all(project: Path) -> tuple[list[Document], list[Problem]]:
    """Read every record below `treaty_data/`, in the order of their paths.

    Returns the documents that could be read and the problems of those that could not.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    seen: dict[str, PurePosixPath] = {}
    root = project / DATA_FOLDER
    for path, file, problem in _files(root, PurePosixPath(DATA_FOLDER)):
        if problem:
            problems.append(problem)
            continue
        twin = seen.setdefault(unicodedata.normalize("NFC", str(file)).casefold(), file)
        if twin != file:
            problems.append(
                Problem(
                    Place(file),
                    "same-name",
                    f"'{file}' and '{twin}' are one file on Windows and macOS",
                    "rename one of them; names are in small letters",
                )
            )
            continue
        document, faults = read_file(path, file)
        problems += faults
        if document:
            documents.append(document)
    return documents, problems


def _files(
    folder: Path, relative: PurePosixPath
) -> Iterator[tuple[Path, PurePosixPath, Problem | None]]:
    """Every file below a folder in sorted order; what is no plain file comes with a problem."""

    def refuse(message: str, hint: str) -> Problem:
        return Problem(Place(name), "not-a-file", message, hint)

    name = relative
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except FileNotFoundError:
        yield folder, relative, refuse("there is no such folder", "create it, or use --project")
        return
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        yield folder, relative, refuse(f"the folder cannot be read: {cause}", "check its rights")
        return
    for entry in entries:
        name = relative / entry.name.encode("utf-8", "replace").decode()
        path = folder / entry.name
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError:
            continue  # it vanished while we looked; the next build sees the new state
        if stat.S_ISDIR(mode) and entry.name.endswith((".yml", ".yaml")):
            yield path, name, refuse("this is a folder, not a file", "rename or remove it")
        elif stat.S_ISDIR(mode) and not entry.name.startswith("."):
            yield from _files(path, name)
        elif not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            yield path, name, refuse(
                "this is no plain file but a link, a pipe or a device",
                "put the file itself here",
            )
        elif entry.name.startswith(".") or entry.name.endswith("~"):
            continue  # what editors and systems leave behind
        elif entry.name.endswith(".yml"):
            yield path, name, None
        else:
            yield path, name, refuse(
                "only files that end in .yml belong here",
                f"rename it to '{path.stem}.yml', or move it elsewhere",
            )


def read_file(path: Path, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
    """Read one file. `file` is its path from the project's root, for messages and for its id."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        return None, [Problem(Place(file), "cannot-read", f"the file cannot be read: {cause}")]
    return read_bytes(raw, file)


def read_bytes(raw: bytes, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file: a document, or the problems that stop it being one."""

    def refuse(code: str, message: str, hint: str, line: int = 1, column: int = 1) -> Any:
        return None, [Problem(Place(file, line, column), code, message, hint)]

    if len(raw) > MAX_BYTES:
        return refuse(
            "too-big",
            f"the file has {len(raw):,} bytes; a record has at most {MAX_BYTES:,}",
            "split it into several records",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return refuse(
            "not-utf-8",
            "the file is not in UTF-8",
            "save it again with the encoding UTF-8",
            raw.count(b"\n", 0, error.start) + 1,
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if unsafe := _UNSAFE.search(text):
        return refuse("unsafe-character", *_name(unsafe.group()), *_position(text, unsafe.start()))
    if joiner := next((m for m in _JOINER.finditer(text) if _useless(text, m.start())), None):
        return refuse("unsafe-character", *_name(joiner.group()), *_position(text, joiner.start()))

    document = Document(str(PurePosixPath(*file.parts[1:]).with_suffix("")), file, {}, text)
    builder = _Builder(document)
    try:
        value = builder.build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        message, hint = explain(error, text, line)
        return None, [
            *builder.problems,
            Problem(Place(file, line + 1, column + 1), "not-yaml", message, hint),
        ]
    except yaml.YAMLError as error:
        return refuse("not-yaml", f"this is not YAML: {error}", "compare with another record")
    if builder.problems:
        return None, builder.problems
    if value is None:
        return refuse("empty-file", "there is nothing in this file", "fill it in, or delete it")
    if not isinstance(value, dict):
        return refuse(
            "not-a-record",
            "this file holds no fields",
            "a record is a list of lines such as 'title: Mutual defence'",
        )
    document.values = value
    return document, []


class _Refused(Exception):
    """Stops reading a file after a fault that would make the rest a guess."""


class _Builder:
    """Turns the parser's events into values, noting the place of each."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self.events: Iterator[Any] = iter(yaml.parse(document.text, Loader=_LOADER))

    def build(self) -> Value:
        value: Value = None
        documents = 0
        try:
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if event.version or event.tags:
                        self._refuse(
                            event, "directive", "'%' lines are not used here", "remove the line"
                        )
                    if documents > 1:
                        self._refuse(
                            event,
                            "several-documents",
                            "a second document begins here",
                            "remove the line '---', or put what follows into a file of its own",
                        )
                elif isinstance(event, yaml.NodeEvent):
                    value = self._value(event, (), 1)
        except _Refused:
            pass
        return value

    def _value(self, event: Any, loc: Loc, depth: int) -> Value:
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            self._refuse(
                event,
                "anchor",
                "'&' and '*' at the start of a value make anchors, which are not used here",
                "put the text in double quotes, or write it out again",
            )
        if event.tag is not None and event.tag != "!":
            self._refuse(
                event,
                "tag",
                f"'{event.tag}' is a tag, and tags are not used here",
                "remove it, or put the text in double quotes if it begins with '!'",
            )
        if depth > MAX_DEPTH:
            self._refuse(
                event, "too-deep", f"more than {MAX_DEPTH} levels inside each other", "flatten it"
            )
        if isinstance(event, yaml.ScalarEvent):
            self._note(loc, event.start_mark, event.end_mark)
            if event.value and (unsafe := _UNSAFE.search(event.value)):
                message, hint = _name(unsafe.group())
                self._refuse(event, "unsafe-character", message, hint)
            return self._scalar(event)
        start, end = event.start_mark, event.end_mark
        value: Value
        if isinstance(event, yaml.SequenceStartEvent):
            value = []
            for index, item in enumerate(self._until(yaml.SequenceEndEvent)):
                value.append(self._value(item, (*loc, index), depth + 1))
        else:
            value = {}
            for key_event in self._until(yaml.MappingEndEvent):
                key = self._key(key_event, value, loc)
                item = next(self.events)
                child = self._value(item, (*loc, key), depth + 1)
                if key in value:
                    continue  # the doubled key is already a problem; the first value stands
                value[key] = child
        self._note(loc, start, end)
        return value

    def _until(self, end: type) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, end):
                return
            yield event

    def _scalar(self, event: Any) -> str | None:
        if event.value == "" and event.style is None:
            return None
        return str(event.value)

    def _key(self, event: Any, siblings: dict[str, Any], loc: Loc) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                event,
                "bad-key",
                "a list or an anchor cannot be the name of a field",
                "write the field's name, a colon, and the value; put text with brackets in quotes",
            )
        key = str(event.value)
        if key == "<<":
            self._refuse(event, "anchor", "'<<' merges are not used here", "write the fields out")
        key_loc = (*loc, key)
        if key in siblings:
            first = self.document.key_place(key_loc)
            self.problems.append(
                Problem(
                    Place(self.document.file, event.start_mark.line + 1, event.start_mark.column + 1),
                    "doubled-field",
                    f"the field {quote(key)} is already on line {first.line}",
                    "keep one of the two",
                )
            )
        else:
            self._note(key_loc, event.start_mark, event.end_mark, of_key=True)
        return key

    def _note(self, loc: Loc, start: Any, end: Any, *, of_key: bool = False) -> None:
        spans = self.document.key_spans if of_key else self.document.spans
        spans.setdefault(loc, (start.line, start.column, end.line, end.column))

    def _refuse(self, event: Any, code: str, message: str, hint: str) -> None:
        mark = event.start_mark
        place = Place(self.document.file, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(place, code, message, hint))
        raise _Refused


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def _name(character: str) -> tuple[str, str]:
    name = unicodedata.name(character, "a control character").lower()
    return (
        f"U+{ord(character):04X} ({name}) stands here, which readers cannot see",
        "delete it; it often comes along when text is pasted",
    )


def _useless(text: str, index: int) -> bool:
    """Whether an invisible joiner stands where no script needs one."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    return not (ord(before or "a") > 0x58F and ord(after or "a") > 0x58F) or (
        "\uac00" <= before <= "\ud7a3"
    )


_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon followed by a blank stands inside unquoted text",
        "put the whole text in double quotes, or begin it with '|' on a line of its own",
    ),
    (
        "found character '\\t'",
        "a tab is used for indentation",
        "use blanks, two for each level",
    ),
    (
        "cannot start any token",
        "{first} cannot begin unquoted text",
        "put the text in double quotes",
    ),
    (
        "found unexpected end of stream",
        "a quotation mark is opened and never closed",
        "close it, or write the text without quotes",
    ),
    (
        "could not find expected ':'",
        "this line has no colon after the field's name, or the text of the line before goes on "
        "without being indented",
        "write 'field: text'; indent every further line of a text by two blanks",
    ),
    (
        "did not find expected key",
        "the indentation does not fit the lines above, or text follows a closing quotation mark",
        "let fields of the same level begin in the same column",
    ),
    (
        "did not find expected '-' indicator",
        "this line stands in a list but does not begin with '- '",
        "begin it with '- ', or indent it as the lines above",
    ),
    (
        "did not find expected ',' or",
        "a bracket is opened and not closed",
        "close it with ']' or '}', or put the text in double quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list item stands where none can be",
        "put the first '- ' on a line of its own below the field",
    ),
    (
        "found undefined",
        "a word that begins with '!' is read as a tag",
        "put the text in double quotes",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "'&' or '*' at the start of a value means something else in YAML",
        "put the text in double quotes",
    ),
    (
        "found unknown escape character",
        "a backslash stands in double quotes",
        "use single quotes, or write the backslash twice",
    ),
    (
        "did not find URI escape",
        "'%' or '!' begins this text and means something else in YAML",
        "put the text in double quotes",
    ),
    (
        "expected the node content",
        "a sign that means something in YAML stands where text should begin",
        "put the text in double quotes",
    ),
    (
        "expected <document start>",
        "the indentation of this line does not fit the file",
        "let the fields of a record begin in the first column",
    ),
    (
        "found invalid",
        "a sign that means something in YAML stands where text should begin",
        "put the text in double quotes",
    ),
)


def explain(error: yaml.MarkedYAMLError, text: str, line: int) -> tuple[str, str]:
    """The parser's complaint in plain words, and what to write instead."""
    said = f"{error.problem or ''} {error.context or ''}"
    lines = text.split("\n")
    source = lines[line] if line < len(lines) else ""
    if re.match(r" *\t", source):
        said = "found character '\\t'"
    for part, message, hint in _EXPLANATIONS:
        if part in said:
            column = error.problem_mark.column if error.problem_mark else 0
            first = source[column : column + 1] or source.strip()[:1]
            return message.format(first=quote(first)), hint
    return (
        f"this line is not YAML ({(error.problem or 'unreadable').strip()})",
        "compare it with another record; text with special signs goes in double quotes",
    )
