"""Pages that need no second rendering: the old site serves as the cache of the new one.

What MkDocs makes of a generated page depends on the page's own Markdown and on the engine: its
version, `mkdocs.yml` and the theme. Its links are HTML and lead where they lead. So a page whose
Markdown is the same as when the old site was built is taken over from there, if the old file is
still what was built. A plugin may look at all pages, and a page written by hand may link to any
file; with other plugins than search, whose entries for generated pages are ours, nothing is
reused, and hand-written pages never are. Deleting the old site or
the file of keys costs time and nothing else.
A page in the navigation lends its title to all others, unless `nav` says it: then too all is built.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files

from treaty_explainer.write import manifest, write_file

_ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2", "Pygments")


class Reuse(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Tells MkDocs which pages are to be built, and puts the others in place itself.

    MkDocs' own `dirty` build leaves out pages that are not `modified`; what that means is said
    here, by content and not by the clock.
    """

    def __init__(self, old_site: Path) -> None:
        super().__init__()
        self._old_site = old_site
        self._keys_file = old_site.parent / f".{old_site.name}-pages.json"
        self._old_keys = _load(self._keys_file)
        self._sources: dict[str, tuple[str, Path]] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take over what is unchanged; mark everything else as modified."""
        alone = not _other_plugins(config, self) and _says_titles(config.nav)
        ours = manifest(Path(config.docs_dir)) if alone else set()
        engine = _engine_key(config)
        for file in files.documentation_pages():
            reused = False
            if file.src_uri in ours and file.abs_src_path:
                digest = _digest(Path(file.abs_src_path).read_bytes())
                key = hashlib.sha256(f"{engine} {file.dest_uri} {digest}".encode()).hexdigest()
                target = Path(config.site_dir) / file.dest_uri
                self._sources[file.dest_uri] = (key, target)
                reused = self._take_over(file.dest_uri, key, target)
            set_modified(file, not reused)
        return files

    def _take_over(self, name: str, key: str, target: Path) -> bool:
        """Put the old page in the new one's place, if it is what would be built."""
        old_key, old_digest = self._old_keys.get(name, ("", ""))
        old = self._old_site / name
        try:
            if old_key != key or _digest(old.read_bytes()) != old_digest:
                return False
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(old, target)
            except OSError:
                shutil.copyfile(old, target)
        except OSError:
            return False
        return True

    def keys(self) -> dict[str, tuple[str, str]]:
        """The key and the digest of each generated page of the new site, before it is moved."""
        return {
            name: (key, _digest(page.read_bytes()))
            for name, (key, page) in self._sources.items()
            if page.is_file()
        }

    def remember(self, keys: dict[str, tuple[str, str]]) -> None:
        """Write down what the site that now stands was made from."""
        write_file(self._keys_file, json.dumps(keys, indent=0, sort_keys=True) + "\n")


def set_modified(file: File, modified: bool) -> None:
    """Say whether MkDocs is to build a page, or copy a file."""
    answer: Callable[[], bool] = lambda: modified  # noqa: E731 - shadows the method of one file
    file.is_modified = answer  # type: ignore[method-assign]


def _other_plugins(config: MkDocsConfig, ours: BasePlugin) -> list[str]:  # type: ignore[type-arg]
    harmless = ("search", "material/search", "shortcut", "divide")
    return [
        name
        for name, plugin in config.plugins.items()
        if plugin is not ours and name not in harmless
    ]


def _says_titles(nav: Any) -> bool:
    """Whether the navigation names every page, so that no page's title is needed for another."""
    if isinstance(nav, list):
        return bool(nav) and all(isinstance(entry, dict) and _says_titles(entry) for entry in nav)
    if isinstance(nav, dict):
        return all(isinstance(entry, str) or _says_titles(entry) for entry in nav.values())
    return False


def _engine_key(config: MkDocsConfig) -> str:
    """What every page depends on besides its own text."""
    parts = [f"{name} {version(name)}" for name in _ENGINE]
    parts += [f"{path} {_digest(path.read_bytes())}" for path in _theme_files(config)]
    parts.append(_digest(Path(config.config_file_path).read_bytes()))
    parts.append(str(config.use_directory_urls))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _theme_files(config: MkDocsConfig) -> Iterable[Path]:
    """What is changed in the theme stands first; Material itself is told by its version."""
    return sorted(path for path in Path(config.theme.dirs[0]).rglob("*") if path.is_file())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _load(path: Path) -> dict[str, tuple[str, str]]:
    """The keys of the old site; none if the file is missing or is not what we wrote."""
    try:
        keys = json.loads(path.read_text("utf-8"))
        return {str(name): (str(key), str(digest)) for name, (key, digest) in keys.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
