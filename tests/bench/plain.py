"""The yardstick: what a user would have who gave the very same Markdown to MkDocs and Material."""

from __future__ import annotations

from pathlib import Path

import yaml

# Material as it comes, with its own search; the Markdown extensions that the pages are written for.
_CONFIG = {
    "site_name": "The same pages",
    "site_url": "https://example.org/",
    "docs_dir": "../docs",
    "site_dir": "site",
    "theme": {"name": "material", "font": False},
    "plugins": ["search"],
}
# Record pages stay out of the navigation here too: with them in it, cost is quadratic.
# Without our scripts, for one of them is a search.
_SAME = ("nav", "not_in_nav", "markdown_extensions", "extra_css")


def plain_project(project: Path) -> Path:
    """Make a folder with a plain `mkdocs.yml` for a project's pages, and return it."""
    folder = project / "plain"
    folder.mkdir(exist_ok=True)
    _configure(project, folder / "mkdocs.yml")
    return folder


def zensical_config(project: Path) -> Path:
    """Write the same for Zensical, which wants its pages below the folder of its settings."""
    path = project / "zensical.yml"
    _configure(project, path, docs_dir="docs", site_dir="zensical-site")
    return path


def _configure(project: Path, path: Path, **settings: str) -> None:
    ours = yaml.safe_load((project / "mkdocs.yml").read_text("utf-8"))
    config = _CONFIG | {name: ours[name] for name in _SAME if name in ours} | settings
    path.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
