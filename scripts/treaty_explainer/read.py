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

from treaty_explainer.explain import QUOTE_IT, explain
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
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Invisible joiners have a use in some scripts, and none beside Latin, Cyrillic or Hangul letters.
_JOINER = re.compile("[\u200b-\u200d\u00ad]")
# What stands at the end of a data file's name by mistake, with what should have been its end.
_ENDINGS = re.compile(r"(?:\.ya?ml)?\.\w{1,4}$", re.IGNORECASE)
# More marks on one letter than any script puts there.
_PILE = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\ufe20-\ufe2f]{9,}"
)


@dataclass(slots=True)
class Document:
    """One data file: its values, and the place of each by the path of keys that leads to it."""

    id: str
    file: PurePosixPath
    values: dict[str, Any]
    text: str
    spans: dict[Loc, _Span] = field(default_factory=dict)
    key_spans: dict[Loc, _Span] = field(default_factory=dict)
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")

    def place(self, loc: Loc = (), fragment: str = "", nth: int = 0) -> Place:
        """Where a value stands; with `fragment`, where those words stand in it for the nth time.

        An unknown `loc` gives its nearest known parent, so a missing field points at its record.
        Words that the file breaks over two lines are found by the first of them.
        """
        while loc and loc not in self.spans:
            loc = loc[:-1]
        line, column, end_line, end_column = self.spans.get(loc, (0, 0, 0, 0))
        lines = self.lines[line : end_line + 1]
        if end_line > line and lines:
            lines[-1] = lines[-1][:end_column]
        while fragment:
            found = [
                (offset, match.start())
                for offset, source in enumerate(lines)
                for match in re.finditer(re.escape(fragment), source)
                if offset or match.start() >= column
            ]
            if found:
                offset, start = found[min(nth, len(found) - 1)]
                return Place(self.file, line + offset + 1, start + 1)
            fragment = fragment.rpartition(" ")[0]
        return Place(self.file, line + 1, column + 1)

    def key_place(self, loc: Loc) -> Place:
        """Where the key of a value stands."""
        line, column, *_ = self.key_spans.get(loc, self.spans.get(loc, (0, 0, 0, 0)))
        return Place(self.file, line + 1, column + 1)


def id_of(file: PurePosixPath) -> str:
    """The id of the record in a file, whose path begins with the data folder."""
    return PurePosixPath(*file.parts[1:]).with_suffix("").as_posix()


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
        # Small letters first, so that of two twins the one in capitals is the one to rename.
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name.swapcase())
    except FileNotFoundError:
        yield folder, relative, refuse("there is no such folder", "create it, or use --project")
        return
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        yield folder, relative, refuse(f"the folder cannot be read: {cause}", "check its rights")
        return
    for entry in entries:
        name = relative / "".join(
            character if character.isprintable() else "\ufffd" for character in entry.name
        )
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
            yield (
                path,
                name,
                refuse(
                    "this is no plain file but a link, a pipe or a device",
                    "put the file itself here",
                ),
            )
        elif entry.name.startswith(".") or entry.name.endswith("~"):
            continue  # what editors and systems leave behind
        elif entry.name.endswith(".yml"):
            yield path, name, None
        else:
            yield (
                path,
                name,
                refuse(
                    "only files that end in .yml belong here",
                    f"rename it to '{re.sub(_ENDINGS, '', name.name)}.yml', or move it elsewhere",
                ),
            )


def read_file(path: Path, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
    """Read one file. `file` is its path from the project's root, for messages and for its id."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        message = f"the file cannot be read: {cause}"
        return None, [Problem(Place(file), "cannot-read", message, "check its rights")]
    return read_bytes(raw, file)


def read_bytes(raw: bytes, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file: a document, or the problems that stop it being one."""

    def refuse(
        code: str, message: str, hint: str, line: int = 1, column: int = 1
    ) -> tuple[None, list[Problem]]:
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
    if unsafe := _unsafe(text):
        index, message, hint = unsafe
        return refuse("unsafe-character", message, hint, *_position(text, index))

    document = Document(id_of(file), file, {}, text)
    builder = _Builder(document)
    try:
        value = builder.build()
    except yaml.MarkedYAMLError as error:
        found = explain(error, text, _LOADER)
        place = Place(file, found.line + 1, found.column + 1)
        return None, [*builder.problems, Problem(place, "not-yaml", found.message, found.hint)]
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
        if event.tag is not None:
            self._refuse(
                event,
                "tag",
                f"'{event.tag}' is a tag, and tags are not used here",
                "remove it, or put the text in double quotes if it begins with '!'",
            )
        if depth > MAX_DEPTH:
            self._refuse(
                event,
                "too-deep",
                f"lists and groups stand more than {MAX_DEPTH} levels inside each other",
                "remove the brackets, or put a text that holds them in double quotes",
            )
        if isinstance(event, yaml.ScalarEvent):
            self._note(loc, event.start_mark, event.end_mark)
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
        # An escape in double quotes can hide a character that the file's own text did not show.
        if event.style == '"' and (unsafe := _unsafe(event.value)):
            self._refuse(event, "unsafe-character", *unsafe[1:])
        if not event.style:
            self._refuse_cut_text(event)
        if event.value == "" and not event.style:
            return None
        return str(event.value)

    def _refuse_cut_text(self, event: Any) -> None:
        """Refuse ' #' close behind unquoted text: as a comment it would silently drop words."""
        end = event.end_mark
        lines = self.document.lines
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        if event.value and rest.startswith(" #"):
            self.problems.append(
                Problem(
                    Place(self.document.file, end.line + 1, end.column + 2),
                    "comment-in-text",
                    f"{quote(rest)} is read as a comment and left out of the text",
                    f"{QUOTE_IT}; a comment that is meant stands two blanks behind it",
                )
            )

    def _key(self, event: Any, siblings: dict[str, Any], loc: Loc) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(
                event,
                "bad-key",
                "a list or an anchor cannot be the name of a field",
                "write the field's name, a colon, and the value; put text with brackets in quotes",
            )
        key = self._scalar(event) or ""
        if key == "<<":
            self._refuse(event, "anchor", "'<<' merges are not used here", "write the fields out")
        key_loc = (*loc, key)
        if key in siblings:
            first = self.document.key_place(key_loc)
            self.problems.append(
                Problem(
                    Place(
                        self.document.file, event.start_mark.line + 1, event.start_mark.column + 1
                    ),
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


def _unsafe(text: str) -> tuple[int, str, str] | None:
    """The first character that has no place in a text: its index, what it is, what to do."""
    unsafe = _UNSAFE.search(text) or next(
        (match for match in _JOINER.finditer(text) if _useless(text, match.start())), None
    )
    if unsafe:
        return unsafe.start(), *_name(unsafe.group())
    if pile := _PILE.search(text):
        return (
            pile.start(),
            f"{len(pile.group())} accents stand on one letter",
            "delete them; they make the lines above and below unreadable",
        )
    return None


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
