"""The command line: words into calls, results into lines and exit codes.

Exit codes: 0 all is well, 1 the data or the site has problems, 2 the command was used wrongly or
the machine got in the way.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import click

from treaty_explainer import __version__, cli_editing
from treaty_explainer.cli_project import (
    PROJECT,
    QUIET,
    fail,
    project_folder,
    refuse,
    say,
    show,
    show_and_fail,
    shown,
    watched,
)
from treaty_explainer.formats import FORMATS
from treaty_explainer.progress import SILENT, Progress

# How many new objects there may be before Python looks among them for what nobody needs, and how
# often it then looks further. A site's records are all needed to the end: with its own figures it
# would search them again and again, a fifth of what a build after one edit costs.
_COLLECT = 50_000, 20, 20


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="treaty")
def cli() -> None:
    """Check treaty data and render it as an explainer site."""
    gc.set_threshold(*_COLLECT)


@cli.command()
@PROJECT
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", help="For whom."
)
@QUIET
def check(project: Path, form: str, quiet: bool) -> None:
    """Check the data; write nothing."""
    from treaty_explainer.build import check

    library, problems = check(project_folder(project), progress=watched(quiet))
    if form != "text" or problems:
        show(problems, project, form)
    if problems:
        fail(problems)
    if not quiet:
        say(f"{len(library)} records, no problems.")


@cli.command()
@PROJECT
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes; site/ in the project otherwise.",
)
@click.option("--offline", is_flag=True, help="A site to read from a disk, in site-offline/.")
@click.option("--verify", "again", is_flag=True, help="Build it once more elsewhere, and compare.")
@QUIET
def build(project: Path, site_dir: Path | None, offline: bool, again: bool, quiet: bool) -> None:
    """Check the data, render the pages and build the site."""
    from treaty_explainer.build import build
    from treaty_explainer.mkdocs_site import EngineError, day_of_commit
    from treaty_explainer.verify import VerifyError, verify

    project = project_folder(project)
    site_dir = (site_dir or project / ("site-offline" if offline else "site")).resolve()
    start = time.monotonic()
    progress = watched(quiet)
    try:
        built = build(project, site_dir, progress=progress, offline=offline)
    except EngineError as error:
        say(f"treaty: the site could not be built; the old one stands.\n{error}")
        sys.exit(1)
    if built.problems:
        show_and_fail(built.problems, project, "Nothing was published; the old site stands.")
    if not quiet:
        say(
            f"{built.records} records, {built.pages} pages ({built.changed} changed), "
            f"{built.links} links checked, no warnings, "
            f"in {time.monotonic() - start:.1f} s: {shown(site_dir / 'index.html')}"
        )
        if seconds := progress.summary():
            say(seconds)
    if not again:
        return
    try:
        with progress.stage("Building it once more, to compare"):
            differing = verify(project, site_dir, day_of_commit(project), offline=offline)
    except VerifyError as error:
        say(f"treaty: the second build failed, where the first did not.\n{error}")
        sys.exit(1)
    if differing:
        show_and_fail(differing, project, "The same data gave two sites.")
    say("Built a second time, elsewhere and from nothing: every file is the same.")


@cli.command()
@PROJECT
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="0 takes a free one.")
@QUIET
def serve(project: Path, port: int, quiet: bool) -> None:
    """Show the site on localhost and follow every change."""
    import tempfile

    from treaty_explainer.build import build
    from treaty_explainer.memory import Memory
    from treaty_explainer.mkdocs_site import EngineError
    from treaty_explainer.serve import (
        Server,
        is_taken,
        made_by_us,
        saved_since,
        watched_folders,
    )

    project = project_folder(project)
    in_use = f"port {port} is in use: choose another with --port, or --port 0"
    if is_taken(port):
        refuse(in_use)  # before the site is built for nothing
    with tempfile.TemporaryDirectory(prefix="treaty-serve-") as folder:
        site = Path(folder) / "site"
        memory = Memory.kept(project / "docs")

        def build_once(progress: Progress = SILENT) -> str:
            """Build; what is wrong with the data, or nothing."""
            return FORMATS["text"](build(project, site, memory, progress).problems, project)

        def rebuild() -> str:
            """Build. While serving, other trouble is news too and no end."""
            try:
                return build_once()
            except (EngineError, OSError) as error:
                return str(error)

        begun = time.time()
        try:
            problems = build_once(watched(quiet))
        except EngineError as error:
            say(f"treaty: the site could not be built.\n{error}")
            sys.exit(1)
        server = Server(site, rebuild, say, problems=problems, earlier=project / "site")
        try:
            server.run(
                port,
                watched_folders(project),
                made_by_us(project / "docs"),
                partial(saved_since, project, begun),
            )
        except OSError as error:
            if error.errno not in (98, 48, 10048):  # "address in use" on Linux, macOS, Windows
                raise
            refuse(in_use)


@cli.command()
@click.argument("sizes", nargs=-1, type=click.IntRange(30))
@click.option("--turns", type=click.IntRange(1), default=3, help="Figures are medians of so many.")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write Markdown to this file, and JSON beside it.",
)
@click.option("--serve", "saves", is_flag=True, help="Also: seconds from a save to the new page.")
@click.option("--search", is_flag=True, help="Also: seconds to the first result, in Chromium.")
@click.option("--zensical", default="", help="Also: builds with Zensical, by its command.")
def bench(sizes: tuple[int, ...], turns: int, form: str, output: Path | None, **more: Any) -> None:
    """Measure builds of invented data sets of these sizes beside plain MkDocs."""
    sys.path.insert(0, str(_repository() / "tests"))
    run = importlib.import_module("bench.run")
    run.main(sizes or (30, 300), turns, form, output, run.Wanted(**more))


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(pytest_args: tuple[str, ...]) -> None:
    """Run everything CI runs; further words go to pytest."""
    from treaty_explainer.testing import run_all

    sys.exit(run_all(_repository(), say, pytest_args))


@cli.command()
def sbom() -> None:
    """List the packages this program is made of, with hashes and licences, for machines."""
    from treaty_explainer.supply import LOCKS, as_json, bill_of_materials

    lock = (_repository() / LOCKS / "run.txt").read_text("utf-8")
    click.echo(as_json(bill_of_materials(lock)), nl=False)


for _command in cli_editing.COMMANDS:
    cli.add_command(_command)


@cli.command()
@PROJECT
def guide(project: Path) -> None:
    """Write anew what follows from the declarations: editor schemas, issue forms, problem guide."""
    from treaty_explainer.build import check
    from treaty_explainer.issue_forms import issue_forms
    from treaty_explainer.kinds import KINDS
    from treaty_explainer.problem_guide import problem_pages
    from treaty_explainer.renew import renew
    from treaty_explainer.schema import editor_files
    from treaty_explainer.site import Site
    from treaty_explainer.write import write_file

    project = project_folder(project)
    library, _ = check(project)
    files = editor_files(KINDS, library) | issue_forms(Site.load(project))
    changed = renew(project, files)
    say(f"{len(files)} files for editors and for GitHub, {len(changed)} of them changed.")
    if not (examples := project / "tests" / "problems").is_dir():
        return
    folder = project / "docs" / "contributing" / "problems"
    pages = problem_pages(examples)
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        write_file(folder / name, text)
    say(f"{len(pages)} pages in {shown(folder)}.")


def _repository() -> Path:
    """The root of this project's repository, where its tests are."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "tests").is_dir():
        raise click.UsageError("this works in the project's repository, not from the package")
    return root


def main() -> None:
    """Run the command. Trouble with the machine is one line, never a traceback.

    Ends with 130 when stopped from the keyboard and 143 when told to end, as shells expect.
    """
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    # So that what was begun is cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(cli(standalone_mode=False))
    except click.Abort:
        say("treaty: stopped; nothing is left half done.")
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.exit(1)
        where = f" ({error.filename})" if error.filename else ""
        say(f"treaty: {(error.strerror or str(error)).lower()}{where}; the old site stands.")
        sys.exit(2)
