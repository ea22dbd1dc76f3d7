"""The data export: one JSON file a record, and everything in one."""

from __future__ import annotations

import json

import pytest
from pydantic_core import to_json

from treaty_explainer.build import check
from treaty_explainer.export import export_all
from treaty_explainer.site import Site
from treaty_explainer.templating import PACKAGE


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    library, _ = check(PACKAGE / "starter")
    return export_all(library, Site("Harbour", "https://harbour.example.org", licence="CC0"))


def test_a_record_lies_at_its_path(files: dict[str, str]) -> None:
    record = json.loads(files["data/v1/clauses/2031-harbour/article-1.json"])
    assert record["id"] == "clauses/2031-harbour/article-1"
    assert record["kind"] == "clause"
    assert record["url"] == "https://harbour.example.org/clauses/2031-harbour/article-1/"
    assert record["number"] == "1"
    assert record["topics"] == ["topics/shipping"]


def test_values_keep_their_meaning(files: dict[str, str]) -> None:
    event = json.loads(files["data/v1/timeline/2031-05-02-treaty-signed.json"])
    assert event["date"] == "2031-05-02"
    assert event["milestone"] is True
    assert json.loads(files["data/v1/treaties/1990-harbour.json"])["signed"]["date"] == "~1990"


def test_a_record_knows_who_names_it(files: dict[str, str]) -> None:
    clause = json.loads(files["data/v1/clauses/2031-harbour/article-1.json"])
    assert "timeline/2031-05-02-treaty-signed" in clause["referred_to_by"]


def test_a_source_has_both_its_kinds(files: dict[str, str]) -> None:
    source = json.loads(files["data/v1/sources/norland-gazette-2031-05-03.json"])
    assert (source["kind"], source["source_kind"]) == ("source", "primary text")


def test_everything_stands_in_one_file_too(files: dict[str, str]) -> None:
    everything = json.loads(files["data/v1/records.json"])
    assert everything["licence"] == "CC0"
    assert len(everything["records"]) == len(files) - 1
    whole = to_json(everything, indent=1).decode()
    assert files["data/v1/records.json"] == f"{whole}\n"
    one = json.loads(files["data/v1/clauses/2031-harbour/article-1.json"])
    assert one in everything["records"]
