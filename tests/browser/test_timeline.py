"""The timeline narrowed: by pages without a script, and by a form that combines what they offer."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

EVENTS = "li[data-topics]"


def shown(page: Page) -> Locator:
    return page.locator(EVENTS).locator("visible=true")


def test_without_scripts_there_are_pages(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}timeline/")
    expect(page.locator(".te-filter")).to_have_count(0)
    for by, record in (("topic", "topics/"), ("actor", "actors/"), ("clause", "clauses/")):
        page.goto(f"{address}timeline/")
        page.get_by_text(re.compile(f"^By {by}")).last.click()
        link = page.locator(f"[data-by={by}] li").first
        count = int(link.locator(".te-count").inner_text())
        link.get_by_role("link").click()
        page.wait_for_url(f"**/timeline/by-{by}/**")
        expect(page.locator(".te-timeline > li")).to_have_count(count)
        expect(page.locator(".te-intro a").last).to_have_attribute("href", re.compile(r"\.\./$"))
        page.locator(".te-intro a").first.click()
        page.wait_for_url(f"**/{record}**")
        page.get_by_role("link", name="These events on a timeline of their own").click()
        page.wait_for_url(f"**/timeline/by-{by}/**")
    context.close()


def test_choices_combine_and_are_announced(watched) -> None:
    page = watched.open("timeline/")
    total = page.locator(EVENTS).count()
    status = page.get_by_role("status").and_(page.locator(".te-filter p"))
    expect(status).to_have_text(f"{total} events")
    topic = page.get_by_role("combobox", name="Topic")
    topic.select_option("sanctions")
    expect(shown(page)).to_have_count(page.locator('li[data-topics~="sanctions"]').count())
    page.get_by_role("combobox", name="Actor").select_option("russia")
    both = page.locator('li[data-topics~="sanctions"][data-actors~="russia"]').count()
    assert 0 < both < total
    expect(shown(page)).to_have_count(both)
    expect(status).to_have_text(f"{both} of {total} events")
    assert page.url.endswith("timeline/?topic=sanctions&actor=russia")
    # An era without events has no heading; a dot of what is hidden is dim.
    for era in page.locator(".te-era-events").all():
        left = era.locator(EVENTS).locator("visible=true").count()
        heading = era.locator("xpath=preceding-sibling::h2[1]")
        assert heading.is_visible() == bool(left)
    bright = page.locator(".te-fig a:not(.te-dim)")
    assert {dot.get_attribute("href") for dot in bright.all()} == {
        event.locator("a").first.get_attribute("href") for event in shown(page).all()
    }
    page.locator(".te-filter").get_by_role("button", name="Clear").click()
    expect(shown(page)).to_have_count(total)
    expect(page.locator(".te-dim")).to_have_count(0)
    assert page.url.endswith("timeline/")
    assert watched.faults == []


def test_the_keyboard_is_enough(watched) -> None:
    page = watched.open("timeline/")
    total = page.locator(EVENTS).count()
    page.get_by_role("combobox", name="Topic").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".te-filter p")).to_contain_text(f"of {total} events")
    assert "?topic=" in page.url
    for _ in range(4):
        page.keyboard.press("Tab")
    page.keyboard.type("no such words")
    page.keyboard.press("Enter")
    expect(page.locator(".te-filter p")).to_have_text(f"0 of {total} events")
    expect(page.locator(".te-era-events").locator("visible=true")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(shown(page)).to_have_count(total)
    assert watched.faults == []


def test_an_address_opens_what_it_says(watched) -> None:
    page = watched.open("timeline/?clause=2024-partnership/article-4&words=KURSK&actor=nobody")
    expect(page.get_by_role("combobox", name="Clause")).to_have_value("2024-partnership/article-4")
    expect(page.get_by_role("combobox", name="Actor")).to_have_value("")
    expect(page.get_by_role("searchbox", name="Words")).to_have_value("KURSK")
    found = shown(page).all()
    assert found
    for event in found:
        assert "2024-partnership/article-4" in (event.get_attribute("data-clauses") or "")
        assert "kursk" in event.inner_text().lower()
    found[0].get_by_role("link").first.click()
    page.wait_for_url("**/timeline/20*/")
    page.go_back()
    expect(shown(page)).to_have_count(len(found))
    assert watched.faults == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", ["timeline/?topic=sanctions", "timeline/by-topic/sanctions/"])
def test_nothing_bars_the_way(browser: Browser, address: str, width: int, path: str) -> None:
    """Zero findings of axe-core with a filter set, and on a narrowed page."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + path)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_other_pages_get_no_form(watched) -> None:
    for path in ("timeline/by-topic/sanctions/", "topics/sanctions/", ""):
        expect(watched.open(path).locator(".te-filter")).to_have_count(0)
    assert watched.faults == []
