"""`serve` in a browser: the page that stands in for a site that faulty data has not given yet."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from treaty_explainer.serve import Server

WRONG = "treaty_data/x.yml:1:1: <img src=x onerror=alert(1)></pre><script>alert(2)</script>"


class Following:
    """A server that has no site yet, whose rebuild says what it is told to say."""

    def __init__(self, folder: Path) -> None:
        self.site, self.data = folder / "site", folder / "data"
        self.data.mkdir()
        self.answer = WRONG
        self.said: list[str] = []
        server = Server(self.site, self._rebuild, self.said.append, problems=WRONG)
        threading.Thread(target=server.run, args=(0, [self.data]), daemon=True).start()
        end = time.monotonic() + 5
        while not any("http" in line for line in self.said):
            assert time.monotonic() < end, "it did not start"
            time.sleep(0.01)
        self.address = self.said[-1].split()[0]

    def _rebuild(self) -> str:
        if not self.answer:
            self.site.mkdir()
            page = "<!doctype html><html><title>x</title><body><h1>Mended</h1></body></html>"
            (self.site / "index.html").write_text(page, "utf-8")
        return self.answer

    def save(self, answer: str) -> None:
        self.answer = answer
        (self.data / "record.yml").write_text(answer or "mended", "utf-8")


@pytest.fixture
def following(tmp_path: Path) -> Following:
    return Following(tmp_path)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    yield context.new_page()
    context.close()


def test_an_open_page_follows_from_problem_to_problem_to_the_site(
    following: Following, page: Page
) -> None:
    page.goto(following.address)
    expect(page.locator("pre")).to_have_text(WRONG)
    following.save("treaty_data/y.yml:2:1: another")
    expect(page.locator("pre")).to_have_text("treaty_data/y.yml:2:1: another")
    following.save("")
    expect(page.get_by_role("heading")).to_have_text("Mended")


def test_what_stands_in_the_data_does_nothing(following: Following, page: Page) -> None:
    done: list[str] = []
    page.on("dialog", lambda dialog: done.append(dialog.message))
    page.on("console", lambda message: done.append(message.text) if "Policy" in message.text else 0)
    page.goto(following.address)
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.querySelector('pre')).whiteSpace") == "pre-wrap"
    assert done == []
