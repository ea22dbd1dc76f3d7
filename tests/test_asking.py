"""Any record of the starter treaty, and who names it."""

from __future__ import annotations

from conftest import ids
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Role
from treaty_explainer.link import Library
from treaty_explainer.views import Views

ARTICLE_1 = "clauses/2031-harbour/article-1"
ARTICLE_2 = "clauses/2031-harbour/article-2"
OLD_ARTICLE = "clauses/1990-harbour/article-1"


def test_one_treaty_is_the_subject(views: Views) -> None:
    assert views.subject.id == "treaties/2031-harbour"
    assert [(role, ids(group)) for role, group in views.treaties_by_role()] == [
        (Role.SUBJECT, ["treaties/2031-harbour"]),
        (Role.PREDECESSOR, ["treaties/1990-harbour"]),
    ]


def test_neighbours_of_a_clause_belong_to_its_treaty(views: Views, starter: Library) -> None:
    before, after = views.neighbours(starter[ARTICLE_1])
    assert before is None
    assert after is not None
    assert after.id == ARTICLE_2
    assert views.neighbours(starter[OLD_ARTICLE]) == (None, None)


def test_who_names_a_record_in_which_way(views: Views, starter: Library) -> None:
    article = starter[ARTICLE_1]
    assert ids(views.naming(article, "clauses")) == [ARTICLE_2]
    assert ids(views.naming(article, "clauses", "refers_to")) == [ARTICLE_2]
    assert ids(views.naming(article, "clauses", "compares")) == []
    assert ids(views.naming(article, "reactions", "clauses")) == ["reactions/2031-05-03-sudmark"]


def test_backlinks_leave_out_what_the_page_has_shown(views: Views, starter: Library) -> None:
    article = starter[ARTICLE_1]
    everything = views.backlinks(article)
    assert set(everything) == {"clauses", "questions", "reactions", "timeline", "treaties"}
    shown: list[Record] = views.naming(article, "reactions")
    assert set(views.backlinks(article, shown)) == set(everything) - {"reactions"}
