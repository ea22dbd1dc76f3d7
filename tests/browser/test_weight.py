"""How much a first visit weighs, and that nothing moves while it arrives."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Browser, Response

# What the theme ships; all else is ours.
OF_THE_THEME = ("assets/stylesheets/", "assets/javascripts/")
MOST_REQUESTS = 8
MOST_BYTES = 85_000
MOST_OWN_BYTES = 60_000


@pytest.mark.parametrize(
    "path", ["", "clauses/2024-partnership/article-4/", "timeline/", "reactions/"]
)
def test_a_first_visit_is_light_and_still(browser: Browser, address: str, path: str) -> None:
    """Bytes as a server compresses them; the layout shifts by nothing that is seen."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script(
        """window.shifted = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.shifted += entry.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address + path, wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in answers}
    shifted = page.evaluate("window.shifted")
    context.close()
    own = {url: bytes for url, bytes in weights.items() if not any(p in url for p in OF_THE_THEME)}
    assert len(weights) <= MOST_REQUESTS, weights
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert sum(own.values()) <= MOST_OWN_BYTES, own
    assert all(url.startswith(address) for url in weights)
    assert shifted <= 0.01
