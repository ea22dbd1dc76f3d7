"""What the report finds in the starter, and that its three forms say it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from treaty_explainer.build import check
from treaty_explainer.report import FORMATS, Findings, find
from treaty_explainer.scaffold import init

TODAY = date(2032, 6, 1)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "project"
    init(folder)
    question = folder / "treaty_data/questions/are-warships-covered.yml"
    text = question.read_text("utf-8")
    question.write_text(text.replace("    held_by: [port-guild]\n", ""), "utf-8")
    return folder


@pytest.fixture(scope="module")
def found(project: Path) -> Findings:
    library, problems = check(project)
    assert problems == []
    return find(library, TODAY, reviewed_since=date(2032, 3, 3))


def test_counts(found: Findings) -> None:
    assert found.records["clauses"] == 3
    assert found.sources_by_kind == {"primary text": 1, "newspaper": 1}
    assert found.sources_by_language == {"en": 2, "de": 1}
    assert found.sources_by_copy == {"original": 1, "reprint": 1}
    assert found.basis_of_clauses == {"full text": 1, "summary": 1}
    assert found.unverified == found.disputed == {"clauses/2031-harbour/article-1": 1}


def test_every_statement_of_fact_is_cited_and_own_words_need_not_be(found: Findings) -> None:
    assert found.facts.paragraphs == found.facts.cited > 0
    assert found.facts.share == "100%"
    assert found.own_words.paragraphs > found.own_words.cited


def test_gaps(found: Findings) -> None:
    assert found.clauses_without_reactions == ["clauses/2031-harbour/article-2"]
    assert found.clauses_without_events == ["clauses/2031-harbour/article-2"]
    assert found.questions_without_two_sides == ["questions/are-warships-covered"]
    assert found.dead_ends["clauses"] == ["clauses/2031-harbour/article-2"]
    assert "sources" not in found.dead_ends


def test_weak_and_mirrored_sources(found: Findings) -> None:
    assert found.sources_read_in_copies["reprint"] == ["sources/sund-courier-2031-09-02"]
    assert found.sources_without_archived_copy == ["sources/norland-gazette-2031-05-03"]
    assert found.weak_sources == found.resting_on_weak_sources == []


def test_records_that_rest_on_weak_sources_alone(tmp_path: Path) -> None:
    init(tmp_path / "project")
    courier = tmp_path / "project/treaty_data/sources/sund-courier-2031-09-02.yml"
    courier.write_text(courier.read_text("utf-8").replace("newspaper", "reference"), "utf-8")
    found = find(check(tmp_path / "project")[0], TODAY, TODAY)
    assert found.weak_sources == ["sources/sund-courier-2031-09-02"]
    assert "timeline/1990-quays-opened" in found.resting_on_weak_sources
    assert "clauses/2031-harbour/article-1" not in found.resting_on_weak_sources


def test_what_is_hardly_known(tmp_path: Path) -> None:
    init(tmp_path / "project")
    data = tmp_path / "project/treaty_data"
    for name, old, new in (
        ("clauses/2031-harbour/article-2", "basis: summary", "basis: heading only"),
        ("timeline/1990-quays-opened", "confidence: medium", "confidence: low"),
    ):
        file = data / f"{name}.yml"
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    found = find(check(tmp_path / "project")[0], TODAY, TODAY)
    assert found.clauses_hardly_known == ["clauses/2031-harbour/article-2"]
    assert found.events_of_low_confidence == ["timeline/1990-quays-opened"]


def test_staleness_counts_from_the_given_day(project: Path, found: Findings) -> None:
    assert found.stale == ["clauses/2031-harbour/article-1", "treaties/2031-harbour"]
    assert found.never_reviewed["treaties"] == ["treaties/1990-harbour"]
    assert find(check(project)[0], TODAY, reviewed_since=date(2031, 6, 2)).stale == []


def test_balance_of_reactions(found: Findings) -> None:
    assert found.reactions_by_region == {"Europe": {"supportive": 1, "opposed": 1}}
    assert "East Asia" in found.regions_without_reactions
    assert "Europe" not in found.regions_without_reactions
    assert found.reactions_by_sort_of_actor == {"state": 1, "organisation": 1}
    assert found.reactions_by_form == {"statement": 1, "act": 1}
    assert found.reactions_by_stance == {"supportive": 1, "opposed": 1}


def test_json_holds_everything(found: Findings) -> None:
    data = json.loads(FORMATS["json"](found))
    assert set(data) == set(Findings.__dataclass_fields__)
    assert data["today"] == "2032-06-01"


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_people_read_the_same(found: Findings, form: str) -> None:
    text = FORMATS[form](found)
    for words in (
        "Report of 2032-06-01",
        "not reviewed since 2032-03-03",
        "regions nobody speaks for",
        "sources/sund-courier-2031-09-02",
        "clauses/2031-harbour/article-2",
        "2 (1 supportive, 1 opposed)",
        "(100%)",
    ):
        assert words in text
