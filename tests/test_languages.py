"""Codes of languages, and what is meant by something that is none."""

from __future__ import annotations

import re

import pytest

from treaty_explainer.languages import advice, fault, is_code, name_of


@pytest.mark.parametrize("code", ["en", "ru", "ko", "no", "id", "uk", "tlh", "qqq", "knc"])
def test_codes(code: str) -> None:
    assert is_code(code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("English", "en"), ("Russian", "ru"), ("korean", "ko"), ("Deutsch", "de")),
        *(("русский", "ru"), ("한국어", "ko"), ("中文", "zh"), ("日本語", "ja")),
        *(("EN", "en"), ("en-GB", "en"), ("zh_Hans", "zh"), ("eng", "en"), ("iw", "he")),
        *(("Kanuri", "knc"), ("kau", "knc")),
    ],
)
def test_what_was_meant(text: str, code: str) -> None:
    assert not is_code(text)
    assert advice(text) == f"write '{code}'"


@pytest.mark.parametrize(
    ("text", "code"),
    [("Englisch", "en"), ("Rusian", "ru"), ("jp", "ja"), ("UA", "uk"), ("kr", "ko"), ("KR", "ko")],
)
def test_what_was_probably_meant(text: str, code: str) -> None:
    assert not is_code(text)
    assert advice(text) == f"did you mean '{code}' ({name_of(code)})?"


@pytest.mark.parametrize(
    ("country", "code"), [("cn", "zh"), ("by", "be"), ("gr", "el"), ("cz", "cs"), ("rs", "sr")]
)
def test_a_country_leads_to_its_language(country: str, code: str) -> None:
    assert not is_code(country)
    assert advice(country).startswith(f"did you mean '{code}' (")


def test_what_is_said_of_a_code_is_true() -> None:
    assert fault("xx") == "is not a language code"
    assert fault("kr") == "would be Kanuri, which is written 'knc' here"


@pytest.mark.parametrize("text", ["xx", "Elvish", "en, ru", "1", "", "-"])
def test_nothing_is_guessed(text: str) -> None:
    assert not is_code(text)
    assert re.match("write two or three small letters", advice(text))


def test_a_language_without_a_name_is_called_by_its_code() -> None:
    assert (name_of("ko"), name_of("qqq")) == ("Korean", "qqq")
