"""What all commands share: the project they work on, and how they end when something is wrong."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from treaty_explainer.formats import FORMATS
from treaty_explainer.problems import Problem
from treaty_explainer.progress import Bar, Lines, Watched
from treaty_explainer.terminal import as_terminal, wants_colour

PROJECT = click.option(
    "--project",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The folder with mkdocs.yml, docs/ and treaty_data/.",
)


QUIET = click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong.")


def watched(quiet: bool) -> Watched:
    """What shows how far a command is: a bar on a terminal, lines elsewhere, or nothing."""
    if quiet:
        return Watched()
    return Bar(sys.stderr) if sys.stderr.isatty() else Lines(say)


def project_folder(folder: Path) -> Path:
    """The project's folder, if it is one. Raises `click.UsageError` if it is not."""
    folder = folder.resolve()
    for name in ("mkdocs.yml", "treaty_data"):
        if not (folder / name).exists():
            raise click.UsageError(
                f"{folder} is no project: it has no {name}. "
                "Go to the project's folder, or name it with --project."
            )
    return folder


def shown(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def typed(words: str) -> str:
    """A command as it is typed here: the word `treaty` is known only where it is installed."""
    installed = Path(sys.argv[0]).stem == "treaty"
    return f"{'treaty' if installed else 'python3 scripts/treaty.py'} {words}"


def say(text: str) -> None:
    """Progress and summaries go to standard error; standard output is for results."""
    click.echo(text, err=True)


def show(problems: Sequence[Problem], project: Path, form: str = "text") -> None:
    """Print the problems in one of the formats; text is made easier to read on a terminal."""
    colour = wants_colour(os.environ, is_terminal=sys.stdout.isatty())
    if form == "text" and (colour or sys.stdout.isatty()):
        width = shutil.get_terminal_size().columns
        click.echo(as_terminal(problems, project, width=width, colour=colour), color=colour)
    else:
        click.echo(FORMATS[form](problems, project))


def fail(problems: Sequence[Problem], consequence: str = "") -> NoReturn:
    """Count the problems, which have been shown, and end with 1."""
    files = len({problem.place.file for problem in problems})
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    say(f"{count} in {files} file{'s' if files != 1 else ''}. {consequence}".strip())
    sys.exit(1)


def show_and_fail(problems: Sequence[Problem], project: Path, consequence: str = "") -> NoReturn:
    """Show the problems as text, count them, and end with 1."""
    show(problems, project)
    fail(problems, consequence)


def refuse(cause: str) -> NoReturn:
    """Say in one line why the command cannot do what was asked, and end with 2."""
    say(f"treaty: {cause}")
    sys.exit(2)
