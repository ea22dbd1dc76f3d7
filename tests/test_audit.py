"""The audit of a built site: files laid side by side, one fault each."""

from __future__ import annotations

from pathlib import Path

import pytest

from treaty_explainer.audit import audit, join
from treaty_explainer.look import look

PAGE = (
    "<!doctype html><html lang=en><meta charset=utf-8><meta http-equiv=Content-Security-Policy"
    " content=\"default-src 'none'\"><title>t</title>\n<h1 id=top>T</h1>\n{}\n</html>"
)


def site(folder: Path, body: str) -> Path:
    (folder / "other").mkdir()
    (folder / "other/index.html").write_text(PAGE.format('<p id="here">x</p>'), "utf-8")
    (folder / "index.html").write_text(PAGE.format(body), "utf-8")
    (folder / "style.css").write_text("", "utf-8")
    return folder


@pytest.mark.parametrize(
    "body",
    [
        '<a href="other/">x</a>',
        '<a href="other/#here">x</a>',
        '<a href="other/#%68ere">x</a>',
        '<a href="#top">x</a>',
        '<a href="./">x</a>',
        '<a href="other/?q=x">x</a>',
        '<a href="https://example.org/elsewhere">x</a>',
        '<a href="https://site.example.org/base/other/#here">x</a>',
        '<a href="/base/other/">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<link rel="stylesheet" href="style.css">',
        '<link rel="canonical" href="https://site.example.org/base/">',
        '<img src="style.css" alt="">',
        '<form action="other/"><input name=q></form>',
    ],
)
def test_what_is_right_passes(tmp_path: Path, body: str) -> None:
    assert audit(site(tmp_path, body), "https://site.example.org/base").problems == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<a href="nowhere/">x</a>', "dead-link"),
        ('<a href="../../outside/">x</a>', "dead-link"),
        ('<a href="/other-base/">x</a>', "dead-link"),
        ('<a href="https://site.example.org/base/nowhere/">x</a>', "dead-link"),
        ('<form action="nowhere/"></form>', "dead-link"),
        ('<link rel="stylesheet" href="nowhere.css">', "dead-link"),
        ('<script src="nowhere.js"></script>', "dead-link"),
        ('<a href="other/#there">x</a>', "dead-anchor"),
        ('<a href="#there">x</a>', "dead-anchor"),
    ],
)
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path, body: str, code: str) -> None:
    report = audit(site(tmp_path, body), "https://site.example.org/base")
    (problem,) = report.problems
    assert problem.code == code
    assert str(problem.place) == "site/index.html:3:1"


def test_what_is_wrong_with_a_file_itself_is_told_too(tmp_path: Path) -> None:
    site(tmp_path, '<p id="top">x</p>')
    (tmp_path / "data.json").write_text("{\n]", "utf-8")
    report = audit(tmp_path)
    assert [(str(p.place), p.code) for p in report.problems] == [
        ("site/data.json:2:1", "not-json"),
        ("site/index.html:3:1", "doubled-id"),
    ]


def test_it_counts_what_it_looked_at(tmp_path: Path) -> None:
    report = audit(site(tmp_path, '<a href="other/">x</a> <a href="#top">y</a>'))
    assert (report.pages, report.links) == (2, 2)


def test_what_was_seen_before_need_not_be_seen_again() -> None:
    """The join reads nothing of a sound site: what was kept of each file is enough."""
    kept = {
        "index.html": look("index.html", PAGE.format('<a href="a/#top">x</a>').encode()),
        "a/index.html": look("a/index.html", PAGE.format("").encode()),
    }

    def content(name: str) -> bytes:
        raise AssertionError(name)

    assert join(kept, "", content).problems == []


def test_a_page_that_is_the_same_is_neither_read_nor_followed(tmp_path: Path) -> None:
    link = '<a href="other/#here">x</a> <a href="https://elsewhere.example/">y</a>'
    before = audit(site(tmp_path, link)).looks
    assert before["index.html"].links == ("other/#here",)
    (tmp_path / "index.html").write_text("never read", "utf-8")
    report = audit(tmp_path, "", before, {"index.html"})
    assert (report.problems, report.links, report.looks) == ([], 1, before)


def test_the_same_page_is_followed_anew_once_something_is_gone(tmp_path: Path) -> None:
    before = audit(site(tmp_path, '<a href="other/#here">x</a>')).looks
    (tmp_path / "other/index.html").write_text(PAGE.format('<p id="there">x</p>'), "utf-8")
    (problem,) = audit(tmp_path, "", before, {"index.html"}).problems
    assert (str(problem.place), problem.code) == ("site/index.html:3:1", "dead-anchor")
    (tmp_path / "other/index.html").unlink()
    (problem,) = audit(tmp_path, "", before, {"index.html"}).problems
    assert (str(problem.place), problem.code) == ("site/index.html:3:1", "dead-link")
