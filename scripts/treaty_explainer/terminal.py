"""Problems on a terminal: in colour, with the line at fault, a mark below it, and where to read on.

Where the output is not a terminal, `formats.as_text` is what scripts and tests have come to expect.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import click

from treaty_explainer.formats import MAX_SHOWN, help_for
from treaty_explainer.problems import Problem
from treaty_explainer.read import plain_bytes

_QUOTED = re.compile(r"'([^']+)'")
_NARROWEST = 40


def wants_colour(environment: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether to write in colour: as the reader says, or else if the output can show it.

    `NO_COLOR` and `FORCE_COLOR` count with any value but an empty one (https://no-color.org,
    https://force-color.org); a dumb terminal shows none.
    """
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return is_terminal and environment.get("TERM") != "dumb"


def as_terminal(
    problems: Sequence[Problem], project: Path, *, width: int = 100, colour: bool = True
) -> str:
    """The problems one after the other, and at the end the page that explains each code."""
    lines_of = cache(lambda file: _lines(project / file))
    out: list[str] = []

    def styled(text: str, **style: object) -> str:
        return click.style(text, **style) if colour else text  # type: ignore[arg-type]

    for problem in problems[:MAX_SHOWN]:
        place, code = styled(str(problem.place), bold=True), styled(problem.code, fg="red")
        out.append(f"{place}: {code}: {_printable(problem.message)}")
        if excerpt := _excerpt(problem, lines_of(problem.place.file), max(width, _NARROWEST)):
            margin, line, mark = excerpt
            out.append(styled(f"{margin} | ", dim=True) + line)
            out.append(styled(f"{' ' * len(margin)} | ", dim=True) + styled(mark, fg="red"))
        if problem.hint:
            out.append(f"  {styled('hint:', fg='cyan')} {_printable(problem.hint)}")
        out.append("")
    if len(problems) > MAX_SHOWN:
        out += [f"… and {len(problems) - MAX_SHOWN} more", ""]
    pages = [page for page in help_for(problems[:MAX_SHOWN], project).values() if page]
    if pages:
        out += ["More about it, with examples:", *(f"  {page}" for page in pages)]
    return "\n".join(out).rstrip("\n")


def _excerpt(problem: Problem, lines: Sequence[str], width: int) -> tuple[str, str, str] | None:
    """The line's number, as much of the line as fits, and carets below the words at fault."""
    place = problem.place
    if not 0 < place.line <= len(lines):
        return None
    line = _printable(lines[place.line - 1])
    start = min(place.column - 1, len(line))
    end = start + _extent(problem, line[start:])
    margin = f"{place.line:>5}"
    room = width - len(margin) - len(" | ")
    # Of a long line, the part around the fault.
    first = max(start - room // 4, 1) if _columns(line[:end]) >= room else 0
    cut = "…" if first else ""
    shown = cut + "".join(_fitting(line[first:], room - len(cut)))
    before = len(cut) + _columns(line[first:start])
    carets = max(min(_columns(line[start:end]), room - before), 1)
    return margin, shown, " " * before + "^" * carets


def _extent(problem: Problem, rest: str) -> int:
    """How many characters are at fault: those that the message quotes, if they stand there."""
    quoted = _QUOTED.findall(problem.message)
    return next((len(words) for words in quoted if rest.startswith(words)), 1)


def _fitting(text: str, room: int) -> Iterator[str]:
    """As much of the text as has room, with an ellipsis if that is not all."""
    for index, character in enumerate(text):
        room -= _columns(character)
        if room < (index + 1 < len(text)):
            yield "…"
            return
        yield character


def _columns(text: str) -> int:
    """How wide a terminal shows a text: Hangul and the like take two columns, accents none."""
    return sum(
        0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF")
        for one in text
    )


def _printable(text: str) -> str:
    """A text that cannot give the terminal orders; each character stays one character."""
    return "".join(
        one if one.isprintable() else " " if one in "\t\n" else "\N{REPLACEMENT CHARACTER}"
        for one in text
    )


def _lines(file: Path) -> list[str]:
    """The lines of a file as the parser counts them; none if it cannot be read."""
    try:
        text = plain_bytes(file).decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
