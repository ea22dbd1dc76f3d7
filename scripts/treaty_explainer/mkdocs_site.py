"""The engine: MkDocs makes a site of the pages, in a workshop that nobody can see.

Everything that reaches into MkDocs is here, and it is little: its own configuration loader and
its own build function.
"""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.exceptions import ClickException
from jinja2 import Environment, FileSystemLoader, TemplateError
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, ConfigurationError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from treaty_explainer.look import Look
from treaty_explainer.progress import Stage
from treaty_explainer.publish import Workshop
from treaty_explainer.reuse import Reuse, set_modified
from treaty_explainer.share import processes, share
from treaty_explainer.shortcut import Shortcut
from treaty_explainer.templating import Compiled

_THEME = Path(__file__).with_name("theme")


class EngineError(Exception):
    """MkDocs refused to build; the message is what it said."""


@dataclass(frozen=True, slots=True)
class NewSite:
    """A finished site in its workshop."""

    path: Path
    workshop: Workshop
    reuse: Reuse

    def publish(self, looks: Mapping[str, Look]) -> None:
        """Put it in the old one's place, and remember what it was made from and what was seen."""
        keep = self.reuse.keep(self.path, looks)
        self.workshop.publish(self.reuse.same)
        keep()


def build_site(project: Path, workshop: Workshop, stage: Stage, **settings: Any) -> NewSite:
    """Build a project's site in a workshop.

    `settings` stand in for those of `mkdocs.yml`, such as `docs_dir`.

    Raises `EngineError` with all that MkDocs complained of; warnings count, as with `--strict`.
    """
    reuse = Reuse(workshop.target)
    with _dated(day_of_commit(project)):
        _run_mkdocs(project, reuse, stage, site_dir=str(workshop.new), **settings)
    return NewSite(workshop.new, workshop, reuse)


def day_of_commit(project: Path) -> str:
    """The moment of the last commit in seconds, which the sitemap shows: never that of the build.

    SOURCE_DATE_EPOCH (reproducible-builds.org) goes before it; "0" if there is no commit.
    """
    git = shutil.which("git")
    if (set_day := os.environ.get("SOURCE_DATE_EPOCH")) or not git:
        return set_day or "0"
    command = [git, "-C", str(project), "log", "-1", "--format=%ct"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words
    return answer.stdout.strip() or "0"


@contextmanager
def _dated(day: str) -> Iterator[None]:
    """Let MkDocs take the day from the commit and not from the clock, as long as this lasts."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = day
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _run_mkdocs(project: Path, reuse: Reuse, stage: Stage, **settings: Any) -> None:
    complaints = _Complaints()
    divide = _Divide(complaints, stage)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(complaints)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        # The hook would generate the pages a second time: they are fresh.
        config = load_config(str(project / "mkdocs.yml"), hooks=[], **settings)
        _use_our_theme(config)
        reuse.alone = divide.alone = not config.plugins
        config.plugins["reuse"] = reuse
        config.plugins["shortcut"] = Shortcut()
        config.plugins["divide"] = divide
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config, dirty=True)
        finally:
            config.plugins.on_shutdown()
    except (ConfigurationError, BuildError, ClickException) as error:
        raise EngineError(complaints.text(str(error))) from error
    except Exception as error:
        # It has said which page it could not build; if it has not, the fault is ours.
        if not complaints.lines or _is_of_the_disk(error):
            raise
        raise EngineError(complaints.text(_where(error))) from error
    finally:
        logger.removeHandler(complaints)
    if complaints.lines:
        raise EngineError(complaints.text())


def _use_our_theme(config: MkDocsConfig) -> None:
    """Give a project that changes nothing in the theme our changes: the policy stands in them."""
    if not config.theme.custom_dir:
        config.theme.dirs.insert(0, str(_THEME))
    as_usual = config.theme.get_env

    def get_env() -> Environment:
        env = as_usual()
        env.loader = _Loader(config.theme.dirs)
        env.bytecode_cache = Compiled()
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


class _Loader(FileSystemLoader):
    """Finds the theme's templates, and lists no hidden ones.

    MkDocs leaves these out as well, but only after it has looked at each: Material has ten thousand
    icons, which took longer than to build the pages of an edit.
    """

    def list_templates(self) -> list[str]:
        """The paths of all others."""
        found = set[str]()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found.update(os.path.relpath(os.path.join(folder, name), root) for name in names)  # noqa: PTH118 - as Jinja does
        return sorted(path.replace(os.sep, "/") for path in found)


class _Divide(BasePlugin):  # type: ignore[no-untyped-call, type-arg]
    """Builds the pages that MkDocs is to build, shared among the processors.

    To MkDocs itself they are unchanged, so that it passes over them. What is done for each is what
    MkDocs does; only links from one page written by hand to a place in another are not looked at
    when the two fall into different shares. The audit looks at all of them.
    """

    def __init__(self, complaints: _Complaints, stage: Stage) -> None:
        super().__init__()
        self.alone = False
        self._complaints = complaints
        self._stage = stage
        self._todo: list[File] = []
        self._nav = Navigation([], [])

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take every page that is to be built upon ourselves."""
        self._todo = [file for file in files.documentation_pages() if file.is_modified()]
        for file in self._todo:
            set_modified(file, False)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation, which every page shows."""
        self._nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Build the pages."""
        pages = files.documentation_pages()
        self._stage.total = len(self._todo)
        at_once = processes(len(self._todo)) if self.alone else 1

        def work(part: Sequence[File]) -> list[str]:
            known = len(self._complaints.lines)
            for file in part:
                if file.page:
                    _populate_page(file.page, config, files)
                    _build_page(file.page, config, pages, self._nav, env)
                    file.page.content = None  # nobody needs the text of a finished page
                self._stage.advance(at_once)
            return self._complaints.lines[known:]

        if not self.alone:
            work(self._todo)  # what a plugin gathers from the pages would be lost with a process
        else:
            _, *others = share(self._todo, work)
            self._complaints.lines += [line for lines in others for line in lines]
        return env


class _Complaints(logging.Handler):
    """Collects warnings and errors as lines."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note a complaint; that a dirty build is dirty is none, for `Reuse` judges by content."""
        if not record.getMessage().startswith("A 'dirty' build"):
            self.lines.append(_one_line(f"{record.levelname.lower()}: {record.getMessage()}"))

    def text(self, *further: str) -> str:
        """The complaints, and further ones that do not repeat them, each on its line."""
        new = [line for line in map(_one_line, further) if line and line not in "".join(self.lines)]
        return "\n".join([*self.lines, *new])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_of_the_disk(error: Exception) -> bool:
    """Whether it is the machine's trouble; a template that is missing is an OSError too."""
    return isinstance(error, OSError) and not isinstance(error, TemplateError)


def _where(error: Exception) -> str:
    """What a template's error does not say by itself: the file and the line."""
    line, name = getattr(error, "lineno", None), getattr(error, "filename", None)
    return f"{name}:{line}: {error}" if line and name else ""
