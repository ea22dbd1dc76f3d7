"""What the theme's own script did for readers, done without it: see decision 0019."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

CLAUSE = "clauses/2024-partnership/article-4/"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    yield context.new_page()
    context.close()


def test_no_page_asks_for_the_theme_s_script(real_site: Path) -> None:
    assert not (real_site / "assets" / "javascripts").exists()
    for path in real_site.rglob("*.html"):
        assert "assets/javascripts/" not in path.read_text("utf-8"), path


def test_the_section_in_view_is_marked_and_stands_in_the_address(page: Page, address: str) -> None:
    page.goto(address + CLAUSE)
    listed = page.get_by_role("navigation", name="On this page")
    current = listed.locator("[aria-current]")
    expect(current).to_have_count(0)
    page.locator("#disputed").evaluate("(e) => scrollBy(0, e.getBoundingClientRect().top - 100)")
    expect(current).to_have_text("What is disputed")
    page.wait_for_url(f"**/{CLAUSE}#disputed")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(current).to_have_text("Sources")
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_count(0)
    page.wait_for_url(f"**/{CLAUSE}")


def test_an_address_that_led_here_stays(page: Page, address: str) -> None:
    """It names more than a section, and the scrolling it causes does not take it away."""
    page.goto(f"{address}{CLAUSE}#obligation-1")
    page.wait_for_timeout(600)
    assert page.url.endswith("#obligation-1")
    page.locator("a[href='#source-3']").first.click()
    page.wait_for_timeout(600)
    assert page.url.endswith("#source-3")


def test_the_list_of_sections_is_whole_in_a_low_window(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 300})
    page.goto(address + CLAUSE)
    last = page.get_by_role("navigation", name="On this page").get_by_role("link").last
    last.focus()
    expect(last).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight - 900)")
    expect(page.locator(".md-sidebar [aria-current]")).to_be_in_viewport()


def test_whoever_scrolls_back_is_offered_the_top(page: Page, address: str) -> None:
    page.goto(address + CLAUSE)
    top = page.get_by_role("button", name="Back to top")
    page.evaluate("scrollTo(0, 3000)")
    page.wait_for_timeout(100)
    expect(top).to_be_hidden()
    page.evaluate("scrollTo(0, 2500)")
    expect(top).to_be_visible()
    top.click()
    expect(top).to_be_hidden()
    assert page.evaluate("scrollY") == 0


def test_a_fold_opens_for_a_link_into_it_and_on_paper(page: Page, address: str) -> None:
    page.goto(address + CLAUSE)
    name = page.locator("details:not([open]) [id^=reading-]").first.get_attribute("id")
    reading = page.locator(f"[id={name}]")
    expect(reading).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(reading).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(reading).to_be_hidden()
    page.goto(f"{address}{CLAUSE}#{name}")
    expect(reading).to_be_in_viewport()


def test_a_scheme_is_chosen_kept_and_given_up_again(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(address + CLAUSE)
    body = page.locator("body")
    for name, scheme in (("light", "default"), ("dark", "slate")):
        page.get_by_role("button", name=f"Switch to the {name} scheme").click()
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
        page.goto(address)
        expect(body).to_have_attribute("data-md-color-scheme", scheme)
    page.get_by_role("button", name="Follow the system").click()
    page.emulate_media(color_scheme="light")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")


def test_what_is_wider_than_a_phone_scrolls_by_keyboard(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}contributing/benchmarks/")
    for wide in ("pre > code", "table"):
        box = page.locator(f"article {wide}[tabindex='0']").first
        box.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(300)
        assert box.evaluate("(e) => e.scrollLeft") > 0
        expect(box).to_have_css("outline-style", re.compile("solid|auto"))
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_a_citation_says_under_the_pointer_what_it_cites(page: Page, address: str) -> None:
    page.goto(address + CLAUSE)
    cite = page.locator("article sup a").first
    entry = page.locator(str(cite.get_attribute("href")))
    expect(cite).to_have_attribute("title", re.compile(r"\w+, .*\d{4}"))
    assert cite.get_attribute("title") == entry.text_content()
    expect(cite).to_have_accessible_name(re.compile(r"source 1"))
