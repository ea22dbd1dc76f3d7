"""Long lists in parts: every entry stands in one, and no page grows without end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from treaty_explainer.day import Day
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Actor, Event, Reaction, Region, Source, Term
from treaty_explainer.link import Library
from treaty_explainer.listing import FEWER, NAMED, PER_PAGE
from treaty_explainer.parts import LISTINGS
from treaty_explainer.render import render_all
from treaty_explainer.site import Site
from treaty_explainer.views import Views

SITE = Site("The Harbour Treaty explained", "https://harbour.example.org")
HEAVIEST = 100_000  # bytes of an index page, without what the theme puts around it
HEAVIEST_RECORD = 75_000
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def copies(record: Record, count: int) -> Iterator[Record]:
    """Records like one, each with a name and a date of its own."""
    for nth in range(count):
        name = f"{LETTERS[nth % 26].upper()}{nth} {record.name}"
        changes: dict[str, object] = {}
        if isinstance(record, Actor):
            changes = {"name_": name, "region": list(Region)[nth % 9]}
        elif isinstance(record, Term):
            changes = {"term": name}
        elif isinstance(record, Source):
            changes = {"publisher": name}
        elif isinstance(record, Event | Reaction):
            day = Day.parse(f"{2031 + nth % 7}-{1 + nth % 12:02}-{1 + nth % 28:02}")
            changes = {"title": name, "date": day}
        if isinstance(record, Reaction):
            changes["actor"] = f"actors/copy-{nth % 300}"
        document = replace(record.document, id=f"{record.folder}/copy-{nth}")
        yield record.model_copy(update=changes).place_in(document)


@pytest.fixture(scope="module")
def large(starter: Library) -> Library:
    """The starter with some three thousand records more."""
    counts = {
        "actors/sudmark": 900,
        "sources/sund-courier-2031-09-02": 900,
        "timeline/2031-05-02-treaty-signed": 500,
        "reactions/2031-05-03-sudmark": 500,
        "terms/harbour-dues": 200,
    }
    return Library(
        [*starter, *(copy for id, count in counts.items() for copy in copies(starter[id], count))]
    )


def test_no_list_of_a_small_treaty_is_cut(starter: Library) -> None:
    views = Views(starter)
    assert {listing: views.parts(listing) for listing in LISTINGS} == {key: [] for key in LISTINGS}


@pytest.mark.parametrize("listing", LISTINGS)
def test_every_entry_stands_in_one_part(large: Library, listing: str) -> None:
    views = Views(large)
    parts = views.parts(listing)
    entries = [entry.id for part in parts for entry in part.entries]
    if listing != "languages":  # a source in two languages is found under both
        assert len(entries) == len(set(entries))
    if listing in ("timeline", "reactions", "actors", "terms", "sources"):
        assert len(entries) == views.count(listing)
    assert all(len(part.entries) <= FEWER.get(listing, PER_PAGE) for part in parts)
    assert len({part.id for part in parts}) == len(parts)


@pytest.mark.parametrize(
    "id",
    [
        "actors/sudmark",
        "questions/are-warships-covered",
        "reactions/2031-05-03-sudmark",
        "sources/sund-courier-2031-09-02",
        "terms/harbour-dues",
        "timeline/2031-05-02-treaty-signed",
        "topics/shipping",
        "treaties/1990-harbour",
    ],
)
def test_each_list_is_cut_at_its_own_limit_and_until_then_is_light(
    starter: Library, id: str
) -> None:
    folder = id.partition("/")[0]
    room = FEWER.get(folder, PER_PAGE) - len(starter.kind(folder))
    for count, is_cut in ((room, False), (room + 1, True)):
        more = [*copies(starter[id], count)]
        if folder == "reactions":
            more += copies(starter["actors/sudmark"], count)
        library = Library([*starter, *more])
        assert bool(Views(library).parts(folder)) is is_cut
        page = render_all(library, SITE)[f"{folder}/index.md"]
        assert len(page.encode()) < HEAVIEST


def test_the_clauses_of_many_instruments_are_found_by_their_part(starter: Library) -> None:
    many = copies(starter["treaties/1990-harbour"], FEWER["treaties"])
    page = render_all(Library([*starter, *many]), SITE)["clauses/index.md"]
    assert 'href="../treaties/by-part/predecessor/"' in page
    assert 'href="../treaties/1990-harbour/"' not in page


def test_no_page_grows_with_the_collection_and_no_part_is_lost(large: Library) -> None:
    pages = render_all(large, SITE)
    views = Views(large)
    folders = {"timeline", "reactions", "actors", "terms", "sources", "compare", "disputed"}
    indexes = [
        path for path in pages if path.endswith("index.md") and path.split("/")[0] in folders
    ]
    texts = {path: pages[path] for path in indexes}
    heavy = {path: len(text) for path, text in texts.items() if len(text.encode()) > HEAVIEST}
    assert heavy == {}
    for listing in LISTINGS:
        for part, after in zip(views.parts(listing), views.parts(listing)[1:], strict=False):
            page = texts[f"{part.id}/index.md"]
            assert 'aria-current="page"' in page
            assert re.search(r'rel="next" href="[^"]+"', page)
            assert after.name in page


def test_a_large_table_of_reactions_is_summed_up_by_region(large: Library) -> None:
    views = Views(large)
    assert views.is_summed_up()
    pages = render_all(large, SITE)
    index, europe = pages["reactions/index.md"], pages["reactions/by-region/europe/index.md"]
    assert 'aria-label="Table: regions by clauses"' in index
    assert 'href="by-region/europe/"' in index
    assert 'aria-label="Table: actors by clauses"' in europe
    matrix = views.matrix()
    some = matrix.of(views.parts("regions")[0].entries)
    sums = [matrix.sum(some.actors, clause) for clause in (None, *some.clauses)]
    marks = sum(len(some.cell(a, c)) for a in some.actors for c in (None, *some.clauses))
    assert sum(count for column in sums for _, count in column) == marks


def test_a_record_named_by_hundreds_has_a_page_of_bounded_size(large: Library) -> None:
    """Its page names some of each sort and leads to pages that name all."""
    pages, views = render_all(large, SITE), Views(large)
    hubs = [record for record in large if views.linked(record)]
    assert {hub.folder for hub in hubs} >= {"topics", "sources", "actors"}
    for hub in hubs:
        own, *linked = (
            pages[f"{hub.id}.md"],
            *(f"{part.id}/index.md" for part in views.linked(hub)),
        )
        assert len(own.encode()) < HEAVIEST_RECORD, hub.id
        assert 'linked/"' in own
        named = [entry.id for part in views.linked(hub) for entry in part.entries]
        assert sorted(named) == sorted({who.id for who in large.backlinks(hub.id)} - {hub.id})
        assert all(len(pages[path].encode()) < HEAVIEST for path in linked)
    assert len(pages["index.md"].encode()) < HEAVIEST_RECORD


def test_of_too_many_events_the_milestones_stay(large: Library) -> None:
    views = Views(large)

    def told(nth: int, event: Event, every: int) -> Record:
        marked = event.model_copy(update={"milestone": nth % every == 0})
        return marked.place_in(event.document)

    events = [told(nth, event, 50) for nth, event in enumerate(views.events())]
    some = views.some(large["topics/shipping"], events)
    assert len(some) == NAMED
    assert {one.id for one in events if one.milestone} <= {one.id for one in some}
    assert [one.id for one in some] == [one.id for one in events if one in some]
    assert views.some(large["terms/harbour-dues"], events) == events
    crowded = [told(nth, event, 2) for nth, event in enumerate(views.events())]
    drawn = views.drawn(crowded, 100)
    assert 50 < len(drawn) <= 100
    assert drawn[-1].date.year > drawn[0].date.year
