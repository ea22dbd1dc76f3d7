"""A build with a memory comes to what one without comes to, whatever happened in between."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from treaty_explainer.build import check, generate
from treaty_explainer.link import Library
from treaty_explainer.memory import MEMORY, Memory, program
from treaty_explainer.templating import PACKAGE
from treaty_explainer.write import MANIFEST

STARTER = PACKAGE / "starter"
NAME = re.compile(r"^(title|name|term|short_name): (.*)$", re.MULTILINE)
WORDS = re.compile(
    r"^ *(?:- )?(?:answer|city|office|place|publisher|question|reliability|short_name|why): \w.*\w",
    re.MULTILINE,
)
TERM = "term: {word}\naliases: [{word}-like]\ndefinition: Nothing [@sund-courier-2031-09-02].\n"
REACTION = """\
date: 2031-06-0{day}
actor: {actor}
form: statement
title: Said on day {day}
stance: concerned
why: In so many words.
summary: Quays were on everyone's mind [@sund-courier-2031-09-02].
clauses: [2031-harbour/article-1]
topics: [shipping]
"""


def pages(docs: Path) -> dict[str, str]:
    return {
        path.relative_to(docs).as_posix(): path.read_text("utf-8")
        for path in docs.rglob("*")
        if path.is_file() and path.name not in (MANIFEST, MEMORY)
    }


def settle(file: Path) -> None:
    """Make a file old enough for its date to be trusted, as it is when a person has saved it."""
    old = time.time_ns() - 10**9
    os.utime(file, ns=(old, old))


class Editing(RuleBasedStateMachine):
    """Somebody edits; after each step the pages are those that a build from nothing makes."""

    @initialize()
    def begin(self) -> None:
        self.project = Path(tempfile.mkdtemp()) / "project"
        shutil.copytree(STARTER, self.project)
        self.data = self.project / "treaty_data"
        self.memory = Memory()
        self.steps = 0

    def teardown(self) -> None:
        shutil.rmtree(self.project.parent)

    def write(self, name: str, text: str) -> None:
        path = self.data / name
        path.write_text(text, "utf-8")
        settle(path)
        self.steps += 1

    def added(self) -> list[Path]:
        return sorted(self.data.glob("*/added-*.yml"))

    @rule(choice=st.randoms(use_true_random=False), word=st.sampled_from(["Gull", "Tern", "Auk"]))
    def retitle(self, choice, word: str) -> None:
        path = choice.choice(
            [p for p in sorted(self.data.rglob("*.yml")) if NAME.search(p.read_text("utf-8"))]
        )
        text = NAME.sub(lambda found: f"{found[1]}: {found[2]} {word}", path.read_text("utf-8"), 1)
        self.write(path.relative_to(self.data).as_posix(), text)

    @rule(choice=st.randoms(use_true_random=False), note=st.sampled_from(["So far.", "As ever."]))
    def remark(self, choice, note: str) -> None:
        path = choice.choice(sorted(self.data.rglob("*.yml")))
        text = re.sub(r"^note: .*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
        if not re.search(r"^note:", text, re.MULTILINE):
            self.write(path.relative_to(self.data).as_posix(), f"{text.rstrip()}\nnote: {note}\n")

    @precondition(lambda self: list(self.data.glob("reactions/added-*.yml")))
    @rule(choice=st.randoms(use_true_random=False), day=st.integers(1, 9))
    def redate(self, choice, day: int) -> None:
        """It moves among those that name the same records."""
        path = choice.choice(sorted(self.data.glob("reactions/added-*.yml")))
        text = re.sub("^date: .*", f"date: 2030-11-0{day}", path.read_text("utf-8"))
        self.write(path.relative_to(self.data).as_posix(), text)

    @rule(
        choice=st.randoms(use_true_random=False), stance=st.sampled_from(["opposed", "concerned"])
    )
    def take_another_stance(self, choice, stance: str) -> None:
        path = choice.choice(sorted(self.data.glob("reactions/*.yml")))
        text = re.sub("^stance: .*", f"stance: {stance}", path.read_text("utf-8"), flags=re.M)
        self.write(path.relative_to(self.data).as_posix(), text)

    @rule(choice=st.randoms(use_true_random=False), word=st.sampled_from(["indeed", "so far"]))
    def reword(self, choice, word: str) -> None:
        """Something else than a name: whatever a page shows of another record may be it."""
        found = [p for p in sorted(self.data.rglob("*.yml")) if WORDS.search(p.read_text("utf-8"))]
        path = choice.choice(found)
        text = path.read_text("utf-8")
        match = choice.choice(list(WORDS.finditer(text)))
        text = f"{text[: match.end()]}, {word}{text[match.end() :]}"
        self.write(path.relative_to(self.data).as_posix(), text)

    @rule(word=st.sampled_from(["quay", "berth", "dues", "tide"]))
    def add_term(self, word: str) -> None:
        self.write(f"terms/added-{word}.yml", TERM.format(word=word))

    @rule(day=st.integers(1, 9), actor=st.sampled_from(["sudmark", "norland", "port-guild"]))
    def add_reaction(self, day: int, actor: str) -> None:
        self.write(f"reactions/added-{day}.yml", REACTION.format(day=day, actor=actor))

    @precondition(lambda self: self.added())
    @rule(choice=st.randoms(use_true_random=False))
    def delete(self, choice) -> None:
        choice.choice(self.added()).unlink()

    @precondition(lambda self: self.added())
    @rule(choice=st.randoms(use_true_random=False))
    def rename(self, choice) -> None:
        path = choice.choice(self.added())
        path.rename(path.with_name(f"added-again-{self.steps}.yml"))

    @rule()
    def break_and_mend(self) -> None:
        path = self.data / "broken.yml"
        path.write_text("nothing", "utf-8")
        assert generate(self.project, memory=self.memory).problems
        path.unlink()

    @rule()
    def tamper_with_a_page(self) -> None:
        page = self.project / "docs/topics/shipping.md"
        if page.exists():
            page.write_text("tampered", "utf-8")

    @invariant()
    def warm_is_cold(self) -> None:
        warm = generate(self.project, memory=self.memory)
        cold = self.project.parent / "cold"
        shutil.copytree(self.project / "docs/about", cold / "about")
        assert warm.problems == generate(self.project, cold).problems
        if not warm.problems:
            assert pages(self.project / "docs") == pages(cold)
        shutil.rmtree(cold)

    @rule()
    def another_process(self) -> None:
        """The next build knows what is kept on the disk and no more."""
        if self.steps and not generate(self.project, memory=self.memory).problems:
            self.memory.keep(self.project / "docs")
            self.memory = Memory.kept(self.project / "docs")


class TestEditing(Editing.TestCase):  # type: ignore[name-defined,misc]
    settings = settings(
        max_examples=5, stateful_step_count=6, deadline=None, phases=[Phase.generate]
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = shutil.copytree(STARTER, tmp_path / "project")
    for path in folder.rglob("*.yml"):
        settle(path)
    return folder


def test_what_has_not_changed_is_not_read_again(project: Path, monkeypatch) -> None:
    memory = Memory()
    check(project, memory)

    def refuse(*words: object) -> None:
        raise AssertionError(words)

    monkeypatch.setattr("treaty_explainer.memory.read_file", refuse)
    library, problems = check(project, memory)
    assert problems == []
    assert len(library) > 10


def test_a_file_that_was_just_saved_is_read_again_whatever_its_date_says(project: Path) -> None:
    path = project / "treaty_data/topics/shipping.yml"
    memory = Memory()
    now = time.time_ns() + 10**9
    os.utime(path, ns=(now, now))
    first, _ = memory.read(path, PurePosixPath("treaty_data/topics/shipping.yml"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("Shipping", "Sailings"), "utf-8")
    os.utime(path, ns=(now, now))
    again, _ = memory.read(path, PurePosixPath("treaty_data/topics/shipping.yml"))
    assert first and again
    assert first.digest != again.digest


def test_equal_content_is_the_same_document(project: Path) -> None:
    path = project / "treaty_data/topics/shipping.yml"
    memory = Memory()
    name = PurePosixPath("treaty_data/topics/shipping.yml")
    first, _ = memory.read(path, name)
    path.touch()
    assert memory.read(path, name)[0] is first


def test_nothing_is_made_again_when_nothing_has_changed(project: Path, monkeypatch) -> None:
    memory = Memory()
    generate(project, memory=memory)
    monkeypatch.setattr("treaty_explainer.render.Page.render", lambda *words: 1 / 0)
    written = generate(project, memory=memory).written
    assert written
    assert not written.changed
    assert not written.created
    assert not written.removed


def test_an_edit_makes_only_the_pages_that_asked_for_it(project: Path) -> None:
    memory = Memory()
    generate(project, memory=memory)
    term = project / "treaty_data/terms/harbour-dues.yml"
    term.write_text(term.read_text("utf-8") + "note: Only a remark.\n", "utf-8")
    written = generate(project, memory=memory).written
    assert written
    assert "terms/harbour-dues.md" in written.changed
    assert "sources/norland-gazette-2031-05-03.md" not in written.changed


def test_another_program_or_site_makes_everything_anew(project: Path) -> None:
    memory = Memory()
    memory.work_for("one")
    memory.learn("page", [("record", "a/b")])
    memory.settle()
    assert memory.holds("page")
    memory.work_for("one")
    assert memory.holds("page")
    memory.work_for("another")
    assert not memory.holds("page")


def test_the_program_is_told_by_all_its_files() -> None:
    assert program() == program()
    assert len(program()) == 32


def edit(project: Path) -> None:
    term = project / "treaty_data/terms/harbour-dues.yml"
    term.write_text(term.read_text("utf-8") + "note: Only a remark.\n", "utf-8")


def test_the_next_process_makes_only_what_has_changed(project: Path, monkeypatch) -> None:
    generate(project)
    monkeypatch.setattr("treaty_explainer.link.names", lambda text: 1 / 0)
    with monkeypatch.context() as patch:
        patch.setattr("treaty_explainer.render.Page.render", lambda *words: 1 / 0)
        assert generate(project).written
    monkeypatch.undo()
    edit(project)
    written = generate(project).written
    assert written
    assert "terms/harbour-dues.md" in written.changed
    assert "sources/norland-gazette-2031-05-03.md" not in written.changed


def test_a_file_of_answers_is_written_only_if_there_is_something_new(project: Path) -> None:
    generate(project)
    kept = project / "docs" / MEMORY
    before = kept.stat().st_ino
    generate(project)
    assert kept.stat().st_ino == before
    edit(project)
    generate(project)
    assert kept.stat().st_ino != before


def test_an_answer_is_recalled_as_long_as_it_stands(starter: Library) -> None:
    memory = Memory()
    memory.compare(starter)
    memory.learn("found", [("record", "actors/ada-lind")], "key", ["text", {"word": 1}])
    memory.learn("passed", [("record", "actors/ada-lind")])
    memory.settle()
    memory.compare(starter)
    assert memory.recall("found", "key") == ["text", {"word": 1}]
    assert memory.recall("found", "another key") is None
    assert memory.recall("passed") is None
    assert memory.recall("unknown") is None
    memory.compare(Library([]))
    assert memory.recall("found", "key") is None


def test_what_is_kept_elsewhere_or_is_damaged_does_not_count(project: Path, tmp_path: Path) -> None:
    generate(project)
    docs = project / "docs"
    assert Memory.kept(docs)._answers
    # A checkout or a copy, with every date as it was: a proposal could bring one.
    copy = shutil.copytree(docs, tmp_path / "copy")
    assert not Memory.kept(copy)._answers
    kept = (docs / MEMORY).read_text("utf-8")
    for damage in ("", "[]", "{}", "\0", kept[:-10], kept.replace('"answers"', '"other"')):
        (docs / MEMORY).write_text(damage, "utf-8")
        assert not Memory.kept(docs)._answers
        assert generate(project).problems == []
    (docs / MEMORY).unlink()
    assert not Memory.kept(docs)._answers


def test_a_page_written_by_another_process_is_not_taken_for_ours(project: Path) -> None:
    """While one process remembers, another builds from other data, and the edit is taken back."""
    memory = Memory()
    generate(project, memory=memory)
    term = project / "treaty_data/terms/harbour-dues.yml"
    before = term.read_text("utf-8")
    made = (project / "docs/terms/harbour-dues.md").read_text("utf-8")
    edit(project)
    generate(project)
    term.write_text(before, "utf-8")
    generate(project, memory=memory)
    assert (project / "docs/terms/harbour-dues.md").read_text("utf-8") == made
