"""YAML into text that remembers where it stands; anything else into problems, never exceptions."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import LayOver
from treaty_explainer.build import check
from treaty_explainer.formats import as_text
from treaty_explainer.read import Document, read_all, read_bytes, read_file

FILE = PurePosixPath("treaty_data/actors/x.yml")


def read(text: str | bytes) -> Document:
    document, problems = read_bytes(text.encode() if isinstance(text, str) else text, FILE)
    assert problems == []
    assert document is not None
    return document


def codes(text: str | bytes) -> list[str]:
    document, problems = read_bytes(text.encode() if isinstance(text, str) else text, FILE)
    assert document is None
    return [problem.code for problem in problems]


def test_every_value_is_text_until_a_kind_says_otherwise() -> None:
    words = ["NO", "yes", "1.10", "010", "1e3", "12:30", "1961-07-06", "null", "~", "0x1F", ".nan"]
    assert read(f"a: [{', '.join(words)}]").values == {"a": words}


def test_nothing_is_none_and_quoted_nothing_is_text() -> None:
    assert read("a:\nb: ''\nc:\n  -\n").values == {"a": None, "b": "", "c": [None]}


def test_the_id_is_the_path() -> None:
    document, _ = read_bytes(b"a: b", PurePosixPath("treaty_data/clauses/t/article-4.yml"))
    assert document is not None
    assert document.id == "clauses/t/article-4"


@pytest.mark.parametrize(
    "raw",
    [
        b"a: b\nc: |\n  d\n  e\n",
        b"\xef\xbb\xbfa: b\nc: |\n  d\n  e\n",
        b"a: b\r\nc: |\r\n  d\r\n  e",
    ],
)
def test_line_ends_and_byte_order_marks_make_no_difference(raw: bytes) -> None:
    assert read(raw).values["a"] == "b"
    assert read(raw).values["c"].strip() == "d\ne"


def test_a_value_knows_its_place() -> None:
    document = read("a: b\nc:\n  - d: é\n    e: |\n      one\n      two three\n")
    assert str(document.place(("a",))) == "treaty_data/actors/x.yml:1:4"
    assert str(document.place(("c", 0, "d"))) == "treaty_data/actors/x.yml:3:8"
    assert str(document.key_place(("c", 0, "e"))) == "treaty_data/actors/x.yml:4:5"
    assert str(document.place(("c", 0, "e"), "three")) == "treaty_data/actors/x.yml:6:11"


def test_a_missing_value_has_the_place_of_what_lacks_it() -> None:
    document = read("a: b\nc:\n  - d: e\n")
    assert document.place(("c", 0, "f")) == document.place(("c", 0))
    assert document.place(("f",)) == document.place()


def test_words_are_found_again_and_again_and_over_a_line_break() -> None:
    document = read("a: x\nb: |\n  one x\n  x two\nc: three\n  four\n")
    places = [document.place(("b",), "x", nth) for nth in range(3)]
    assert [(place.line, place.column) for place in places] == [(3, 7), (4, 3), (4, 3)]
    assert document.place(("c",), "three four").line == 5
    assert document.place(("b",), "nowhere") == document.place(("b",))


def test_every_fault_that_can_be_told_apart_is_told() -> None:
    assert codes("a: b #c\na: d\ne: f #g\na: h\n") == [
        "comment-in-text",
        "doubled-field",
        "comment-in-text",
        "doubled-field",
    ]


def test_a_comment_two_blanks_away_is_a_comment() -> None:
    text = "# a\na: b  # c\nd: 'e' # f\ng: # h\n  - i\nj: k#l\nm: |\n  n # o\n"
    assert read(text).values == {"a": "b", "d": "e", "g": ["i"], "j": "k#l", "m": "n # o\n"}


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [b]\nc: [*x, *x]",
        "a: {<<: b}",
        "a: !!python/object/apply:os.system [ls]",
        "a: !!binary aGk=",
        "%YAML 1.3\n---\na: b",
        "a: b\n---\nc: d",
        "? [a]\n: b",
        "? - a\n: b",
        "a: " + "[" * 100_000,
        "a: " + "{a: " * 50_000,
        "- " * 100_000,
        'a: "\\ud83d\\ude00"',
        'a: "\\0"',
        'a: "\\u200b"',
        'a: "b\\rc"',
        '"\\u202e": b',
        "a: \x85b",
        "a: \u2028b",
        "a: \u202eb",
        "a: \ufeffb",
        "a: \U000e0041b",
        "a: no\u00adrway",
        "a: 한\u200b국",
        "a: Z" + "\u0301" * 9,
        b"a: \xc0\x80",
        b"a: \xed\xa0\x80",
        "a: b".encode("utf-16"),
        b"\x00" * 10,
        "a: " + "x" * 300_000,
    ],
)
def test_what_can_harm_is_refused(text: str | bytes) -> None:
    assert len(codes(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Договор о дружбе",
        "최선희",
        "שלום עולם \u200f",
        "می\u200cخواهم",  # a joiner that Persian needs
        "क्\u200dष",
        "👩\u200d👩\u200d👧",
        "Việt Nam, Å, e\u0301",
    ],
)
def test_every_script_is_welcome(text: str) -> None:
    assert read(f"a: {text}").values["a"] == text


@given(st.binary(max_size=300))
@example(b"a: [")
@example(b"[")
@example(b"{")
@example(b"- -\t-")
@example(b"a: 'b")
@example(b"? ")
@example(b"\xef\xbb\xbf")
def test_any_bytes_are_a_document_or_problems(raw: bytes) -> None:
    document, problems = read_bytes(raw, FILE)
    assert (document is None) == bool(problems)
    assert all(problem.message and problem.hint for problem in problems)


SIGNS = st.text(st.sampled_from("ab:-#'\"[]{}|>&*!%@`?,\\ \t\n\n  0~<“”\u200b"), max_size=60)


@given(SIGNS)
@example("a: b\n c: d\n")
@example('a: "b" c\n')
@example("a: |x\n")
@example("%a")
@example("---\n%a\n---\n%b")
def test_any_signs_are_a_document_or_problems_within_the_file(text: str) -> None:
    document, problems = read_bytes(text.encode(), FILE)
    assert (document is None) == bool(problems)
    for problem in problems:
        assert problem.message
        assert problem.hint
        assert "not YAML (" not in problem.message, "the parser's own words are translated"
        assert 1 <= problem.place.line <= text.count("\n") + 2


# ------------------------------------------------------------------------------- folders


def test_files_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b/2", "a/10", "a/9", "b/1"):
        path = tmp_path / "treaty_data" / f"{name}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a: b")
    documents, problems = read_all(tmp_path)
    assert problems == []
    assert [document.id for document in documents] == ["a/10", "a/9", "b/1", "b/2"]


def test_what_editors_and_systems_leave_behind_is_passed_over(lay_over: LayOver) -> None:
    left = dict.fromkeys((".DS_Store", "actors/.a.yml.swp", "actors/a.yml~", ".git/x"), "x")
    _, problems = check(lay_over(left))
    assert problems == []


def test_without_the_folder_there_is_one_problem(tmp_path: Path) -> None:
    documents, problems = read_all(tmp_path)
    assert documents == []
    assert as_text(problems, tmp_path) == (
        "treaty_data:1:1: not-a-file: there is no such folder\n  hint: create it, or use --project"
    )


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch, lay_over: LayOver) -> None:
    """The fault of tests/problems/cannot-read, which no file can hold (and root can read all)."""
    project = lay_over({})
    locked = project / "treaty_data" / "topics" / "shipping.yml"
    open_any = os.open

    def open_others(path: Path | str, flags: int) -> int:
        if Path(path) == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return open_any(path, flags)

    monkeypatch.setattr(os, "open", open_others)
    _, problems = check(project)
    expected = Path(__file__).parent / "problems" / "cannot-read" / "expected.txt"
    assert as_text(problems, project) + "\n" == expected.read_text("utf-8")


def test_a_file_that_vanishes_while_it_is_read(tmp_path: Path) -> None:
    document, problems = read_file(tmp_path / "gone.yml", FILE)
    assert document is None
    assert [problem.code for problem in problems] == ["cannot-read"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such entries")
def test_links_pipes_and_loops_are_refused_and_not_followed(lay_over: LayOver) -> None:
    project = lay_over({})
    data = project / "treaty_data"
    (data / "actors" / "passwd.yml").symlink_to("/etc/passwd")
    (data / "topics" / "loop").symlink_to(data)
    os.mkfifo(data / "terms" / "pipe.yml")
    _, problems = check(project)
    assert [(str(problem.place.file), problem.code) for problem in problems] == [
        ("treaty_data/actors/passwd.yml", "not-a-file"),
        ("treaty_data/terms/pipe.yml", "not-a-file"),
        ("treaty_data/topics/loop", "not-a-file"),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_files_name_cannot_write_lines_or_colours_into_the_answer(lay_over: LayOver) -> None:
    _, problems = check(lay_over({"topics/a\n\x1b[31m\u202eb.yml": "title: x"}))
    text = as_text(problems, Path())
    assert len(text.split("\n")) == 2
    assert text.replace("\n", "").isprintable()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep one of the two")
def test_twins_by_spelling_of_an_accent_are_one_file_elsewhere(lay_over: LayOver) -> None:
    _, problems = check(lay_over({"topics/caf\u00e9.yml": "a: b", "topics/cafe\u0301.yml": "a: b"}))
    assert sorted(problem.code for problem in problems) == ["bad-id", "same-name"]
