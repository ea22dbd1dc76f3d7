"""The timeline of the starter treaty."""

from __future__ import annotations

from conftest import ids
from treaty_explainer.kinds import Event
from treaty_explainer.views import Views


def test_events_belong_to_eras(views: Views) -> None:
    events = views.events()
    assert ids(events) == ["timeline/1990-quays-opened", "timeline/2031-05-02-treaty-signed"]
    assert ids(views.events("two-quays")) == ["timeline/1990-quays-opened"]
    assert [views.era(event).title for event in events] == ["Two quays", "One harbour"]
    assert all(isinstance(event, Event) for event in events)


def test_of_too_many_events_only_the_milestones_are_drawn(views: Views) -> None:
    events = views.events()
    assert views.drawn(events) == events
    assert ids(views.drawn(events, room=1)) == ["timeline/2031-05-02-treaty-signed"]
