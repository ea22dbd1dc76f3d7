"""The words kinds are declared in: what each takes, and what it says to the rest."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from treaty_explainer.day import Day
from treaty_explainer.entity import (
    ID_PATTERN,
    Date,
    Flag,
    Language,
    Link,
    Note,
    Prose,
    Ref,
    Text,
    To,
    as_id,
    as_yaml,
    leaves,
)
from treaty_explainer.kinds import KINDS, Stance

Actor = Annotated[Ref, To("actors")]
Happening = Annotated[Ref, To("timeline", "reactions")]


def accept(word: Any, text: str) -> Any:
    return TypeAdapter(word).validate_python(text)


def refusal(word: Any, text: str) -> str:
    with pytest.raises(ValidationError) as error:
        accept(word, text)
    return error.value.errors()[0]["type"]


def test_text_is_kept_as_written_but_for_blanks_around_it() -> None:
    assert accept(Text, " <b> & *c* [d](e) ") == "<b> & *c* [d](e)"
    assert refusal(Text, "  ") == "missing-field"
    assert refusal(Text, "one\ntwo") == "more-than-one-line"
    assert refusal(Text, "x" * 401) == "too-long"
    assert refusal(Prose, "x" * 20_001) == "too-long"


def test_later_stages_tell_prose_from_notes_by_type() -> None:
    assert type(accept(Prose, "a")) is Prose
    assert type(accept(Note, "a")) is Note


def test_a_reference_is_whole_whatever_short_form_was_written() -> None:
    assert accept(Actor, "norway") == "actors/norway"
    assert accept(Actor, "norway").folder == "actors"
    assert accept(Happening, "timeline/2024-06-19-x") == "timeline/2024-06-19-x"


@pytest.mark.parametrize(
    ("word", "text", "code"),
    [
        (Actor, "actors/norway", "folder-repeated"),
        (Actor, "Norway", "bad-id"),
        (Actor, "../norway", "bad-id"),
        (Actor, "nor--way", "bad-id"),
        (Actor, "norway/", "bad-id"),
        (Actor, "nоrway", "bad-id"),  # its o is Cyrillic
        (Happening, "2024-06-19-x", "wrong-folder"),
        (Happening, "actors/norway", "wrong-folder"),
    ],
)
def test_what_is_no_reference(word: Any, text: str, code: str) -> None:
    assert refusal(word, text) == code


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org/a?b=c&d=e#f",
        "https://web.archive.org/web/2024/https://tass.com/politics/1856149",
        "https://ko.wikipedia.org/wiki/한국",
    ],
)
def test_an_address_is_taken_as_it_is(address: str) -> None:
    assert accept(Link, address) == address


@pytest.mark.parametrize(
    "address",
    [
        "example.org",
        "//example.org",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.org/a",
        "https://localhost/a",
        "https://user@example.org/a",
        "https://example.org:8080/a",
        "https://example.org:99999/a",
        "https://[::1/a",
        "https://example.org/a b",
        'https://example.org/"onclick="x',
        "https://example.org/<script>",
        "https://example.org\\@evil.example",
    ],
)
def test_an_address_hides_nothing(address: str) -> None:
    assert refusal(Link, address) == "bad-link"


def test_yes_is_yes_and_norway_is_not_no() -> None:
    assert accept(Flag, "yes") is True
    assert accept(Flag, "no") is False
    for text in ("true", "Yes", "NO", "1", "on"):
        assert refusal(Flag, text) == "not-yes-or-no"
    assert accept(Language, "no") == "no"


def test_a_choice_is_its_value_and_a_line_of_help() -> None:
    assert Stance("supportive") is Stance.SUPPORTIVE
    assert f"{Stance.RESERVED}" == "neutral-reserved"
    assert all(stance.help for stance in Stance)


def test_leaves_are_found_by_the_keys_of_the_file() -> None:
    class Inner(BaseModel):
        of: Actor

    class Outer(BaseModel):
        names: dict[str, Text]
        inner: list[Inner]
        day: Date | None = None

    outer = Outer.model_validate({"names": {"de": "x"}, "inner": [{"of": "norway"}], "day": "1961"})
    assert list(leaves(outer)) == [
        (("names", "de"), "x"),
        (("inner", 0, "of"), "actors/norway"),
        (("day",), Day.parse("1961")),
    ]


def test_every_kind_and_every_field_says_what_it_is() -> None:
    for kind in KINDS:
        assert kind.__doc__
        for name, field in kind.model_fields.items():
            assert field.description, f"{kind.singular}: {name}"


def test_a_list_as_yaml_quotes_what_needs_it() -> None:
    assert as_yaml(["a", "b, c"]) == '[a, "b, c"]'
    assert as_yaml({"ru": "x"}) == "{ru: x}"
    assert as_yaml("plain") == "plain"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Ada Lind", "ada-lind"),
        ("treaty_data/actors/ada-lind.yml", "actors/ada-lind"),
        ("../timeline/1990_Quays opened.yml.txt", "timeline/1990-quays-opened"),
        ("“sudmark”,", "sudmark"),
        ("Müller/É", "muller/e"),
        ("Путин", ""),
        (" / ", ""),
    ],
)
def test_the_id_that_a_name_or_a_path_was_meant_as(written: str, meant: str) -> None:
    assert as_id(written) == meant


@given(st.text(max_size=60))
def test_what_was_meant_is_an_id_or_nothing(text: str) -> None:
    meant = as_id(text)
    assert not meant or ID_PATTERN.fullmatch(meant)
    assert as_id(meant) == meant
