"""Questions that the whole of the starter treaty answers, and small helps with words."""

from __future__ import annotations

from conftest import ids
from treaty_explainer.link import Library
from treaty_explainer.views import Views


def test_every_record_is_counted_once(views: Views, starter: Library) -> None:
    assert len(starter) == sum(map(views.count, views.folders()))
    grouped = [actor for _, group in views.actors_by_sort() for actor in group]
    assert sorted(ids(grouped)) == sorted(ids(starter.kind("actors")))
    sources = [source for _, group in views.sources_by_kind() for source in group]
    assert sorted(ids(sources)) == sorted(ids(starter.kind("sources")))
    assert ids(views.copies()) == ["sources/sund-courier-2031-09-02"]


def test_small_numbers_are_words(views: Views) -> None:
    assert [views.number(count) for count in (0, 7, 10, 11)] == ["No", "Seven", "Ten", "11"]
    assert views.first_paragraph("One\ntwo\n\nthree") == "One\ntwo"
