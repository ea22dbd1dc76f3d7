"""The whole flow, top to bottom: read, validate, link, check, render, write, and the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from treaty_explainer.audit import audit
from treaty_explainer.check import check_all, check_words
from treaty_explainer.export import export_all
from treaty_explainer.files import make_all
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.link import Library, link_all
from treaty_explainer.memory import Memory, program
from treaty_explainer.mkdocs_site import build_site
from treaty_explainer.problems import Problem
from treaty_explainer.progress import SILENT, Progress
from treaty_explainer.publish import alone, workshop
from treaty_explainer.read import id_of, links_in, read_all
from treaty_explainer.remains import remains
from treaty_explainer.render import render_all
from treaty_explainer.search import search_files
from treaty_explainer.site import Site
from treaty_explainer.validate import validate_all
from treaty_explainer.write import (
    Written,
    copy_handwritten,
    handwritten,
    intact,
    text_of,
    write_all,
)


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to. With problems, nothing was written and the old site stands."""

    problems: list[Problem]
    records: int = 0
    pages: int = 0
    links: int = 0
    written: Written | None = None

    @property
    def changed(self) -> int:
        """How many pages are new, changed or gone."""
        written = self.written
        files = [*written.created, *written.changed, *written.removed] if written else []
        return sum(path.endswith(".md") for path in files)


def check(
    project: Path, memory: Memory | None = None, progress: Progress = SILENT
) -> tuple[Library, list[Problem]]:
    """Read and check the data of a project. Problems come in reading order.

    With a `memory`, only what is not known from an earlier build is done.
    """
    memory = memory or Memory()
    with progress.stage("Reading"):
        documents, unread = read_all(project, memory.read)
        linked = links_in(project, "docs")
    with progress.stage("Validating"):
        new_records, invalid = validate_all(memory.unknown(documents), BY_FOLDER)
        records = memory.with_known(documents, new_records)
    sound = {record.id for record in records}
    failed = {problem.place.file for problem in unread}
    failed |= {document.file for document in documents if document.id not in sound}
    broken = list(remains((one for one in documents if one.id not in sound), BY_FOLDER))
    with progress.stage("Linking"):
        library, dangling = link_all(records, map(id_of, failed), broken, memory)
        memory.compare(library)
    with progress.stage("Checking"):
        problems = check_all(library, complete=not failed, known=memory)
        problems += [problem for record in broken for problem in check_words(record)]
    return library, sorted({*unread, *linked, *invalid, *dangling, *problems})


def generate(
    project: Path,
    docs: Path | None = None,
    memory: Memory | None = None,
    progress: Progress = SILENT,
    *,
    offline: bool = False,
) -> Built:
    """Check the data and write the pages into `docs`, or with a problem write nothing.

    Only what is not known from an earlier build is done: from the `memory`, or from what is kept
    with the pages. `docs` is the project's own folder unless another is named; `offline` pages lead
    to files where the others lead to addresses.
    """
    docs = docs or project / "docs"
    is_kept = memory is None
    memory = memory or Memory.kept(docs)
    site = replace(Site.load(project), offline=offline)
    memory.work_for(f"{program()} {site}")
    library, problems = check(project, memory, progress)
    if problems:
        return Built(problems)
    files = render_all(library, site) | export_all(library, site)
    files |= search_files(library, site, handwritten(docs), memory)
    with progress.stage("Rendering") as stage:
        made, standing = make_all(
            files, library, memory, intact(docs), partial(text_of, docs), stage
        )
    with progress.stage("Writing"):
        written = write_all(docs, made, standing)
        memory.settle()
        if is_kept:
            memory.keep(docs)
    return Built([], records=len(library), pages=written.pages, written=written)


def build(
    project: Path,
    site_dir: Path,
    memory: Memory | None = None,
    progress: Progress = SILENT,
    *,
    offline: bool = False,
) -> Built:
    """Check, generate, build the site beside the old one, audit it, and swap it in.

    With a `memory`, only what is not known from an earlier build is done. An `offline` site can be
    read from a disk; its pages are made in a folder of their own.

    Raises `EngineError` if MkDocs refuses, OSError if the disk does.
    """
    with alone(progress, project, site_dir.parent), workshop(site_dir) as shop:
        settings: dict[str, Any] = {}
        if offline:
            docs = shop.folder / "docs"
            copy_handwritten(project / "docs", docs)
            settings = {"docs_dir": str(docs), "use_directory_urls": False}
            built = generate(project, docs, progress=progress, offline=True)
        else:
            built = generate(project, memory=memory, progress=progress)
        if built.problems:
            return built
        with progress.stage("Building the site") as stage:
            new_site = build_site(project, shop, stage, **settings)
        with progress.stage("Auditing"):
            reuse = new_site.reuse
            report = audit(new_site.path, Site.load(project).url, reuse.before(), reuse.same)
        if report.problems:
            return Built(report.problems, built.records, report.pages, report.links)
        new_site.publish(report.looks)
    return Built([], built.records, report.pages, report.links, built.written)
