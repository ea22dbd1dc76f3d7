"""Whether the same commit gives the same site: it is built once more, and all else is different.

The second build begins with nothing, in another folder, with another hash seed, in another time
zone and language, with other rights for new files, on one processor, and from files that were
written in another order. What it must have in common with the first is the day of the commit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path, PurePosixPath

from treaty_explainer.problems import Place, Problem, quote
from treaty_explainer.write import copy_handwritten

# Folders that may lie in a project and that no site is made from.
_NO_PART_OF_IT = ("node_modules", "site", "site-offline", "preview")
# A zone that is on another day than most, and a system that knows ASCII only.
_ELSEWHERE = {
    "PYTHONHASHSEED": "20240619",
    "TZ": "XXX-13:45",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}
_SHOWN = 10


class VerifyError(Exception):
    """The second build did not come about; the message is what it said."""


def verify(project: Path, site: Path, day: str, *, offline: bool = False) -> list[Problem]:
    """Build the project's site a second time, and tell where it differs from the first.

    `day` is the moment of the commit in seconds, as in SOURCE_DATE_EPOCH. Raises `VerifyError` if
    the second build fails.
    """
    with tempfile.TemporaryDirectory(prefix="treaty-verify-") as folder:
        copy = Path(folder, "another place", project.name[::-1])
        second = Path(folder, "another site")
        _copy(project, copy)
        _build(copy, second, day, offline=offline)
        return list(differences(site, second))


def differences(one: Path, other: Path) -> Iterator[Problem]:
    """The files that two sites do not have alike: by their bytes, or by the rights on them."""
    ones, others = _files(one), _files(other)
    differing = sorted(
        name
        for name in ones.keys() | others.keys()
        if ones.get(name) != others.get(name) or not _alike(one / name, other / name)
    )
    for name in differing[:_SHOWN]:
        if name not in ones or name not in others:
            line, which = 1, "first" if name in ones else "second"
            message = f"only the {which} build has this file"
        elif ones[name] != others[name]:
            line, message = 1, "the two builds give it other rights"
        else:
            line, message = _difference((one / name).read_bytes(), (other / name).read_bytes())
        yield Problem(Place(PurePosixPath("site", name), line), "not-alike", message)
    if (more := len(differing) - _SHOWN) > 0:
        yield Problem(Place(PurePosixPath("site")), "not-alike", f"and {more} further files")


def _files(site: Path) -> dict[str, int]:
    """All files and folders by their path, and their rights."""
    return {
        path.relative_to(site).as_posix(): path.lstat().st_mode for path in sorted(site.rglob("*"))
    }


def _alike(one: Path, other: Path) -> bool:
    return one.is_dir() or one.read_bytes() == other.read_bytes()


def _difference(one: bytes, other: bytes) -> tuple[int, str]:
    """The first line that differs, and how."""
    lines = zip(one.split(b"\n"), other.split(b"\n"), strict=False)
    number, (first, second) = next(
        ((number, pair) for number, pair in enumerate(lines, 1) if pair[0] != pair[1]),
        (one.count(b"\n") + 1, (b"", b"")),
    )
    alike = (a == b for a, b in zip(first, second, strict=False))
    start = sum(1 for _ in takewhile(bool, alike))
    texts = [
        quote(line[max(0, start - 20) :].decode("utf-8", "replace")) for line in (first, second)
    ]
    return number, f"the first build says {texts[0]}, the second {texts[1]}"


def _copy(project: Path, copy: Path) -> None:
    """Copy what a site is made of, the last file first; nothing that was made from it."""
    for path in sorted(project.iterdir(), reverse=True):
        if path.name.startswith(".") or path.name in _NO_PART_OF_IT:
            continue
        if path.name == "docs":
            copy_handwritten(path, copy / "docs")
        elif path.is_dir():
            _copy_folder(path, copy / path.name)
        else:
            copy.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy / path.name)


def _copy_folder(folder: Path, target: Path) -> None:
    target.mkdir(parents=True)
    for path in sorted(folder.iterdir(), reverse=True):
        if path.is_symlink():
            (target / path.name).symlink_to(path.readlink())
        elif path.is_dir():
            if path.name not in ("__pycache__", *_NO_PART_OF_IT):
                _copy_folder(path, target / path.name)
        elif path.is_file():
            shutil.copyfile(path, target / path.name)


def _build(project: Path, site: Path, day: str, *, offline: bool) -> None:
    command = [sys.executable, "-m", "treaty_explainer", "build", "--quiet"]
    command += ["--project", str(project), "--site-dir", str(site)]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command + ["--offline"] * offline,
        cwd=project,
        env=os.environ | _ELSEWHERE | {"SOURCE_DATE_EPOCH": day},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        umask=0o077,
    )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    said, _ = process.communicate()
    if process.returncode:
        raise VerifyError(said.decode("utf-8", "replace").strip())
