"""What is shown while somebody waits. The clock is the test's own."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from treaty_explainer.progress import SILENT, Bar, Lines, Progress, Watched
from treaty_explainer.scaffold import init


class Clock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def work(progress: Progress, clock: Clock, name: str, steps: int, each: float) -> None:
    with progress.stage(name, steps) as stage:
        for _ in range(steps):
            clock.now += each
            stage.advance()


def test_nothing_is_shown_or_kept_when_nobody_watches(
    clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    work(SILENT, clock, "Rendering", 3, 5.0)
    assert capfd.readouterr() == ("", "")
    assert not vars(SILENT)


def test_the_seconds_of_each_stage_are_kept_in_order(clock: Clock) -> None:
    watched = Watched(clock)
    work(watched, clock, "Reading", 2, 1.0)
    work(watched, clock, "Linking", 1, 0.01)
    work(watched, clock, "Rendering", 4, 1.0)
    work(watched, clock, "Reading", 1, 0.5)
    assert watched.summary() == "Reading 2.5 s, Rendering 4.0 s"


def test_a_stage_that_fails_is_timed_and_the_failure_goes_on(clock: Clock) -> None:
    watched = Watched(clock)
    with pytest.raises(KeyError), watched.stage("Reading"):
        clock.now += 3
        raise KeyError
    assert watched.seconds == {"Reading": 3.0}


def test_a_log_gets_no_line_for_what_is_done_within_two_seconds(clock: Clock) -> None:
    said: list[str] = []
    work(Lines(said.append, clock), clock, "Rendering", 100, 0.019)
    assert said == []


def test_a_log_gets_a_line_every_two_seconds_with_what_is_done(clock: Clock) -> None:
    said: list[str] = []
    lines = Lines(said.append, clock)
    work(lines, clock, "Reading", 1, 1.5)
    work(lines, clock, "Rendering", 12, 0.5)
    clock.now += 2
    with lines.stage("Auditing"):
        pass
    assert said == [
        "Rendering: 1 of 12 …",
        "Rendering: 5 of 12 …",
        "Rendering: 9 of 12 …",
        "Auditing …",
    ]


def test_a_bar_is_one_line_that_grows_and_leaves_nothing_behind(clock: Clock) -> None:
    screen = io.StringIO()
    bar = Bar(screen, clock)
    work(bar, clock, "Rendering", 4, 1.0)
    drawn = screen.getvalue()
    assert "\n" not in drawn
    looks = [look.rstrip() for look in drawn.split("\r") if look.strip()]
    assert looks == [
        "Rendering: 0 of 4 [------------------------]",
        "Rendering: 1 of 4 [######------------------]",
        "Rendering: 2 of 4 [############------------]",
        "Rendering: 3 of 4 [##################------]",
        "Rendering: 4 of 4 [########################]",
    ]
    assert drawn.endswith(f"\r{' ' * len(looks[-1])}\r")


def test_a_bar_is_drawn_ten_times_a_second_and_no_more(clock: Clock) -> None:
    screen = io.StringIO()
    work(Bar(screen, clock), clock, "Rendering", 10_000, 0.0001)
    assert screen.getvalue().count("[") <= 12


def test_a_shorter_look_covers_the_longer_one_before(clock: Clock) -> None:
    screen = io.StringIO()
    bar = Bar(screen, clock)
    with bar.stage("Reading a long name"):
        pass
    with bar.stage("On"):
        pass
    assert f"\r{' ' * len('Reading a long name …')}\r" in screen.getvalue()


def test_a_bar_fits_a_narrow_terminal(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    screen = io.StringIO()
    work(Bar(screen, clock), clock, "Building the whole site", 2, 1.0)
    assert all(len(look) < 20 for look in screen.getvalue().split("\r"))


def test_more_steps_than_foreseen_do_not_break_the_bar(clock: Clock) -> None:
    screen = io.StringIO()
    bar = Bar(screen, clock)
    with bar.stage("Rendering", 2) as stage:
        clock.now += 1
        stage.advance(5)
    assert "Rendering: 2 of 2 [########################]" in screen.getvalue()


def test_a_copy_of_the_process_draws_nothing(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    bar = Bar(screen, clock)
    monkeypatch.setattr("os.getpid", lambda: -1)
    with bar.stage("Rendering", 2) as stage:
        clock.now += 1
        stage.advance()
    assert "Rendering" not in screen.getvalue()


def test_a_build_ends_with_a_summary_and_a_quiet_one_says_nothing(tmp_path: Path) -> None:
    project = tmp_path / "project"
    init(project)

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "treaty_explainer", *words, "--project", str(project)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stderr

    assert run("check", "--quiet") == ""
    *_, counts, seconds = run("build").splitlines()  # on a slow machine, others come before
    assert "no warnings" in counts
    assert "Building the site" in seconds
    assert run("build", "--quiet") == ""
    assert "pages (0 changed)" in run("build")
