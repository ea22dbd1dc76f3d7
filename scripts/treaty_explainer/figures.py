"""Figures drawn at build time as inline SVG, in the theme's colours, readable without a script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date
from math import sqrt
from textwrap import wrap

from markupsafe import Markup, escape

from treaty_explainer.entity import Choice, Record
from treaty_explainer.kinds import Era, Event, Reaction, Stance
from treaty_explainer.listing import Part

# A stance is never told by colour alone: the sign stands before the word.
SIGNS: dict[Stance, str] = {
    Stance.SUPPORTIVE: "▲",
    Stance.RESERVED: "○",
    Stance.CONCERNED: "◆",
    Stance.OPPOSED: "▽",
    Stance.CONDEMNING: "✕",
}

_WIDTH = 1000.0
_LABELS = 190.0  # room for the names of the rows
_ROW = 30.0
_HEAD = 34.0
_LINE = 13.0
_WIDEST = 93  # days: what is known less exactly than a quarter of a year is not drawn

Href = Callable[[Event], str]


def level(value: Choice) -> Markup:
    """Where a value stands in its closed list, best first, as a row of bars: the best fills all.

    It only repeats the word that stands beside it.
    """
    values = list(type(value))
    filled = len(values) - values.index(value)
    bars = "".join(
        f'<rect class="te-level{" te-level--on" if index < filled else ""}" x="{index * 6}" '
        f'y="{8 - 2 * index}" width="4" height="{4 + 2 * index}"/>'
        for index in range(len(values))
    )
    width = 6 * len(values) - 2
    return Markup(
        f'<svg class="te-levels" viewBox="0 0 {width} 12" width="{width}" height="12" '
        f'aria-hidden="true">{bars}</svg>'
    )


def _bands(
    eras: Sequence[Era], events: Sequence[Event], left: float, right: float = _WIDTH
) -> dict[str, tuple[float, float]]:
    """Where each era lies on the axis: wide enough for its label, wider the more happened in it.

    A true scale would leave seventy years nearly empty and crowd two; the bands say so by their
    dates. Within a band time runs evenly.
    """
    counts = Counter(str(event.era) for event in events)
    labels = {str(era.key): 14 + 6.8 * len(_years(era)) for era in eras}
    weights = {key: sqrt(counts[key]) for key in labels}
    spare = max(right - left - sum(labels.values()), 0)
    total = sum(weights.values()) or 1.0
    wanted = {key: room + spare * weights[key] / total for key, room in labels.items()}
    scale = (right - left) / (sum(wanted.values()) or 1.0)
    bands: dict[str, tuple[float, float]] = {}
    x = left
    for key, width in wanted.items():
        bands[key] = (x, width * scale)
        x += width * scale
    return bands


def _x(event: Event, era: Era, band: tuple[float, float]) -> float:
    """Where an event stands in its era's band."""
    start, end = era.span.first.toordinal(), era.span.last.toordinal()
    share = (max(event.date.first, date.min).toordinal() - start) / max(end - start, 1)
    left, width = band
    return left + 8 + (width - 16) * min(max(share, 0.0), 1.0)


def timeline(
    events: Sequence[Event], eras: Sequence[Era], topics: Sequence[Record], href: Href
) -> Markup:
    """All events by topic over time: a row for each topic, with a dot for each event of it.

    The dots of an event are one link, so that nothing is said twice and a pointer finds them all.
    """
    rows = [topic for topic in topics if any(topic.id in event.topics for event in events)]
    height = _HEAD + _ROW * len(rows) + 8
    bands = _bands(eras, events, _LABELS)
    by_key = {str(era.key): era for era in eras}
    parts, names = [_frame(eras, bands, height)], []
    dots: dict[str, list[tuple[float, float]]] = {event.id: [] for event in events}
    for index, topic in enumerate(rows):
        y = _HEAD + _ROW * index + _ROW / 2
        parts.append(
            f'<line class="te-fig-rule" x1="{_LABELS:g}" y1="{y:g}" x2="{_WIDTH:g}" y2="{y:g}"/>'
        )
        names.append(
            f'<text class="te-fig-label" x="{_LABELS - 12:g}" y="{y + 4:g}" text-anchor="end">'
            f"{escape(topic.name)}</text>"
        )
        # Dots that would lie on each other step aside, up and down in turn.
        last_x, step = -100.0, 0
        for event in events:
            if topic.id not in event.topics or event.era not in by_key:
                continue
            x = _x(event, by_key[event.era], bands[event.era])
            step = step + 1 if x - last_x < 7 else 0
            last_x = x
            dots[event.id].append((x, y + (0, -8, 8)[step % 3]))
    parts += [
        _dots(event, href(event), dots[event.id], 4.5 if event.milestone else 3.5)
        for event in events
        if dots[event.id]
    ]
    return _named(names, parts, height, "Events over time by topic")


