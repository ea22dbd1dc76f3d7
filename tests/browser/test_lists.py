"""Lists, tables and comparisons in a real browser: by keyboard, on a phone, without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

NEWSPAPERS = "sources/by-kind/newspaper/"
ITEMS = ".te-narrowable > li"


def left(page: Page) -> int:
    return page.locator(ITEMS).locator("visible=true").count()


def test_words_narrow_a_list_and_stand_in_the_address(watched) -> None:
    page = watched.open(NEWSPAPERS)
    total = page.locator(ITEMS).count()
    field = page.get_by_role("searchbox", name="Words or a name")
    status = page.locator(".te-filter [role=status]")
    expect(status).to_have_text(f"{total} on this page")
    field.focus()
    page.keyboard.type("german")
    found = left(page)
    assert 0 < found < total
    expect(status).to_have_text(f"{found} of {total} on this page")
    assert page.url.endswith(f"{NEWSPAPERS}?words=german")
    page.locator(ITEMS).locator("visible=true").first.get_by_role("link").click()
    page.wait_for_url("**/sources/**")
    page.go_back()
    expect(page.locator(".te-filter [role=status]")).to_have_text(
        f"{found} of {total} on this page"
    )
    assert watched.faults == []


def test_an_actor_is_found_by_the_name_in_its_own_script(watched) -> None:
    page = watched.open("actors/?words=최선희")
    expect(page.locator(ITEMS).locator("visible=true")).to_have_text(re.compile("Choe Son Hui"))
    assert page.locator("h2").locator("visible=true").count() == 1
    assert watched.faults == []


def test_parts_lead_on_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}sources/")
    page.get_by_role("link", name="Newspaper", exact=True).click()
    expect(page.locator(".te-strip [aria-current=page]")).to_contain_text("newspaper 1")
    expect(page.locator(".te-filter")).to_have_count(0)
    page.locator("a[rel=next].te-pager, .te-pager a[rel=next]").first.click()
    page.wait_for_url(f"**/{NEWSPAPERS}2/")
    context.close()


def test_headings_of_the_table_stay_while_it_scrolls(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}reactions/#matrix")
    frame = page.locator(".te-matrix-frame")
    frame.evaluate("frame => frame.scrollTo(400, 500)")
    edge = frame.bounding_box()
    head = page.locator(".te-matrix thead th").nth(3).bounding_box()
    actor = page.locator(".te-matrix tbody th").nth(8).bounding_box()
    assert edge
    assert head
    assert actor
    assert abs(head["y"] - edge["y"]) < 5
    assert abs(actor["x"] - edge["x"]) < 5
    assert page.locator(".te-matrix tbody th[scope=row]").count() > 10
    context.close()


@pytest.mark.parametrize(
    "path", ["reactions/", "compare/", "compare/1961-friendship/", "sources/", NEWSPAPERS]
)
def test_no_page_is_wider_than_a_small_phone(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_a_comparison_is_stacked_on_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(f"{address}compare/1961-friendship/")
    row = page.locator(".te-stacked tbody tr").first
    ours, theirs = row.locator("th").bounding_box(), row.locator("td").bounding_box()
    assert ours
    assert theirs
    assert theirs["y"] >= ours["y"] + ours["height"]
    context.close()


def test_dim_dots_are_passed_over_by_the_keyboard(watched) -> None:
    page = watched.open("timeline/?topic=sanctions")
    reached = page.locator(".te-fig a:not([tabindex='-1'])")
    assert reached.count() > 0
    expect(page.locator(".te-fig a.te-dim:not([tabindex='-1'])")).to_have_count(0)
    hrefs = [dot.get_attribute("href") for dot in reached.all()]
    assert len(hrefs) == len(set(hrefs))
    page.get_by_role("button", name="Clear all").click()
    assert reached.count() > len(hrefs)
    assert watched.faults == []
