"""Files that need no second making: the old site serves as the cache of the new one.

What MkDocs makes of a page depends on the page's own Markdown and on the engine: its version,
`mkdocs.yml` and the theme. The links of a generated page are HTML and lead where they lead; a page
written by hand may lead to any other, so there the names of all pages count too. Whatever is made
from the same as when the old site was built is taken over from there, if the old file is still what
was built; so is what the audit saw in it.

The site before the old one is kept as a spare. It differs little from what is to be made, so that
the new site is made in its place: what is not to stand is cleared away, and the rest need not be
laid out again.

A plugin may look at all pages: with other plugins than ours nothing is reused. A page in the
navigation lends its title to all others, unless `nav` says it: then too all is built. Deleting the
old site, the spare or the file of keys costs time and nothing else.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from pydantic_core import from_json, to_json

from treaty_explainer.look import Look
from treaty_explainer.publish import FILE_RIGHTS
from treaty_explainer.write import intact, write_file

_ENGINE = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2", "Pygments")


class Kept(NamedTuple):
    """A file of the old site: what it was made from, if that can be told, how it looked on the
    disk, and what was seen in it."""

    key: str
    size: int
    date: int
    look: Look


class Reuse(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Tells MkDocs which files are to be made, and puts the others in place itself.

    MkDocs' own `dirty` build leaves out what is not `modified`; what that means is said here, by
    content and not by the clock.
    """

    def __init__(self, old_site: Path) -> None:
        super().__init__()
        # The files that were taken over.
        self.same: frozenset[str] = frozenset()
        # Whether no plugin but ours is at work.
        self.alone = False
        self._old_site = old_site
        self._spare = old_site.parent / f".{old_site.name}-spare"
        self._kept_file = old_site.parent / f".{old_site.name}-kept.json"
        self._old = _load(self._kept_file)
        self._keys: dict[str, str] = {}

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take over what is unchanged; mark everything else as modified."""
        reusable = self.alone and _says_titles(config.nav)
        ours = intact(Path(config.docs_dir))
        engine = _engine_key(config)
        names = _digest("\n".join(sorted(file.src_uri for file in files)).encode())
        taken = set()
        for file in files:
            if reusable and (source := _source(file, ours, names)):
                key = _digest(f"{engine} {file.dest_uri} {source}".encode())
                self._keys[file.dest_uri] = key
                if self._stands(file.dest_uri, key):
                    taken.add(file.dest_uri)
        # What the theme makes of all pages: the sitemap, with the day, and the page for what is
        # not found.
        of_all = [name for template in config.theme.static_templates for name in _made_of(template)]
        key = _digest(f"{engine} {names} {os.environ.get('SOURCE_DATE_EPOCH')}".encode())
        self._keys |= dict.fromkeys(of_all if reusable else [], key)
        if reusable and all(self._stands(name, key) for name in of_all):
            taken.update(of_all)
        # A link would lead the clearing away to wherever it leads.
        if self._spare.is_dir() and not self._spare.is_symlink():
            self._spare.rename(config.site_dir)
        taken.difference_update(_lay_out(f"{self._old_site}", config.site_dir, taken))
        self.same = frozenset(taken)
        for file in files:
            set_modified(file, file.dest_uri not in taken)
        if taken.issuperset(of_all):
            config.theme.static_templates = set()
            return _to_be_seen(files, ours, taken, config)
        for name in taken.intersection(of_all):
            # It would be written into, and is the old site's too.
            Path(config.site_dir, name).unlink()
        return files

    def before(self) -> dict[str, Look]:
        """What the audit saw in each file of the old site."""
        return {name: file.look for name, file in self._old.items()}

    def _stands(self, name: str, key: str) -> bool:
        """Whether a file of the old site is what would be made."""
        kept = self._old.get(name)
        if kept is None or kept.key != key:
            return False
        try:
            # Text and no Path: this is done for every file of the site.
            state = os.stat(f"{self._old_site}/{name}")  # noqa: PTH116
        except OSError:
            return False
        is_as_built = (state.st_size, state.st_mtime_ns) == (kept.size, kept.date)
        return is_as_built and stat.S_IMODE(state.st_mode) == FILE_RIGHTS

    def keep(self, site: Path, looks: Mapping[str, Look]) -> Callable[[], None]:
        """What to do once the new site stands: write down what it was made from and what was seen,
        and lay by as a spare the old site, which is then where the new one was made."""
        kept = {
            name: Kept(self._keys.get(name, ""), *_mark(f"{site}/{name}"), look)
            for name, look in looks.items()
        }
        # A site that stands has no findings, so of a look nothing else is to be kept.
        lines = {name: [*file[:3], file.look.ids, file.look.links] for name, file in kept.items()}

        def keep() -> None:
            write_file(self._kept_file, to_json(lines).decode())
            with suppress(OSError):
                site.rename(self._spare)

        return keep


def _made_of(template: str) -> list[str]:
    """The files that MkDocs makes of a template of the theme."""
    return [template, f"{template}.gz"] if template == "sitemap.xml" else [template]


def _to_be_seen(
    files: Files, ours: Collection[str], taken: Collection[str], config: MkDocsConfig
) -> Files:
    """Those files that MkDocs has to know of when some are `taken` over: for each costs time.

    What is to be made, and the pages in the navigation; but a page written by hand may lead to any
    other, so if one of these is to be made, it is all.
    """
    new = [file for file in files if file.dest_uri not in taken]
    if any(file.is_documentation_page() and file.src_uri not in ours for file in new):
        return files
    in_nav = map(files.get_file_from_path, dict.fromkeys(_nav_paths(config.nav)))
    return Files([*new, *(file for file in in_nav if file and file.dest_uri in taken)])


def _lay_out(old: str, new: str, names: Collection[str]) -> list[str]:
    """Let `new` hold these files of `old`, as links to them, and nothing else.

    Returns those that it could not be given.
    """
    missing = set(names)
    if os.path.isdir(new):  # noqa: PTH112 - a text, as are the thousands below
        missing -= _clear(old, new, "", names)
    failed = []
    made = set[str]()
    for name in sorted(missing):
        target = f"{new}/{name}"
        folder = target.rpartition("/")[0]
        try:
            if folder not in made:
                os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - thousands of them
                made.add(folder)
            try:
                os.link(f"{old}/{name}", target)
            except OSError:
                shutil.copy2(f"{old}/{name}", target)
        except OSError:
            failed.append(name)
    return failed


def _clear(old: str, new: str, prefix: str, names: Collection[str]) -> set[str]:
    """Remove from a folder below `new` whatever is not, by one of these names, the file of `old`.

    Returns the names that stay. Nothing is ever written into a file that stays, for it is the old
    site's too; so whatever is to be made anew must be gone.
    """
    stay = set[str]()
    with os.scandir(f"{new}/{prefix}") as entries:
        for entry in entries:
            name = f"{prefix}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if below := _clear(old, new, f"{name}/", names):
                    stay |= below
                else:
                    os.rmdir(entry.path)  # noqa: PTH106 - as above
            elif name in names and _same_file(entry, f"{old}/{name}"):
                stay.add(name)
            else:
                os.unlink(entry.path)  # noqa: PTH108 - as above
    return stay


def _same_file(entry: os.DirEntry[str], other: str) -> bool:
    return os.path.samestat(entry.stat(follow_symlinks=False), os.lstat(other))


def set_modified(file: File, modified: bool) -> None:
    """Say whether MkDocs is to build a page, or copy a file."""
    answer: Callable[[], bool] = lambda: modified  # noqa: E731 - shadows the method of one file
    file.is_modified = answer  # type: ignore[method-assign]


def _source(file: File, ours: Mapping[str, str], names: str) -> str:
    """What a file is made from, or '' if that cannot be told."""
    if file.src_uri in ours:
        return ours[file.src_uri]
    if not file.abs_src_path:
        return ""
    if file.is_documentation_page():
        return f"{names} {_digest(Path(file.abs_src_path).read_bytes())}"
    return f"{file.abs_src_path} {_mark(Path(file.abs_src_path))}"


def _says_titles(nav: Any) -> bool:
    """Whether the navigation names every page, so that no page's title is needed for another."""
    if isinstance(nav, list):
        return bool(nav) and all(isinstance(entry, dict) and _says_titles(entry) for entry in nav)
    if isinstance(nav, dict):
        return all(isinstance(entry, str) or _says_titles(entry) for entry in nav.values())
    return False


