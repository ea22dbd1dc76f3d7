"""An audit of the built site that knows nothing of how it was made.

Every internal link and anchor leads somewhere, ids are unique, each page has one main heading,
images have a text, nothing is fetched from elsewhere, and no element carries a script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from treaty_explainer.problems import Place, Problem, quote

# Where a browser fetches something by itself, as against a link that a reader follows.
_FETCHES = {
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
    ("audio", "src"),
    ("object", "data"),
    ("embed", "src"),
    ("use", "href"),
}
# <link> elements that name an address without fetching it.
_MERELY_NAMED = {"canonical", "alternate", "prev", "next", "license", "edit"}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how much was looked at."""

    problems: list[Problem]
    pages: int
    links: int


@dataclass(slots=True)
class _Page:
    """What one page offers and what it asks for."""

    file: PurePosixPath
    ids: set[str] = field(default_factory=set)
    links: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self.file, line or 1), code, message, hint))


def audit(site: Path, url: str = "") -> Report:
    """Look through every page of a built site. `url` is its public address, if it has one."""
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {
        name: _look(site / name, PurePosixPath("site", name))
        for name in sorted(files)
        if name.endswith(".html")
    }
    resolve = _Resolver(url)
    count = 0
    for name, page in pages.items():
        folder = name.rpartition("/")[0]
        for link, line in page.links.items():
            if (target := resolve(folder, link)) is None:
                continue
            count += 1
            path, fragment = target
            found = next((p for p in (path or name, f"{path}/index.html") if p in files), None)
            if found is None:
                page.complain(line, "dead-link", f"{quote(link)} leads nowhere", "correct the link")
            elif fragment and found in pages and fragment not in pages[found].ids:
                page.complain(
                    line,
                    "dead-anchor",
                    f"{quote(link)} names a place that page does not have",
                    "correct the part after '#'",
                )
    problems = [problem for page in pages.values() for problem in page.problems]
    return Report(sorted(problems), len(pages), count)


# Only what can be wrong is taken out of the tree; most elements carry neither.
_OF_INTEREST = etree.XPath("//*[@id or @href or @src or @data or self::img]")
_HANDLERS = etree.XPath("//*[@*[starts-with(name(), 'on')]]")
_HEADINGS = etree.XPath("count(//h1)")


def _look(path: Path, file: PurePosixPath) -> _Page:
    page = _Page(file)
    root = html.fromstring(path.read_bytes())
    for element in _OF_INTEREST(root):
        tag, line, attributes = element.tag, element.sourceline or 1, element.attrib
        if id := attributes.get("id"):
            if id in page.ids:
                page.complain(line, "doubled-id", f"the id {quote(id)} is used twice", "")
            page.ids.add(id)
        for name in ("href", "src", "data"):
            if (text := attributes.get(name)) is None or tag == "base":
                continue
            for problem in _address(tag, name, text, attributes.get("rel", "")):
                page.complain(line, *problem)
            if tag == "a" or (tag, name) in _FETCHES:
                page.links.setdefault(text, line)
        if tag == "img" and "alt" not in attributes:
            page.complain(line, "no-alt", "this image has no text for those who cannot see it", "")
    for element in _HANDLERS(root):
        page.complain(
            element.sourceline or 1, "inline-script", f"<{element.tag}> carries a script", ""
        )
    if (headings := int(_HEADINGS(root))) != 1:
        page.complain(1, "main-heading", f"this page has {headings} main headings, not one", "")
    return page


def _address(tag: str, name: str, text: str, rel: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one address in a page."""
    scheme, colon, _ = text.strip().partition(":")
    scheme = scheme.lower() if colon and _SCHEME.fullmatch(scheme) else ""
    if scheme not in ("", "http", "https", "mailto", "data"):
        yield "dangerous-link", f"{quote(text)} is no address to follow", ""
    fetches = (tag, name) in _FETCHES and not (tag == "link" and rel in _MERELY_NAMED)
    if fetches and (scheme in ("http", "https") or text.startswith("//")):
        yield (
            "foreign-request",
            f"<{tag}> fetches {quote(text)} from another site",
            "put the file into docs/ and link it from there",
        )


_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*")


class _Resolver:
    """Finds the file and anchor within the site that a link means; the same link only once."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/" if url else ""
        self._base = urlsplit(url).path.strip("/")
        self._known: dict[tuple[str, str], tuple[str, str] | None] = {}

    def __call__(self, folder: str, link: str) -> tuple[str, str] | None:
        """The path from the site's root, '' for the page itself, and the anchor; None if outside.

        A path that climbs out of the site begins with '..', and no file is called so.
        """
        if link.startswith("#"):
            return "", unquote(link[1:])
        key = (folder, link)
        if key not in self._known:
            self._known[key] = self._resolve(folder, link)
        return self._known[key]

    def _resolve(self, folder: str, link: str) -> tuple[str, str] | None:
        if self._url and link.startswith(self._url):
            link = "/" + "/".join(filter(None, (self._base, link[len(self._url) :])))
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            path = path[1:].removeprefix(self._base).lstrip("/")
        else:
            path = normpath(f"{folder}/{path}" if folder else path)
        path = "" if path == "." else path.strip("/")
        return path or "index.html", unquote(parts.fragment)
