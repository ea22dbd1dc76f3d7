"""A page in the forms of reference managers: whole, escaped, and dated by its data."""

from __future__ import annotations

import json

from treaty_explainer.cite import Reference
from treaty_explainer.day import Day

PAGE = Reference(
    "clauses/2031-harbour/article-1",
    "Article 1: 100 % of {all} berths_",
    "The Harbour Treaty explained",
    "https://harbour.example.org/clauses/2031-harbour/article-1/",
    Day.parse("2031-12-01"),
)


def test_bibtex_escapes_what_tex_would_obey() -> None:
    assert PAGE.bibtex.splitlines() == [
        "@misc{clauses-2031-harbour-article-1,",
        r"  title = {Article 1: 100 \% of \{all\} berths\_},",
        "  author = {{The Harbour Treaty explained}},",
        "  year = {2031},",
        r"  howpublished = {\url{https://harbour.example.org/clauses/2031-harbour/article-1/}},",
        "  note = {Reviewed 1 December 2031},",
        "}",
    ]


def test_ris_has_a_line_for_each_tag() -> None:
    lines = PAGE.ris.splitlines()
    assert lines[0] == "TY  - ELEC"
    assert lines[-1] == "ER  - "
    assert "DA  - 2031/12/01" in lines
    assert all(line[2:6] == "  - " for line in lines)


def test_csl_is_json_with_the_parts_of_the_date() -> None:
    [item] = json.loads(PAGE.csl)
    assert item["title"] == PAGE.title
    assert item["issued"] == {"date-parts": [[2031, 12, 1]]}


def test_a_date_is_never_more_exact_than_the_data() -> None:
    month = Reference("terms/dues", "Dues", "Site", "https://x.example/", Day.parse("2031-12"))
    assert json.loads(month.csl)[0]["issued"] == {"date-parts": [[2031, 12]]}
    assert "DA  - 2031/12\n" in month.ris


def test_without_a_review_there_is_no_date() -> None:
    undated = Reference("sources/x", "X", "Site", "https://x.example/sources/x/")
    assert "issued" not in json.loads(undated.csl)[0]
    assert not {"year", "note"} & {line.split(" = ")[0].strip() for line in undated.bibtex.split()}
    assert "DA  - " not in undated.ris
