"""The pages of one build shared among the processors.

A process that has read the project divides in two or more, each of which builds some of the pages
into the same folder. Nothing has to be sent to them, since each begins as a copy of the first, and
what they send back is small. Where the system has no `fork`, or the work is not worth it, there is
one process, and the same files.
"""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# Below this many items for each process, dividing costs more than it saves.
MIN_SHARE = 100


class WorkerError(Exception):
    """A process ended before it had sent what it made."""


def processes(items: int) -> int:
    """How many processes a number of items is worth.

    A process with several threads does not divide: a lock that another thread holds would stay
    locked in the copy for ever.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return max(1, min(len(os.sched_getaffinity(0)), items // MIN_SHARE))


def share(items: Sequence[Item], work: Callable[[Sequence[Item]], Result]) -> list[Result]:
    """What `work` makes of each share of the items, in the order of the shares.

    Every nth item makes a share, so that long and short ones mix. An exception in a share is raised
    here; `WorkerError` if a process ended without a word.
    """
    count = processes(len(items))
    shares = [items[number::count] for number in range(count)]
    children = [Child(partial(work, part)) for part in shares[1:]]
    try:
        return [work(shares[0]), *(child.result() for child in children)]
    finally:
        for child in children:
            child.end()


class Child:
    """A copy of this process that does one thing, sends what it made, and ends."""

    def __init__(self, work: Callable[[], Any]) -> None:
        read, write = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(read)
            _send(write, work)
        os.close(write)
        self._pipe = os.fdopen(read, "rb")

    def result(self) -> Any:
        """What the work came to, once it is done. Raises what the work raised."""
        sent = self._pipe.read()
        if not sent:
            raise WorkerError("a process that builds pages ended before its time")
        made, error = pickle.loads(sent)  # noqa: S301 - from our own copy
        if error is not None:
            raise error
        return made

    def end(self) -> None:
        """See that the process is gone, done or not."""
        self._pipe.close()
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _send(to: int, work: Callable[[], Any]) -> NoReturn:
    """Do the work and send the result, or the exception; the process ends here, come what may."""
    try:
        try:
            sent = pickle.dumps((work(), None))
        except BaseException as error:
            sent = pickle.dumps((None, _portable(error)))
        with os.fdopen(to, "wb") as pipe:
            pipe.write(sent)
    finally:
        os._exit(0)


def _portable(error: BaseException) -> BaseException:
    """The error if it can be sent, else its words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:
        return WorkerError(f"{type(error).__name__}: {error}")
    return error
