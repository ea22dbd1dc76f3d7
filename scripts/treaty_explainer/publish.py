"""A new site in the old one's place: made beside it, and swapped in whole or not at all.

At every moment either the old site or the new one stands whole, whatever becomes of the process
and of the disk. What a process that was killed has left behind, the next one clears away; nobody
else is at work at that time, for everything here is done by one process at a time.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from treaty_explainer.progress import Progress

# What every file and folder of a site may be asked for, whatever the builder's umask.
FILE_RIGHTS, FOLDER_RIGHTS = 0o644, 0o755
_PAUSE = 0.1  # seconds between two looks whether another build has ended


class NotASiteError(OSError):
    """The new site would take the place of something that is no site."""


@contextmanager
def alone(progress: Progress, *folders: Path) -> Iterator[None]:
    """Work in these folders while no other build does; wait for one that is at work.

    The folders themselves are locked, so that no file is left. A lock ends with its process.
    Raises OSError if a folder cannot be read.
    """
    with ExitStack() as stack:
        # In one order for all, so that no two wait for each other.
        for folder in sorted({folder.resolve() for folder in folders}):
            folder.mkdir(parents=True, exist_ok=True)
            stack.enter_context(_locked(folder, progress))
        yield


@contextmanager
def _locked(folder: Path, progress: Progress) -> Iterator[None]:
    if sys.platform == "win32":  # has no lock on folders
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not _lock(handle):
            # Asked again and again, so that whoever watches the progress is told.
            with progress.stage(f"Waiting for another build{_who(folder)}") as stage:
                while not _lock(handle):
                    time.sleep(_PAUSE)
                    stage.advance(0)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Whether nobody else has the lock; then it is ours."""
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        # Some network drives know no locks: there, people must see to it themselves.
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS):
            raise
    return True


def _who(folder: Path) -> str:
    """The process that is at work in a folder, if its workshop is there already."""
    numbers = [found[1] for path in folder.glob(".*") if (found := _WORKSHOP.fullmatch(path.name))]
    return f" (process {numbers[0]})" if len(numbers) == 1 else ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where a new site is made. `new` does not exist yet; `target` is where it will stand."""

    folder: Path
    new: Path
    target: Path

    def publish(self, same: Collection[str] = ()) -> None:
        """Put the new site in the old one's place. Raises OSError; then the old site stands.

        `same` are files that have been part of a site and have their rights.
        """
        self.new.chmod(FOLDER_RIGHTS)
        _set_rights(f"{self.new}", same)
        if not self.target.exists():
            self.new.rename(self.target)
        elif not _exchange(self.new, self.target):
            self._replace()

    def _replace(self) -> None:
        """Where folders cannot be exchanged in one step, in two; `_recover` knows of them."""
        old = self.folder / _OLD
        self.target.rename(old)
        try:
            self.new.rename(self.target)
        except OSError:
            old.rename(self.target)
            raise


_OLD = "old"
_WORKSHOP = re.compile(r"\..+\.(\d+)-[a-z0-9_]{8}\.building")


@contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """A folder beside the target to make a new site in; it is gone at the end, however that comes.

    First, what processes that were killed have left is put right. To be called `alone`.
    Raises `NotASiteError` if the target holds anything but a site.
    """
    _recover(target)
    _must_be_a_site(target)
    folder = tempfile.mkdtemp(".building", f".{target.name}.{os.getpid()}-", target.parent)
    try:
        yield Workshop(Path(folder), Path(folder, "new"), target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _recover(target: Path) -> None:
    """Clear away what killed builds left behind; a site among it goes back to its place."""
    for path in sorted(target.parent.iterdir()):
        if path.name.startswith(f".{target.name}.") and _WORKSHOP.fullmatch(path.name):
            if (path / _OLD).exists() and not target.exists():
                (path / _OLD).rename(target)
            shutil.rmtree(path)
        elif path.name.startswith(f"..{target.name}-") and path.suffix == ".new":
            path.unlink()


def _must_be_a_site(target: Path) -> None:
    """A slip in an option must not cost anyone a folder."""
    if target.exists() and any(target.iterdir()) and not (target / "404.html").is_file():
        raise NotASiteError(
            errno.ENOTEMPTY, "this folder holds something else than a site", str(target)
        )


def _set_rights(folder: str, same: Collection[str], below: str = "") -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            if not is_folder and f"{below}{entry.name}" in same:
                continue
            rights = FOLDER_RIGHTS if is_folder else FILE_RIGHTS
            if stat.S_IMODE(entry.stat(follow_symlinks=False).st_mode) != rights:
                os.chmod(entry.path, rights)  # noqa: PTH101 - thousands of them
            if is_folder:
                _set_rights(entry.path, same, f"{below}{entry.name}/")


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, if this system can; whether it did."""
    if sys.platform != "linux":
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):  # a C library older than the call
        return False
    if rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # a kernel or a disk without it
        return False
    raise OSError(number, os.strerror(number), str(other))
