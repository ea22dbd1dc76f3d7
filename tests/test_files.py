"""Files are made when they are asked for, and only those that can have changed."""

from __future__ import annotations

from functools import partial

import pytest

from treaty_explainer.files import Files, Gathered, Recipe, digest, make_all
from treaty_explainer.link import Library
from treaty_explainer.memory import Memory
from treaty_explainer.progress import Stage


def nothing(path: str) -> str:
    raise AssertionError(path)


def test_a_text_is_made_when_it_is_looked_at_and_not_before() -> None:
    made: list[str] = []
    files = Files({"a": Recipe(lambda: made.append("a") or "text")})  # type: ignore[func-returns-value]
    assert "a" in files
    assert list(files) == ["a"]
    assert made == []
    assert files["a"] == "text"
    assert made == ["a"]


def test_files_are_joined_and_the_later_ones_win() -> None:
    files = Files.of({"a": "1", "b": "2"}) | Files.of({"b": "3"})
    assert dict(files) == {"a": "1", "b": "3"}


def test_only_what_is_unknown_or_not_intact_is_made(starter: Library) -> None:
    memory = Memory()
    memory.compare(starter)
    files = Files.of({"a": "1", "b": "2"})
    made, standing = make_all(files, starter, memory, {}, nothing, Stage(""))
    assert (made, standing) == ({"a": "1", "b": "2"}, set())
    memory.settle()
    memory.compare(starter)
    assert make_all(
        files, starter, memory, {"a": digest("1"), "b": digest("2")}, nothing, Stage("")
    ) == (
        {},
        {"a", "b"},
    )
    assert make_all(files, starter, memory, {"a": digest("1")}, nothing, Stage("")) == (
        {"b": "2"},
        {"a"},
    )


def test_a_file_whose_key_is_another_is_made_again(starter: Library) -> None:
    memory = Memory()
    memory.compare(starter)
    make_all(Files({"a": Recipe(lambda: "1", "old")}), starter, memory, {}, nothing, Stage(""))
    memory.settle()
    memory.compare(starter)
    made, _ = make_all(
        Files({"a": Recipe(lambda: "2", "new")}),
        starter,
        memory,
        {"a": digest("1")},
        nothing,
        Stage(""),
    )
    assert made == {"a": "2"}


def test_what_a_file_asks_of_the_library_is_learnt(starter: Library) -> None:
    memory = Memory()
    memory.compare(starter)
    files = Files({"a": Recipe(lambda: starter.name("actors/norland"))})
    make_all(files, starter, memory, {}, nothing, Stage(""))
    memory.settle()
    without = Library(record for record in starter if record.id != "actors/ada-lind")
    memory.compare(without)
    key = f" {digest(starter.name('actors/norland'))}"
    assert memory.holds("a", key)
    memory.compare(Library([]))
    assert not memory.holds("a", key)


def test_a_file_that_is_not_the_one_that_was_made_is_made_again(starter: Library) -> None:
    """Another process may have written it from other data, and noted it as its own."""
    memory = Memory()
    memory.compare(starter)
    files = Files.of({"a": "1"})
    make_all(files, starter, memory, {}, nothing, Stage(""))
    memory.settle()
    memory.compare(starter)
    made, _ = make_all(files, starter, memory, {"a": digest("other")}, nothing, Stage(""))
    assert made == {"a": "1"}


def test_what_is_gathered_from_others_reads_only_those_that_stand(starter: Library) -> None:
    memory = Memory()
    memory.compare(starter)
    whole = {"whole": Gathered(["a", "b"], "+".join)}
    files = Files({"a": Recipe(lambda: "1"), "b": Recipe(lambda: "2")}, whole)
    assert dict(files) == {"a": "1", "b": "2", "whole": "1+2"}
    made, _ = make_all(files, starter, memory, {}, nothing, Stage(""))
    assert made == dict(files)
    memory.settle()
    intact = {path: digest(text) for path, text in made.items()}
    memory.compare(starter)
    assert make_all(files, starter, memory, intact, nothing, Stage("")) == ({}, set(files))
    edited = Files({"a": Recipe(lambda: "1"), "b": Recipe(lambda: "3", "new")}, whole)
    made, standing = make_all(edited, starter, memory, intact, {"a": "1"}.__getitem__, Stage(""))
    assert (made, standing) == ({"b": "3", "whole": "1+3"}, {"a"})


def test_what_many_files_need_is_prepared_once_before_the_work_is_shared(
    starter: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("treaty_explainer.files.processes", lambda items: 2)
    done: list[int] = []
    prepare = partial(done.append, 1)
    files = Files({path: Recipe(lambda: "", prepare=prepare) for path in "abc"})
    memory = Memory()
    memory.compare(starter)
    make_all(files, starter, memory, {}, nothing, Stage(""))
    assert done == [1]
