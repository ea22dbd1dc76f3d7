"""What a reader's browser fetches for a page, and how long the first result of a search takes."""

from __future__ import annotations

import functools
import gzip
import os
import shutil
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Where the first result stands, in our search and in Material's.
OURS, MATERIALS = ".te-answers a", ".md-search-result__link"
_QUERIES = ("article 4", "mutual treaty", "cooperation")
_PATIENCE = 120_000  # milliseconds


@dataclass(frozen=True, slots=True)
class Found:
    """Medians over queries, each from a cold start: no page, no index, nothing in the cache."""

    seconds: float  # from the first key to the first result
    searched: float  # bytes that came over the line after that key
    first_view: float  # bytes of the page before anybody searched


@dataclass(frozen=True, slots=True)
class View:
    """A first view of a page: bytes over the line with all it needs, requests, elements."""

    received: float
    requests: int
    elements: int


def search(site: Path, result: str = OURS, tries: int = 5) -> Found:
    """Search a built site in Chromium, the server on this machine, everything compressed."""
    with _opened(site) as (browser, address):
        # Once for nothing: the server compresses each file when it is first asked for.
        for query in _QUERIES:
            _try(browser, address, query, result)
        found = [_try(browser, address, query, result) for query in _QUERIES * tries]
    return Found(*(statistics.median(figures) for figures in zip(*found, strict=True)))


def views(site: Path) -> dict[str, View]:
    """The first view of the home page, of the longest clause's page, and of the large indexes."""
    clauses = (site / "clauses").rglob("*/index.html")
    longest = max(clauses, key=lambda path: path.stat().st_size).parent.relative_to(site)
    pages = ["", f"{longest.as_posix()}/", "timeline/", "reactions/", "sources/"]
    with _opened(site) as (browser, address):
        return {page or "home": _view(browser, address + page) for page in pages}


def _view(browser: Browser, address: str) -> View:
    with _fresh_page(browser) as (page, received):
        page.goto(address, wait_until="networkidle")
        elements = int(page.evaluate("document.querySelectorAll('*').length"))
        return View(sum(received), len(received), elements)


def _try(browser: Browser, address: str, query: str, result: str) -> tuple[float, float, float]:
    with _fresh_page(browser) as (page, received):
        page.goto(address, wait_until="networkidle")
        before = sum(received)
        page.keyboard.press("/")
        start = time.monotonic()
        page.keyboard.type(query)
        page.locator(result).first.wait_for(timeout=_PATIENCE)
        seconds = time.monotonic() - start
        page.wait_for_load_state("networkidle")
        return seconds, sum(received) - before, before


@contextmanager
def _fresh_page(browser: Browser) -> Iterator[tuple[Page, list[float]]]:
    """A page with nothing in its cache, and the bytes of each answer that it gets."""
    context = browser.new_context()
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    received: list[float] = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    yield page, received
    context.close()


@contextmanager
def _opened(site: Path) -> Iterator[tuple[Browser, str]]:
    """Chromium, and the address at which a site is served."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if not path:
        raise RuntimeError("no Chromium found: install it, or set CHROMIUM")
    # Root in a container has no user namespace to build the sandbox in.
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with _served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=sandbox)
        yield browser, address
        browser.close()


@contextmanager
def _served(site: Path) -> Iterator[str]:
    handler = functools.partial(_Compressed, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@functools.cache
def _compress(path: str) -> bytes:
    return gzip.compress(Path(path).read_bytes(), 6)


class _Compressed(SimpleHTTPRequestHandler):
    """Sends every file compressed, as a host would, and lets nothing be kept."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = _compress(str(path))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass
