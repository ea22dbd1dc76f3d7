"""What the pages need to know of the site they stand on, read from `mkdocs.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import yaml


@dataclass(frozen=True, slots=True)
class Site:
    """The site's name, its public address, and where its data can be edited.

    `url` and `repository` end without a slash and may be empty; `licence` is one line of text.
    An `offline` site is read from a disk, where no server turns `article-4/` into a file.
    """

    name: str
    url: str = ""
    repository: str = ""
    licence: str = ""
    offline: bool = False

    @classmethod
    def load(cls, project: Path) -> Site:
        """Read it from a project's `mkdocs.yml`. Raises OSError or yaml.YAMLError."""
        config = _config((project / "mkdocs.yml").read_text("utf-8"))
        extra = (config.get("extra") or {}).get("treaty") or {}
        return cls(
            name=str(config.get("site_name", "")),
            url=str(config.get("site_url") or "").rstrip("/"),
            repository=str(extra.get("repository") or "").rstrip("/"),
            licence=str(extra.get("licence") or ""),
        )

    def edit_url(self, file: str) -> str:
        """Where a file can be edited in the browser, or '' without a repository."""
        return f"{self.repository}/edit/main/{file}" if self.repository else ""

    def issue_url(self, form: str, record: str) -> str:
        """Where an issue about a record can be opened, or '' without a repository.

        `form` names one of the forms of `issue_forms.py`; it is filled in with the record's id.
        """
        if not self.repository:
            return ""
        query = {"template": f"{form}.yml", "title": f"{record}: ", "record": record}
        return f"{self.repository}/issues/new?{urlencode(query, quote_via=quote)}"


class _ConfigLoader(yaml.SafeLoader):
    """Reads `mkdocs.yml` without obeying its tags (`!ENV`, `!!python/name`): they become text."""


_ConfigLoader.add_multi_constructor("", lambda loader, suffix, node: str(node.value))


@lru_cache(maxsize=4)
def _config(text: str) -> dict[str, Any]:
    return dict(yaml.load(text, Loader=_ConfigLoader))  # noqa: S506 - a SafeLoader


def page_url(id: str) -> str:
    """The address of a page from the site's root: `clauses/un-charter/article-51/`; '' is home."""
    return f"{id}/" if id else ""


def relative_url(target: str, origin: str) -> str:
    """The way from one page's address to another's, so the site works at any address.

    A fragment (`sources/#kcna`) is kept. Both are addresses from the site's root.
    """
    path, mark, fragment = target.partition("#")
    if path == origin and mark:
        return f"#{fragment}"
    here, there = origin.split("/")[:-1], path.split("/")
    shared = 0
    for mine, its in zip(here, there[:-1], strict=False):
        if mine != its:
            break
        shared += 1
    way = "../" * (len(here) - shared) + "/".join(there[shared:])
    return f"{way or './'}{mark}{fragment}"
