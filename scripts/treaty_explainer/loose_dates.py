"""Dates as people write them elsewhere, and all that each can mean in the one form used here.

One meaning is safe to put in its place; of several, only the editor knows which is right.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator

from treaty_explainer.day import Day

# A month counts by its first three letters, if the rest is its own: `Sept.`, `August`.
_MONTHS = [name.lower() for name in calendar.month_name]
_ABOUT = re.compile(r"(?:c\.|ca\.?|circa|about|around|approx\.|approximately)\s*(?=\d|[A-Za-z])")
_BETWEEN = re.compile(r"\s+(?:-|to|until|till|and)\s+|(?<=\d{4})-(?=\d{4}$)", re.IGNORECASE)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WORDS = (
    re.compile(rf"{_DAY} (?:of )?(?P<month>[A-Za-z]+)\.?,? (?P<year>\d{{4}})"),
    re.compile(rf"(?P<month>[A-Za-z]+)\.? {_DAY},? (?P<year>\d{{4}})"),
    re.compile(r"(?P<month>[A-Za-z]+)\.?,? (?P<year>\d{4})"),
)
_DAYS_OF_A_MONTH = re.compile(r"(\d{1,2})\s?-\s?(\d{1,2}) ([A-Za-z]+) (\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([-./])(\d{1,2})(?:\2(\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4})")
_DECADE = re.compile(r"(\d{3})0s")


def meanings(text: str) -> list[str]:
    """What a date in another form can mean, as `Day` writes it; nothing if that is a guess.

    `3 May 2031` has one meaning, `03/05/2031` has two, and `spring 2031` has none.
    """
    plain = " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).split()).strip("'\"“”‘’„«»")
    return [date for date in dict.fromkeys(_meanings(plain)) if date != text]


def _meanings(text: str) -> Iterator[str]:
    if about := _ABOUT.match(text):
        yield from _sound(f"~{date}" for date in _meanings(text[about.end() :]))
        return
    if same_month := _DAYS_OF_A_MONTH.fullmatch(text):
        first, last, month, year = same_month.groups()
        text = f"{first} {month} {year} to {last} {month} {year}"
    first, *others = _BETWEEN.split(text.removeprefix("from ").removeprefix("between "))
    if len(others) == 1:
        ends = list(_meanings(others[0]))
        yield from _sound(f"{begin}/{end}" for begin in _meanings(first) for end in ends)
        return
    yield from _sound(_points(text))


def _points(text: str) -> Iterator[str]:
    """What a single date can mean; not all of it need be in the calendar."""
    yield text
    for pattern in _WORDS:
        if (found := pattern.fullmatch(text)) and (month := _month(found["month"])):
            yield _written(found["year"], month, found.groupdict().get("day"))
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, second, third = found.groups()
        yield _written(year, second, third)
        if third and int(second) > len(_MONTHS) - 1:
            yield _written(year, third, second)
    if found := _YEAR_LAST.fullmatch(text):
        one, _, other, year = found.groups()
        yield _written(year, other, one)
        yield _written(year, one, other)
    if found := _DECADE.fullmatch(text):
        yield f"{found[1]}0/{found[1]}9"


def _written(year: str, month: str | int, day: str | None) -> str:
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _month(name: str) -> int:
    """The number of a month from its name, whole or cut short, or 0."""
    begun = name.lower()
    found = [number for number, whole in enumerate(_MONTHS) if whole.startswith(begun)]
    return found[0] if len(found) == 1 and len(begun) >= 3 else 0


def _sound(dates: Iterable[str]) -> Iterator[str]:
    """Those of the dates that are in the calendar."""
    for date in dates:
        try:
            yield Day.parse(date).text
        except ValueError:
            continue
