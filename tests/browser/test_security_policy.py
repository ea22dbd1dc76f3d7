"""The Content-Security-Policy: the site works under it, and what is slipped in does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

CLAUSE = "clauses/2024-partnership/article-4/"
# Runs in the page before anything else, and remembers what the browser refused.
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
# What somebody might get into a page in spite of all, and the name it would leave in the window.
INJECTED = [
    "<script>window.ran = true</script>",
    "<img src=x onerror='window.ran = true'>",
    "<iframe src='about/'></iframe>",
    "<script src='https://example.org/x.js'></script>",
    "<img src='https://example.org/pixel.png'>",
    "<link rel=stylesheet href='https://example.org/x.css'>",
    "<style>h1 { display: none }</style>",
    "<p style='display: none'>x</p>",
    "<object data='assets/favicon.svg'></object>",
    "<base href='https://example.org/'>",
    "<script src='data:text/javascript,window.ran=true'></script>",
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    context.close()


def refused(page: Page) -> list[str]:
    found: list[str] = page.evaluate("window.refused")
    return found


def test_every_page_carries_the_same_policy_before_anything_else(real_site: Path) -> None:
    policies = set()
    for path in real_site.rglob("*.html"):
        head = path.read_text("utf-8")[:2000]
        if 'http-equiv="refresh"' in head:
            assert "default-src 'none'\"" in head, path
            continue
        found = re.search(
            r'<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" '
            r'content="([^"]+)">',
            head,
        )
        assert found, path
        policies.add(found[1])
    assert len(policies) == 1
    (policy,) = policies
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_no_page_holds_what_the_policy_forbids(real_site: Path) -> None:
    for path in real_site.rglob("*.html"):
        root = html.fromstring(path.read_bytes())
        assert not root.xpath("//@style | //style | //iframe | //base"), path
        for script in root.xpath("//script[not(@src)]"):
            assert script.get("type") in ("application/json", "application/ld+json"), path


def test_the_site_works_under_it(page: Page, address: str) -> None:
    page.goto(address + CLAUSE)
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.locator("a.te-term").first.focus()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Switch to the light scheme").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.reload()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.locator("a.headerlink").first.click()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.goto(f"{address}timeline/?words=summit")
    expect(page.get_by_role("status").filter(has_text="events")).to_be_visible()
    assert refused(page) == []


@pytest.mark.parametrize("markup", INJECTED)
def test_what_is_slipped_into_a_page_is_blocked(page: Page, address: str, markup: str) -> None:
    left: list[str] = []
    page.on("requestfinished", lambda request: left.append(request.url))
    page.route("https://example.org/**", lambda route: route.fulfill(body="window.ran = true"))

    def slip_in(route) -> None:
        body = route.fetch().text().replace("<article", f"{markup}<article", 1)
        route.fulfill(body=body, content_type="text/html")

    page.route(address + CLAUSE, slip_in)
    page.goto(address + CLAUSE)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
    assert refused(page), "the browser refused nothing"
    assert all(url.startswith((address, "data:")) for url in left)