def counts(parts: Sequence[tuple[Era, Part]], url: Callable[[str], str]) -> Markup:
    """How many events each part of a long timeline holds: a bar for each, a link to its page."""
    most = max((len(part.entries) for _, part in parts), default=1)
    left = 300.0
    drawn = []
    for index, (era, part) in enumerate(parts):
        y = _ROW * index + 8
        count = len(part.entries)
        width = (_WIDTH - left - 70) * count / most
        label = escape(f"{era.span}, {part.name}: {count} events")
        name = escape(_wrap(f"{_years(era)}: {part.name}", left)[0])
        drawn.append(
            f'<a href="{escape(url(f"{part.id}/"))}"><title>{label}</title>'
            f'<text class="te-fig-label" x="{left - 12:g}" y="{y + 16:g}" text-anchor="end">'
            f'{name}</text><rect class="te-fig-count" x="{left:g}" y="{y + 3:g}" '
            f'width="{max(width, 1):.1f}" height="{_ROW - 8:g}"/>'
            f'<text class="te-fig-year" x="{left + width + 8:.1f}" y="{y + 16:g}">{count}</text>'
            "</a>"
        )
    return _svg(drawn, _ROW * len(parts) + 16, "How many events by era")


def span(
    events: Sequence[Event], eras: Sequence[Era], href: Href, *, width: float = _WIDTH
) -> Markup:
    """Events in one row: the eras they fall in as named bands, a dot for each, milestones larger.

    The narrower it is drawn, the larger its words come out.
    """
    by_key = {str(era.key): era for era in eras if any(event.era == era.key for event in events)}
    events = [event for event in events if event.era in by_key]
    bands = _bands(list(by_key.values()), events, 0, width)
    names = {key: _wrap(era.title, bands[key][1]) for key, era in by_key.items()}
    top = _HEAD + _LINE * max(map(len, names.values()), default=0)
    height = top + 68
    y = top + 32
    told = {key for key, lines in names.items() if " ".join(lines) == by_key[key].title}
    parts = [_frame(list(by_key.values()), bands, height, told)]
    for key, lines in names.items():
        x = bands[key][0] + 7
        parts += [
            f'<text class="te-fig-era" x="{x:.1f}" y="{y:g}">{escape(line)}</text>'
            for row, line in enumerate(lines)
            for y in [_HEAD + _LINE * row]
        ]
    parts.append(f'<line class="te-fig-rule" x1="0" y1="{y:g}" x2="{width:g}" y2="{y:g}"/>')
    ends: list[float] = []
    for event in events:
        x = _x(event, by_key[event.era], bands[event.era])
        lane = next((i for i, end in enumerate(ends) if x - end > 10), len(ends))
        ends[lane : lane + 1] = [x]
        dy = (0, -12, 12, -24, 24)[lane % 5]
        parts.append(_dots(event, href(event), [(x, y + dy)], 5.5 if event.milestone else 3.5))
    years = f"from {events[0].date.year} to {events[-1].date.year}" if events else ""
    return _svg(parts, height, f"Events {years}", width)


def _wrap(words: str, width: float) -> list[str]:
    """Words in at most three lines that fit a width."""
    room = max(int((width - 8) / 6), 8)
    return wrap(words, room, max_lines=3, placeholder=" …", break_long_words=False)


def _dots(event: Event, href: str, places: Sequence[tuple[float, float]], radius: float) -> str:
    """An event, drawn in one place or several, as a link that its title names."""
    kind = ' class="te-fig-milestone"' if event.milestone else ""
    label = escape(f"{event.date}: {event.title}")
    drawn = "".join(f'<circle{kind} cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>' for x, y in places)
    return f'<a href="{escape(href)}"><title>{label}</title>{drawn}</a>'


def _frame(
    eras: Sequence[Era],
    bands: dict[str, tuple[float, float]],
    height: float,
    told: Container[str] = (),
) -> str:
    """The bands of the eras, every other one tinted, with their years; a year tells the era's name
    under the pointer, unless the figure has `told` it in words."""
    parts = []
    for index, era in enumerate(eras):
        x, width = bands[era.key]
        shade = " te-fig-band--odd" if index % 2 else ""
        years = escape(_years(era))
        if era.key not in told:
            years += Markup("<title>{}, {}</title>").format(era.title, era.span)
        parts.append(
            f'<rect class="te-fig-band{shade}" x="{x:.1f}" y="0" width="{width:.1f}" '
            f'height="{height:g}"/>'
            f'<text class="te-fig-year" x="{x + 7:.1f}" y="20">{years}</text>'
        )
    return "".join(parts)


