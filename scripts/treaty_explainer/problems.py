"""What is wrong, and where: a fault in the data is a value, never an exception."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """A point in a file: its path from the project's root, line and column counted from 1."""

    file: PurePosixPath
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


# Longer than this no message is read, and what it quotes may be a whole file.
_LIMIT = 400


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One fault: its place, a code in words, the cause and, where there is one, the remedy.

    Message and hint are one line each, whatever they quote: a line of its own could pass for
    another answer, or for an order to the program that reads the log.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        for name in ("message", "hint"):
            object.__setattr__(self, name, _on_one_line(getattr(self, name), _LIMIT))


def suggestion(wrong: str, known: Iterable[str], else_hint: str = "") -> str:
    """A did-you-mean for a misspelt word, or `else_hint` where nothing is near."""
    known = list(known)
    near = same_but_for_form(wrong, known) or difflib.get_close_matches(
        wrong, known, n=2, cutoff=0.6
    )
    if near:
        return "did you mean " + " or ".join(f"'{word}'" for word in near) + "?"
    return else_hint


def same_but_for_form(wrong: str, known: Iterable[str]) -> list[str]:
    """The known words that differ only in capitals, or in the blanks and dashes between parts."""
    bare = _bare(wrong)
    return [word for word in known if _bare(word) == bare]


def _bare(word: str) -> str:
    return re.sub(r"[\s_-]", "", word).casefold()


def quote(text: str, limit: int = 60) -> str:
    """The offending text as the file has it, on one line and not too long."""
    return f"'{_on_one_line(text, limit)}'"


def _on_one_line(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
