"""What a site weighs: as a whole, each record's page, and a reader's first view."""

from __future__ import annotations

import gzip
import re
import statistics
from dataclasses import dataclass
from pathlib import Path

_ARTICLE = re.compile(rb"<article.*</article>", re.DOTALL)
# What a browser fetches for a page before anybody does anything, fonts left out.
_PARTS = re.compile(
    rb"""<link\b[^>]*\brel="?(?:stylesheet|icon)"?[^>]*>|<script\b[^>]*\bsrc=[^>]*>|<img\b[^>]*>"""
)
_ADDRESS = re.compile(rb"""\b(?:href|src)="?([^"\s>]+)""")
# At ten thousand records, every page would take a minute to compress.
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class Weight:
    """Bytes, and how many files; pages are medians by folder of records."""

    site: int
    files: int
    article: dict[str, int]  # the page's own HTML
    page: dict[str, int]  # the page as it is sent, compressed
    first_view: int  # a clause's page with styles, scripts and pictures, compressed


def weigh(project: Path) -> Weight:
    """Weigh the built site of a project."""
    data, site = project / "treaty_data", project / "site"
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    article, page = {}, {}
    for folder in sorted(path for path in data.iterdir() if path.is_dir()):
        records = sorted(path.relative_to(data).with_suffix("") for path in folder.rglob("*.yml"))
        step = max(1, len(records) // _SAMPLE)
        texts = [(site / record / "index.html").read_bytes() for record in records[::step]]
        article[folder.name] = round(statistics.median(map(_own, texts)))
        page[folder.name] = round(statistics.median(map(_sent, texts)))
    clauses = sorted((site / "clauses").rglob("article-1/index.html"))
    first_view = statistics.median(_view(site, path) for path in clauses[:_SAMPLE])
    return Weight(sum(sizes), len(sizes), article, page, round(first_view))


def _own(html: bytes) -> int:
    match = _ARTICLE.search(html)
    return len(match.group()) if match else len(html)


def _sent(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _view(site: Path, path: Path) -> int:
    """A page and all it names, compressed. The same file is fetched once."""
    html = path.read_bytes()
    found = {path}
    for tag in _PARTS.findall(html):
        if (match := _ADDRESS.search(tag)) and b":" not in (address := match.group(1)):
            name = address.decode().partition("?")[0].partition("#")[0]
            found.add(((site / name[1:]) if name[0] == "/" else path.parent / name).resolve())
    return sum(_sent(part.read_bytes()) for part in found if part.is_file())
