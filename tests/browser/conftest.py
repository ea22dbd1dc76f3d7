"""A built site, served on localhost, and a real browser. Without a browser: a plain word why."""

from __future__ import annotations

import functools
import os
import shutil
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from treaty_explainer.build import build
from treaty_explainer.site import Site

ROOT = Path(__file__).resolve().parents[2]
BASE = urlsplit(Site.load(ROOT).url).path
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once a run however many workers there are.

    `TREATY_SITE` names one that is built already: what CI publishes is what was tested.
    """
    if built_before := os.environ.get("TREATY_SITE"):
        return ROOT / built_before
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    site, building, failed = shared / "site", shared / "building", shared / "failed"
    try:
        building.mkdir()
    except FileExistsError:
        while not site.exists() and not failed.exists():
            time.sleep(0.2)
    else:
        try:
            built = build(ROOT, site)
            assert not built.problems, built.problems
        except BaseException:
            failed.mkdir()
            raise
    assert site.exists(), "another worker could not build the site"
    return site


@pytest.fixture(scope="session")
def address(real_site: Path) -> Iterator[str]:
    """Where the real site is served, below the folder of its public address; ends with a slash."""
    handler = functools.partial(_Quiet, directory=str(real_site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{BASE}/"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the site as GitHub Pages does: below a folder, with its page for lost readers."""

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(BASE))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not path:
        message = "no Chromium found: install it (on Debian: apt install chromium) or set CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        # Root in a container has no user namespace to build the sandbox in.
        sandbox = [] if hasattr(os, "geteuid") and os.geteuid() else ["--no-sandbox"]
        chromium = playwright.chromium.launch(executable_path=path, args=sandbox)
        yield chromium
        chromium.close()


class Watched:
    """A page that remembers what went wrong on it: console errors, crashes, foreign requests."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(f"{self.page.url}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("request", lambda request: self._request(request.url))

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"{self.page.url}: asks {url}")

    def open(self, path: str) -> Page:
        response = self.page.goto(self.address + path)
        assert response and response.ok, f"{path}: {response and response.status}"
        return self.page


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Watched(context, address)
    context.close()
