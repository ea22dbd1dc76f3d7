"""Values into records: each fault at its place, in an editor's words, and none of pydantic's."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.guide import fields_of
from treaty_explainer.kinds import BY_FOLDER, KINDS, Actor, ActorSort
from treaty_explainer.problems import Problem
from treaty_explainer.read import Document, read_bytes
from treaty_explainer.validate import MAX_FAULTS, validate_all

ACTOR = """\
name: NO
sort: state
region: Europe
summary: A state [@x].
"""


def validated(text: str, path: str = "actors/norway") -> tuple[Any, list[Problem]]:
    document, problems = read_bytes(text.encode(), PurePosixPath(f"treaty_data/{path}.yml"))
    assert problems == []
    assert document is not None
    records, problems = validate_all([document], BY_FOLDER)
    return (records[0] if records else None), problems


def told(text: str, path: str = "actors/norway") -> list[tuple[int, str, str]]:
    record, problems = validated(text, path)
    assert record is None
    return [(problem.place.line, problem.code, problem.message) for problem in problems]


def test_a_record_knows_its_id_its_file_and_its_words() -> None:
    record, problems = validated(ACTOR)
    assert problems == []
    assert isinstance(record, Actor)
    assert record.id == "actors/norway"
    assert record.name == "NO"
    assert record.sort is ActorSort.STATE
    assert record.document.place(("region",)).line == 3


def test_all_faults_of_a_file_come_in_one_run() -> None:
    text = "name: [a]\nsort: kingdom\nregion:\nof: Norway\naka: x\n"
    assert sorted(told(text)) == [
        (1, "missing-field", "the field 'summary' is missing"),
        (1, "wrong-type", "'name' should be a text, but here is a list"),
        (2, "not-in-list", "'kingdom' is not one of the values of 'sort'"),
        (3, "missing-field", "'region' is empty"),
        (4, "bad-id", "'Norway' is not an id"),
        (5, "unknown-field", "there is no field 'aka' here"),
    ]


def test_a_misspelt_field_is_not_reported_again_as_missing() -> None:
    assert told(ACTOR.replace("region", "regoin")) == [
        (3, "unknown-field", "there is no field 'regoin' here")
    ]


def test_a_fault_deep_inside_has_its_own_place() -> None:
    text = ACTOR + "offices:\n  - title: King\n    held: 1 May 1961\n  - of: norway\n"
    assert sorted(told(text)) == [
        (7, "bad-date", "'1 May 1961' is not a date"),
        (8, "missing-field", "the field 'title' is missing"),
    ]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("norway", "unknown-folder"),
        ("people/norway", "unknown-folder"),
        ("actors/europe/norway", "wrong-place"),
        ("clauses/article-1", "wrong-place"),
        ("actors/Norway", "bad-id"),
        ("actors/nor_way", "bad-id"),
        ("actors/nor way", "bad-id"),
        ("actors/norway.", "bad-id"),
        ("actors/nоrway", "bad-id"),  # its o is Cyrillic
        ("actors/" + "a" * 120, "bad-id"),
        ("actors/index", "reserved-name"),
        ("actors/con", "reserved-name"),
        ("actors/com1", "reserved-name"),
        ("clauses/assets/article-1", "reserved-name"),
    ],
)
def test_a_path_that_cannot_be_an_address(path: str, code: str) -> None:
    assert [problem[1] for problem in told(ACTOR, path)] == [code]


def test_no_file_makes_more_problems_than_can_be_read() -> None:
    text = "".join(f"field{number}: x\n" for number in range(1000))
    assert len(told(text)) <= MAX_FAULTS


values = st.recursive(
    st.none() | st.sampled_from(["", " ", "yes", "1961", "en", "x [@y].", "a\nb", "actors/x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["date", "by", "en", "text", "x", ""]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
@given(data=st.data())
def test_whatever_stands_in_a_field_is_answered_in_our_words(kind: Any, data: Any) -> None:
    names = [field.name for field in fields_of(kind)]
    record = data.draw(st.dictionaries(st.sampled_from([*names, "x"]), values, max_size=4))
    id = f"{kind.folder}/{'t/' if kind.folder == 'clauses' else ''}some-name"
    document = Document(id, PurePosixPath(f"treaty_data/{id}.yml"), record, "")
    records, problems = validate_all([document], BY_FOLDER)
    assert bool(records) != bool(problems)
    for problem in problems:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", problem.code)
        assert problem.message[0] == problem.message[0].lower()
        assert "nput should" not in problem.message
        assert "[key]" not in problem.message
        assert problem.hint
