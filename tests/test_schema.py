"""What editors are told, against what the checker says: a schema never cries wolf.

Values are guessed as editors guess them, by YAML 1.2: 1961 is a number, and `yes` is a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7

from treaty_explainer.build import check
from treaty_explainer.kinds import BY_FOLDER, KINDS, Reaction, Stance
from treaty_explainer.link import Library
from treaty_explainer.problem_guide import read_examples
from treaty_explainer.scaffold import blank, init
from treaty_explainer.schema import FOLDER, IDS, editor_files, modeline

ROOT = Path(__file__).parents[1]
PROBLEMS = ROOT / "tests" / "problems"
# The codes that one file's form is enough for.
JUDGED = {
    "bad-date",
    "bad-id",
    "bad-language",
    "bad-link",
    "folder-repeated",
    "missing-field",
    "more-than-one-line",
    "not-a-record",
    "not-in-list",
    "not-yes-or-no",
    "too-deep",
    "too-few",
    "too-long",
    "unknown-field",
    "wrong-folder",
    "wrong-type",
}
# Folders of those codes that take more: a calendar, or the path of the file itself.
NOT_JUDGED = {
    "bad-date-span",
    "bad-id",
    "bad-id-blank",
    "bad-id-formerly",
    "bad-id-two-endings",
    "bad-id-underscore",
    "bad-language-kr",
    "bad-language-of-a-country",
    "bad-language-three-letters",
}
# What the editor's own parser speaks up about; a schema may or may not see a part of it too.
EITHER_WAY = {"anchor", "bad-key", "doubled-field", "empty-file", "not-yaml", "too-big"}
EXAMPLES = {example.name: example for example in read_examples(PROBLEMS)}


class EditorLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Guesses as YAML 1.2 does, the language of yaml-language-server."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    EditorLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"^({pattern})$"), list(first)
    )


@pytest.fixture(scope="module")
def files(starter: Library) -> dict[str, str]:
    return editor_files(KINDS, starter)


@pytest.fixture(scope="module")
def validators(files: dict[str, str]) -> dict[str, Draft7Validator]:
    ids = DRAFT7.create_resource(json.loads(files[IDS]))
    registry = Registry().with_resource("ids.json", ids)
    schemas = {folder: json.loads(files[f"{FOLDER}/{folder}.json"]) for folder in BY_FOLDER}
    for schema in (*schemas.values(), ids.contents):
        Draft7Validator.check_schema(schema)
    return {
        folder: Draft7Validator(schema, registry=registry) for folder, schema in schemas.items()
    }


def complaints(folder: Path, validators: dict[str, Draft7Validator]) -> Iterator[str]:
    """What an editor shows for the data files below a folder, as far as they are YAML at all."""
    for path in sorted(folder.rglob("*.yml")):
        kind = path.relative_to(folder).parts[0]
        if not path.is_file() or kind not in validators:
            continue
        try:
            value = yaml.load(path.read_text("utf-8"), Loader=EditorLoader)
        except (yaml.YAMLError, UnicodeDecodeError):
            continue
        yield from (
            f"{path.name}: {'.'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validators[kind].iter_errors(value)
        )


@pytest.mark.parametrize("name", EXAMPLES)
def test_schema_and_checker_agree(name: str, validators: dict[str, Draft7Validator]) -> None:
    judged = EXAMPLES[name].code in JUDGED and name not in NOT_JUDGED
    bad = list(complaints(PROBLEMS / name / "bad", validators))
    if EXAMPLES[name].code not in EITHER_WAY:
        assert bool(bad) == judged, bad
    assert list(complaints(PROBLEMS / name / "good", validators)) == []


def test_every_judged_code_has_an_example() -> None:
    assert {example.code for example in EXAMPLES.values()} >= JUDGED
    assert EXAMPLES.keys() >= NOT_JUDGED


def test_sound_records_are_sound_to_an_editor(validators: dict[str, Draft7Validator]) -> None:
    """The real records, but for those that the checker refuses: what they hold is no test."""
    library, _ = check(ROOT)
    sound = {record.document.file.name for record in library}
    found = complaints(ROOT / "treaty_data", validators)
    assert [said for said in found if said.partition(":")[0] in sound] == []


def test_every_field_shows_its_help_and_closed_lists_their_values(files: dict[str, str]) -> None:
    fields = json.loads(files[f"{FOLDER}/reactions.json"])["properties"]
    assert all(field["description"] for field in fields.values())
    assert fields["stance"]["enum"] == list(Stance)
    assert fields["stance"]["enumDescriptions"] == [stance.help for stance in Stance]
    assert "Such as: republic-of-korea" in fields["actor"]["description"]
    assert next(iter(fields)) == "date"


def test_the_ids_of_records_are_offered_and_others_are_not_refused(
    files: dict[str, str], validators: dict[str, Draft7Validator]
) -> None:
    ids = json.loads(files[IDS])["definitions"]
    assert "norland" in ids["actors"]["enum"]
    assert "timeline/1990-quays-opened" in ids["timeline-or-reactions"]["enum"]
    assert len(ids["actors"]["enum"]) == len(ids["actors"]["enumDescriptions"])
    actor = validators["reactions"].evolve(
        schema=validators["reactions"].schema["properties"]["actor"]
    )
    assert actor.is_valid("norland")
    assert actor.is_valid("somebody-new")
    assert not actor.is_valid("Some Body")


def test_whatever_an_editor_makes_of_a_text_is_a_text(
    validators: dict[str, Draft7Validator],
) -> None:
    fields = validators["clauses"].schema["properties"]
    for guess in (4, 1.10, True, "NO", "1961-07-06"):
        assert validators["clauses"].evolve(schema=fields["number"]).is_valid(guess)


def test_what_is_committed_is_fresh(files: dict[str, str]) -> None:
    """If this fails, run `python3 scripts/treaty.py guide` and commit what it writes.

    The list of ids may lag behind: whoever adds a record need not renew it.
    """
    kept = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
        for path in (ROOT / ".vscode").rglob("*.json")
    }
    assert kept.keys() == files.keys()
    ids, made = (json.loads(text[IDS])["definitions"] for text in (kept, files))
    assert ids.keys() == made.keys()
    assert {path: text for path, text in kept.items() if path != IDS} == {
        path: text for path, text in files.items() if path != IDS
    }


def test_settings_bind_each_folder(files: dict[str, str]) -> None:
    comment, _, settings = files[".vscode/settings.json"].partition("\n")
    assert comment.startswith("// Made by")
    bound: dict[str, str] = json.loads(settings)["yaml.schemas"]
    assert set(bound) == {f"{FOLDER}/{folder}.json" for folder in BY_FOLDER}
    extensions: dict[str, Any] = json.loads(files[".vscode/extensions.json"].partition("\n")[2])
    assert extensions == {"recommendations": ["redhat.vscode-yaml"]}


def test_a_new_file_names_its_schema(tmp_path: Path, files: dict[str, str]) -> None:
    init(tmp_path / "project")
    file = tmp_path / "project/treaty_data/reactions/2031-06-01-norland.yml"
    assert modeline(tmp_path / "project", file, Reaction) == ""
    schema = tmp_path / "project" / FOLDER / "reactions.json"
    schema.parent.mkdir(parents=True)
    schema.write_text(files[f"{FOLDER}/reactions.json"], "utf-8")
    line = modeline(tmp_path / "project", file, Reaction)
    assert line == "# yaml-language-server: $schema=../../.vscode/schemas/reactions.json"
    assert (file.parent / line.partition("=")[2]).resolve() == schema.resolve()
    written = blank(Reaction, "2031-06-01-norland", date(2031, 6, 2), {}, line)
    assert written.startswith(f"{line}\n## Reaction: ")
