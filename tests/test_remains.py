"""A fault in one field hides none in another."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from conftest import STARTER, LayOver
from treaty_explainer.build import check
from treaty_explainer.entity import Prose, leaves
from treaty_explainer.kinds import BY_FOLDER, Reaction
from treaty_explainer.read import read_bytes
from treaty_explainer.remains import remains

FILE = "reactions/2031-05-03-sudmark.yml"


def changed(**fields: str) -> str:
    text = (STARTER / "treaty_data" / FILE).read_text("utf-8")
    lines = [line for line in text.splitlines() if line.partition(":")[0] not in fields]
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in fields.items())]) + "\n"


def test_all_faults_of_a_record_come_in_one_run(lay_over: LayOver) -> None:
    text = changed(
        stance="glad", actor="sudmrak", summary="They like it.", clauses="[2031-harbour/art-1]"
    )
    problems = check(lay_over({FILE: text}))[1]
    assert [problem.code for problem in problems] == [
        "not-in-list",
        "unknown-reference",
        "unsourced",
        "unknown-reference",
    ]


def test_what_is_sound_alone_is_kept_and_the_rest_is_nothing() -> None:
    file = PurePosixPath("treaty_data", FILE)
    document, _ = read_bytes(changed(stance="glad", date="3 May", colour="x").encode(), file)
    assert document
    (record,) = remains([document], BY_FOLDER)
    assert isinstance(record, Reaction)
    assert record.id == "reactions/2031-05-03-sudmark"
    assert record.stance is None
    assert record.date is None
    assert record.actor == "actors/sudmark"
    assert [loc for loc, value in leaves(record) if isinstance(value, Prose)] == [
        ("summary",),
        ("followed",),
    ]


@pytest.mark.parametrize("path", ["nowhere/x.yml", "reactions/X.yml"])
def test_of_a_file_in_no_place_nothing_remains(path: str) -> None:
    document, _ = read_bytes(b"title: x\n", PurePosixPath("treaty_data", path))
    assert document
    assert list(remains([document], BY_FOLDER)) == []
