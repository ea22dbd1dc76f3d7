"""What `fix` mends, and all that it leaves alone."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from treaty_explainer.fix import Fixed, data_files, fix
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.read import read_bytes
from treaty_explainer.scaffold import init

ROOT = Path(__file__).parents[1]
EVENT = PurePosixPath("treaty_data/timeline/2024-06-19-x.yml")
CLAUSE = PurePosixPath("treaty_data/clauses/t/article-1.yml")


def fixed(text: str | bytes, file: PurePosixPath = EVENT) -> Fixed:
    result = fix(text.encode() if isinstance(text, str) else text, file, BY_FOLDER)
    again = fix(result.after.encode(), file, BY_FOLDER)
    assert not again.changed, "a second run finds nothing to do"
    return result


def test_line_ends_mark_blanks_and_final_newline() -> None:
    result = fixed(
        b"\xef\xbb\xbfdate: 2024  \r\ntitle: A\r\nsummary: |\r\n  One \r\n\r\n  two\r\n\r\n\r\n"
    )
    assert result.after == "date: 2024\ntitle: A\nsummary: |\n  One\n\n  two\n"
    assert result.done == ["byte-order mark", "line ends", "trailing blanks", "final newline"]
    assert fixed("date: 2024").after == "date: 2024\n"


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("20 June 2024", "2024-06-20"),
        ("June 20, 2024", "2024-06-20"),
        ("June 2024", "2024-06"),
        ("20.06.2024", "2024-06-20"),
        ("5.5.2024", "2024-05-05"),
        ("2024/6/20", "2024-06-20"),
        ("18–19 June 2024", "2024-06-18/2024-06-19"),
        ("c. 1956", "~1956"),
        ("“2024-06-20”", "2024-06-20"),
        ('"1 july 1961"', '"1961-07-01"'),
    ],
)
def test_dates_that_can_be_read_in_one_way(written: str, iso: str) -> None:
    result = fixed(f"date: {written}\n# as printed\n")
    assert result.after == f"date: {iso}\n# as printed\n"
    assert result.done == ["dates"]


@pytest.mark.parametrize("written", ["05.06.2024", "31 June 2024", "20 Juni 2024", "spring 2024"])
def test_other_dates_are_left_to_the_editor(written: str) -> None:
    assert not fixed(f"date: {written}\n").changed


def test_dates_are_mended_only_where_a_date_belongs() -> None:
    assert not fixed("title: 20 June 2024\nplace: 20.06.2024\n").changed


def test_references_and_citations() -> None:
    result = fixed(
        "summary: |\n  As said [@sources/tass, art. 4] by\n  [him](actors/kim) [@sources/kcna].\n"
        "actors: [actors/kim, 'actors/putin', russia]\n"
        "follows: [timeline/2024-06-18-y]\n"
        "disputed:\n  - claim: x\n    readings:\n      - Yes [@sources/tass].\n"
    )
    assert result.after == (
        "summary: |\n  As said [@tass, art. 4] by\n  [him](actors/kim) [@kcna].\n"
        "actors: [kim, 'putin', russia]\n"
        "follows: [timeline/2024-06-18-y]\n"
        "disputed:\n  - claim: x\n    readings:\n      - Yes [@tass].\n"
    )
    assert result.done == ["citations", "references"]


def test_fields_are_put_in_order_with_their_comments() -> None:
    result = fixed(
        "# About this file.\n"
        "\n"
        "title: A\n"
        "# Seen on the stamp.\n"
        "date: 2024\n"
        "reviewed: 2026\n"
        "summary: |\n"
        "  One.\n"
        "\n"
        "  # Not a comment.\n"
        "# At the end.\n"
    )
    assert result.after == (
        "# About this file.\n"
        "\n"
        "# Seen on the stamp.\n"
        "date: 2024\n"
        "title: A\n"
        "summary: |\n"
        "  One.\n"
        "\n"
        "  # Not a comment.\n"
        "reviewed: 2026\n"
        "# At the end.\n"
    )


def test_fields_inside_groups_are_put_in_order() -> None:
    result = fixed(
        "number: 1\n"
        "obligations:\n"
        "  - owes: help\n"
        "    # each of the two\n"
        "    cites:\n"
        "      - tass\n"
        "    who: each\n"
        "  - {owes: peace, who: both}\n"
        "topics: [x]\n",
        CLAUSE,
    )
    assert result.after == (
        "number: 1\n"
        "obligations:\n"
        "  - who: each\n"
        "    owes: help\n"
        "    # each of the two\n"
        "    cites:\n"
        "      - tass\n"
        "  - {owes: peace, who: both}\n"
        "topics: [x]\n"
    )


def test_a_comment_that_may_belong_to_the_first_field_keeps_the_order() -> None:
    assert not fixed("# Whose is this?\ntitle: A\ndate: 2024\n").changed


def test_quotes_and_breaks_are_never_touched() -> None:
    text = (
        'date: "2024"\n'
        "title: 'It''s'\n"
        "summary: >-\n  folded\n  text\n\n"
        "actors:   [ a,\n   b ]\n"
        "note: plain\n  goes on\n"
    )
    assert not fixed(text).changed


def test_tabs_and_unreadable_files_are_left_alone() -> None:
    assert "tab stands on line 2" in fixed("date: 2024 \n\ttitle: A\n").left_alone
    assert fixed("date: 2024 \ndate: 2025\n").left_alone
    assert fixed("date: [2024 \n").left_alone
    assert fix(b"date: \xff \n", EVENT, BY_FOLDER).left_alone


def test_the_diff_names_the_file() -> None:
    diff = fixed("date: June 2024\n").diff()
    assert diff == f"--- a/{EVENT}\n+++ b/{EVENT}\n@@ -1 +1 @@\n-date: June 2024\n+date: 2024-06\n"


@pytest.mark.parametrize("project", ["starter", "treaty_data"])
def test_real_data_says_the_same_before_and_after(project: str, tmp_path: Path) -> None:
    folder = ROOT
    if project == "starter":
        init(tmp_path)
        folder = tmp_path
    for file in data_files(folder):
        raw = (folder / file).read_bytes()
        result = fix(raw, file, BY_FOLDER)
        before, _ = read_bytes(raw, file)
        after, _ = read_bytes(result.after.encode(), file)
        if before and not {"dates", "references", "citations"} & set(result.done):
            assert after
            assert after.values == before.values, file
