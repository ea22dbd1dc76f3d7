"""What readers find each page by."""

from __future__ import annotations

import json
from typing import Any

import pytest

from treaty_explainer.build import check
from treaty_explainer.render import PACKAGE
from treaty_explainer.search import FILE, merge, search_entries


@pytest.fixture(scope="module")
def entries() -> dict[str, dict[str, Any]]:
    library, _ = check(PACKAGE / "starter")
    return {entry["location"]: entry for entry in json.loads(search_entries(library)[FILE])}


def test_a_clause_is_found_by_every_form_of_its_number(entries: dict[str, Any]) -> None:
    names = entries["clauses/2031-harbour/article-2/"]["tags"]
    assert {"Art. 2", "Art. II", "제2조", "статья 2", "第2条"} <= set(names)


def test_a_title_says_what_sort_of_record_it_is(entries: dict[str, Any]) -> None:
    title = entries["clauses/2031-harbour/article-1/"]["title"]
    assert title == "Article 1: Equal berths (the Harbour Treaty) · clause"


def test_names_in_other_scripts_count(entries: dict[str, Any]) -> None:
    assert "Nordland" in entries["actors/norland/"]["tags"]


def test_the_subject_comes_before_other_instruments_and_sources_last(
    entries: dict[str, Any],
) -> None:
    subject = entries["clauses/2031-harbour/article-1/"]["boost"]
    other = entries["clauses/1990-harbour/article-1/"]["boost"]
    source = entries["sources/norland-gazette-2031-05-03/"]["boost"]
    assert subject > other > source


def test_the_engine_keeps_the_pages_written_by_hand() -> None:
    index = {
        "config": {"lang": ["en"]},
        "docs": [{"location": "about/"}, {"location": "terms/x/#y"}, {"location": "terms/x/"}],
    }
    merged = merge(index, [{"location": "terms/x/", "title": "ours"}], {"terms/x/"})
    assert [doc["location"] for doc in merged["docs"]] == ["terms/x/", "about/"]


def test_markup_in_a_record_is_only_text(entries: dict[str, Any]) -> None:
    assert not [entry for entry in entries.values() if "<" in entry["title"] + entry["text"]]
