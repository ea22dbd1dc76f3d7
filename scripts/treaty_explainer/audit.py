"""An audit of the built site that knows nothing of how it was made.

Every file is looked at by itself; then all are laid side by side: every internal link and anchor
leads somewhere. What is seen in a file can be kept from one build to the next, by its content; and
a page that has not changed leads where it led, unless something there is gone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from treaty_explainer.look import Look, line_of, look
from treaty_explainer.problems import Place, Problem, quote
from treaty_explainer.share import share


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and how much was looked at."""

    problems: list[Problem]
    pages: int
    links: int
    looks: Mapping[str, Look]


def audit(
    site: Path, url: str = "", before: Mapping[str, Look] | None = None, same: Collection[str] = ()
) -> Report:
    """Look through every file of a built site. `url` is its public address, if it has one.

    `before` is what an earlier audit of a site at this address saw when all was well, and `same`
    are the files of this site that were in that one. They are not looked at again; nor are their
    links followed, unless something that was there is gone.
    """
    before = before or {}
    files = sorted(_files(f"{site}"))

    def look_at(names: Sequence[str]) -> list[tuple[str, Look]]:
        return [(name, look(name, (site / name).read_bytes())) for name in names]

    new = dict(chain.from_iterable(share([name for name in files if name not in same], look_at)))
    looks = {name: new[name] if name in new else before[name] for name in files}
    settled = () if _is_less(looks, before) else same
    return join(looks, url, lambda name: (site / name).read_bytes(), settled)


def _files(folder: str, below: str = "") -> Iterator[str]:
    """The path of every file from the site's root."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path, f"{below}{entry.name}/")
            else:
                yield f"{below}{entry.name}"


def _is_less(looks: Mapping[str, Look], before: Mapping[str, Look]) -> bool:
    """Whether a file or a place in one is gone to which an earlier site may have led."""
    return any(
        name not in looks or (looks[name] is not old and not set(old.ids).issubset(looks[name].ids))
        for name, old in before.items()
    )


def join(
    looks: Mapping[str, Look],
    url: str,
    content: Callable[[str], bytes],
    settled: Collection[str] = (),
) -> Report:
    """Follow every link from file to file, and gather what was found in each.

    `looks` has an entry for every file of the site; `content` is asked only for files with faults.
    All links of a `settled` page are known to lead to a place within the site. The looks that are
    returned hold such links alone: they are what has to be followed another time.
    """
    follow = _follower(url)
    pages = sorted(name for name in looks if name.endswith(".html"))
    joined = dict(looks)
    problems = []

    @cache
    def places(page: str) -> frozenset[str]:
        return frozenset(looks[page].ids)

    for name in pages:
        if name in settled:
            continue
        folder = name.rpartition("/")[0]
        inner = []
        for link in looks[name].links:
            if (target := follow(folder, link)) is None:
                continue
            inner.append(link)
            path, fragment = target
            path = path or name
            if path not in looks:
                path = f"{path}/index.html"
            if path not in looks:
                fault = "dead-link", f"{quote(link)} leads nowhere", "correct the link"
            elif fragment and path.endswith(".html") and fragment not in places(path):
                fault = (
                    "dead-anchor",
                    f"{quote(link)} names a place that page does not have",
                    "correct the part after '#'",
                )
            else:
                continue
            problems.append(Problem(_place(name, line_of(content(name), link)), *fault))
        joined[name] = joined[name]._replace(links=tuple(inner))
    for name, seen in looks.items():
        problems += [Problem(_place(name, line), *fault) for line, *fault in seen.findings]
    links = sum(len(joined[name].links) for name in pages)
    return Report(sorted(problems), len(pages), links, joined)


def _place(name: str, line: int) -> Place:
    return Place(PurePosixPath("site", name), line)


@lru_cache(maxsize=4)
def _follower(url: str) -> _Follower:
    """One for each site, which remembers where its links lead from one audit to the next."""
    return _Follower(url)


class _Follower:
    """Finds the file and anchor within the site that a link means; the same link only once."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/" if url else ""
        self._base = urlsplit(url).path.strip("/")
        self._known: dict[tuple[str, str], str | None] = {}

    def __call__(self, folder: str, link: str) -> tuple[str, str] | None:
        """The path from the site's root, '' for the page itself, and the anchor; None if outside.

        A path that climbs out of the site begins with '..', and no file is called so.
        """
        address, _, fragment = link.partition("#")
        fragment = unquote(fragment) if "%" in fragment else fragment
        if not address:
            return "", fragment
        key = (folder, address)
        if key not in self._known:
            self._known[key] = self._resolve(folder, address)
        path = self._known[key]
        return None if path is None else (path, fragment)

    def _resolve(self, folder: str, address: str) -> str | None:
        if self._url and address.startswith(self._url):
            address = "/" + "/".join(filter(None, (self._base, address[len(self._url) :])))
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            return None
        path = unquote(parts.path)
        if path.startswith("/"):
            path = path[1:].removeprefix(self._base).lstrip("/")
        else:
            path = normpath(f"{folder}/{path}" if folder else path)
        path = "" if path == "." else path.strip("/")
        return path or "index.html"
