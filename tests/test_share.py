"""Work is shared among processes, and it makes no difference to what comes of it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence

import pytest

from treaty_explainer import share as module
from treaty_explainer.share import WorkerError, processes, share

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "processes", lambda items: 2)


def square(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


@forks
def test_every_item_is_done_once(two: None) -> None:
    parts = share(range(1000), square)
    assert len(parts) == 2
    assert sorted(value for part in parts for value in part) == square(range(1000))


@forks
def test_the_shares_are_done_by_different_processes(two: None) -> None:
    assert len(set(share(range(4), lambda part: os.getpid()))) == 2


@forks
def test_what_one_share_raises_is_raised_here(two: None) -> None:
    def work(part: Sequence[int]) -> None:
        if 1 in part:
            raise ValueError("no ones")

    with pytest.raises(ValueError, match="no ones"):
        share(range(4), work)


@forks
def test_an_exception_that_cannot_be_sent_comes_as_its_words(two: None) -> None:
    class Odd(Exception):
        def __init__(self, one: int, two: int) -> None:
            super().__init__(f"{one} and {two}")

    def work(part: Sequence[int]) -> None:
        if 1 in part:
            raise Odd(1, 2)

    with pytest.raises(WorkerError, match="Odd: 1 and 2"):
        share(range(4), work)


@forks
def test_a_process_that_is_killed_is_noticed(two: None) -> None:
    def work(part: Sequence[int]) -> None:
        if 1 in part:
            os.kill(os.getpid(), 9)

    with pytest.raises(WorkerError, match="ended before its time"):
        share(range(4), work)


@forks
def test_no_process_outlives_a_failure_here(two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[module.Child] = []

    class Noted(module.Child):
        def __init__(self, work: Callable[[], object]) -> None:
            super().__init__(work)
            children.append(self)

    monkeypatch.setattr(module, "Child", Noted)

    def work(part: Sequence[int]) -> None:
        if 0 in part:
            raise KeyError("here")
        threading.Event().wait(60)

    with pytest.raises(KeyError, match="here"):
        share(range(4), work)
    with pytest.raises(ChildProcessError):
        os.waitpid(children[0]._pid, os.WNOHANG)


def test_little_work_stays_in_one_process() -> None:
    assert processes(3) == 1


def test_a_process_with_threads_does_not_divide() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert processes(10**6) == 1
    finally:
        done.set()
        thread.join()
