"""The real site in a real browser, as a reader meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

KINDS_OF_PAGES = [
    "",
    "treaties/2024-partnership/",
    "clauses/",
    "clauses/2024-partnership/article-4/",
    "clauses/2024-partnership/article-19/",
    "timeline/",
    "timeline/2024-06-19-treaty-signed/",
    "reactions/",
    "reactions/2024-06-20-republic-of-korea/",
    "questions/is-it-an-alliance/",
    "actors/kim-jong-un/",
    "topics/sanctions/",
    "terms/",
    "sources/kcna-2024-06-20/",
    "compare/",
    "disputed/",
    "data/",
    "about/",
    "contributing/fields/",
]


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_opens_clean(watched, real_site: Path, half: int) -> None:
    """No console error, no request to another host, on any page."""
    pages = sorted(path.relative_to(real_site).parent for path in real_site.rglob("index.html"))
    for page in pages[half::2]:
        watched.open(f"{page.as_posix()}/" if page.parts else "")
    assert watched.faults == []


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("mutual military assistance", "clauses/2024-partnership/article-4/"),
        ("lethal aid", "terms/lethal-aid/"),
        ("김정은", "actors/kim-jong-un/"),
        ("Лавров", "actors/sergey-lavrov/"),
        ("is it an alliance", "questions/is-it-an-alliance/"),
    ],
)
def test_search_finds_the_page(watched, words: str, page: str) -> None:
    browser = watched.open("")
    browser.get_by_role("textbox", name="Search").fill(words)
    links = browser.locator(".md-search-result__link")
    expect(links.first).to_be_visible()
    found = [link.get_attribute("href") or "" for link in links.all()[:3]]
    assert any(page in href for href in found), found
    links.nth(next(i for i, href in enumerate(found) if page in href)).click()
    browser.wait_for_url(f"**/{page}**")
    assert watched.faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_bars_the_way(browser: Browser, address: str, scheme: str, width: int) -> None:
    """Zero findings of axe-core, best practice included, and no sideways scrolling."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    findings = []
    for path in KINDS_OF_PAGES:
        page.goto(address + path)
        for violation in Axe().run(page).response["violations"]:
            findings.append((path, violation["id"], violation["nodes"][0]["html"][:120]))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            findings.append((path, "scrolls sideways", ""))
    context.close()
    assert findings == []


def test_the_site_reads_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}clauses/2024-partnership/article-4/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 4")
    expect(page.get_by_role("heading", name="Who owes what")).to_be_visible()
    page.get_by_role("link", name="5", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 5")
    context.close()
