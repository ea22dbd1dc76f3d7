"""The same problems for people, for GitHub and for programs."""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath

from treaty_explainer.formats import FORMATS, HOME, MAX_SHOWN, as_github, as_json, as_text, help_for
from treaty_explainer.problems import Place, Problem, quote, suggestion

PLACE = Place(PurePosixPath("treaty_data/reactions/2024-06-20-norway.yml"), 8, 10)
UNKNOWN = Problem(PLACE, "unknown-reference", "there is no actor 'norwy'", "did you mean 'norway'?")
NASTY = Problem(Place(PurePosixPath("a,b:c.yml")), "bad-id", "100 %\n::error::x")
HERE = Path()


def test_people_read_lines() -> None:
    assert as_text([UNKNOWN, NASTY], HERE).split("\n")[:3] == [
        "treaty_data/reactions/2024-06-20-norway.yml:8:10: "
        "unknown-reference: there is no actor 'norwy'",
        "  hint: did you mean 'norway'?",
        "a,b:c.yml:1:1: bad-id: 100 % ::error::x",
    ]


def test_of_very_many_the_first_are_shown() -> None:
    lines = as_text([NASTY] * (MAX_SHOWN + 7), HERE).split("\n")
    assert lines[-1] == "… and 7 more"


def test_github_cannot_be_given_orders_by_a_file() -> None:
    unknown, nasty = as_github([UNKNOWN, NASTY], HERE).split("\n")
    assert unknown == (
        "::error file=treaty_data/reactions/2024-06-20-norway.yml,line=8,col=10,"
        "title=unknown-reference::there is no actor 'norwy'%0Adid you mean 'norway'?"
        f"%0A{HOME}/contributing/problems/unknown-reference/"
    )
    assert nasty == ("::error file=a%2Cb%3Ac.yml,line=1,col=1,title=bad-id::100 %25 ::error::x")


def test_programs_read_objects(tmp_path: Path) -> None:
    assert json.loads(as_json([UNKNOWN], tmp_path)) == [
        {
            "file": "treaty_data/reactions/2024-06-20-norway.yml",
            "line": 8,
            "column": 10,
            "code": "unknown-reference",
            "message": "there is no actor 'norwy'",
            "hint": "did you mean 'norway'?",
            "help": f"{HOME}/contributing/problems/unknown-reference/",
        }
    ]


def test_what_programs_read_is_documented() -> None:
    guide = (Path(__file__).parents[1] / "docs/contributing/coders.md").read_text("utf-8")
    _, _, chapter = guide.partition("## Problems for programs")
    example = chapter.partition("```json\n")[2].partition("```")[0]
    assert json.loads(example) == json.loads(as_json([UNKNOWN], HERE))
    rows = re.findall(r"^\| (`.+?) \|", chapter.partition("\n## ")[0], re.MULTILINE)
    assert re.findall(r"`(\w+)`", " ".join(rows)) == list(json.loads(example)[0])


def test_a_code_is_explained_by_the_projects_own_pages_if_it_has_any(tmp_path: Path) -> None:
    (tmp_path / "docs/contributing/problems").mkdir(parents=True)
    on_disk = {"unknown-reference": "docs/contributing/problems/unknown-reference.md"}
    assert help_for([UNKNOWN], tmp_path) == on_disk
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.org/x/\n", "utf-8")
    on_site = {
        "unknown-reference": "https://example.org/x/contributing/problems/unknown-reference/"
    }
    assert help_for([UNKNOWN], tmp_path) == on_site
    (tmp_path / "mkdocs.yml").write_text("site_url: [\n", "utf-8")
    assert help_for([UNKNOWN], tmp_path) == on_disk
    # What is wrong with the site and not with the data has no page.
    assert help_for([NASTY], tmp_path) == {"bad-id": ""}


def test_no_problems_are_an_empty_answer() -> None:
    assert {name: form([], HERE) for name, form in FORMATS.items()} == {
        "text": "",
        "github": "",
        "json": "[]",
    }


def test_problems_sort_in_reading_order() -> None:
    places = [Place(PurePosixPath(file), line) for file, line in (("b", 1), ("a", 10), ("a", 9))]
    problems = sorted(Problem(place, "c", "m") for place in places)
    assert [str(problem.place) for problem in problems] == ["a:9:1", "a:10:1", "b:1:1"]


def test_words_from_a_file_stay_on_one_line_and_short() -> None:
    assert quote("a\n  b") == "'a b'"
    assert len(quote("x" * 500)) == 62


def test_a_suggestion_is_made_only_for_what_is_near() -> None:
    assert suggestion("norwy", ["norway", "sweden"]) == "did you mean 'norway'?"
    assert suggestion("zzz", ["norway"], "write it first") == "write it first"
