"""The editors' commands from the outside: what they print, write and end with."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from treaty_explainer import links
from treaty_explainer.cli_editing import COMMANDS
from treaty_explainer.links import Manners
from treaty_explainer.scaffold import init as copy_starter

cli = click.Group(commands=COMMANDS)


def run(*words: str | Path, input: str = "") -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], input=input)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    copy_starter(tmp_path / "project")
    return tmp_path / "project"


def test_new_writes_once(project: Path) -> None:
    result = run("new", "--project", project, "reaction", "2031-06-01-norland")
    assert result.exit_code == 0
    assert "fill it in, then run: python3 scripts/treaty.py check" in result.stderr
    file = project / "treaty_data/reactions/2031-06-01-norland.yml"
    text = file.read_text("utf-8")
    assert "\ndate: 2031-06-01\n" in text
    assert f"\nreviewed: {date.today()}\n" in text
    again = run("new", "--project", project, "reactions", "2031-06-01-norland")
    assert again.exit_code == 2
    assert again.stderr.count("\n") == 1
    assert file.read_text("utf-8") == text


def test_new_names_the_schema_where_the_project_has_one(project: Path) -> None:
    (project / ".vscode/schemas").mkdir(parents=True)
    (project / ".vscode/schemas/clauses.json").write_text("{}", "utf-8")
    run("new", "--project", project, "clause", "2031-harbour/article-9")
    run("new", "--project", project, "topic", "fishing")
    clause = (project / "treaty_data/clauses/2031-harbour/article-9.yml").read_text("utf-8")
    assert clause.startswith(
        "# yaml-language-server: $schema=../../../.vscode/schemas/clauses.json\n## Clause: "
    )
    assert (project / "treaty_data/topics/fishing.yml").read_text("utf-8").startswith("## Topic: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["reacton", "x"], "did you mean 'reaction'"),
        (["reaction", "X"], "cannot be an id"),
        (["reaction"], "which reaction?"),
    ],
)
def test_new_refuses(project: Path, words: list[str], said: str) -> None:
    result = run("new", "--project", project, *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_new_asks_step_by_step(project: Path) -> None:
    result = run("new", "--project", project, input="topic\nfishing\nFishing\n\n")
    assert result.exit_code == 0, result.output
    text = (project / "treaty_data/topics/fishing.yml").read_text("utf-8")
    assert "\ntitle: Fishing\n" in text
    assert "\nsummary:\n" in text


def test_new_ends_quietly_when_the_questions_are_left(project: Path) -> None:
    result = run("new", "--project", project, input="topic\n")
    assert result.exit_code == 1
    assert "Aborted" in result.output


def test_init(tmp_path: Path) -> None:
    result = run("init", tmp_path / "site")
    assert result.exit_code == 0
    assert "python3 scripts/treaty.py build --project" in result.stderr
    assert (tmp_path / "site/mkdocs.yml").is_file()
    assert run("init", tmp_path / "site").exit_code == 2


def test_report(project: Path) -> None:
    result = run("report", "--project", project, "--format", "json", "--today", "2032-01-01")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["today"] == "2032-01-01"
    assert run("report", "--project", project, "--today", "soon").exit_code == 2
    (project / "treaty_data/topics/shipping.yml").write_text("titel: x\n", "utf-8")
    broken = run("report", "--project", project)
    assert broken.exit_code == 1
    assert "unknown-field" in broken.stdout


def test_links(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Manners] = []
    monkeypatch.setattr(links, "find", lambda records, manners: asked.append(manners) or [])
    result = run("links", "--project", project, "--timeout", "7", "--format", "markdown")
    assert result.exit_code == 0
    assert "0 addresses asked" in result.stdout
    assert asked[0].timeout == 7
    assert asked[0].agent.startswith("treaty-explainer/")


def test_fix(project: Path) -> None:
    file = project / "treaty_data/actors/norland.yml"
    other = project / "treaty_data/actors/sudmark.yml"
    right = file.read_text("utf-8")
    file.write_text(right.replace("\n", "  \n"), "utf-8")
    other.write_text(other.read_text("utf-8").replace(" Europe", "\tEurope"), "utf-8")
    dry = run("fix", "--project", project, "--dry-run", file, other)
    assert dry.exit_code == 0
    assert "-name: Norland  \n" in dry.stdout
    assert file.read_text("utf-8") != right
    assert "1 file would be mended" in dry.stderr
    assert "sudmark.yml: left alone: a tab stands on line 3" in dry.stderr
    assert "0 files mended" in run("fix", "--project", project, other).stderr
    assert "norland.yml: trailing blanks\n" in run("fix", "--project", project).stderr
    assert file.read_text("utf-8") == right
    assert "0 files mended" in run("fix", "--project", project).stderr


def test_fix_touches_only_data_files(project: Path) -> None:
    result = run("fix", "--project", project, project / "mkdocs.yml")
    assert result.exit_code == 2
    assert "no data file of this project" in result.stderr


def test_changes_without_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    result = run("changes", "--project", project, "--since", "main")
    assert result.exit_code == 2
    assert result.stderr == "treaty: this folder is in no git repository\n"


def test_changes(project: Path) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *who, *words], cwd=project, check=True)
    same = run("changes", "--project", project, "--since", "HEAD")
    assert same.stdout == "No page changes since HEAD.\n"
    (project / "treaty_data/terms/harbour-dues.yml").unlink()
    result = run("changes", "--project", project, "--since", "HEAD", "--format", "markdown")
    assert result.exit_code == 0
    assert "Pages: 1 gone. Links: 0 gained, 3 lost." in result.stdout
