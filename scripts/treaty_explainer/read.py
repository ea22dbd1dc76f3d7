"""YAML into values that remember where they stand.

Only the plain part of YAML is read: maps, lists and text. Every scalar stays text until a kind
gives it its type, so `NO` is Norway and `1.10` is an article number. Anchors, tags, several
documents and doubled keys are refused, each with its place. Nothing is built from the events
before they are checked, so an alias bomb or a tower of brackets costs nothing.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from treaty_explainer.characters import first_unsafe
from treaty_explainer.explain import QUOTE_IT, explain
from treaty_explainer.problems import Place, Problem, quote

# libyaml is about eight times faster than the parser in Python; both give the same events.
_LOADER: Any = getattr(yaml, "CLoader", yaml.Loader)

MAX_BYTES = 256 * 1024
MAX_DEPTH = 12
MAX_FOLDERS = 8
# Nobody reads more than this of one file.
MAX_FAULTS = 200
DATA_FOLDER = "treaty_data"

Value = str | list[Any] | dict[str, Any] | None
Loc = tuple[str | int, ...]
_Span = tuple[int, int, int, int]

# What stands at the end of a data file's name by mistake, with what should have been its end.
_ENDINGS = re.compile(r"(?:\.ya?ml)?\.\w{1,4}$", re.IGNORECASE)


@dataclass(slots=True)
class Document:
    """One data file: its values, and the place of each by the path of keys that leads to it.

    Places are found out once somebody asks: of most files nobody does.
    """

    id: str
    file: PurePosixPath
    values: dict[str, Any]
    text: str
    # Tells the content from any other.
    digest: str = field(init=False)
    _placer: _Placer | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        self.digest = blake2b(self.text.encode(), digest_size=16).hexdigest()

    @property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.text.split("\n")

    @property
    def spans(self) -> dict[Loc, _Span]:
        """Where each value begins and ends: lines and columns counted from 0."""
        return self._placed().spans

    @property
    def key_spans(self) -> dict[Loc, _Span]:
        """Where the key of each value begins and ends."""
        return self._placed().key_spans

    def _placed(self) -> _Placer:
        if self._placer is None:
            self._placer = _Placer(self)
            with suppress(yaml.YAMLError):  # then what stands before the fault has its place
                self._placer.build()
        return self._placer

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


# What reads one file: its path on the disk, and its path from the project's root.
Read = Callable[[Path | str, PurePosixPath], tuple[Document | None, list[Problem]]]


def id_of(file: PurePosixPath) -> str:
    """The id of the record in a file, whose path begins with the data folder."""
    return "/".join(file.parts[1:]).removesuffix(".yml")


def read_all(project: Path, read: Read | None = None) -> tuple[list[Document], list[Problem]]:
    """Read every record below `treaty_data/`, in the order of their paths.

    `read` may stand in for `read_file`, such as one that knows some of the files already.

    Returns the documents that could be read and the problems of those that could not.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    seen: dict[str, PurePosixPath] = {}
    root = project / DATA_FOLDER
    for path, file, problem in _files(f"{root}", PurePosixPath(DATA_FOLDER)):
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
        document, faults = (read or read_file)(path, file)
        problems += faults
        if document:
            documents.append(document)
    return documents, problems


def links_in(project: Path, folder: str) -> list[Problem]:
    """A problem for each entry below a project's folder that is no plain file and no folder.

    An engine would follow a link out of the project and publish what lies there.
    """
    found = _files(f"{project / folder}", PurePosixPath(folder), records=False)
    return [problem for _, _, problem in found if problem and problem.code == "not-a-file"]


def _files(
    folder: str, relative: PurePosixPath, *, records: bool = True
) -> Iterator[tuple[str, PurePosixPath, Problem | None]]:
    """Every file below a folder in sorted order: its path on the disk (a text, for there are
    thousands) and from the project's root; what is no plain file comes with a problem.

    Where it holds `records`, what cannot be one does too.
    """

    def refuse(message: str, hint: str) -> Problem:
        return Problem(Place(name), "not-a-file", message, hint)

    name = relative
    try:
        if os.path.islink(folder):  # noqa: PTH114 - a text, as above
            yield folder, relative, refuse(_LINK, _NO_LINK)
            return
        # Small letters first, so that of two twins the one in capitals is the one to rename.
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name.swapcase())
    except FileNotFoundError:
        if records:
            yield folder, relative, refuse("there is no such folder", "create it, or use --project")
        return
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        yield folder, relative, refuse(f"the folder cannot be read: {cause}", "check its rights")
        return
    for entry in entries:
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
            is_file = entry.is_file(follow_symlinks=False)
        except OSError:
            continue  # it vanished while we looked; the next build sees the new state
        if is_file and not records:
            continue
        name = relative / _printable(entry.name)
        path = entry.path
        if is_folder and records and entry.name.endswith((".yml", ".yaml")):
            yield path, name, refuse("this is a folder, not a file", "rename or remove it")
        elif is_folder and len(name.parts) > MAX_FOLDERS:
            yield path, name, refuse("folders lie too deep inside each other", "move it up")
        elif is_folder and not (records and entry.name.startswith(".")):
            yield from _files(path, name, records=records)
        elif not is_file and not is_folder:
            yield path, name, refuse(_LINK, _NO_LINK)
        elif is_folder or entry.name.startswith(".") or entry.name.endswith("~"):
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


def _printable(name: str) -> str:
    if name.isprintable():
        return name
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


_LINK = "this is no plain file but a link, a pipe or a device"
_NO_LINK = "put the file itself here"


