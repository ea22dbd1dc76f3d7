"""Editorial rules. Each has its folder in tests/problems/; here is what they let pass, and why."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from conftest import STARTER, LayOver
from treaty_explainer.build import check
from treaty_explainer.check import check_all
from treaty_explainer.link import Library

EVENT = "timeline/2031-05-02-treaty-signed.yml"
SUBJECT = "treaties/2031-harbour.yml"
OLD = "treaties/1990-harbour.yml"
ARTICLE_2 = "clauses/2031-harbour/article-2.yml"


def starter_file(name: str, old: str, new: str) -> dict[str, str | bytes]:
    text = (STARTER / "treaty_data" / name).read_text("utf-8")
    assert old in text
    return {name: text.replace(old, new, 1)}


def codes(lay_over: LayOver, files: dict[str, str | bytes]) -> list[str]:
    return [problem.code for problem in check(lay_over(files))[1]]


def test_the_starter_follows_every_rule(starter: Library) -> None:
    assert check_all(starter, complete=True) == []


def test_a_dim_date_contradicts_nothing_it_may_mean(lay_over: LayOver) -> None:
    """About 2031 may be before or after 2 May 2031, so nothing is certain to be wrong."""
    assert codes(lay_over, starter_file(EVENT, "date: 2031-05-02", "date: ~2031")) == []


def test_a_treaty_may_take_effect_in_the_year_it_was_signed(lay_over: LayOver) -> None:
    assert codes(lay_over, starter_file(SUBJECT, "in_force: 2031-10-01", "in_force: 2031")) == []


def test_an_event_may_reach_into_its_era(lay_over: LayOver) -> None:
    changed = starter_file(EVENT, "date: 2031-05-02", "date: 2030-12/2031-05-02")
    assert codes(lay_over, changed) == []


def test_notes_need_no_source(lay_over: LayOver) -> None:
    assert codes(lay_over, starter_file(ARTICLE_2, "number: 2", "number: 2\nnote: Our own.")) == []


def test_every_paragraph_and_every_list_entry_cites(lay_over: LayOver) -> None:
    text = (
        "context: |\n  One [@sund-courier-2031-09-02].\n\n  Two.\n\n  - three\n  - four\nnumber: 2"
    )
    changed = starter_file(ARTICLE_2, "number: 2", text)
    _, problems = check(lay_over(changed))
    assert [(p.place.line, p.place.column, p.code) for p in problems] == [
        (4, 3, "unsourced"),
        (6, 5, "unsourced"),
        (7, 5, "unsourced"),
    ]


def test_rules_that_look_for_something_missing_wait_for_sound_records(lay_over: LayOver) -> None:
    """The subject is broken: that there is none, or that nothing cites a source, is an echo."""
    assert codes(lay_over, starter_file(SUBJECT, "role: subject", "role: subjekt")) == [
        "not-in-list"
    ]


def test_with_two_subjects_the_one_with_eras_is_right(lay_over: LayOver) -> None:
    _, problems = check(lay_over(starter_file(OLD, "role: predecessor", "role: subject")))
    assert [str(p.place.file) for p in problems] == [f"treaty_data/{OLD}"]


def test_without_any_treaty_the_folder_is_the_place() -> None:
    problems = check_all(Library([]), complete=True)
    assert [(p.place.file, p.code) for p in problems] == [
        (PurePosixPath("treaty_data/treaties"), "no-subject")
    ]


def test_an_event_without_a_subject_has_no_era_to_lie_in(lay_over: LayOver) -> None:
    changed = starter_file(SUBJECT, "role: subject", "role: related")
    assert codes(lay_over, changed) == ["no-subject"]


def test_one_number_may_serve_an_article_and_a_paragraph(lay_over: LayOver) -> None:
    text = (STARTER / "treaty_data" / ARTICLE_2).read_text("utf-8")
    assert codes(lay_over, {"clauses/2031-harbour/paragraph-2.yml": text}) == []


def test_an_address_counts_as_one_with_or_without_its_last_slash_and_s(lay_over: LayOver) -> None:
    name = "sources/sund-courier-2031-09-02.yml"
    other = "http://gazette.example.org/2031/05/03/treaty/"
    changed = starter_file(name, "https://harbour.example.org/courier", other)
    assert codes(lay_over, changed) == ["doubled-source"]


@pytest.mark.parametrize("former", ["clauses/2031-harbour", "about/us", "clauses/a/b/c"])
def test_a_former_id_is_shaped_like_that_of_a_record(lay_over: LayOver, former: str) -> None:
    """It becomes a page that sends readers on, and `clauses/2031-harbour` is a page already."""
    changed = starter_file(ARTICLE_2, "number: 2", f"number: 2\nformerly: [{former}]")
    assert codes(lay_over, changed) == ["bad-id"]


GAZETTE = "sources/norland-gazette-2031-05-03.yml"


@pytest.mark.parametrize(
    "title",
    [
        *("The ‘closed issue’ of N. Korea's", 'A "closed issue"', "“A” and „B“", "«А» и «Б»"),
        *('A 105" shell', 'The ארה"ב position', "'Sund\"'", r'"Sund\""'),
    ],
)
def test_pairs_apostrophes_and_what_stands_in_quotes_are_let_pass(
    title: str, lay_over: LayOver
) -> None:
    old = "title: Treaty on the Shared Harbour of Sund"
    assert codes(lay_over, starter_file(GAZETTE, old, f"title: {title}")) == []


@pytest.mark.parametrize("title", ['Of 2031"', 'The "closed issue', "“Sund", "Sund»"])
def test_half_a_pair_of_quotation_marks(title: str, lay_over: LayOver) -> None:
    old = "title: Treaty on the Shared Harbour of Sund"
    assert codes(lay_over, starter_file(GAZETTE, old, f"title: {title}")) == ["unpaired-quote"]
