"""Dates that know how exactly they are known.

The written forms are `1961`, `1961-07`, `1961-07-06`, a span `2024-06-18/2024-06-19`, and an
approximate `~1956`. Python's own `date` cannot hold a year alone, so a `Day` keeps what was
written and works out the first and last calendar day it can mean.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering

_POINT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
FORMS = "1961, 1961-07, 1961-07-06, a span 2024-06-18/2024-06-19, or ~1956 for about 1956"


@total_ordering
@dataclass(frozen=True, slots=True)
class Day:
    """A date as precise as its source.

    `first` and `last` are the earliest and latest calendar day it can mean; `text` is the written
    form. Days sort by first day, a wider date before the narrower ones it contains.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Day:
        """Read a written date. Raises ValueError with a sentence an editor understands."""
        start, slash, end = text.removeprefix("~").partition("/")
        if slash and not (start and end):
            raise ValueError(f"'{text}' is a span without its {'end' if start else 'beginning'}")
        first, first_end = _point(start, text)
        if not slash:
            return cls(text, first, first_end)
        last_start, last = _point(end, text)
        if last_start <= first:
            raise ValueError(f"the span ends ({end}) before it begins ({start})")
        return cls(text, first, last)

    @property
    def approximate(self) -> bool:
        """Whether it was written with `~`: about that time."""
        return self.text.startswith("~")

    @property
    def year(self) -> int:
        """The first year it can mean."""
        return self.first.year

    @property
    def machine(self) -> str:
        """The value of an HTML `datetime` attribute: a span gives its beginning."""
        return self.text.removeprefix("~").partition("/")[0]

    def __str__(self) -> str:
        """The date in words, never more exact than it was written: `6 July 1961`, `about 1956`."""
        start, slash, end = self.text.removeprefix("~").partition("/")
        words = _span_in_words(start, end) if slash else _point_in_words(start)
        return f"about {words}" if self.approximate else words

    def __lt__(self, other: Day) -> bool:
        return self._sort_key < other._sort_key

    @property
    def _sort_key(self) -> tuple[date, int]:
        return (self.first, -self.last.toordinal())


def _point(text: str, written: str) -> tuple[date, date]:
    """The first and last day of a year, a month or a day, in what was written."""
    match = _POINT.fullmatch(text)
    if not match:
        raise ValueError(f"'{written}' is not a date")
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if year == 0:
        raise ValueError("there is no year 0000")
    if month > 12 or (match.group(2) and month == 0):
        raise ValueError(f"there is no month {match.group(2)}")
    if match.group(3) and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(f"{calendar.month_name[month]} {year} has no day {day}")
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    return date(year, month or 1, day or 1), date(year, last_month, last_day)


@lru_cache(maxsize=4096)  # the same days are named on many pages
def _point_in_words(text: str) -> str:
    year, month, day = ([*text.split("-"), "", ""])[:3]
    words = [day.lstrip("0"), calendar.month_name[int(month)] if month else "", year.lstrip("0")]
    return " ".join(word for word in words if word)


def _span_in_words(start: str, end: str) -> str:
    """`18–19 June 2024`, `June – September 1956`, `1950–1953`: what both share is said once."""
    if start[:4] != end[:4]:
        dash = "–" if len(start) == len(end) == 4 else " – "
        return f"{_point_in_words(start)}{dash}{_point_in_words(end)}"
    if len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{start[8:].lstrip('0')}–{_point_in_words(end)}"
    without_year = _point_in_words(start).removesuffix(start[:4].lstrip("0")).strip()
    return f"{without_year or _point_in_words(start)} – {_point_in_words(end)}"
