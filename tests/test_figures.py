"""Figures say in words what they show, and every mark that stands for a record leads to it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from treaty_explainer import figures
from treaty_explainer.day import Day
from treaty_explainer.kinds import Basis, Era, Event, Stance
from treaty_explainer.link import Library
from treaty_explainer.views import Views


def drawn(svg: object) -> etree._Element:
    return etree.fromstring(str(svg))


def era(span: str, title: str = "x") -> Era:
    return Era.model_validate({"key": "x", "title": title, "span": span, "summary": "x"})


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ("1945/1949", "1945–49"),
        ("1998/2003", "1998–2003"),
        ("2025", "2025"),
        ("2022-01/2024-06-16", "2022 – Jun 2024"),
        ("2024-06-17/2024-06-23", "17–23 Jun 2024"),
        ("2024-06-24/2024-12-31", "Jun–Dec 2024"),
    ],
)
def test_the_label_of_an_era_says_where_it_begins_and_ends(span: str, words: str) -> None:
    assert figures._years(era(span)) == words


def test_the_span_has_a_link_for_each_event_and_the_name_of_each_era(starter: Library) -> None:
    views = Views(starter)
    events = views.events()
    svg = drawn(figures.span(events, views.subject.eras, lambda event: f"{event.id}/"))
    links = svg.findall("a")
    assert [a.get("href") for a in links] == [f"{event.id}/" for event in events]
    assert all(
        event.title in (a.findtext("title") or "") for a, event in zip(links, events, strict=True)
    )
    words = " ".join("".join(text.itertext()) for text in svg.iter("text"))
    assert all(era.title in words for era in views.subject.eras)


def test_an_event_of_several_topics_is_one_link_with_a_dot_in_each_row(starter: Library) -> None:
    views = Views(starter)
    [topic] = views.all("topics")
    second = topic.model_copy().place_in(replace(topic.document, id="topics/harbours"))
    events, topics = views.events(), [topic, second]
    refs = {"topics": [one.id for one in topics]}
    both = [event.model_copy(update=refs).place_in(event.document) for event in events]
    svg = drawn(figures.timeline(both, views.subject.eras, topics, lambda event: f"{event.id}/"))
    links = list(svg.iter("a"))
    assert [a.get("href") for a in links] == [f"{event.id}/" for event in events]
    assert [len(a.findall("circle")) for a in links] == [2] * len(events)


def test_eras_without_events_take_no_room(starter: Library) -> None:
    views = Views(starter)
    late = views.events("one-harbour")
    svg = drawn(figures.span(late, views.subject.eras, lambda event: "x"))
    assert len(svg.findall("rect")) == 1


def test_the_best_value_fills_all_bars() -> None:
    filled = [str(figures.level(basis)).count("te-level--on") for basis in Basis]
    assert filled == [4, 3, 2, 1]


def test_a_bar_says_its_numbers_and_compares_with_a_whole() -> None:
    svg = drawn(figures.bar([(Stance.SUPPORTIVE, 1), (Stance.OPPOSED, 2)], of=6))
    assert svg.get("aria-label") == "supportive 1, opposed 2"
    assert sum(float(rect.get("width", 0)) for rect in svg.findall("rect")) == pytest.approx(
        50, abs=0.1
    )


def test_nothing_is_drawn_with_a_style_of_its_own(starter: Library) -> None:
    views = Views(starter)
    drawings = [
        figures.span(views.events(), views.subject.eras, lambda event: "x"),
        figures.bar(views.tally(views.reactions())),
        figures.level(Basis.SUMMARY),
    ]
    assert not any("style=" in drawing for drawing in drawings)


def test_an_event_is_marked_where_its_date_lies() -> None:
    band = (0.0, 116.0)
    year = era("2031")
    event = Event.model_construct(date=Day.parse("2031-12-31"), era="x")
    assert figures._x(event, year, band) == pytest.approx(108)


def test_a_stretch_of_any_length_has_few_rules() -> None:
    """A year typed wrongly, such as 0024, costs no page of a million lines."""
    for first, last in [("2024-01-02", "2026-02-28"), ("1945-01-01", "2026-02-28")]:
        days = figures._quarters(*(Day.parse(day).first.toordinal() for day in (first, last)))
        assert 6 < len(days) < 60
    assert len(figures._quarters(1, 3_652_059)) < 60
