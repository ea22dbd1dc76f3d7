"""What people see on a terminal; everything else gets the plain lines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.formats import HOME
from treaty_explainer.problems import Place, Problem
from treaty_explainer.scaffold import init
from treaty_explainer.site import Site
from treaty_explainer.terminal import _columns, _excerpt, as_terminal, wants_colour

FILE = PurePosixPath("treaty_data/reactions/x.yml")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / FILE).parent.mkdir(parents=True)
    return tmp_path


def shown(project: Path, text: str, problem: Problem, width: int = 80) -> list[str]:
    (project / FILE).write_bytes(text.encode())
    return as_terminal([problem], project, width=width, colour=False).split("\n")


def test_the_words_at_fault_are_marked(project: Path) -> None:
    problem = Problem(Place(FILE, 2, 8), "unknown-reference", "there is no actor 'norwy'", "write")
    assert shown(project, "a: b\nactor: norwy # x\n", problem)[:4] == [
        "treaty_data/reactions/x.yml:2:8: unknown-reference: there is no actor 'norwy'",
        "    2 | actor: norwy # x",
        "      |        ^^^^^",
        "  hint: write",
    ]


def test_the_mark_stands_below_wide_letters(project: Path) -> None:
    problem = Problem(Place(FILE, 1, 8), "x", "message")
    lines = shown(project, "최선희 e\u0301: x", problem)
    assert lines[2] == "      | " + " " * 9 + "^"


def test_a_file_gives_the_terminal_no_orders(project: Path) -> None:
    problem = Problem(Place(FILE, 1, 3), "x", "a \x1b[31m b", "c \x9b d")
    out = "\n".join(shown(project, "a: \x1b]0;x\x07\t\u202e", problem))
    assert all(character.isprintable() or character == "\n" for character in out)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=300),
    st.integers(1, 400),
    st.integers(1, 120),
)
def test_a_line_fits_and_the_mark_lies_within(text: str, column: int, width: int) -> None:
    problem = Problem(Place(FILE, 1, column), "x", f"'{text[column - 1 : column + 20]}'")
    excerpt = _excerpt(problem, [text], max(width, 40))
    assert excerpt
    margin, line, mark = excerpt
    room = max(width, 40) - len(margin) - 3
    assert _columns(line) <= room
    assert len(mark) - mark.count(" ") >= 1
    assert len(mark) <= room + 1


def test_a_place_that_no_file_has_is_no_trouble(project: Path) -> None:
    for place in (Place(PurePosixPath("treaty_data/none.yml")), Place(FILE, 99, 1)):
        (project / FILE).write_text("a: b\n", "utf-8")
        out = as_terminal([Problem(place, "x", "message")], project, colour=False)
        assert out.startswith(f"{place}: x: message\n\n")


def test_each_code_is_explained_once_at_the_end(project: Path) -> None:
    problems = [Problem(Place(FILE), code, "m") for code in ("bad-id", "bad-date", "bad-id")]
    end = as_terminal(problems, project, colour=False).rpartition("\n\n")[2]
    assert end.split("\n")[1:] == [
        f"  {HOME}/contributing/problems/{code}/" for code in ("bad-id", "bad-date")
    ]


def test_home_is_where_this_repository_publishes() -> None:
    assert Site.load(Path(__file__).parents[1]).url == HOME


@pytest.mark.parametrize(
    ("environment", "on_terminal", "in_pipe"),
    [
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
    ],
)
def test_colour_is_the_readers_choice(
    environment: dict[str, str], on_terminal: bool, in_pipe: bool
) -> None:
    assert wants_colour(environment, is_terminal=True) == on_terminal
    assert wants_colour(environment, is_terminal=False) == in_pipe


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize("no_colour", ["", "1"])
def test_on_a_real_terminal(no_colour: str, tmp_path: Path) -> None:
    import pty

    init(tmp_path / "project")
    (tmp_path / "project/treaty_data/topics/shipping.yml").write_text("titel: x\n", "utf-8")
    command = [sys.executable, "-m", "treaty_explainer", "check", "--project", tmp_path / "project"]
    ours, theirs = pty.openpty()
    environment = os.environ | {"NO_COLOR": no_colour, "COLUMNS": "80", "TERM": "xterm"}
    environment.pop("FORCE_COLOR", None)
    on_terminal = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, env=environment)
    os.close(theirs)
    seen = os.read(ours, 100_000).decode()
    os.close(ours)
    piped = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert on_terminal.returncode == piped.returncode == 1
    assert ("\x1b[" in seen) == (not no_colour)
    assert "titel: x\r\n" in seen
    assert "/contributing/problems/unknown-field/" in seen
    assert "^" not in piped.stdout
    assert not re.search(r"\x1b|https?:", piped.stdout)
    assert piped.stdout.endswith("\n")
