"""A site built for a disk, opened from it: every link and every script works without a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from treaty_explainer.build import build
from treaty_explainer.scaffold import init


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The starter's site, built offline."""
    project = tmp_path_factory.mktemp("offline") / "project"
    init(project)
    site = project / "site"
    assert build(project, site, offline=True).problems == []
    return site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_every_page_that_links_lead_to_opens(page: Page, disk: Path) -> None:
    """Walked from the first page on, by its links; nothing is asked of any server."""
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    waiting, seen = [(disk / "index.html").as_uri()], set[str]()
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        page.goto(url)
        links = page.evaluate(
            """[...document.querySelectorAll("a[href]")].map(
              (link) => new URL(link.getAttribute("href"), document.baseURI).href)"""
        )
        here = {link.partition("#")[0] for link in links if link.startswith("file:")}
        for link in here:
            target = Path(link.removeprefix("file://"))
            assert target.is_file(), f"{url} leads to {link}"
        waiting += sorted(link for link in here if link.endswith(".html"))
    assert len(seen) > 30
    assert faults == []
    assert all(url.startswith("file:") for url in asked)


def test_styles_and_scripts_work_from_a_disk(page: Page, disk: Path) -> None:
    page.goto((disk / "clauses/2031-harbour/article-1.html").as_uri())
    button = page.get_by_role("button", name="Switch to the light scheme")
    button.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.locator("[popovertarget=te-menu]:visible").first.click()
    page.locator("#te-menu").get_by_role("link", name="Timeline", exact=True).click()
    expect(page).to_have_url((disk / "timeline/index.html").as_uri())


def test_the_search_answers_from_a_disk(page: Page, disk: Path) -> None:
    page.goto((disk / "clauses/2031-harbour/article-1.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("warship")
    expect(page.locator(".te-answers a").first).to_contain_text("Are warships covered?")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/are-warships-covered.html")
