"""The clauses of the starter treaty: what they are compared with, and how they are read."""

from __future__ import annotations

from conftest import ids
from treaty_explainer.kinds import Basis, Clause
from treaty_explainer.link import Library
from treaty_explainer.views import Views

ARTICLE_1 = "clauses/2031-harbour/article-1"
ARTICLE_2 = "clauses/2031-harbour/article-2"
OLD_ARTICLE = "clauses/1990-harbour/article-1"


def clause(library: Library, id: str) -> Clause:
    record = library[id]
    assert isinstance(record, Clause)
    return record


def test_a_comparison_is_seen_from_both_sides(views: Views, starter: Library) -> None:
    assert ids(views.compared(clause(starter, ARTICLE_1))) == [OLD_ARTICLE]
    assert ids(views.compared(clause(starter, OLD_ARTICLE))) == [ARTICLE_1]
    columns, rows = views.comparison()
    assert ids(columns) == ["treaties/1990-harbour"]
    assert [(row.id, [ids(cell) for cell in cells]) for row, cells in rows] == [
        (ARTICLE_1, [[OLD_ARTICLE]])
    ]


def test_how_well_the_clauses_are_known(views: Views) -> None:
    known = [(basis, ids(clauses)) for basis, clauses in views.known(views.subject)]
    assert known == [(Basis.FULL_TEXT, [ARTICLE_1]), (Basis.SUMMARY, [ARTICLE_2])]


def test_how_a_clause_has_been_read(views: Views, starter: Library) -> None:
    [(year, readers, readings)] = views.readings(clause(starter, ARTICLE_1))
    assert (year, ids(readers)) == ("2031", ["actors/ada-lind"])
    assert [number for number, _ in readings] == [1]
    [(read, numbered)] = views.readings_by(starter["actors/ada-lind"])
    assert (read.id, numbered) == (ARTICLE_1, readings)
