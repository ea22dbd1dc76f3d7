"""An audit of the built site that knows nothing of how it was made.

Every internal link and anchor leads somewhere, ids are unique, each page has one main heading,
images have a text, nothing is fetched from elsewhere, and no element carries a script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from lxml import html

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
    links: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, line: int, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self.file, line or 1), code, message, hint))


def audit(site: Path, url: str = "") -> Report:
    """Look through every page of a built site. `url` is its public address, if it has one."""
    pages = {
        path.relative_to(site).as_posix(): _look(path, PurePosixPath("site", path.relative_to(site)))
        for path in sorted(site.rglob("*.html"))
    }
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    problems = [problem for page in pages.values() for problem in page.problems]
    count = 0
    base = urlsplit(url).path.strip("/")
    for name, page in pages.items():
        for link, line in page.links:
            if (target := _internal(name, link, url, base)) is None:
                continue
            count += 1
            path, fragment = target
            found = next((p for p in (path, f"{path}/index.html".lstrip("/")) if p in files), None)
            if found is None:
                page.complain(line, "dead-link", f"{quote(link)} leads nowhere", "correct the link")
                problems.append(page.problems[-1])
            elif fragment and found in pages and fragment not in pages[found].ids:
                page.complain(
                    line, "dead-anchor", f"{quote(link)} names a place that page does not have",
                    "correct the part after '#'",
                )
                problems.append(page.problems[-1])
    return Report(sorted(problems), len(pages), count)


def _look(path: Path, file: PurePosixPath) -> _Page:
    page = _Page(file)
    root = html.fromstring(path.read_bytes())
    headings = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        tag, line = element.tag, element.sourceline or 1
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        headings += tag == "h1"
        for name, text in attributes.items():
            if name == "id":
                if text in page.ids:
                    page.complain(line, "doubled-id", f"the id {quote(text)} is used twice", "")
                page.ids.add(text)
            elif name.startswith("on"):
                page.complain(
                    line, "inline-script", f"<{tag}> carries a script in {quote(name)}", ""
                )
            elif name in ("href", "src", "data") and tag != "base":
                for problem in _address(tag, name, text, attributes.get("rel", "")):
                    page.complain(line, *problem)
                if tag == "a" or (tag, name) in _FETCHES:
                    page.links.append((text, line))
        if tag == "img" and "alt" not in attributes:
            page.complain(line, "no-alt", "this image has no text for those who cannot see it", "")
    if headings != 1:
        page.complain(1, "main-heading", f"this page has {headings} main headings, not one", "")
    return page


def _address(tag: str, name: str, text: str, rel: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one address in a page."""
    scheme = urlsplit(text.strip()).scheme.lower()
    if scheme not in ("", "http", "https", "mailto", "data"):
        yield "dangerous-link", f"{quote(text)} is no address to follow", ""
    fetches = (tag, name) in _FETCHES and not (tag == "link" and rel in _MERELY_NAMED)
    if fetches and (scheme in ("http", "https") or text.startswith("//")):
        yield (
            "foreign-request",
            f"<{tag}> fetches {quote(text)} from another site",
            "put the file into docs/ and link it from there",
        )


def _internal(page: str, link: str, url: str, base: str) -> tuple[str, str] | None:
    """The file and anchor within the site that a link means, or None if it leads out."""
    if url and link.startswith(url + "/"):
        link = "/" + base + "/" * bool(base) + link[len(url) + 1 :]
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if path.startswith("/"):
        path = path[1:].removeprefix(base).lstrip("/")
    elif path:
        path = normpath(f"{PurePosixPath(page).parent}/{path}")
    else:
        path = page
    return path.strip("/") if path != "." else "", unquote(parts.fragment)
