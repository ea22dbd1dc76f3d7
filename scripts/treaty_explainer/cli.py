"""The command line: words into calls, results into lines and exit codes.

Exit codes: 0 all is well, 1 the data or the site has problems, 2 the command was used wrongly or
the machine got in the way.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from treaty_explainer import __version__, cli_editing
from treaty_explainer.cli_project import (
    PROJECT,
    fail,
    project_folder,
    refuse,
    say,
    show,
    show_and_fail,
    shown,
)
from treaty_explainer.formats import FORMATS


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="treaty")
def cli() -> None:
    """Check treaty data and render it as an explainer site."""


@cli.command()
@PROJECT
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", help="For whom."
)
def check(project: Path, form: str) -> None:
    """Check the data; write nothing."""
    from treaty_explainer.build import check

    library, problems = check(project_folder(project))
    if form != "text" or problems:
        show(problems, project, form)
    if problems:
        fail(problems)
    say(f"{len(library)} records, no problems.")


@cli.command()
@PROJECT
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes; site/ in the project otherwise.",
)
@click.option("--offline", is_flag=True, help="A site to read from a disk, in site-offline/.")
def build(project: Path, site_dir: Path | None, offline: bool) -> None:
    """Check the data, render the pages and build the site."""
    from treaty_explainer.build import build
    from treaty_explainer.mkdocs_site import EngineError

    project = project_folder(project)
    site_dir = (site_dir or project / ("site-offline" if offline else "site")).resolve()
    start = time.monotonic()
    try:
        built = build(project, site_dir, say, offline=offline)
    except EngineError as error:
        say(f"treaty: the site could not be built; the old one stands.\n{error}")
        sys.exit(1)
    if built.problems:
        show_and_fail(built.problems, project, "Nothing was published; the old site stands.")
    say(
        f"{built.records} records, {built.pages} pages, {built.links} links checked "
        f"in {time.monotonic() - start:.1f} s: {shown(site_dir / 'index.html')}"
    )


@cli.command()
@PROJECT
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="0 takes a free one.")
def serve(project: Path, port: int) -> None:
    """Show the site on localhost and follow every change."""
    import tempfile

    from treaty_explainer.build import build
    from treaty_explainer.memory import Memory
    from treaty_explainer.mkdocs_site import EngineError
    from treaty_explainer.serve import Server, made_by_us, watched_folders

    project = project_folder(project)
    with tempfile.TemporaryDirectory(prefix="treaty-serve-") as folder:
        site = Path(folder) / "site"
        memory = Memory()

        def rebuild() -> str:
            """Build; what is wrong, or nothing. While serving, trouble is news and no end."""
            try:
                built = build(project, site, lambda _: None, memory)
                return FORMATS["text"](built.problems, project)
            except (EngineError, OSError) as error:
                return str(error)

        say("Building the site …")
        if problems := rebuild():
            say(f"{problems}\nThere is no good site to show yet; mend these first.")
            sys.exit(1)
        try:
            Server(site, rebuild, say).run(
                port, watched_folders(project), made_by_us(project / "docs")
            )
        except OSError as error:
            if error.errno not in (98, 48, 10048):  # "address in use" on Linux, macOS, Windows
                raise
            refuse(f"port {port} is in use: choose another with --port, or --port 0")


@cli.command()
@click.argument("sizes", nargs=-1, type=click.IntRange(10))
@click.option("--repeats", type=click.IntRange(1), default=3, help="Medians of so many turns.")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown")
def bench(sizes: tuple[int, ...], repeats: int, form: str) -> None:
    """Measure builds of invented data sets beside plain MkDocs."""
    import runpy

    script = _repository() / "tests" / "bench" / "run.py"
    runpy.run_path(str(script))["main"](sizes or (30, 300), repeats, form)


@cli.command(context_settings={"ignore_unknown_options": True})
@click.argument("pytest_args", nargs=-1, type=click.UNPROCESSED)
def test(pytest_args: tuple[str, ...]) -> None:
    """Run everything CI runs; further words go to pytest."""
    from treaty_explainer.testing import run_all

    sys.exit(run_all(_repository(), say, pytest_args))


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
    """Run the command. Trouble with the machine is one line, never a traceback."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        cli(standalone_mode=True)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            sys.exit(1)
        where = f" ({error.filename})" if error.filename else ""
        say(f"treaty: {(error.strerror or str(error)).lower()}{where}; the old site stands.")
        sys.exit(2)
