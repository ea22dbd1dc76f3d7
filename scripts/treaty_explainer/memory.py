"""What an earlier build knew, so that the next does only what can come out otherwise.

A file that has not changed is not read again. An answer, which is the text of a page or that a
record passed the checks, is known together with all that was asked of the library to find it; as
long as the library answers those questions as it did, the answer stands. Nothing here decides what
an answer is: to forget everything costs time and nothing else.

Answers are kept on the disk too, beside the pages, for the next process. What comes from elsewhere
must not count there: a proposal could bring answers that say its records are sound. So a file of
answers names the very manifest that it was written with, by what no copy or checkout of it shares;
and what is read from it is text and numbers, for nothing else can be in JSON.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from pydantic_core import from_json, to_json

from treaty_explainer.entity import Record
from treaty_explainer.link import Asked, Library, Outline, Target, changed_answers
from treaty_explainer.problems import Problem
from treaty_explainer.read import Document, read_file
from treaty_explainer.write import manifest_state, put

# Where answers are kept, below `docs/`; dot-files are no pages to any engine.
MEMORY = ".memory.json"

# A file changed this shortly before it was read may change again without its date showing it.
_UNSETTLED = 100_000_000  # nanoseconds

_PACKAGE = Path(__file__).parent
_RENDERED_WITH = ("Babel", "Jinja2", "MarkupSafe", "markdown-it-py", "pydantic", "PyYAML")

Signature = tuple[int, int, int, int]
_NOTHING = Outline({}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it was last read; the signature is None if it may have changed unnoticed."""

    signature: Signature | None
    document: Document | None
    problems: list[Problem]


class _Answer(NamedTuple):
    """What an answer depends on: what was asked of the library for it, and what else.

    The answer itself is kept only if it stands nowhere else: text, numbers, lists of them.
    """

    key: str
    asked: frozenset[Asked]
    value: Any = None


class Memory:
    """What is known from one build to the next."""

    def __init__(self) -> None:
        self._library: Library | None = None
        self._seen: dict[PurePosixPath, _Seen] = {}
        self._records: dict[str, Record] = {}
        self._purpose = ""
        self._outline = _NOTHING
        self._answers: dict[str, _Answer] = {}
        self._new_outline = _NOTHING
        self._new_answers: dict[str, _Answer] = {}
        self._changed: set[Asked] = set()
        # The manifest with which all this was found on the disk.
        self._kept_with: list[int] | None = None

    @classmethod
    def kept(cls, docs: Path) -> Memory:
        """What an earlier process kept with the pages in `docs`; nothing if that is in doubt."""
        memory = cls()
        try:
            kept = from_json((docs / MEMORY).read_bytes())
            if kept["manifest"] == manifest_state(docs):
                memory._take_up(kept)
                memory._kept_with = kept["manifest"]
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return cls()
        return memory

    def _take_up(self, kept: Mapping[str, Any]) -> None:
        self._purpose = kept["purpose"]
        table = [(what, of) for what, of in kept["asked"]]
        self._answers = {
            name: _Answer(key, frozenset(table[number] for number in asked), *value)
            for name, (key, asked, *value) in kept["answers"].items()
        }
        self._outline = Outline(**kept["outline"])

    def keep(self, docs: Path) -> None:
        """Write what is known beside the pages in `docs`, once these are written."""
        manifest = manifest_state(docs)
        is_kept = manifest == self._kept_with and not (self._changed or self._new_answers)
        if self._library is None or is_kept:
            return
        table: dict[Asked, int] = {}
        answers = {
            name: (
                answer.key,
                [table.setdefault(one, len(table)) for one in answer.asked],
                *(() if answer.value is None else (answer.value,)),
            )
            for name, answer in self._answers.items()
        }
        kept = {
            "manifest": manifest,
            "purpose": self._purpose,
            "outline": self._outline,
            "answers": answers,
            "asked": list(table),
        }
        put(docs, MEMORY, to_json(kept).decode())

    # ------------------------------------------------------------------ files and records

    def read(self, path: Path | str, file: PurePosixPath) -> tuple[Document | None, list[Problem]]:
        """`read_file`, unless the file is known to be the same. Equal content, equal document."""
        seen = self._seen.get(file)
        signature = _signature(path)
        if seen and signature and seen.signature == signature:
            return seen.document, seen.problems
        document, problems = read_file(path, file)
        if seen and seen.document and document and seen.document.digest == document.digest:
            document, problems = seen.document, seen.problems
        self._seen[file] = _Seen(signature, document, problems)
        return document, problems

    def unknown(self, documents: Iterable[Document]) -> list[Document]:
        """The documents of which no record is known."""
        return [document for document in documents if self._record(document) is None]

    def with_known(self, documents: Sequence[Document], records: Iterable[Record]) -> list[Record]:
        """The records of all documents: those just made, and those known before."""
        made = {record.id: record for record in records}
        found = ((d.id, made.get(d.id) or self._record(d)) for d in documents)
        self._records = {id: record for id, record in found if record is not None}
        return list(self._records.values())

    def _record(self, document: Document) -> Record | None:
        record = self._records.get(document.id)
        return record if record is not None and record.document is document else None

    def targets(self, record: Record) -> Sequence[Target] | None:
        """Whom a record names, if it has not changed."""
        if self._outline.digests.get(record.id) != record.document.digest:
            return None
        return self._outline.targets.get(record.id)

    # ------------------------------------------------------------------ answers

    def work_for(self, purpose: str) -> None:
        """Forget the answers that were found for another purpose: by another program or site."""
        if purpose != self._purpose:
            self._purpose = purpose
            self._answers = {}

    def compare(self, library: Library) -> None:
        """See what has changed since the last time that all was well."""
        self._library = library
        self._new_outline = library.outline()
        self._new_answers = {}
        self._changed = changed_answers(self._outline, self._new_outline)

    def holds(self, name: str, key: str = "") -> bool:
        """Whether the answer of this name stands as it was; `key` is what else it depends on."""
        known = self._answers.get(name)
        return known is not None and known.key == key and self._changed.isdisjoint(known.asked)

    def recall(self, name: str, key: str = "") -> Any:
        """The answer of this name if it stands as it was; None if it does not, or was not kept."""
        return self._answers[name].value if self.holds(name, key) else None

    def learn(self, name: str, asked: Iterable[Asked], key: str = "", value: Any = None) -> None:
        """Note that an answer has been found, and what was asked to find it; `value`, if given, is
        the answer."""
        self._new_answers[name] = _Answer(key, frozenset(asked), value)

    def settle(self) -> None:
        """All is well: what was learnt counts from now on, beside what still stands."""
        still = {
            name: answer
            for name, answer in self._answers.items()
            if self._changed.isdisjoint(answer.asked)
        }
        self._answers = still | self._new_answers
        self._outline = self._new_outline


def program() -> str:
    """Tells this program, its templates and what it renders with from any other version."""
    digest = blake2b(digest_size=16)
    for name in _RENDERED_WITH:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(_PACKAGE.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _signature(path: Path | str) -> Signature | None:
    """What tells a file from what it was before, without reading it; None if that is not sure."""
    try:
        state = os.lstat(path)
    except OSError:
        return None
    if time.time_ns() - state.st_mtime_ns < _UNSETTLED:
        return None
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino
