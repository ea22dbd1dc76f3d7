"""Long lists in parts: when they are cut, and where."""

from __future__ import annotations

from treaty_explainer.entity import Record
from treaty_explainer.listing import by_letter, split


def actors(*names: str) -> list[Record]:
    return [type("Named", (), {"name": name, "id": name})() for name in names]


def test_a_short_list_is_one_page() -> None:
    assert split("actors", "letter", [("a", "A", actors("Ada"))], 1) == []


def test_a_long_one_has_a_page_for_each_group_and_several_for_a_long_group() -> None:
    groups = [("a", "A", actors("Ada", "Ann", "Avo")), ("b", "B", actors("Bo")), ("c", "C", [])]
    parts = split("actors", "letter", groups, 2)
    assert [(part.id, part.name, len(part.entries)) for part in parts] == [
        ("actors/by-letter/a", "A, 1 of 2", 2),
        ("actors/by-letter/a/2", "A, 2 of 2", 1),
        ("actors/by-letter/b", "B", 1),
    ]


def test_letters_are_those_that_readers_look_under() -> None:
    names = actors("Ångström", "abc", "“Zeit”", "최선희", "1st Corps", "Œuvre")
    assert [(key, len(found)) for key, _, found in by_letter(names)] == [
        ("a", 2),
        ("z", 1),
        ("other", 3),
    ]
