"""The sources of the starter treaty."""

from __future__ import annotations

import pytest

from treaty_explainer.kinds import Source
from treaty_explainer.link import Library
from treaty_explainer.views import Views

ARTICLE_1 = "clauses/2031-harbour/article-1"


def test_who_cites_a_source(views: Views, starter: Library) -> None:
    citing = views.citing(starter["sources/norland-gazette-2031-05-03"])
    assert ARTICLE_1 in citing
    assert not any(id.startswith("reactions/") for id in citing)


@pytest.mark.parametrize(
    ("languages", "described", "language"),
    [(["ko"], False, "ko"), (["en"], False, ""), (["ko"], True, ""), (["ko", "ru"], False, "")],
)
def test_the_language_of_a_title_is_told_only_if_it_is_known(
    views: Views, languages: list[str], described: bool, language: str
) -> None:
    source = Source.model_construct(languages=languages, title_described=described)
    assert views.title_language(source) == language