def _nav_paths(nav: Any) -> Iterator[str]:
    """Where the entries of a navigation lead that says all titles."""
    for entry in nav if isinstance(nav, list) else nav.values():
        if isinstance(entry, str):
            yield entry
        else:
            yield from _nav_paths(entry)


def _engine_key(config: MkDocsConfig) -> str:
    """What every page depends on besides its own text."""
    parts = [f"{name} {version(name)}" for name in _ENGINE]
    parts += [f"{path} {_digest(path.read_bytes())}" for path in _theme_files(config)]
    parts.append(_digest(Path(config.config_file_path).read_bytes()))
    parts.append(str(config.use_directory_urls))
    return _digest("\n".join(parts).encode())


def _theme_files(config: MkDocsConfig) -> Iterable[Path]:
    """Our own templates of the theme; those of Material itself are told by its version."""
    folder = config.theme.dirs[0]
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=16).hexdigest()


def _mark(path: Path | str) -> tuple[int, int]:
    """The size and the date of a file. Raises OSError if there is none."""
    state = os.stat(path)  # noqa: PTH116 - thousands of them
    return state.st_size, state.st_mtime_ns


def _load(path: Path) -> dict[str, Kept]:
    """What is known of the old site; nothing if the file is missing or is not what we wrote."""
    try:
        return _read(path.read_text("utf-8"))
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


@lru_cache(maxsize=1)
def _read(text: str) -> dict[str, Kept]:
    """What a file of keys says; while a site is served it mostly says the same. Raises as above."""
    return {
        name: Kept(str(key), int(size), int(date), Look(tuple(ids), tuple(links)))
        for name, (key, size, date, ids, links) in from_json(text).items()
    }
