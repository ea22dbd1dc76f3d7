"""The whole flow on the starter: a good build, and builds that must not cost the old site."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from treaty_explainer.build import build, generate
from treaty_explainer.mkdocs_site import EngineError
from treaty_explainer.templating import PACKAGE


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return shutil.copytree(PACKAGE / "starter", tmp_path / "project")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_build_makes_a_whole_site(project: Path) -> None:
    built = build(project, project / "site")
    assert built.problems == []
    assert (project / "site/clauses/2031-harbour/article-1/index.html").is_file()
    assert (project / "site/data/v1/records.json").is_file()
    assert built.pages > built.records
    assert sorted(path.name for path in project.iterdir()) == [
        ".site-kept.json",
        "docs",
        "mkdocs.yml",
        "site",
        "treaty_data",
    ]


def test_building_twice_gives_the_same_bytes(project: Path) -> None:
    build(project, project / "site")
    first = snapshot(project / "site")
    shutil.rmtree(project / "docs/clauses")
    build(project, project / "site")
    assert snapshot(project / "site") == first


def test_bad_data_writes_nothing_and_keeps_the_site(project: Path) -> None:
    build(project, project / "site")
    before = snapshot(project / "docs"), snapshot(project / "site")
    (project / "treaty_data/terms/harbour-dues.yml").write_text("term: [", "utf-8")
    built = build(project, project / "site")
    assert [problem.code for problem in built.problems] == ["not-yaml"]
    assert (snapshot(project / "docs"), snapshot(project / "site")) == before


def test_a_fault_in_the_built_site_keeps_the_old_one(project: Path) -> None:
    build(project, project / "site")
    before = snapshot(project / "site")
    about = project / "docs/about/index.md"
    about.write_text(about.read_text("utf-8") + '\n<a href="../nowhere/">x</a>\n', "utf-8")
    built = build(project, project / "site")
    assert [problem.code for problem in built.problems] == ["dead-link"]
    assert snapshot(project / "site") == before


def test_an_engine_that_complains_keeps_the_old_site(project: Path) -> None:
    build(project, project / "site")
    before = snapshot(project / "site")
    about = project / "docs/about/index.md"
    about.write_text(about.read_text("utf-8") + "\n[x](nowhere.md)\n", "utf-8")
    with pytest.raises(EngineError, match=r"nowhere\.md"):
        build(project, project / "site")
    assert snapshot(project / "site") == before
    assert [path.name for path in project.glob(".site.*")] == []


def test_an_engine_that_breaks_says_on_which_page(project: Path) -> None:
    about = project / "docs/about/index.md"
    about.write_text("---\ntemplate: nowhere.html\n---\n# About\n", "utf-8")
    with pytest.raises(EngineError) as caught:
        build(project, project / "site")
    (line,) = str(caught.value).splitlines()
    assert "about/index.md" in line
    assert "nowhere.html" in line
    assert not (project / "site").exists()


def test_a_record_that_is_gone_takes_its_page_along(project: Path) -> None:
    generate(project)
    assert (project / "docs/clauses/2031-harbour/article-2.md").is_file()
    (project / "treaty_data/clauses/2031-harbour/article-2.yml").unlink()
    written = generate(project).written
    assert written is not None
    assert "clauses/2031-harbour/article-2.md" in written.removed
    assert not (project / "docs/clauses/2031-harbour/article-2.md").exists()


def test_nothing_changed_writes_nothing(project: Path) -> None:
    generate(project)
    written = generate(project).written
    assert written is not None
    assert (written.created, written.changed, written.removed) == ([], [], [])


def test_an_offline_site_leads_from_file_to_file(project: Path) -> None:
    built = build(project, project / "site-offline", offline=True)
    assert built.problems == []
    page = (project / "site-offline/clauses/2031-harbour/article-1.html").read_text("utf-8")
    targets = [link.partition("#")[0] for link in re.findall(r'href="([^"]+)"', page)]
    assert [link for link in targets if link.endswith("/") and ":" not in link] == []
    # The pages of the ordinary site were not touched.
    assert not (project / "docs/clauses").exists()
