"""An audit of the built site that knows nothing of how it was made.

Every file is looked at by itself; then all are laid side by side: every internal link and anchor
leads somewhere. The first part is the costly one, and what it finds can be kept from one build to
the next by the file's content; the second is cheap and is always done.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
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


def audit(site: Path, url: str = "", known: Mapping[str, Look] | None = None) -> Report:
    """Look through every file of a built site. `url` is its public address, if it has one.

    `known` is what was seen in files that are the same as in an earlier audit.
    """
    known = known or {}
    files = [
        os.path.relpath(os.path.join(folder, name), site).replace(os.sep, "/")  # noqa: PTH118 - thousands of them
        for folder, _, names in os.walk(site)
        for name in names
    ]

    def look_at(names: Sequence[str]) -> list[tuple[str, Look]]:
        return [(name, look(name, (site / name).read_bytes())) for name in names]

    new = share([name for name in files if name not in known], look_at)
    looks = {**known, **dict(chain.from_iterable(new))}
    return join(
        {name: looks[name] for name in sorted(files)}, url, lambda n: (site / n).read_bytes()
    )


def join(looks: Mapping[str, Look], url: str, content: Callable[[str], bytes]) -> Report:
    """Follow every link from file to file, and gather what was found in each.

    `looks` has an entry for every file of the site; `content` is asked only for files with faults.
    """
    follow = _follower(url)
    places = {name: frozenset(seen.ids) for name, seen in looks.items() if name.endswith(".html")}
    problems = []
    count = 0
    for name in sorted(places):
        folder = name.rpartition("/")[0]
        for link in looks[name].links:
            if (target := follow(folder, link)) is None:
                continue
            count += 1
            path, fragment = target
            path = path or name
            if path not in looks:
                path = f"{path}/index.html"
            if path not in looks:
                fault = "dead-link", f"{quote(link)} leads nowhere", "correct the link"
            elif fragment and path in places and fragment not in places[path]:
                fault = (
                    "dead-anchor",
                    f"{quote(link)} names a place that page does not have",
                    "correct the part after '#'",
                )
            else:
                continue
            problems.append(Problem(_place(name, line_of(content(name), link)), *fault))
    for name, seen in looks.items():
        problems += [Problem(_place(name, line), *fault) for line, *fault in seen.findings]
    return Report(sorted(problems), len(places), count, looks)


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
