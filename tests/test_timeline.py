"""Narrowed timelines: which there are, what they hold, and that the ways to them work."""

from __future__ import annotations

import pytest

from conftest import LayOver
from treaty_explainer.build import check
from treaty_explainer.link import Library
from treaty_explainer.render import render_all
from treaty_explainer.site import Site
from treaty_explainer.timeline import narrowed

SITE = Site("The Harbour Treaty explained")
SECOND = """\
date: 2031-09-01
title: Norland's parliament approves
summary: It votes [@sund-courier-2031-09-02].
actors: [norland]
era: one-harbour
topics: [shipping]
clauses: [2031-harbour/article-2]
confidence: high
"""


@pytest.fixture
def library(lay_over: LayOver) -> Library:
    library, problems = check(lay_over({"timeline/2031-09-01-approval.yml": SECOND}))
    assert problems == []
    return library


def test_one_for_each_topic_and_clause_and_for_actors_with_two_events(library: Library) -> None:
    found = {part.id: [event.id for event in part.events] for part in narrowed(library).values()}
    first, signed, second = (
        f"timeline/{name}"
        for name in ("1990-quays-opened", "2031-05-02-treaty-signed", "2031-09-01-approval")
    )
    assert found == {
        "timeline/by-actor/norland": [signed, second],
        "timeline/by-clause/2031-harbour/article-1": [signed],
        "timeline/by-clause/2031-harbour/article-2": [second],
        "timeline/by-topic/shipping": [first, signed, second],
    }


def test_its_events_are_told_by_era(library: Library) -> None:
    part = narrowed(library)["topics/shipping"]
    eras = library["treaties/2031-harbour"].eras  # type: ignore[attr-defined]
    assert [len(part.events_of(era)) for era in eras] == [1, 2]


def test_each_is_a_page_that_links_back_and_is_linked_to(library: Library) -> None:
    pages = render_all(library, SITE)
    timeline = pages["timeline/index.md"]
    for part in narrowed(library).values():
        page = pages[f"{part.id}/index.md"]
        up = "../" * (part.id.count("/") + 1)
        assert f'href="{up}{part.record.id}/"' in page
        assert f'href="{up[:-3]}">all 3 events</a>' in page
        assert page.count("<li id=") == len(part.events)
        assert f'href="{part.id.removeprefix("timeline/")}/" data-value="{part.value}"' in timeline
        assert f"/{part.id}/" in pages[f"{part.record.id}.md"]


def test_events_on_the_timeline_say_what_they_can_be_filtered_by(library: Library) -> None:
    pages = render_all(library, SITE)
    marks = (
        'data-topics="shipping" data-actors="ada-lind norland sudmark" '
        'data-clauses="2031-harbour/article-1"'
    )
    assert marks in pages["timeline/index.md"]
    assert "data-topics" not in pages["timeline/by-topic/shipping/index.md"]


def test_narrowed_pages_are_not_searched_since_they_only_repeat(library: Library) -> None:
    head = render_all(library, SITE)["timeline/by-topic/shipping/index.md"].split("---")[1]
    assert 'search: {"exclude": true}' in head
