"""What a change does to the pages, from two states of the starter's data."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from treaty_explainer.changes import FORMATS, Changes, GitError, compare, state_at, state_now
from treaty_explainer.scaffold import init


def git(folder: Path, *words: str) -> None:
    # No hooks, signatures or settings of whoever runs the tests.
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(
        ["git", *who, *words],
        cwd=folder,
        check=True,
        capture_output=True,
        env=os.environ | quiet,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The starter, committed, in a folder below the repository's root."""
    init(tmp_path / "project")
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    return tmp_path / "project"


def edit(project: Path, id: str, old: str, new: str) -> None:
    file = project / f"treaty_data/{id}.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def changes(project: Path) -> Changes:
    return compare(state_at(project, "main"), state_now(project), "main")


def test_nothing(project: Path) -> None:
    result = changes(project)
    assert FORMATS["text"](result) == "No page changes since main."
    edit(project, "topics/shipping", "title:", "# a comment\ntitle:")
    assert changes(project) == result


def test_changed_fields_links_and_referrers(project: Path) -> None:
    edit(project, "terms/harbour-dues", "topics: [shipping]", "note: See [him](actors/ada-lind).")
    (page,) = changes(project).changed
    assert page.id == "terms/harbour-dues"
    assert page.fields == ["topics", "note"]
    assert (page.gained, page.lost) == (["actors/ada-lind"], ["topics/shipping"])
    assert page.referred_to_by == ["clauses/2031-harbour/article-1"]


def test_new_and_gone(project: Path) -> None:
    data = project / "treaty_data"
    (data / "topics/fishing.yml").write_text(
        "title: Fishing\nsummary: Nets [@sund-courier-2031-09-02].\n", "utf-8"
    )
    (data / "terms/harbour-dues.yml").unlink()
    result = changes(project)
    assert [page.id for page in result.new] == ["topics/fishing"]
    assert result.new[0].gained == ["sources/sund-courier-2031-09-02"]
    assert [page.id for page in result.gone] == ["terms/harbour-dues"]
    assert result.gone[0].referred_to_by == ["clauses/2031-harbour/article-1"]
    assert result.changed == result.renamed == []


def test_a_rename_is_no_change_of_those_who_refer_to_it(project: Path) -> None:
    data = project / "treaty_data"
    old, new = data / "topics/shipping.yml", data / "topics/ships.yml"
    old.rename(new)
    new.write_text(new.read_text("utf-8") + "formerly: [topics/shipping]\n", "utf-8")
    for file in data.rglob("*.yml"):
        text = file.read_text("utf-8")
        file.write_text(text.replace("topics: [shipping]", "topics: [ships]"), "utf-8")
    result = changes(project)
    assert [(page.formerly, page.id) for page in result.renamed] == [
        ("topics/shipping", "topics/ships")
    ]
    assert result.renamed[0].fields == []
    assert result.new == result.gone == result.changed == []


def test_an_unsound_file_is_named_and_not_called_gone(project: Path) -> None:
    edit(project, "topics/shipping", "title:", "titel:")
    edit(project, "actors/sudmark", "name:", "\tname:")
    result = changes(project)
    assert result.not_compared == [
        "treaty_data/actors/sudmark.yml",
        "treaty_data/topics/shipping.yml",
    ]
    assert result.gone == result.new == result.changed == []


def test_the_forms(project: Path) -> None:
    edit(project, "topics/shipping", "title: Shipping", "title: Ships")
    result = changes(project)
    text = FORMATS["text"](result)
    assert text.startswith(
        "Pages: 1 changed. Links: 0 gained, 0 lost.\n\nChanged pages\n"
        "  topic: Ships\n      topics/shipping\n      changed: title\n      referred to by: "
    )
    assert "Article 1: Equal berths (the Harbour Treaty); " in text
    assert "- **Ships** (topic, `topics/shipping`)\n    - changed: title\n" in (
        FORMATS["markdown"](result)
    )
    told = json.loads(FORMATS["json"](result))
    assert told["changed"][0]["fields"] == ["title"]
    assert told["names"].keys() == set(told["changed"][0]["referred_to_by"])


def test_a_name_cannot_shape_the_summary(project: Path) -> None:
    edit(project, "topics/shipping", "title: Shipping", 'title: "<img> **[x](y)** | `#1` @all"')
    shown = MarkdownIt("gfm-like", {"linkify": False}).render(FORMATS["markdown"](changes(project)))
    assert "<strong>&lt;img&gt; **[x](y)** | `#1` @all</strong> (topic, <code>" in shown


def test_what_git_does_not_know(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    with pytest.raises(GitError, match="no commit, branch or tag 'nowhere'"):
        state_at(project, "nowhere")
    with pytest.raises(GitError, match="no commit, branch or tag '--output=x'"):
        state_at(project, "--output=x")
    (project / "below").mkdir()
    with pytest.raises(GitError, match="there was no treaty_data/ at 'main'"):
        state_at(project / "below", "main")
    with pytest.raises(GitError, match="no git repository"):
        state_at(tmp_path_factory.mktemp("elsewhere"), "main")


def test_no_git(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git is not installed"):
        state_at(project, "main")
