"""What a date in another form can mean, and that no meaning is made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.day import Day
from treaty_explainer.loose_dates import meanings


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3 May 2031", "2031-05-03"),
        ("May 3, 2031", "2031-05-03"),
        ("3rd of May 2031", "2031-05-03"),
        ("Sept. 2031", "2031-09"),
        ("3.5.2031", "2031-05-03 2031-03-05"),
        ("05/03/2031", "2031-03-05 2031-05-03"),
        ("31/05/2031", "2031-05-31"),
        ("2031/05/03", "2031-05-03"),
        ("2031-5-3", "2031-05-03"),
        ("2031-25-05", "2031-05-25"),
        ("2031–05–03", "2031-05-03"),
        ("“2031-05-03”", "2031-05-03"),
        ("2031-05-03 - 2031-05-04", "2031-05-03/2031-05-04"),
        ("March 2031 to May 2031", "2031-03/2031-05"),
        ("from 1950 to 1953", "1950/1953"),
        ("1950–1953", "1950/1953"),
        ("18–19 June 2024", "2024-06-18/2024-06-19"),
        ("c. 1956", "~1956"),
        ("about May 1956", "~1956-05"),
        ("1990s", "1990/1999"),
    ],
)
def test_dates_in_other_forms(written: str, meant: str) -> None:
    assert meanings(written) == meant.split()


@pytest.mark.parametrize(
    "written",
    ["spring 2031", "31-05-03", "31 June 2031", "20 Juni 2031", "2031-05-03T12:00", "Ma 2031", ""],
)
def test_what_would_be_a_guess_has_no_meaning(written: str) -> None:
    assert meanings(written) == []


@given(st.dates(), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y"]))
def test_the_day_that_was_written_is_among_the_meanings(day: date, form: str) -> None:
    year = f"{day.year:04}"
    assert day.isoformat() in meanings(day.strftime(form.replace("%Y", year)))


@given(st.dates(max_value=date(9999, 1, 1)), st.integers(1, 300))
def test_a_span_keeps_both_ends(day: date, days: int) -> None:
    end = day + timedelta(days=days)
    assert meanings(f"{day} to {end}") == [f"{day}/{end}"]


@given(st.text(max_size=40))
def test_every_meaning_is_a_date(text: str) -> None:
    for meant in meanings(text):
        assert Day.parse(meant).text == meant
