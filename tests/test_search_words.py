"""A text and a question come to the same words, in whatever form they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.search_words import basic, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sanctions", "sanction"),
        ("ratified", "ratification"),
        ("treaties", "treaty"),
        ("denuclearization", "denuclearisation"),
        ("defense", "defence"),
        ("договоров", "договора"),
        ("партнёрства", "партнерство"),
        ("Müller", "muller"),
    ],
)
def test_forms_of_a_word_are_one_word(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_a_part_of_a_korean_word_is_in_the_whole() -> None:
    assert set(words("조약")) <= set(words("우주조약"))


def test_numbers_stand_apart_from_letters() -> None:
    assert words("제4조") == ["제", "4", "조"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzабвгдежзийклмн", min_size=1))
def test_a_word_is_never_cut_down_to_less_than_three_letters(word: str) -> None:
    assert len(basic(word)) >= min(3, len(word))
