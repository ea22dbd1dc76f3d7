"""The commands for those who write the data: new, init, report, links, fix, changes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from treaty_explainer.cli_project import (
    PROJECT,
    project_folder,
    refuse,
    say,
    show_and_fail,
    shown,
    typed,
)

_FORMS = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    help="For whom.",
)


@click.command()
@PROJECT
@click.argument("kind", required=False)
@click.argument("id", required=False)
def new(project: Path, kind: str | None, id: str | None) -> None:
    """Write a record to fill in; without KIND and ID, ask step by step.

    KIND is a kind's name or its folder, such as reaction; ID is the file's name, such as
    2026-11-23-norway, and for a clause 2024-partnership/article-4.
    """
    from treaty_explainer.interview import interview
    from treaty_explainer.scaffold import ScaffoldError, blank, file_for, kind_called
    from treaty_explainer.schema import modeline
    from treaty_explainer.write import write_file

    project = project_folder(project)
    answers: dict[str, str] = {}
    try:
        if kind is None:
            known, id, answers = interview(project, _ask, click.echo)
        elif id is None:
            singular = kind_called(kind).singular
            raise click.UsageError(f"which {singular}? Write its id after the kind.")
        else:
            known = kind_called(kind)
        file = file_for(project, known, id)
    except ScaffoldError as error:
        refuse(str(error))
    first_line = modeline(project, file, known)
    write_file(file, blank(known, id, date.today(), answers, first_line))
    say(f"{shown(file)}: fill it in, then run: {typed('check')}")


def _ask(question: str) -> str:
    """An answer from the terminal; Enter gives an empty one."""
    return str(click.prompt(question, default="", show_default=False))


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Begin an explainer for another treaty in DIR: a small invented one that builds at once."""
    from treaty_explainer.scaffold import ScaffoldError, init

    try:
        files = init(folder)
    except ScaffoldError as error:
        refuse(str(error))
    say(f"{len(files)} files in {folder}. Next: {typed(f'build --project {folder}')}")


@click.command()
@PROJECT
@_FORMS
@click.option("--stale", type=click.IntRange(1), default=365, help="Days a review is good for.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="A day instead: what was not reviewed since."
)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to reckon from, if not today."
)
def report(
    project: Path, form: str, stale: int, since: datetime | None, today: datetime | None
) -> None:
    """Say what is missing, weak or stale in the data."""
    from treaty_explainer.build import check
    from treaty_explainer.report import FORMATS, find

    project = project_folder(project)
    library, problems = check(project)
    if problems:
        show_and_fail(problems, project, "The report needs data without problems.")
    day = today.date() if today else date.today()
    reviewed_since = since.date() if since else day - timedelta(days=stale)
    click.echo(FORMATS[form](find(library, day, reviewed_since)))


@click.command()
@PROJECT
@_FORMS
@click.option(
    "--timeout", type=click.FloatRange(1), default=20.0, help="Seconds to wait for an answer."
)
def links(project: Path, form: str, timeout: float) -> None:
    """Ask the addresses of the sources whether they still answer; this uses the network."""
    from treaty_explainer import __version__
    from treaty_explainer.build import check
    from treaty_explainer.links import FORMATS, Manners, find
    from treaty_explainer.site import Site

    project = project_folder(project)
    library, problems = check(project)
    if problems:
        show_and_fail(problems, project, "Asking needs data without problems.")
    # Whoever is asked can find out by whom, and complain.
    home = Site.load(project).repository
    agent = f"treaty-explainer/{__version__} (link check{f'; +{home}' if home else ''})"
    say("Asking every address, one at a time for each host; this takes minutes …")
    click.echo(FORMATS[form](find(library, Manners(agent, timeout=timeout))))


@click.command()
@PROJECT
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def fix(project: Path, dry_run: bool, files: tuple[Path, ...]) -> None:
    """Mend what has only one right form: line ends, blanks, quotes, dates, ids, order of fields.

    FILES are data files; without them, all are mended.
    """
    from treaty_explainer.fix import data_files, fix
    from treaty_explainer.kinds import BY_FOLDER
    from treaty_explainer.write import write_file

    project = project_folder(project)
    known = data_files(project)
    wanted = [path.resolve() for path in files]
    for path in wanted:
        if path not in {project / file for file in known}:
            refuse(f"{shown(path)} is no data file of this project")
    changed = 0
    for file in known:
        if wanted and project / file not in wanted:
            continue
        fixed = fix((project / file).read_bytes(), file, BY_FOLDER)
        if fixed.left_alone:
            say(f"{file}: left alone: {fixed.left_alone}")
        if not fixed.changed:
            continue
        changed += 1
        if dry_run:
            click.echo(fixed.diff(), nl=False)
        else:
            write_file(project / file, fixed.after)
        say(f"{file}: {', '.join(fixed.done)}")
    verb = "would be mended" if dry_run else "mended"
    say(f"{changed} file{'s' if changed != 1 else ''} {verb}.")


@click.command()
@PROJECT
@click.option("--since", required=True, metavar="REF", help="A commit, branch or tag.")
@_FORMS
def changes(project: Path, since: str, form: str) -> None:
    """Say what the change since REF does to the site."""
    from treaty_explainer.changes import FORMATS, GitError, compare, state_at, state_now

    project = project_folder(project)
    try:
        old = state_at(project, since)
    except GitError as error:
        refuse(str(error))
    click.echo(FORMATS[form](compare(old, state_now(project), since)))


COMMANDS = (new, init, report, links, fix, changes)
