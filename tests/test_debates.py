"""What is debated, disputed and unconfirmed about the starter treaty."""

from __future__ import annotations

from conftest import ids
from treaty_explainer.link import Library
from treaty_explainer.views import Views

ARTICLE_1 = "clauses/2031-harbour/article-1"


def test_what_is_disputed_and_what_is_unverified(views: Views) -> None:
    assert [(record.id, len(points)) for record, points in views.disputes()] == [(ARTICLE_1, 1)]
    assert ids(views.unverified()) == [ARTICLE_1]


def test_which_answers_an_actor_holds(views: Views, starter: Library) -> None:
    question = views.questions()[0]
    for number, answer in enumerate(question.answers, 1):
        for holder in views.records(answer.held_by):
            [(asked, held)] = views.answers_of(holder)
            assert (asked.id, held) == (question.id, [(number, answer)])
