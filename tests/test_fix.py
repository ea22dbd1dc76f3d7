"""What `fix` mends, and all that it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.fix import Fixed, data_files, fix
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.read import read_bytes
from treaty_explainer.scaffold import init
from treaty_explainer.templating import PACKAGE

ROOT = Path(__file__).parents[1]
STARTER = PACKAGE / "starter" / "treaty_data"
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


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("title: Lind: it is good", 'title: "Lind: it is good"'),
        ("title: @all of us", 'title: "@all of us"'),
        ('title: % of "x"', r'title: "% of \"x\""'),
        ("title: “Lind: good”", 'title: "Lind: good"'),
        ("unverified:\n  - @a b\n  - [b] c", 'unverified:\n  - "@a b"\n  - "[b] c"'),
    ],
)
def test_a_text_that_only_quotes_can_save_is_quoted(written: str, quoted: str) -> None:
    result = fixed(f"date: 2031  # as printed\n{written}\n")
    assert result.after == f"date: 2031  # as printed\n{quoted}\n"
    assert result.done == ["quotes"]


@pytest.mark.parametrize(
    "written",
    [
        "title: Lind: it is\n  good",
        "title: 'it's good'",
        'title: "Equal" is good',
        "title: a # b",
        "actors: [@lind]",
        "title: !x y",
    ],
)
def test_what_quotes_would_only_guess_at_is_left_alone(written: str) -> None:
    result = fixed(f"{written}\n")
    assert not result.changed
    assert result.left_alone.startswith("it cannot be read: ")


def test_words_of_closed_lists_in_another_form() -> None:
    result = fixed("confidence: High\nmilestone: True\n")
    assert result.after == "confidence: high\nmilestone: yes\n"
    assert result.done == ["closed lists", "yes and no"]
    assert fixed("basis: Full-Text\n", CLAUSE).after == "basis: full text\n"
    assert not fixed("confidence: highest\n").changed


@given(st.permutations(range(13)), st.sampled_from(["\n", "\r\n", "  \n"]))
def test_whatever_the_order_of_the_fields_the_file_becomes_the_same(
    order: list[int], line_end: str
) -> None:
    sound = (STARTER / "timeline/2031-05-02-treaty-signed.yml").read_text("utf-8")
    fields = re.split(r"^(?=[a-z])", sound, flags=re.MULTILINE)[1:]
    assert len(fields) == len(order)
    mixed = "".join(fields[number] for number in order)
    assert fixed(mixed.replace("\n", line_end)).after == sound


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "- ", "  ", "  - ", "    "]),
            st.sampled_from(["", "date: ", "title: ", "summary: ", "actors: ", "disputed:", "# "]),
            st.sampled_from(
                ["", "|", "3 May 2031", "a: b", "@x", "[a, b]", "“c”", '"d"', "*e", "'f", "g # h"]
            )
            | st.text("ab:#-[]{}\"'|>&*!%@` \n\t,", max_size=6),
        ),
        max_size=6,
    )
)
def test_any_file_is_mended_once_or_left_alone(lines: list[tuple[str, str, str]]) -> None:
    result = fixed("".join(f"{''.join(parts)}\n" for parts in lines))
    if result.left_alone:
        assert not result.changed


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
