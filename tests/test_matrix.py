"""The table of reactions to the starter treaty."""

from __future__ import annotations

from conftest import ids
from treaty_explainer.link import Library
from treaty_explainer.views import Views

ARTICLE_1 = "clauses/2031-harbour/article-1"


def test_the_table_of_reactions(views: Views, starter: Library) -> None:
    matrix = views.matrix()
    assert sorted(ids(matrix.actors)) == ["actors/port-guild", "actors/sudmark"]
    assert ids(matrix.clauses) == [ARTICLE_1]
    cells = {
        (actor.id, column.id if column else ""): ids(matrix.cell(actor, column))
        for actor in matrix.actors
        for column in (*matrix.clauses, None)
    }
    assert {key: cell for key, cell in cells.items() if cell} == {
        ("actors/sudmark", ARTICLE_1): ["reactions/2031-05-03-sudmark"],
        ("actors/port-guild", ""): ["reactions/2031-05-04-port-guild"],
    }