def _years(era: Era) -> str:
    """An era's span as short as it can be said: no two neighbours read the same.

    `1945–49`, `2025`, `2022 – Jun 2024`, `17–23 Jun 2024`, `Jun–Dec 2024`.
    """
    first, last = era.span.first, era.span.last
    begins, ends = (first.month, first.day) == (1, 1), (last.month, last.day) == (12, 31)
    if first.year == last.year:
        if begins and ends:
            return str(first.year)
        if first.month == last.month:
            return f"{first.day}–{last.day} {last:%b} {last.year}"
        return f"{first:%b}–{last:%b} {last.year}"
    if begins and ends:
        same_century = first.year // 100 == last.year // 100
        return f"{first.year}–{last.year % 100:02}" if same_century else f"{first.year}–{last.year}"
    start = str(first.year) if begins else f"{first:%b} {first.year}"
    end = str(last.year) if ends else f"{last:%b} {last.year}"
    return f"{start} – {end}"


def _svg(
    parts: list[str], height: float, title: str, width: float = _WIDTH, left: float = 0
) -> Markup:
    return Markup(
        f'<svg class="te-fig" viewBox="{left:g} 0 {width:g} {height:g}" role="group" '
        f'aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _named(names: list[str], parts: list[str], height: float, title: str) -> Markup:
    """A figure of rows with their names beside it, which stay in view where it scrolls."""
    beside = _svg(names, height, f"{title}: the rows", _LABELS)
    figure = _svg(parts, height, title, _WIDTH - _LABELS, _LABELS)
    return Markup('<div class="te-fig-rows">{}{}</div>').format(beside, figure)


def stances(
    reactions: Sequence[Reaction], names: Mapping[str, str], href: Callable[[Reaction], str]
) -> Markup:
    """All reactions over time: a row for each stance, a sign for each reaction, each a link.

    `names` gives the name of each reaction's actor by id. Time runs evenly from the first to the
    last, with a rule at each quarter of a year. A reaction known only by its year has no place.
    """
    reactions = [r for r in reactions if (r.date.last - r.date.first).days < _WIDEST]
    if not reactions:
        return Markup("")
    left = _LABELS
    first = min(reaction.date.first for reaction in reactions).toordinal()
    last = max(reaction.date.first for reaction in reactions).toordinal()
    scale = (_WIDTH - left - 30) / max(last - first, 1)
    rows = [stance for stance in Stance if any(r.stance is stance for r in reactions)]
    band = 46.0
    height = _HEAD + band * len(rows) + 4
    names_of_rows = []
    parts = [
        f'<line class="te-fig-rule" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height:g}"/>'
        f'<text class="te-fig-year" x="{x + 5:.1f}" y="20">{quarter:%b} {quarter.year}</text>'
        for quarter in _quarters(first, last)
        for x in [left + 15 + (quarter.toordinal() - first) * scale]
    ]
    for index, stance in enumerate(rows):
        y = _HEAD + band * index + band / 2
        parts.append(
            f'<line class="te-fig-rule" x1="{left:g}" y1="{y + band / 2:g}" x2="{_WIDTH:g}" '
            f'y2="{y + band / 2:g}"/>'
        )
        names_of_rows.append(
            f'<text class="te-fig-label te-fig--{stance}" x="{left - 12:g}" y="{y + 4:g}" '
            f'text-anchor="end">{SIGNS[stance]} {stance}</text>'
        )
        ends: list[float] = []
        for reaction in reactions:
            if reaction.stance is not stance:
                continue
            x = left + 15 + (reaction.date.first.toordinal() - first) * scale
            lane = next((i for i, end in enumerate(ends) if x - end > 11), len(ends))
            ends[lane : lane + 1] = [x]
            dy = (0, -13, 13)[lane % 3]
            words = escape(f"{reaction.date}, {names[reaction.actor]}: {reaction.title}")
            parts.append(
                f'<a href="{escape(href(reaction))}"><title>{words}</title>'
                f'<text class="te-fig-sign te-fig--{stance}" x="{x:.1f}" y="{y + dy + 4:.1f}" '
                f'text-anchor="middle">{SIGNS[stance]}</text></a>'
            )
    return _named(names_of_rows, parts, height, "Reactions over time by stance")


def _quarters(first: int, last: int) -> list[date]:
    """The first days of the quarters within a stretch of days; of a long one, of some years."""
    years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
    step = len(years) // 12 + 1
    months = (1, 4, 7, 10) if step == 1 else (1,)
    days = (date(year, month, 1) for year in years[::step] for month in months)
    return [day for day in days if first <= day.toordinal() <= last]


def bar(counts: Sequence[tuple[Stance, int]], of: int = 0) -> Markup:
    """One bar that shows how many reactions take which stance; the numbers stand beside it.

    Bars that are to be compared are drawn `of` the same whole.
    """
    total = of or sum(count for _, count in counts) or 1
    x = 0.0
    parts = []
    for stance, count in counts:
        width = 100.0 * count / total
        parts.append(
            f'<rect class="te-bar--{stance}" x="{x:.4g}" width="{width:.4g}" '
            f'height="8">'
            f"<title>{escape(stance)}: {count}</title></rect>"
        )
        x += width
    words = ", ".join(f"{stance} {count}" for stance, count in counts)
    return Markup(
        '<svg class="te-bars" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )
