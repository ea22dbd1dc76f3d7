"""The shape of the house: a stage knows those before it and no other."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import treaty_explainer

PACKAGE = Path(str(treaty_explainer.__file__)).parent
MODULES = {path.stem: ast.parse(path.read_text("utf-8")) for path in PACKAGE.glob("*.py")}
# From data to site; each may import only those before it.
STAGES = [
    "progress",
    "problems",
    "characters",
    "explain",
    "read",
    "day",
    "loose_dates",
    "languages",
    "entity",
    "kinds",
    "validate",
    "remains",
    "markdown",
    "link",
    "check",
    "site",
    "cite",
    "guide",
    "timeline",
    "listing",
    "asking",
    "clauses",
    "matrix",
    "reactions",
    "events",
    "sources",
    "debates",
    "parts",
    "views",
    "linked_data",
    "glossary",
    "figures",
    "share",
    "files",
    "templating",
    "render",
    "export",
    "write",
    "memory",
    "look",
    "audit",
    "publish",
    "mkdocs_site",
    "build",
    "verify",
    "cli",
]
# Stages that turn data into pages: what they return depends on what they are given alone.
PURE = STAGES[STAGES.index("problems") : STAGES.index("export") + 1]
# The modules that would be replaced together with MkDocs.
ENGINE = {"mkdocs_site", "reuse", "shortcut"}


def imports(name: str) -> set[str]:
    """The modules of this package that a module imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.ImportFrom) and node.module:
            package, _, module = node.module.partition(".")
            if package == "treaty_explainer":
                found |= {module} if module else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.partition(".")[2]
                for alias in node.names
                if alias.name.startswith("treaty_explainer.")
            }
    return found & MODULES.keys()


GRAPH = {name: imports(name) for name in MODULES}


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_only_those_before_it(stage: str) -> None:
    later = set(STAGES[STAGES.index(stage) :])
    assert not GRAPH[stage] & later


def test_no_module_imports_itself_in_a_circle() -> None:
    assert len(tuple(TopologicalSorter(GRAPH).static_order())) == len(MODULES)


def test_only_the_command_line_knows_the_command_line() -> None:
    for name, imported in GRAPH.items():
        if not name.startswith(("cli", "__main__")):
            assert not {other for other in imported if other.startswith("cli")}


def test_only_the_modules_of_the_engine_know_it() -> None:
    for name, tree in MODULES.items():
        words = {
            word.partition(".")[0]
            for node in ast.walk(tree)
            for word in (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else []
            )
        }
        assert "mkdocs" not in words or name in ENGINE


@pytest.mark.parametrize("stage", PURE)
def test_stages_know_no_clock_no_chance_and_no_network(stage: str) -> None:
    for node in ast.walk(MODULES[stage]):
        if isinstance(node, ast.Import | ast.ImportFrom):
            words = {getattr(node, "module", "") or "", *(alias.name for alias in node.names)}
            assert not words & {"time", "random", "secrets", "socket", "urllib.request", "requests"}
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"now", "today", "utcnow", "environ", "getenv", "cwd"}


def test_every_module_has_a_name_that_says_something() -> None:
    assert not MODULES.keys() & {"utils", "util", "helpers", "common", "misc", "base", "tools"}


def test_every_module_begins_by_saying_what_it_is_for() -> None:
    for name, tree in MODULES.items():
        assert ast.get_docstring(tree), name


def test_kinds_are_named_only_where_they_mean_something() -> None:
    """Reading, validating, linking and exporting work for kinds that do not exist yet."""
    for stage in ("read", "explain", "entity", "validate", "markdown", "link", "export"):
        assert "kinds" not in GRAPH[stage]
