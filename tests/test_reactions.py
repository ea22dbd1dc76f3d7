"""The reactions to the starter treaty: by stance, by region, by actor."""

from __future__ import annotations

from conftest import STARTER, LayOver, ids
from treaty_explainer.build import check
from treaty_explainer.kinds import Reaction, Stance
from treaty_explainer.views import Views


def test_stances_come_in_the_order_of_the_closed_list(views: Views) -> None:
    reactions = views.reactions()
    assert views.tally(reversed(reactions)) == [(Stance.SUPPORTIVE, 1), (Stance.OPPOSED, 1)]
    assert sum(number for _, number in views.tally(reactions)) == len(reactions)
    assert ids(views.actors_of(reactions)) == ["actors/sudmark", "actors/port-guild"]
    assert views.reactions(commentary=True) == []


def test_regions_stand_in_order_of_their_reactions(views: Views) -> None:
    regions = views.by_region(views.reactions())
    sizes = [sum(count for _, count in counts) for _, counts, _ in regions]
    assert sizes == sorted(sizes, reverse=True)
    assert {most for _, _, most in regions} == {sizes[0]}


def test_an_actors_other_reactions_are_those_around_this_one(lay_over: LayOver) -> None:
    text = (STARTER / "treaty_data/reactions/2031-05-03-sudmark.yml").read_text("utf-8")
    text = text.replace("led_to: [reactions/2031-05-04-port-guild]", "")
    more = {
        f"reactions/2031-06-0{day}-sudmark.yml": text.replace("2031-05-03", f"2031-06-0{day}")
        for day in range(1, 9)
    }
    library, problems = check(lay_over(more))
    assert problems == []
    fifth = library["reactions/2031-06-05-sudmark"]
    assert isinstance(fifth, Reaction)
    days = [one.id.removesuffix("-sudmark")[-1] for one in Views(library).others_of(fifth)]
    assert days == ["2", "3", "4", "6", "7", "8"]
