"""A warm build gives the bytes of a cold one, whatever was edited in between."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from treaty_explainer.build import build
from treaty_explainer.templating import PACKAGE

ARTICLE = "treaty_data/clauses/2031-harbour/article-2.yml"
PAGE = "clauses/2031-harbour/article-2/index.html"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = shutil.copytree(PACKAGE / "starter", tmp_path / "project")
    site(folder)
    return folder


def site(project: Path, name: str = "site") -> dict[str, bytes]:
    """Build, and return every file of the site."""
    built = build(project, project / name)
    assert built.problems == []
    folder = project / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def cold(project: Path) -> dict[str, bytes]:
    """The same with nothing to reuse."""
    files = site(project, "cold")
    shutil.rmtree(project / "cold")
    shutil.rmtree(project / ".cold-spare", ignore_errors=True)
    (project / ".cold-kept.json").unlink()
    return files


def edit(project: Path, file: str, old: str, new: str) -> None:
    path = project / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def inode(project: Path, page: str) -> int:
    return (project / "site" / page).stat().st_ino


def test_an_unchanged_page_is_taken_over_and_a_changed_one_is_not(project: Path) -> None:
    other = "sources/norland-gazette-2031-05-03/index.html"
    before = inode(project, PAGE), inode(project, other)
    edit(project, ARTICLE, "twenty years", "thirty years")
    assert b"thirty years" in site(project)[PAGE]
    assert inode(project, PAGE) != before[0]
    assert inode(project, other) == before[1]


def test_a_retitled_record_is_renamed_wherever_it_is_named(project: Path) -> None:
    edit(project, "treaty_data/actors/ada-lind.yml", "name: Ada Lind", "name: Ada Lindqvist")
    assert site(project) == cold(project)


def test_an_old_page_that_was_tampered_with_is_built_anew(project: Path) -> None:
    page = project / "site" / PAGE
    page.write_text(page.read_text("utf-8") + "<!-- tampered -->", "utf-8")
    assert b"tampered" not in site(project)[PAGE]


def test_a_change_of_settings_builds_everything_anew(project: Path) -> None:
    before = inode(project, PAGE)
    edit(project, "mkdocs.yml", "The Harbour Treaty explained", "Harbours")
    assert b"Harbours" in site(project)[PAGE]
    assert inode(project, PAGE) != before


@pytest.mark.parametrize("damage", ["", "[]", '{"a": 1}', '{"index.html": ["x", "y"]}', "\0"])
def test_damaged_keys_cost_time_and_nothing_else(project: Path, damage: str) -> None:
    (project / ".site-kept.json").write_text(damage, "utf-8")
    assert site(project) == cold(project)


def test_what_is_made_of_all_pages_is_made_anew_if_these_are_others(project: Path) -> None:
    edit(project, "mkdocs.yml", "\nnav:", "\nsite_url: https://quays.example.org/\nnav:")
    site(project)
    of_all = ["sitemap.xml", "sitemap.xml.gz", "404.html"]
    before = [inode(project, name) for name in of_all]
    edit(project, ARTICLE, "twenty years", "thirty years")
    site(project)
    assert [inode(project, name) for name in of_all] == before
    (project / "treaty_data/terms/tide.yml").write_text(
        "term: tide\ndefinition: High water [@sund-courier-2031-09-02].\n", "utf-8"
    )
    files = site(project)
    assert b"terms/tide/" in files["sitemap.xml"]
    assert files == cold(project)
    assert not {inode(project, name) for name in of_all} & {*before}


def test_of_what_is_made_together_none_is_kept_without_the_others(project: Path) -> None:
    sitemap = (project / "site/sitemap.xml").read_bytes()
    (project / "site/sitemap.xml.gz").write_bytes(b"tampered")
    assert site(project) == cold(project)
    assert (project / ".site-spare/sitemap.xml").read_bytes() == sitemap


def test_a_page_written_by_hand_may_still_lead_to_any_other(project: Path) -> None:
    page = project / "docs/about/index.md"
    page.write_text(page.read_text("utf-8") + "\n[A clause](../clauses/index.md).\n", "utf-8")
    assert b'href="../clauses/"' in site(project)["about/index.html"]
    assert site(project) == cold(project)


def spare(project: Path, page: str) -> Path:
    return project / ".site-spare" / page


def test_the_site_before_the_old_one_is_kept_and_used_again(project: Path) -> None:
    edit(project, ARTICLE, "twenty years", "thirty years")
    site(project)
    assert "twenty years" in spare(project, PAGE).read_text("utf-8")
    other = "sources/norland-gazette-2031-05-03/index.html"
    folder = spare(project, other).parent.stat().st_ino
    edit(project, ARTICLE, "thirty years", "forty years")
    assert site(project) == cold(project)
    assert (project / "site" / other).parent.stat().st_ino == folder
    assert "thirty years" in spare(project, PAGE).read_text("utf-8")


def test_nothing_that_lies_in_the_spare_gets_into_the_site(project: Path) -> None:
    site(project)
    other = "sources/norland-gazette-2031-05-03/index.html"
    spare(project, PAGE).unlink()
    spare(project, PAGE).symlink_to("/etc/passwd")
    spare(project, other).unlink()
    spare(project, other).write_text("not the site's", "utf-8")
    spare(project, "strange/empty").mkdir(parents=True)
    spare(project, "strange/page.html").write_text("strange", "utf-8")
    spare(project, "search").rename(spare(project, "elsewhere"))
    spare(project, "topics/link").symlink_to(project / "docs")
    assert site(project) == cold(project)
    assert not (project / "site/strange").exists()
    assert not (project / "site" / PAGE).is_symlink()


def test_the_old_site_is_never_written_to(project: Path) -> None:
    """The spare shares its files with the old site, so what is made anew must be a new file."""
    old = site(project)
    edit(project, "mkdocs.yml", "The Harbour Treaty explained", "Harbours")
    site(project)
    folder = project / ".site-spare"
    assert {path: (folder / path).read_bytes() for path in old} == old


def test_without_a_spare_or_with_a_file_in_its_place_it_is_built_all_the_same(
    project: Path,
) -> None:
    site(project)
    shutil.rmtree(project / ".site-spare")
    assert site(project) == cold(project)
    shutil.rmtree(project / ".site-spare")
    (project / ".site-spare").write_text("a file", "utf-8")
    assert site(project) == cold(project)
    (project / ".site-spare").unlink()
    precious = project / "precious/thesis.txt"
    precious.parent.mkdir()
    precious.write_text("precious", "utf-8")
    (project / ".site-spare").symlink_to(precious.parent)
    assert site(project) == cold(project)
    assert precious.read_text("utf-8") == "precious"


def test_random_edits_leave_nothing_stale(project: Path) -> None:
    """Edit, add, rename and delete at random; after each step warm and cold agree."""
    chance = random.Random(7)
    terms = project / "treaty_data/terms"
    for step in range(6):
        added = sorted(terms.glob("extra-*.yml"))
        match chance.choice(["edit", "add", "rename", "delete"]):
            case "rename" if added:
                added[0].rename(terms / f"extra-renamed-{step}.yml")
            case "delete" if added:
                added[0].unlink()
            case "add":
                (terms / f"extra-{step}.yml").write_text(
                    f"term: Extra {step}\ndefinition: Nothing [@sund-courier-2031-09-02].\n",
                    "utf-8",
                )
            case _:
                text = (project / ARTICLE).read_text("utf-8")
                (project / ARTICLE).write_text(text.replace("years", f"years, {step},"), "utf-8")
        assert site(project) == cold(project)
