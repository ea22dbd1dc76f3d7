"""Pages into `docs/`: only what changed is written, only what we wrote is ever deleted."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from pydantic_core import from_json, to_json

from treaty_explainer.files import digest

# The list of all files that belong to the generator. Dot-files are no pages to any engine.
MANIFEST = ".generated.json"
# Where a page is written before it takes its place: one at a time, so that a process that is killed
# leaves one file at most, which the next one finds.
UNFINISHED = ".generated.new"


# What tells a file that we wrote: the digest of its content, its size, and its date in nanoseconds.
Mark = tuple[str, int, int]


class NotOursError(OSError):
    """A page would overwrite a file that somebody wrote by hand."""


@dataclass(frozen=True, slots=True)
class Written:
    """Paths below `docs/` that were made, changed and removed, and how many pages there are."""

    created: list[str]
    changed: list[str]
    removed: list[str]
    pages: int


def write_all(docs: Path, files: Mapping[str, str], standing: Collection[str] = ()) -> Written:
    """Make `docs/` hold exactly these generated files, besides those written by hand.

    `files` maps a path below `docs/` to its text; `standing` are those of our files that are to
    stay as they are. The manifest is written before the pages and names old and new ones together,
    so that a crash leaves nothing that the next run would not find. Raises `NotOursError` before
    anything is written if a file in the way is not ours.
    """
    docs.mkdir(exist_ok=True)
    (docs / UNFINISHED).unlink(missing_ok=True)
    marks = _marks(docs)
    ours = marks.keys()
    created, changed = [], []
    for path in sorted(files):
        old = _bytes(f"{docs}/{path}")
        if old is None:
            created.append(path)
        elif old != files[path].encode():
            if path not in ours:
                raise NotOursError(
                    17, "a file written by hand has the place of a generated page", str(docs / path)
                )
            changed.append(path)
    removed = sorted(ours - files.keys() - {*standing})
    known = {path: marks[path] for path in standing}
    if created or changed or removed or not ours:
        put(docs, MANIFEST, _json(known | dict.fromkeys(ours | files.keys())))
        for path in [*created, *changed]:
            put(docs, path, files[path])
        for path in removed:
            _remove(docs, path)
    new = known | {path: _mark(f"{docs}/{path}", digest(text)) for path, text in files.items()}
    if new != marks:
        put(docs, MANIFEST, _json(new))
    pages = sum(path.endswith(".md") for path in new)
    return Written(created, changed, removed, pages)


def handwritten(docs: Path) -> dict[str, str]:
    """The pages that people wrote by hand, by their path."""
    pages = (path for path in by_hand(docs) if path.endswith(".md"))
    return {path: (docs / path).read_text("utf-8") for path in sorted(pages)}


def copy_handwritten(docs: Path, target: Path) -> None:
    """Copy what people wrote by hand, and nothing that was generated, into another folder."""
    for name in sorted(by_hand(docs)):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(docs / name, target / name)


def by_hand(docs: Path) -> Iterator[str]:
    """The paths of the files that we did not write, dot-files left out."""
    ours = manifest(docs)
    for folder, _, names in os.walk(docs):
        relative = os.path.relpath(folder, docs).replace(os.sep, "/")
        below = "" if relative == "." else f"{relative}/"
        for name in names:
            if not name.startswith(".") and (path := f"{below}{name}") not in ours:
                yield path


def manifest(docs: Path) -> set[str]:
    """The paths we own. Whatever would lead out of `docs/` is not ours, whoever wrote it there."""
    return set(_marks(docs))


def intact(docs: Path) -> dict[str, str]:
    """Those of our files that are as we wrote them, each with a digest of its content.

    It is told by size and date, without reading them.
    """
    return {
        path: mark[0]
        for path, mark in _marks(docs).items()
        if mark and mark == _mark(f"{docs}/{path}", mark[0])
    }


def text_of(docs: Path, path: str) -> str:
    """The text of one of our files. Raises OSError if it is gone."""
    with open(f"{docs}/{path}", encoding="utf-8") as file:  # noqa: PTH123 - thousands of them
        return file.read()


def manifest_state(docs: Path) -> list[int]:
    """What tells this very manifest from any copy: where it lies, and when it came there.

    No program can choose the second; the system notes it. Raises OSError if there is none.
    """
    state = (docs / MANIFEST).stat()
    return [state.st_dev, state.st_ino, state.st_ctime_ns, state.st_size]


def _marks(docs: Path) -> dict[str, Mark | None]:
    """The manifest: of each file its digest, size and date, or None while it is being written."""
    try:
        return dict(_read_marks((docs / MANIFEST).read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


@lru_cache(maxsize=4)
def _read_marks(text: str) -> dict[str, Mark | None]:
    """The marks in a manifest's text, which one build reads several times. Raises ValueError.

    Version 0.1 wrote a list of the files and no more.
    """
    marks = from_json(text)
    if isinstance(marks, list):
        marks = {path: None for path in marks if isinstance(path, str)}
    return {
        path: (mark[0], mark[1], mark[2]) if isinstance(mark, list) and len(mark) == 3 else None
        for path, mark in (marks.items() if isinstance(marks, dict) else ())
        if not path.startswith("/") and ".." not in path.split("/")
    }


def _mark(path: str, content: str) -> Mark | None:
    try:
        state = os.stat(path)  # noqa: PTH116 - thousands of them
    except OSError:
        return None
    return content, state.st_size, state.st_mtime_ns


def _json(marks: Mapping[str, Mark | None]) -> str:
    return to_json(dict(sorted(marks.items()))).decode() + "\n"


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - thousands of them
            return file.read()
    except FileNotFoundError:
        return None


def put(docs: Path, path: str, text: str) -> None:
    """Write one of our files whole; what a killed process leaves of it, the next one removes."""
    _replace(f"{docs}/{path}", text, f"{docs}/{UNFINISHED}")


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(f"{path}", text, f"{path.with_name(f'.{path.name}.{os.getpid()}.new')}")


def _replace(path: str, text: str, new: str) -> None:
    """Until the file is whole, its text is in the file `new`. Paths are texts and not `Path`s, and
    folders are made where one is missing: thousands are written in a row."""
    try:
        with open(new, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123
            file.write(text)
        try:
            os.replace(new, path)  # noqa: PTH105
        except FileNotFoundError:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, path)  # noqa: PTH105
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise


def _remove(docs: Path, path: str) -> None:
    """Delete one of our files and the folders it leaves empty."""
    (docs / path).unlink(missing_ok=True)
    for folder in PurePosixPath(path).parents:
        if str(folder) == ".":
            break
        try:
            (docs / folder).rmdir()
        except OSError:
            break
