"""Terms found in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.build import check
from treaty_explainer.glossary import Glossary
from treaty_explainer.render import PACKAGE

LIBRARY, _ = check(PACKAGE / "starter")
GLOSSARY = Glossary(LIBRARY.kind("terms"))
HERE = ("treaties/2031-harbour", "clauses/2031-harbour/article-1")


def used(text: str, here: tuple[str, ...] = HERE) -> list[str]:
    return [words for words, term in GLOSSARY.pieces(text, here) if term]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The harbour dues rise.", ["harbour dues"]),
        ("Harbour dues rise.", ["Harbour dues"]),
        ("They pay port\nfees now.", ["port\nfees"]),
        ("The harbour duesless", []),
        ("non-harbour dues", []),
        ("nothing", []),
    ],
)
def test_a_term_is_found_as_whole_words(text: str, words: list[str]) -> None:
    assert used(text) == words


def test_a_term_with_a_scope_is_found_only_there() -> None:
    assert used("harbour dues", ("treaties/1990-harbour",)) == []


def test_a_terms_own_page_explains_nothing() -> None:
    assert GLOSSARY.on(LIBRARY["terms/harbour-dues"]) is None
    assert GLOSSARY.on(LIBRARY["clauses/2031-harbour/article-1"]) is not None


@given(
    st.text() | st.lists(st.sampled_from(["harbour dues", "port", " ", "fees", "x-"])).map("".join)
)
def test_finding_terms_changes_no_text(text: str) -> None:
    assert "".join(words for words, _ in GLOSSARY.pieces(text, HERE)) == text
