"""A site whose every field holds attacks, built as the real one is and opened in a browser.

Nothing runs, nothing is asked of anyone, no script fails, and the pages are made of the same
elements as those of a harmless twin.
"""

from __future__ import annotations

import functools
import json
import os
import threading
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from browser.conftest import Watched, _Quiet
from hostile.attack_site import WORD, attack, harmless, pages, project
from treaty_explainer.build import build

# Pages of one template differ in their texts alone: of these the first few are opened, and all of
# them are read.
OPENED = 3


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The site under attack and its harmless twin, built once a run."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    done, building = shared / "attack-done", shared / "attack"
    try:
        building.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.2)
    else:
        try:
            fill, pairs = attack()
            for name, args in {"attacked": (fill, pairs), "twin": (harmless, 1)}.items():
                folder = project(building / name, *args)
                built = build(folder, folder / "site")
                assert built.problems == []
        finally:
            done.mkdir()
    return building / "attacked" / "site", building / "twin" / "site"


@pytest.fixture(scope="session")
def attacked(sites: tuple[Path, Path]) -> Iterator[str]:
    """Where the site under attack is served."""
    handler = functools.partial(_Quiet, directory=str(sites[0]))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.fixture
def victim(browser: Browser, attacked: str) -> Iterator[Watched]:
    """A reader of it, who notes whatever should not happen."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    watched = Watched(context, attacked)
    watched.page.on("dialog", lambda dialog: watched.faults.append(f"dialog: {dialog.message}"))
    watched.page.on("popup", lambda popup: watched.faults.append(f"popup: {popup.url}"))
    watched.page.on("download", lambda download: watched.faults.append(f"download: {download}"))
    yield watched
    context.close()


def shapes(site: Path) -> set[tuple[str, str]]:
    """Every element with every attribute that it has on some page."""
    found = set()
    for page in site.rglob("*.html"):
        for element in html.fromstring(page.read_bytes()).iter():
            if isinstance(element.tag, str):
                found |= {(element.tag, name) for name in ("", *element.attrib)}
    return found


def test_no_page_holds_an_element_that_its_twin_has_not(sites: tuple[Path, Path]) -> None:
    attacked, twin = map(shapes, sites)
    assert len(attacked) > 100
    assert attacked - twin == set()


def addresses(site: Path) -> set[tuple[str, str]]:
    """The scheme and the host of every address on some page."""
    found = set()
    for page in site.rglob("*.html"):
        for element in html.fromstring(page.read_bytes()).iter("a", "link", "form", "use", "area"):
            for name in ("href", "action", "xlink:href"):
                parts = urlsplit(element.get(name, ""))
                found.add((parts.scheme, parts.netloc))
    return found


def test_no_address_leads_where_the_twins_do_not(sites: tuple[Path, Path]) -> None:
    attacked, twin = map(addresses, sites)
    assert {scheme for scheme, _ in attacked} == {"", "https"}
    assert attacked - twin == set()


_INTACT = """() => {
  const wrong = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) wrong.push(`${element.localName} ${name}`);
      if (/^\\s*(javascript|data|vbscript):/i.test(value) && /href|src|action/.test(name))
        wrong.push(`${element.localName} ${name}=${value}`);
    }
  }
  const natives = { location, document, navigator, history, alert, fetch, name: window.name };
  for (const [key, value] of Object.entries(natives))
    if (value instanceof Element || value instanceof HTMLCollection) wrong.push(`window.${key}`);
  for (const id of ["__search", "__config", "__drawer", "__palette_0"]) {
    const found = document.querySelectorAll(`[id="${id}"]`);
    if (found.length > 1 || /^H\\d|^P$|^LI$/.test(found[0]?.tagName)) wrong.push(`#${id}`);
  }
  for (const key of ["body", "head", "forms", "cookie", "getElementById", "querySelector"])
    if (Object.hasOwn(document, key)) wrong.push(`document.${key}`);
  if (!document.title.includes("treaty explained")) wrong.push(`title ${document.title}`);
  if (document.querySelectorAll("meta[http-equiv=refresh]").length) wrong.push("refresh");
  return wrong;
}"""


def test_pages_open_unharmed(victim: Watched, sites: tuple[Path, Path]) -> None:
    """Several pages of each template: no dialog, no fault of a script, no policy violated, no
    request to another host, nothing of the browser's or the theme's taken over."""
    opened: dict[str, int] = {}
    wrong = []
    for address in pages(sites[0]):
        if not address.endswith("/") and address:
            continue  # former addresses are read by the tests above
        template = address.partition("/")[0] if address.count("/") > 1 else address
        opened[template] = opened.get(template, 0) + 1
        if opened[template] <= OPENED:
            page = victim.open(address)
            wrong += [f"{address}: {fault}" for fault in page.evaluate(_INTACT)]
    assert sum(min(count, OPENED) for count in opened.values()) > 30
    assert wrong == []
    assert victim.faults == []


def test_texts_are_shown_as_they_are(victim: Watched) -> None:
    page = victim.open("topics/a-0/")
    heading = page.locator("h1").inner_text()
    assert heading.count("alert(1)") + heading.count("{{") + heading.count("=") > 0
    assert page.locator("h1 *").count() == page.locator("h1 .headerlink").count()
    victim.open("")
    for text in ("<script>alert(1)</script>", "{{ config }}", "&lt;script&gt;", "*a* **b**"):
        found = _search_pages_for(victim, text)
        assert found, text


def _search_pages_for(victim: Watched, text: str) -> bool:
    return any(
        text in victim.open(f"sources/{name}-{number}/").locator("main").inner_text()
        for number in range(6)
        for name in "ab"
    )


def test_a_preview_of_a_term_is_only_text(victim: Watched) -> None:
    page = victim.open("clauses/a-0/article-1/")
    link = page.locator("a.te-term").first
    link.scroll_into_view_if_needed()
    link.focus()
    link.hover()
    preview = page.locator("[role=tooltip]").first
    preview.wait_for()
    assert preview.locator(":scope *:not(strong)").count() == 0
    assert page.evaluate(_INTACT) == []
    assert victim.faults == []


def test_filters_of_the_timeline_stay_filters(victim: Watched) -> None:
    page = victim.open("timeline/")
    for name in page.locator("form.te-filter select").evaluate_all("all => all.map(s => s.name)"):
        select = page.locator(f"form.te-filter select[name={name}]")
        count = select.locator("option").count()
        select.select_option(index=count - 1)
        assert select.locator("option *").count() == 0
        select.select_option(index=0)
    words = page.locator("form.te-filter input[name=words]")
    for text in ("<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "javascript:"):
        words.fill(text)
        page.reload()
        assert page.evaluate(_INTACT) == []
    for query in (
        "topic=<script>",
        "words=%22%3E%3Cimg src=x onerror=alert(1)%3E",
        "era=__proto__",
    ):
        victim.open(f"timeline/?{query}")
        assert page.evaluate(_INTACT) == []
    assert victim.faults == []


SOUGHT = ("alert", "script", "onerror", "evil", "config", "HYPERLINK", WORD, "<img src=x onerror=")


def test_search_shows_attacks_as_words(victim: Watched) -> None:
    page = victim.open("")
    results = 0
    for words in SOUGHT:
        ask(page, words)
        links = page.locator(RESULTS)
        results += links.count()
        assert page.locator(f"{RESULTS} :is(script, img, iframe, object, svg[onload])").count() == 0
        assert page.evaluate(_INTACT) == []
    assert results > len(SOUGHT)
    for words in SOUGHT:
        victim.open(f"search/?q={words}")
        assert page.evaluate(_INTACT) == []
    assert victim.faults == []


RESULTS = ".te-search-dialog .te-answers a"


def ask(page: Page, words: str) -> None:
    """Type words into the search and wait until it has answered."""
    dialog = page.get_by_role("dialog", name="Search")
    if not dialog.is_visible():
        page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search the site").fill(words)
    dialog.locator(f"[data-answered={json.dumps(words)}]").wait_for(state="attached")
