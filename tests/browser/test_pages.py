"""The real site in a real browser, as a reader meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

# Pages of one template and hundreds of records: a sample of them is opened, the audit reads all.
SAMPLED = {"sources": 10, "actors": 4}


@pytest.mark.parametrize("half", [0, 1])
def test_pages_open_clean(watched, real_site: Path, half: int) -> None:
    """No console error, no request to another host."""
    pages = sorted(path.relative_to(real_site).parent for path in real_site.rglob("index.html"))
    pages = [
        page
        for number, page in enumerate(pages)
        if number % SAMPLED.get(page.parts[0] if page.parts else "", 1) == 0
        and not page.as_posix().startswith("timeline/by-")
    ]
    for page in pages[half::2]:
        watched.open(f"{page.as_posix()}/" if page.parts else "")
    assert watched.faults == []


def test_the_site_reads_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}clauses/2024-partnership/article-4/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 4")
    expect(page.get_by_role("heading", name="Who owes what")).to_be_visible()
    page.get_by_role("link", name="5", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Article 5")
    context.close()


def test_a_page_lists_its_sections_beside_it(watched) -> None:
    page = watched.open("clauses/2024-partnership/article-4/")
    listed = page.get_by_role("navigation", name="On this page")
    expect(listed.get_by_role("link", name="Who owes what")).to_be_visible()


def test_on_a_phone_the_names_of_the_site_and_of_actors_have_room(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}reactions/")
    cut_off = "name => name.scrollHeight - name.clientHeight"
    assert page.locator(".te-home span").evaluate(cut_off) <= 2
    expect(page.get_by_role("banner").get_by_role("link", name="Search")).to_be_visible()
    lines = "name => name.getClientRects().length"
    actor = page.locator(".te-matrix th a").get_by_text("Republic of Korea (South Korea)")
    assert actor.evaluate(lines) <= 2
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()
