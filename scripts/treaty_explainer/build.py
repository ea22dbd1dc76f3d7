"""The whole flow, top to bottom: read, validate, link, check, render, write, and the site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from treaty_explainer.audit import audit
from treaty_explainer.check import check_all
from treaty_explainer.export import export_all
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.link import Library, link_all
from treaty_explainer.mkdocs_site import build_site
from treaty_explainer.problems import Problem
from treaty_explainer.read import id_of, read_all
from treaty_explainer.render import render_all
from treaty_explainer.site import Site
from treaty_explainer.validate import validate_all
from treaty_explainer.write import Written, write_all

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to. With problems, nothing was written and the old site stands."""

    problems: list[Problem]
    records: int = 0
    pages: int = 0
    links: int = 0
    written: Written | None = None


def check(project: Path) -> tuple[Library, list[Problem]]:
    """Read and check the data of a project. Problems come in reading order."""
    documents, unread = read_all(project)
    records, invalid = validate_all(documents, BY_FOLDER)
    sound = {record.id for record in records}
    failed = {problem.place.file for problem in unread}
    failed |= {document.file for document in documents if document.id not in sound}
    library, dangling = link_all(records, map(id_of, failed))
    problems = check_all(library, complete=not failed)
    return library, sorted({*unread, *invalid, *dangling, *problems})


def generate(project: Path) -> Built:
    """Check the data and write the pages into `docs/`; with a problem, write nothing."""
    library, problems = check(project)
    if problems:
        return Built(problems)
    site = Site.load(project)
    files = render_all(library, site) | export_all(library, site)
    written = write_all(project / "docs", files)
    return Built([], records=len(library), pages=written.pages, written=written)


def build(project: Path, site_dir: Path, say: Say) -> Built:
    """Check, generate, build the site beside the old one, audit it, and swap it in.

    Raises `EngineError` if MkDocs refuses, OSError if the disk does.
    """
    say("Checking the data and writing the pages …")
    built = generate(project)
    if built.problems:
        return built
    say(f"Building {built.pages} pages …")
    with build_site(project, site_dir) as new_site:
        report = audit(new_site.path, Site.load(project).url)
        if report.problems:
            return Built(report.problems, built.records, report.pages, report.links)
        new_site.publish()
    return Built([], built.records, report.pages, report.links, built.written)
