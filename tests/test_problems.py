"""Every problem the data can have: one folder each, with the answer an editor gets.

After a deliberate change of an answer, look at the difference that `UPDATE_EXPECTED=1` makes
before committing, and run `treaty guide`.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
from pathlib import Path

import pytest

from treaty_explainer import check as rules
from treaty_explainer import entity, explain, link, markdown, read, validate
from treaty_explainer.build import check
from treaty_explainer.formats import as_text
from treaty_explainer.problem_guide import problem_pages, read_examples
from treaty_explainer.templating import PACKAGE

FOLDERS = Path(__file__).parent / "problems"
PAGES = Path(__file__).parents[1] / "docs" / "contributing" / "problems"
EXAMPLES = {example.name: example for example in read_examples(FOLDERS)}
# A file that only one user may read cannot be committed; test_read.py makes the fault instead.
WITHOUT_FILES = {"cannot-read"}


def answer(files: Path, project: Path) -> str:
    """What the checker says of the starter with these files laid over it."""
    shutil.copytree(PACKAGE / "starter" / "treaty_data", project / "treaty_data")
    shutil.copytree(files, project / "treaty_data", dirs_exist_ok=True)
    _, problems = check(project)
    return as_text(problems, project)


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - WITHOUT_FILES))
def test_the_fault_is_named_and_the_mended_file_is_not(name: str, tmp_path: Path) -> None:
    if name == "same-name" and (FOLDERS / name / "BAD").exists():
        pytest.skip("on this system such files cannot exist")
    given = answer(FOLDERS / name / "bad", tmp_path / "bad")
    if os.environ.get("UPDATE_EXPECTED"):
        (FOLDERS / name / "expected.txt").write_text(given + "\n", "utf-8")
    assert given + "\n" == (FOLDERS / name / "expected.txt").read_text("utf-8")
    assert answer(FOLDERS / name / "good", tmp_path / "good") == ""


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_fault_has_one_answer_with_a_remedy(name: str) -> None:
    problem, hint = EXAMPLES[name].answer.split("\n")
    assert re.fullmatch(r"treaty_data/.+:\d+:\d+: [a-z0-9-]+: .+", problem)
    assert re.fullmatch(r"  hint: .+", hint)


def test_every_code_has_a_folder_of_its_own_name() -> None:
    assert codes_in_source() == {example.code for example in EXAMPLES.values()}
    assert codes_in_source() <= EXAMPLES.keys()


def test_a_folder_holds_nothing_else() -> None:
    for name in EXAMPLES:
        parts = {"why.md", "expected.txt"} | (set() if name in WITHOUT_FILES else {"bad", "good"})
        assert {path.name for path in (FOLDERS / name).iterdir()} == parts


def test_faults_in_many_files_come_in_one_run_and_in_reading_order(tmp_path: Path) -> None:
    together = ["not-yaml", "unsourced", "not-in-list", "bad-date-span", "too-few", "unused-source"]
    for name in together:
        shutil.copytree(FOLDERS / name / "bad", tmp_path / "bad", dirs_exist_ok=True)
    lines = [line for line in answer(tmp_path / "bad", tmp_path).split("\n") if line[0] != " "]
    assert [line.split(":")[0] for line in lines] == sorted(line.split(":")[0] for line in lines)
    # What cites the source may be among the records that failed, so nothing is said of it yet.
    assert sorted(line.split(": ")[1] for line in lines) == sorted(
        EXAMPLES[name].code for name in together if name != "unused-source"
    )


def test_the_pages_on_problems_are_fresh() -> None:
    """If this fails, run `python3 scripts/treaty.py guide` and commit what it writes."""
    kept = {path.name: path.read_text("utf-8") for path in PAGES.glob("*.md")}
    assert kept == problem_pages(FOLDERS)


def test_a_page_shows_the_unseen() -> None:
    pages = problem_pages(FOLDERS)
    assert "⟨tab⟩" in pages["not-yaml.md"]
    assert "⟨U+202E⟩" in pages["unsafe-character.md"]
    assert all(line.isprintable() for page in pages.values() for line in page.split("\n"))


def codes_in_source() -> set[str]:
    """Every code that the stages before rendering can give a problem.

    They are looked for where problems are made, by the position of the argument. Any other word
    of that shape in those modules must be known, so that no new way to make one is overlooked.
    """
    position = {"Problem": 1, "PydanticCustomError": 0, "Fault": 0, "refuse": 0, "_refuse": 1}
    codes = {code for code, *_ in markdown._REFUSED.values()}
    words: set[str] = set()
    for module in (read, explain, entity, validate, link, markdown, rules):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and _is_code(node.value) and "-" in node.value:
                words.add(node.value)
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                index = position.get(name, len(node.args))
                argument = node.args[index] if index < len(node.args) else None
                if isinstance(argument, ast.Constant) and _is_code(argument.value):
                    codes.add(argument.value)
    assert words - codes <= {"utf-8", "utf-8-sig", "x-refers-to"}
    return codes


def _is_code(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value) is not None