def read_file(path: Path | str, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
    """Read one file. `file` is its path from the project's root, for messages and for its id."""
    try:
        raw = plain_bytes(path)
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        message = f"the file cannot be read: {cause}"
        return None, [Problem(Place(file), "cannot-read", message, "check its rights")]
    return read_bytes(raw, file)


def plain_bytes(path: Path | str) -> bytes:
    """What a plain file holds, or of one that is too big enough to tell that it is.

    What was a file when the folder was listed may be a link or a pipe by now: neither is followed
    or waited for. Raises OSError.
    """
    handle = os.open(path, _READ_ONLY)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        raw = os.read(handle, MAX_BYTES + 1)
        while len(raw) <= MAX_BYTES and (more := os.read(handle, MAX_BYTES + 1 - len(raw))):
            raw += more
        return raw
    finally:
        os.close(handle)


# Windows has neither of the first two, and would translate line ends without the third.
_READ_ONLY = os.O_RDONLY
for _flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _READ_ONLY |= getattr(os, _flag, 0)


def read_bytes(raw: bytes, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
    """Read the bytes of one file: a document, or the problems that stop it being one."""

    def refuse(
        code: str, message: str, hint: str, line: int = 1, column: int = 1
    ) -> tuple[None, list[Problem]]:
        return None, [Problem(Place(file, line, column), code, message, hint)]

    if len(raw) > MAX_BYTES:
        return refuse(
            "too-big",
            f"the file is larger than {MAX_BYTES // 1024} kB, the most that a record may have",
            "split it into several records",
        )
    try:
        raw = raw.removeprefix(codecs.BOM_UTF8)
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = _with_plain_ends(raw[: error.start].decode())
        return refuse(
            "not-utf-8",
            "the file is not in UTF-8",
            "save it again with the encoding UTF-8",
            *_position(before, len(before)),
        )
    text = _with_plain_ends(text)
    if unsafe := first_unsafe(text):
        position = _position(text, unsafe.index)
        return refuse("unsafe-character", unsafe.message, unsafe.hint, *position)

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
    """Turns the parser's events into values."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        # As `yaml.parse` does, with half the calls.
        self.events: Iterator[Any] = iter(_LOADER(document.text).get_event, None)

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

    def _refuse_orders(self, event: Any) -> None:
        """Refuse what would make a value, or a field's name, more than what is written there."""
        if event.anchor or isinstance(event, yaml.AliasEvent):
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
                f"{quote(event.tag)} is a tag, and tags are not used here",
                "remove it, or put the text in double quotes if it begins with '!'",
            )

    def _value(self, event: Any, loc: Loc, depth: int) -> Value:
        if isinstance(event, yaml.AliasEvent) or event.anchor or event.tag is not None:
            self._refuse_orders(event)
        if depth > MAX_DEPTH:
            self._refuse(
                event,
                "too-deep",
                f"lists and groups stand more than {MAX_DEPTH} levels inside each other",
                "remove the brackets, or put a text that holds them in double quotes",
            )
        if isinstance(event, yaml.ScalarEvent):
            self._note(loc, event)
            return self._scalar(event)
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
        self._note(loc, event)
        return value

    def _until(self, end: type) -> Iterator[Any]:
        for event in self.events:
            if isinstance(event, end):
                return
            if len(self.problems) >= MAX_FAULTS:
                raise _Refused
            yield event

    def _scalar(self, event: Any) -> str | None:
        # An escape in double quotes can hide a character that the file's own text did not show.
        if event.style == '"' and (unsafe := first_unsafe(event.value)):
            self._refuse(event, "unsafe-character", unsafe.message, unsafe.hint)
        # Close behind unquoted text, ' #' would silently drop words as a comment.
        elif not event.style and self.document.text.startswith(" #", event.end_mark.index):
            self._refuse_cut_text(event)
        if event.value == "" and not event.style:
            return None
        return str(event.value)

    def _refuse_cut_text(self, event: Any) -> None:
        end = event.end_mark
        rest = self.document.text[end.index :].partition("\n")[0]
        if event.value:
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
        if event.anchor or event.tag is not None:
            self._refuse_orders(event)
        key = self._scalar(event) or ""
        if key == "<<":
            self._refuse(event, "anchor", "'<<' merges are not used here", "write the fields out")
        key_loc = (*loc, key)
        if key in siblings:
            first = self._line_of(key_loc)
            self.problems.append(
                Problem(
                    Place(
                        self.document.file, event.start_mark.line + 1, event.start_mark.column + 1
                    ),
                    "doubled-field",
                    f"the field {quote(key)} is already on line {first}",
                    "keep one of the two",
                )
            )
        else:
            self._note(key_loc, event, of_key=True)
        return key

    def _note(self, loc: Loc, event: Any, *, of_key: bool = False) -> None:
        """Called for each value and key with the event that it begins with."""

    def _line_of(self, key: Loc) -> int:
        return self.document.key_place(key).line

    def _refuse(self, event: Any, code: str, message: str, hint: str) -> None:
        mark = event.start_mark
        place = Place(self.document.file, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(place, code, message, hint))
        raise _Refused


class _Placer(_Builder):
    """Goes through the file once more, and notes the place of each value and key."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.spans: dict[Loc, _Span] = {}
        self.key_spans: dict[Loc, _Span] = {}

    def _note(self, loc: Loc, event: Any, *, of_key: bool = False) -> None:
        start, end = event.start_mark, event.end_mark
        spans = self.key_spans if of_key else self.spans
        spans.setdefault(loc, (start.line, start.column, end.line, end.column))

    def _line_of(self, key: Loc) -> int:
        return self.key_spans[key][0] + 1


def _position(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1


def _with_plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
