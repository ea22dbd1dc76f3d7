"""Dates as precise as their source."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.day import Day


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1961", "1961"),
        ("1961-07", "July 1961"),
        ("1961-07-06", "6 July 1961"),
        ("~1956", "about 1956"),
        ("~1956-08", "about August 1956"),
        ("2024-06-18/2024-06-19", "18–19 June 2024"),
        ("2024-06-28/2024-07-02", "28 June – 2 July 2024"),
        ("2023-12-30/2024-01-02", "30 December 2023 – 2 January 2024"),
        ("1956-06/1956-09", "June – September 1956"),
        ("1950/1953", "1950–1953"),
        ("1950-06-25/1953", "25 June 1950 – 1953"),
        ("2024/2024-06", "2024 – June 2024"),
        ("~1950/1953", "about 1950–1953"),
        ("0987", "987"),
    ],
)
def test_a_date_in_words_says_no_more_than_was_written(written: str, shown: str) -> None:
    assert str(Day.parse(written)) == shown


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("", "'' is not a date"),
        ("6 July 1961", "'6 July 1961' is not a date"),
        ("1961-7-6", "'1961-7-6' is not a date"),
        ("06.07.1961", "'06.07.1961' is not a date"),
        ("٢٠٣١", "'٢٠٣١' is not a date"),
        ("0000", "there is no year 0000"),
        ("1961-13", "there is no month 13"),
        ("1961-00", "there is no month 00"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("1961-07-00", "July 1961 has no day 0"),
        ("2024/", "'2024/' is a span without its end"),
        ("/2024", "'/2024' is a span without its beginning"),
        ("2024/2024", "the span ends (2024) before it begins (2024)"),
        ("2024-06-19/2024-06-18", "the span ends (2024-06-18) before it begins (2024-06-19)"),
    ],
)
def test_what_is_no_date_is_explained(written: str, cause: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(cause)}$"):
        Day.parse(written)


def test_a_wider_date_stands_before_those_it_contains() -> None:
    written = ["1956", "1956-01/1956-03", "1956-01", "1956-01-01", "1956-02-01", "1957"]
    assert [day.text for day in sorted(map(Day.parse, reversed(written)))] == written


def test_a_machine_reads_the_beginning() -> None:
    assert Day.parse("~1956").machine == "1956"
    assert Day.parse("2024-06-18/2024-06-19").machine == "2024-06-18"


points = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(min_value=date(1, 1, 1)),
    st.sampled_from([4, 7, 10]),
)
written_days = st.one_of(
    points, points.map("~{}".format), st.builds("{}/{}".format, points, points)
)


@given(written_days)
def test_a_written_day_keeps_its_form_and_its_bounds(text: str) -> None:
    try:
        day = Day.parse(text)
    except ValueError:
        assert "/" in text
        return
    assert day.text == text
    assert day.first <= day.last
    assert day.year == day.first.year
    assert day.machine in text
    # Only a date written to the day names a day of the month: words are no longer than the form.
    assert len(str(day).split()) <= len(text.replace("/", "-/-").split("-")) + text.count("~")


@given(written_days, written_days, written_days)
def test_days_have_one_order(first: str, second: str, third: str) -> None:
    days = []
    for text in (first, second, third):
        try:
            days.append(Day.parse(text))
        except ValueError:
            return
    one, two, three = days
    assert not (one < two and two < one)
    assert not (one < two and two < three) or one < three
    assert not one < two or one.first <= two.first


@given(st.text() | st.from_regex(r"~?[0-9/-]{0,22}"))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    try:
        assert str(Day.parse(text))
    except ValueError as error:
        assert str(error)
