"""Addresses and citations to copy: by pointer, by keyboard, by touch, and without a script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

PAGE = "clauses/2024-partnership/article-4/"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + PAGE)
    yield page
    context.close()


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_mark_shows_when_one_comes_near_and_copies_its_address(page: Page, address: str) -> None:
    mark = page.locator("#summary-1 > .te-anchor")
    expect(mark).to_have_css("opacity", "0")
    page.locator("#summary-1").hover()
    expect(mark).to_have_css("opacity", "1")
    mark.click()
    expect(page.get_by_role("status").filter(has_text="copied")).to_have_count(1)
    assert clipboard(page) == page.url == f"{address}{PAGE}#summary-1"
    expect(page.get_by_role("status").filter(has_text="copied")).to_have_count(0)


def test_a_mark_works_by_keyboard(page: Page, address: str) -> None:
    mark = page.locator("#obligation-1 .te-anchor")
    page.keyboard.press("Tab")
    mark.focus()
    expect(mark).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(mark).to_have_attribute("data-copied", "copied")
    assert clipboard(page) == f"{address}{PAGE}#obligation-1"


def test_where_there_is_no_pointer_the_marks_are_always_there(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(address + PAGE)
    expect(page.locator("#summary-1 > .te-anchor")).to_have_css("opacity", "1")
    context.close()


def test_every_paragraph_duty_dispute_and_reading_has_a_mark(page: Page) -> None:
    for places in (".te-par", ".te-obligations tbody tr", ".te-dispute", ".te-readings > li"):
        assert page.locator(places).count()
        assert page.locator(f"{places}:not(:has(.te-anchor))").count() == 0


def test_a_citation_is_copied_in_each_form(page: Page) -> None:
    page.get_by_role("button", name="Copy the citation").click()
    expect(page.get_by_role("status").filter(has_text="copied")).to_have_count(1)
    assert clipboard(page).startswith("“Article 4: Mutual defence")
    assert clipboard(page).endswith(PAGE)
    page.get_by_text("For reference managers").click()
    for form, begins in (("BibTeX", "@misc{"), ("RIS", "TY  - ELEC"), ("CSL JSON", "[")):
        button = page.get_by_role("button", name=f"Copy the {form}")
        button.click()
        expect(button).to_have_attribute("data-copied", "copied")
        assert clipboard(page).startswith(begins)


def test_without_a_script_a_mark_is_a_link_and_there_is_no_button(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    assert page.locator(".te-copy").count() == 0
    page.locator("#summary-1").hover()
    page.locator("#summary-1 > .te-anchor").click()
    assert page.url.endswith("#summary-1")
    context.close()
