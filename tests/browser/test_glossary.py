"""Terms explained where they stand: by pointer, by keyboard, by touch, and without a script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

PAGE = "clauses/2024-partnership/article-4/"


def term(page: Page, number: int = 0) -> Locator:
    return page.locator("a.te-term").nth(number)


def preview(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def definition_of(link: Locator) -> str:
    """What a screen reader says of a link besides its words."""
    return str(
        link.evaluate(
            "a => document.getElementById(a.getAttribute('aria-describedby')).textContent"
        )
    )


def box(place: Locator) -> dict[str, float]:
    found = place.bounding_box()
    assert found
    return dict(found)


def test_the_pointer_shows_the_definition_after_a_moment(watched) -> None:
    page = watched.open(PAGE)
    said = definition_of(term(page))
    term(page).hover()
    expect(preview(page)).to_have_count(0)
    expect(preview(page)).to_have_text(said)
    assert definition_of(term(page)) == said
    page.mouse.move(1, 1)
    expect(preview(page)).to_have_count(0)
    assert definition_of(term(page)) == said
    assert watched.faults == []


def test_a_pointer_that_passes_by_shows_nothing(watched) -> None:
    page = watched.open(PAGE)
    term(page).hover()
    page.mouse.move(1, 1)
    page.wait_for_timeout(500)
    expect(preview(page)).to_have_count(0)


def test_the_preview_stays_while_the_pointer_is_over_it(watched) -> None:
    page = watched.open(PAGE)
    term(page).hover()
    expect(preview(page)).to_be_visible()
    place = box(preview(page))
    page.mouse.move(place["x"] + 20, place["y"] + place["height"] / 2, steps=8)
    page.wait_for_timeout(600)
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview(page)).to_have_count(0)


def test_the_focus_shows_it_at_once_and_escape_puts_it_away(watched) -> None:
    page = watched.open(PAGE)
    page.keyboard.press("Tab")  # so that the browser knows there is a keyboard
    term(page).focus()
    expect(preview(page)).to_be_visible(timeout=200)
    page.keyboard.press("Escape")
    expect(preview(page)).to_have_count(0)
    expect(term(page)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(preview(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(preview(page).filter(has_text=definition_of(term(page)))).to_have_count(0)
    term(page).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/**")
    assert watched.faults == []


@pytest.mark.parametrize("way", ["second tap", "more"])
def test_the_first_tap_explains_and_the_second_follows(
    browser: Browser, address: str, way: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True)
    page = context.new_page()
    page.goto(address + PAGE)
    said = definition_of(term(page))
    term(page).tap()
    expect(preview(page)).to_have_text(said)
    assert page.url.endswith(PAGE)
    page.get_by_role("heading", level=1).tap()
    expect(preview(page)).to_have_count(0)
    term(page).tap()
    expect(preview(page)).to_have_text(said)
    (page.get_by_role("link", name="More", exact=True) if way == "more" else term(page)).tap()
    page.wait_for_url("**/terms/**")
    context.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_a_preview_is_in_view_and_bars_nothing(browser: Browser, address: str, width: int) -> None:
    """Wherever on the screen the term stands. Zero findings of axe-core with a preview open."""
    context = browser.new_context(viewport={"width": width, "height": 500}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + PAGE)
    page.locator("details").evaluate_all("all => all.forEach(fold => (fold.open = true))")
    page.keyboard.press("Tab")
    for block in ("start", "end"):
        for number in range(page.locator("a.te-term").count()):
            term(page, number).evaluate("(a, block) => a.scrollIntoView({ block })", block)
            term(page, number).focus()
            place, line = box(preview(page)), box(term(page, number))
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= width
            assert place["y"] >= 0
            assert place["y"] + place["height"] <= 500
            # Beside the line, not over it.
            above = place["y"] + place["height"] <= line["y"] + 1
            below = place["y"] >= line["y"] + 10
            assert above or below
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
    context.close()


def test_nothing_moves_for_those_who_asked_for_that(browser: Browser, address: str) -> None:
    for motion, name in (("reduce", "none"), ("no-preference", "te-preview")):
        context = browser.new_context(reduced_motion=motion)
        page = context.new_page()
        page.goto(address + PAGE)
        term(page).hover()
        expect(page.locator(".te-preview")).to_have_css("animation-name", name)
        context.close()


def test_without_scripts_a_term_is_a_link_with_a_description(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGE)
    expect(page.locator(".te-definitions")).to_be_hidden()
    id = term(page).get_attribute("aria-describedby")
    expect(page.locator(f'[id="{id}"]')).to_have_count(1)
    term(page).click()
    page.wait_for_url("**/terms/**")
    context.close()


def test_pages_without_terms_are_left_alone(watched) -> None:
    page = watched.open("sources/")
    expect(page.locator(".te-preview")).to_have_count(0)
    assert watched.faults == []
