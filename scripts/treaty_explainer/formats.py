"""Problems for people, for GitHub and for programs: the form is chosen last."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from treaty_explainer.problems import Problem
from treaty_explainer.read import DATA_FOLDER
from treaty_explainer.site import Site

# Where each code is explained, below a site's address or in `docs/`.
GUIDE = "contributing/problems"
# The site that explains the codes to projects that have no such pages of their own.
HOME = "https://treaty-explainer.github.io/russia-dprk-2024"
MAX_SHOWN = 200
MAX_LISTED = 12


def as_text(problems: Sequence[Problem], project: Path) -> str:
    """Each on a line `file:line:column: code: message`, its hint below."""
    lines = []
    for problem in problems[:MAX_SHOWN]:
        lines.append(f"{problem.place}: {problem.code}: {problem.message}")
        if problem.hint:
            lines.append(f"  hint: {problem.hint}")
    if len(problems) > MAX_SHOWN:
        lines.append(f"… and {len(problems) - MAX_SHOWN} more")
    return "\n".join(lines)


def as_github(problems: Sequence[Problem], project: Path) -> str:
    """Workflow commands that put each problem on its line in a pull request, with its page."""
    explained = help_for(problems, project)
    return "\n".join(
        f"::error file={_property(str(problem.place.file))},line={problem.place.line},"
        f"col={problem.place.column},title={_property(problem.code)}::"
        + _data("\n".join(filter(None, (problem.message, problem.hint, explained[problem.code]))))
        for problem in problems
    )


def as_json(problems: Sequence[Problem], project: Path) -> str:
    """A list of objects with file, line, column, code, message, hint and help."""
    explained = help_for(problems, project)
    return json.dumps(
        [
            {
                "file": str(problem.place.file),
                "line": problem.place.line,
                "column": problem.place.column,
                "code": problem.code,
                "message": problem.message,
                "hint": problem.hint,
                "help": explained[problem.code],
            }
            for problem in problems
        ],
        ensure_ascii=False,
        indent=2,
    )


def help_for(problems: Sequence[Problem], project: Path) -> dict[str, str]:
    """The address of the page that explains each code, in the order of the problems.

    It is '' for what is no fault of the data: such codes have no page.
    """
    own = (project / "docs" / GUIDE).is_dir()
    site = _address(project) if own else HOME
    return {
        problem.code: ""
        if problem.place.file.parts[:1] != (DATA_FOLDER,)
        else f"{site}/{GUIDE}/{problem.code}/"
        if site
        else f"docs/{GUIDE}/{problem.code}.md"
        for problem in problems
    }


def _address(project: Path) -> str:
    """The address of a project's site, or '' if it has none or its settings cannot be read."""
    try:
        return Site.load(project).url
    except (OSError, yaml.YAMLError):
        return ""


def listed(words: Sequence[str], between: str = ", ") -> str:
    """Words with commas between them; of a long list the first, and how many more there are."""
    more = len(words) - MAX_LISTED
    return between.join(words[:MAX_LISTED]) + (f" and {more} more" if more > 0 else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Callable[[Sequence[Problem], Path], str]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}
