"""The audit of a built site: one page, one fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from treaty_explainer.audit import audit

PAGE = "<!doctype html><html lang=en><title>t</title><h1 id=top>T</h1>{}</html>"


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
        '<a href="#top">x</a>',
        '<a href="./">x</a>',
        '<a href="https://example.org/elsewhere">x</a>',
        '<a href="https://site.example.org/base/other/#here">x</a>',
        '<a href="/base/other/">x</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<link rel="stylesheet" href="style.css">',
        '<link rel="canonical" href="https://site.example.org/base/">',
        '<img src="style.css" alt="">',
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
        ('<a href="other/#there">x</a>', "dead-anchor"),
        ('<a href="#there">x</a>', "dead-anchor"),
        ('<p id="top">x</p>', "doubled-id"),
        ("<h1>again</h1>", "main-heading"),
        ('<p onclick="x()">x</p>', "inline-script"),
        ('<a href="javascript:x()">x</a>', "dangerous-link"),
        ('<img src="https://example.org/pixel.gif" alt="">', "foreign-request"),
        ('<script src="//example.org/x.js"></script>', "foreign-request"),
        ('<link rel="stylesheet" href="https://example.org/x.css">', "foreign-request"),
        ('<img src="style.css">', "no-alt"),
    ],
)
def test_what_is_wrong_is_found(tmp_path: Path, body: str, code: str) -> None:
    report = audit(site(tmp_path, body), "https://site.example.org/base")
    assert [problem.code for problem in report.problems] == [code]
    assert str(report.problems[0].place.file) == "site/index.html"


def test_it_counts_what_it_looked_at(tmp_path: Path) -> None:
    report = audit(site(tmp_path, '<a href="other/">x</a> <a href="#top">y</a>'))
    assert (report.pages, report.links) == (2, 2)
