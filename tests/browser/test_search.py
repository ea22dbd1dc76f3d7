"""The theme's search over our entries, asked what people ask: the score, and what it missed."""

from __future__ import annotations

from pathlib import Path

import yaml
from playwright.sync_api import Page, expect

QUERIES = yaml.load(
    (Path(__file__).parent / "queries.yml").read_text("utf-8"), Loader=yaml.BaseLoader
)
# What was reached, less two queries: the search may get better, not worse.
LEAST_IN_THREE = 0.83
LEAST_FIRST = 0.69


def ask(page: Page, words: str) -> list[str]:
    """The addresses of the first three results, in order."""
    field = page.get_by_role("textbox", name="Search")
    field.fill(words)
    field.press("End")  # the theme listens for keys
    page.wait_for_timeout(350)  # the theme tells nobody when it has answered
    links = page.locator(".md-search-result__link")
    return [link.get_attribute("href") or "" for link in links.all()[:3]]


def test_search_puts_the_right_page_first(watched, capsys) -> None:
    page = watched.open("")
    page.get_by_role("textbox", name="Search").click()
    expect(page.locator(".md-search-result__meta")).to_contain_text("Type to start")
    first, in_three, missed = 0, 0, []
    for words, target in QUERIES:
        found = ask(page, words)
        first += bool(found) and target in found[0]
        if any(target in href for href in found):
            in_three += 1
        else:
            missed.append(f"{words!r} wants {target}, got {found}")
    with capsys.disabled():
        count = len(QUERIES)
        print(f"\nsearch: {count} queries")
        print(f"{in_three / count:.0%} in the first three, {first / count:.0%} first")
        print("\n".join(missed))
    assert in_three / len(QUERIES) >= LEAST_IN_THREE
    assert first / len(QUERIES) >= LEAST_FIRST
    assert watched.faults == []


def test_a_result_leads_to_its_page(watched) -> None:
    page = watched.open("")
    page.get_by_role("textbox", name="Search").fill("lethal aid")
    link = page.locator(".md-search-result__link").first
    expect(link).to_contain_text("term")
    link.click()
    page.wait_for_url("**/terms/lethal-aid/**")
    assert watched.faults == []
