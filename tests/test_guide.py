"""What editors are told of the kinds, against what the checker takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest
from pydantic import BaseModel, TypeAdapter

from treaty_explainer.guide import FieldHelp, describe, fields_of
from treaty_explainer.kinds import BY_FOLDER, KINDS, Clause, Entry, Event, Source, Stance
from treaty_explainer.read import read_bytes


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and the groups of fields inside it."""
    yield model
    for field in fields_of(model):
        if field.fields:
            yield from models(field.word)


MODELS = list(dict.fromkeys(model for kind in KINDS for model in models(kind)))


def help_of(model: type[BaseModel], name: str) -> FieldHelp:
    return next(field for field in fields_of(model) if field.name == name)


def test_the_guide_tells_of_every_kind() -> None:
    kinds = describe(KINDS)
    assert [kind.folder for kind in kinds] == list(BY_FOLDER)
    assert all(kind.help.endswith(".") for kind in kinds)
    clause = next(kind for kind in kinds if kind.folder == "clauses")
    assert clause.path == "treaty_data/clauses/<treaty>/<id>.yml"
    assert {"obligations", "wording", "versions", "readings", "disputed"} <= {
        part.name for part in clause.parts
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_fields_stand_under_their_written_names_as_declared(model: type[BaseModel]) -> None:
    fields = fields_of(model)
    written = [field.alias or name for name, field in model.model_fields.items()]
    assert sorted(field.name for field in fields) == sorted(written)
    own = [name for name in written if name not in Entry.model_fields]
    assert [field.name for field in fields][: len(own)] == own
    assert all(field.help.endswith((".", "?")) and field.holds for field in fields)


@pytest.mark.parametrize(
    ("model", "name", "holds"),
    [
        (Clause, "number", "one line of text"),
        (Clause, "summary", "text with a source in every paragraph"),
        (Clause, "note", "text"),
        (Clause, "basis", "one of the values named here"),
        (Clause, "refers_to", "a list, each an id in clauses/, without the folder"),
        (Clause, "obligations", "a list, each a group of fields"),
        (Event, "date", "a date"),
        (Event, "follows", "a list, each an id in timeline/ or reactions/, with the folder"),
        (Event, "milestone", "yes or no"),
        (Source, "url", "a web address"),
    ],
)
def test_what_a_field_holds_is_said_in_words(model: type[BaseModel], name: str, holds: str) -> None:
    assert help_of(model, name).holds == holds


def test_closed_lists_are_shown_whole() -> None:
    stance = help_of(next(kind for kind in KINDS if kind.singular == "reaction"), "stance")
    assert stance.values == list(Stance)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_example_can_be_copied_into_a_file(model: type[BaseModel]) -> None:
    """Hints and the guide show examples as YAML: the checker reads them and takes them."""
    for name, field in model.model_fields.items():
        for given in (field.examples or [])[:1]:
            written = help_of(model, field.alias or name).example
            text = f"{field.alias or name}: {written}\n"
            document, problems = read_bytes(text.encode(), PurePosixPath("treaty_data/a/b.yml"))
            assert problems == [], text
            assert document is not None
            assert list(document.values.values()) == [given]
            declared = model.model_fields[name].rebuild_annotation()
            TypeAdapter(declared).validate_python(given)
