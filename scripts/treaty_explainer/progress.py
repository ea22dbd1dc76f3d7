"""What a command is doing while somebody waits, and at the end where the time went.

Stages take a `Progress` as an argument and tell it how far they are. The one that they are given by
default does nothing. The one that shows something is made by the command line alone: a bar on a
terminal, and elsewhere, as in CI, a line now and then.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

_PATIENCE = 2.0  # seconds without a word before there is one
_REDRAW = 0.1  # seconds between two looks of a bar; a terminal costs time too
_BAR = 24  # characters
_UNTOLD = 0.05  # seconds below which a stage is not worth a place in the summary


@dataclass(slots=True)
class Stage:
    """One stage under way: how much of it is done, of how much if that is known."""

    name: str
    total: int = 0
    done: int = 0
    _tell: Callable[[Stage], None] | None = None

    def advance(self, n: int = 1) -> None:
        """Note that `n` more are done."""
        self.done += n
        if self._tell:
            self._tell(self)

    def __str__(self) -> str:
        if self.total:
            return f"{self.name}: {min(self.done, self.total):,} of {self.total:,}"
        return f"{self.name}: {self.done:,}" if self.done else self.name


class Progress:
    """Nobody is watching: nothing is shown, nothing is kept."""

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Stage]:
        """Mark a stage of the work, of `total` steps if that is known. Stages do not nest."""
        yield Stage(name, total)


SILENT = Progress()


class Watched(Progress):
    """Keeps the seconds of each stage in `seconds`; its subclasses show them as they pass."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds: dict[str, float] = {}
        self._clock = clock
        self._process = os.getpid()

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Stage]:
        """Time a stage and show it. One that comes twice, as in `serve`, has its times added."""
        start = self._clock()
        stage = Stage(name, total, 0, self._tell)
        self._tell(stage)
        try:
            yield stage
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + self._clock() - start
            self._clear()

    def summary(self) -> str:
        """Where the time went: `Rendering 1.2 s, Auditing 0.4 s`, without what took none."""
        return ", ".join(
            f"{name} {seconds:.1f} s"
            for name, seconds in self.seconds.items()
            if seconds >= _UNTOLD
        )

    def _tell(self, stage: Stage) -> None:
        """Show a stage, unless this is a copy of the process that takes a share of the work."""
        if os.getpid() == self._process:
            self._show(stage)

    def _show(self, stage: Stage) -> None:
        """Show how far a stage is: called when it begins and at each step."""

    def _clear(self) -> None:
        """Take away what a stage that is over has left on the screen."""


class Lines(Watched):
    """A line for a log, once nothing was said for two seconds."""

    def __init__(
        self, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(clock)
        self._say = say
        self._last = clock()

    def _show(self, stage: Stage) -> None:
        if self._clock() - self._last >= _PATIENCE:
            self._last = self._clock()
            self._say(f"{stage} …")


class Bar(Watched):
    """One line of a terminal that is drawn again and again, and is gone at the end.

    click's progress bar is made for one loop with one end: each leaves a line behind, and a build
    would leave a dozen. This one needs no more than a carriage return.
    """

    def __init__(self, terminal: IO[str], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._terminal = terminal
        self._drawn = 0
        self._next = clock()

    def _show(self, stage: Stage) -> None:
        now = self._clock()
        if stage.done and now < self._next:
            return
        self._next = now + _REDRAW
        filled = min(_BAR, _BAR * stage.done // stage.total) if stage.total else 0
        bar = f" [{'#' * filled}{'-' * (_BAR - filled)}]" if stage.total else " …"
        self._draw(f"{stage}{bar}"[: shutil.get_terminal_size().columns - 1])

    def _clear(self) -> None:
        self._draw("")
        self._terminal.write("\r")
        self._terminal.flush()

    def _draw(self, text: str) -> None:
        """Put a text in place of the one before, blanks over what sticks out of it."""
        self._terminal.write("\r" + text.ljust(self._drawn))
        self._terminal.flush()
        self._drawn = len(text)
