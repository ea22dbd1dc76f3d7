"""What `new` and `init` write, against what `check` demands."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from treaty_explainer.build import check
from treaty_explainer.entity import Record
from treaty_explainer.fix import fix
from treaty_explainer.guide import fields_of
from treaty_explainer.interview import interview, nearest
from treaty_explainer.kinds import BY_FOLDER, KINDS, Clause, Event, Question, Reaction, Source
from treaty_explainer.read import read_bytes
from treaty_explainer.scaffold import ScaffoldError, as_value, blank, file_for, init, kind_called

TODAY = date(2026, 11, 23)
# One record of each kind in the starter that holds little more than it must.
IN_STARTER = {
    "treaties": "1990-harbour",
    "clauses": "2031-harbour/article-2",
    "timeline": "1990-quays-opened",
    "reactions": "2031-05-04-port-guild",
    "questions": "are-warships-covered",
    "actors": "ada-lind",
    "topics": "shipping",
    "terms": "harbour-dues",
    "sources": "norland-gazette-2031-05-03",
}


def values_of(text: str) -> dict[str, Any]:
    document, problems = read_bytes(text.encode(), PurePosixPath("treaty_data/x/y.yml"))
    assert not problems
    assert document
    return document.values


def filled(text: str, values: dict[str, Any]) -> str:
    """A scaffold with its blank top-level fields filled in, groups and all."""
    for name, value in values.items():
        blank_field = re.compile(rf"^{name}:(?:\n(?: |#     |##   ).*)*$", re.MULTILINE)
        written = json.dumps(value, ensure_ascii=False)
        text = blank_field.sub(lambda _, line=f"{name}: {written}": line, text, count=1)
    return text


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_a_filled_in_scaffold_passes_check(kind: type[Record], tmp_path: Path) -> None:
    init(tmp_path / "project")
    id = IN_STARTER[kind.folder]
    file = tmp_path / "project/treaty_data" / kind.folder / f"{id}.yml"
    values = values_of(file.read_text("utf-8"))
    required = [field.name for field in fields_of(kind) if field.required]
    text = filled(blank(kind, id, TODAY), {name: values[name] for name in required})
    file.write_text(text, "utf-8")
    assert check(tmp_path / "project")[1] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_check_points_at_each_blank(kind: type[Record], tmp_path: Path) -> None:
    init(tmp_path / "project")
    id = "2031-harbour/article-9" if kind is Clause else "new-one"
    file = tmp_path / "project/treaty_data" / kind.folder / f"{id}.yml"
    text = blank(kind, id, TODAY)
    file.write_text(text, "utf-8")
    problems = [p for p in check(tmp_path / "project")[1] if p.place.file.name == file.name]
    blanks = {
        number for number, line in enumerate(text.split("\n"), 1) if re.match(r"[ \-]*\w+:$", line)
    } - {number for number, line in enumerate(text.split("\n"), 1) if line == "answers:"}
    assert {problem.place.line for problem in problems} == blanks
    assert {problem.code for problem in problems} == {"missing-field"}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_every_field_is_there_and_explained(kind: type[Record]) -> None:
    text = blank(kind, "x", TODAY)
    everything = values_of(re.sub(r"^# ?(?!#)", "", text, flags=re.MULTILINE))
    assert set(everything) == {field.name for field in fields_of(kind)}
    said = " ".join(re.sub(r"^## *", "", text, flags=re.MULTILINE).split())
    for field in fields_of(kind):
        assert " ".join(field.help.split()) in said
        for value in field.values:
            assert f"{value}: {value.help}" in said


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_groups_can_be_taken_in_as_they_stand(kind: type[Record]) -> None:
    text = blank(kind, "x", TODAY)
    while (taken_in := re.sub(r"^# (?! *#)|^# (?=# )", "", text, flags=re.MULTILINE)) != text:
        text = taken_in
    values = values_of(text)
    for field in fields_of(kind):
        if field.fields:
            group = values[field.name][0] if field.inside is list else values[field.name]
            assert set(group) == {inner.name for inner in field.fields}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_fix_has_nothing_to_put_in_order(kind: type[Record]) -> None:
    text = blank(kind, "x", TODAY)
    file = PurePosixPath("treaty_data", kind.folder, "x.yml")
    while True:
        assert not fix(text.encode(), file, BY_FOLDER).changed
        taken_in = re.sub(r"^# (?! *#)|^# (?=# )", "", text, flags=re.MULTILINE)
        if taken_in == text:
            return
        text = taken_in


def test_an_entry_begins_with_its_dash_even_if_its_first_field_is_set_aside() -> None:
    text = blank(Question, "x", TODAY)
    developments = re.search(r"^# developments:\n(?:#.*\n)*", text, re.MULTILINE)
    assert developments
    taken_in = re.sub("^# (?!#)", "", developments.group(), flags=re.MULTILINE)
    assert values_of(taken_in) == {"developments": [{"says": None}]}


def test_the_day_comes_from_the_id() -> None:
    assert values_of(blank(Reaction, "2026-11-23-norway", TODAY))["date"] == "2026-11-23"
    assert values_of(blank(Event, "1990-quays", TODAY))["date"] == "1990"
    assert not values_of(blank(Event, "2026-13-01-never", TODAY))["date"]
    assert not values_of(blank(Event, "visit", TODAY))["date"]
    assert "date" not in values_of(blank(Source, "tass-2024", TODAY))
    assert values_of(blank(Source, "tass-2024", TODAY))["reviewed"] == "2026-11-23"


def test_a_list_begins_with_as_many_entries_as_it_needs() -> None:
    assert len(values_of(blank(Question, "x", TODAY))["answers"]) == 2


def test_a_kind_is_known_by_its_name_and_its_folder() -> None:
    assert kind_called("reaction") is kind_called("reactions") is Reaction
    assert kind_called("event") is kind_called("timeline") is Event
    with pytest.raises(ScaffoldError, match=r"did you mean 'reaction'"):
        kind_called("reacton")
    with pytest.raises(ScaffoldError, match="the kinds are treaty, clause"):
        kind_called("xyzzy")


@pytest.mark.parametrize(
    ("kind", "id", "reason"),
    [
        (Reaction, "Norway 2026", "cannot be an id: name it 'norway-2026.yml'"),
        (Reaction, "index", "is a name that the site"),
        (Reaction, "../../x", "cannot be an id"),
        (Clause, "article-4", r"clauses/<treaty>/<clause>\.yml"),
        (Event, "2024/visit", r"timeline/<name>\.yml"),
        (Event, "1990-quays-opened", "there already"),
    ],
)
def test_bad_ids_are_refused(kind: type[Record], id: str, reason: str, tmp_path: Path) -> None:
    init(tmp_path)
    with pytest.raises(ScaffoldError, match=reason):
        file_for(tmp_path, kind, id)


@pytest.mark.parametrize(
    "text", ["plain", "a: b", "yes # no", "[x", "- x", "'", '"', "& co", "1.10", "*", "Ким: 김"]
)
def test_any_text_reads_back_as_itself(text: str) -> None:
    assert values_of(f"value: {as_value(text)}\n") == {"value": text}


def test_init_gives_a_sound_project(tmp_path: Path) -> None:
    files = init(tmp_path / "new")
    assert "mkdocs.yml" in files
    library, problems = check(tmp_path / "new")
    assert problems == []
    assert {record.folder for record in library} == set(BY_FOLDER)
    with pytest.raises(ScaffoldError, match="not empty"):
        init(tmp_path / "new")


def test_the_interview_asks_again_until_an_answer_can_stand(tmp_path: Path) -> None:
    init(tmp_path)
    answers = iter(
        [
            *("reacton", "reaction"),
            *("2031-05-04-port-guild", "2031-05-05-norland"),
            *("5 May", "2031-05-05"),
            *("norlad", "no", "norland"),
            *("speech", "statement"),
            "Norland: at last",
            "",
            "It says so.",
            "",
            *("shipping, fishing", "yes"),
        ]
    )
    said: list[str] = []
    kind, id, given = interview(tmp_path, lambda _: next(answers), said.append)
    assert (kind, id) == (Reaction, "2031-05-05-norland")
    assert given == {
        "date": "2031-05-05",
        "actor": "norland",
        "form": "statement",
        "title": '"Norland: at last"',
        "why": "It says so.",
        "topics": "[shipping, fishing]",
    }
    everything = "\n".join(said)
    assert "did you mean 'reaction'" in everything
    assert "there already" in everything
    assert "'5 May' is not a date" in everything
    assert "The nearest: norland" in everything
    assert "There is no 'fishing' yet." in everything
    assert "There are: shipping." in everything
    assert values_of(blank(kind, id, TODAY, given))["title"] == "Norland: at last"


def test_the_interview_offers_what_a_required_field_may_name(tmp_path: Path) -> None:
    init(tmp_path)
    answers = iter(
        [
            *("event", "2031-07-01-fair"),
            *("2031-07-01", "A fair", ""),
            *("one-harbor", "no", "one-harbour"),
            *("shipping", "low"),
        ]
    )
    said: list[str] = []
    _, _, given = interview(tmp_path, lambda _: next(answers), said.append)
    assert given["era"] == "one-harbour"
    assert "  one-harbour: One harbour, 2031" in said
    assert "  There is no 'one-harbor' yet. The nearest: one-harbour." in said


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.singular)
def test_whatever_a_required_field_may_name_is_offered(kind: type[Record], tmp_path: Path) -> None:
    init(tmp_path)
    id = "2031-harbour/article-9" if kind is Clause else "new-one"
    for required in (field for field in fields_of(kind) if field.required and not field.fields):
        said: list[str] = []
        answers = iter([kind.singular, id])
        interview(tmp_path, lambda _, left=answers: next(left, ""), said.append)
        offered = "\n".join(said)
        for value in required.values:
            assert f"  {value}: " in offered
        if required.folders:
            ids = {path.stem for path in (tmp_path / "treaty_data" / required.folders[0]).iterdir()}
            assert any(id in offered for id in ids)


def test_nearest_prefers_ids_that_hold_the_word() -> None:
    known = ["2024-06-19-treaty-signed", "2024-06-20-norway", "norwai"]
    assert nearest("norway", known) == ["2024-06-20-norway", "norwai"]
