"""What all tests share: the invented treaty of the starter, and property tests that never vary."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from treaty_explainer.build import check
from treaty_explainer.entity import Record
from treaty_explainer.link import Library
from treaty_explainer.scaffold import init
from treaty_explainer.templating import PACKAGE
from treaty_explainer.views import Views

# The same examples in every run: a failure in CI can be repeated, and a pass is not luck.
settings.register_profile(
    "always-the-same", derandomize=True, database=None, deadline=None, max_examples=150
)
settings.load_profile("always-the-same")

STARTER = PACKAGE / "starter"

# A shell's words, and what its environment holds besides.
Shell = Callable[..., "subprocess.CompletedProcess[str]"]
# Stands for Python: the command is this checkout's own, and sets nothing up.
_PYTHON = """#!/bin/sh
if [ "$1" = scripts/treaty.py ]; then shift; set -- -m treaty_explainer "$@"; fi
exec {python} "$@"
"""
LayOver = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def lay_over(tmp_path: Path) -> LayOver:
    """A function that makes a project of the starter's data with these files laid over it."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        data = tmp_path / "treaty_data"
        shutil.copytree(STARTER / "treaty_data", data)
        for name, content in files.items():
            path = data / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return make


@pytest.fixture(scope="session")
def starter() -> Library:
    """The starter's records, joined."""
    library, problems = check(STARTER)
    assert problems == []
    return library


@pytest.fixture(scope="session")
def views(starter: Library) -> Views:
    """The questions that pages ask, answered by the starter's records."""
    return Views(starter)


def ids(records: Iterable[Record]) -> list[str]:
    """The ids of records, to compare lists of them by."""
    return [record.id for record in records]


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """A project of the starter's, with one commit on the branch main."""
    folder = tmp_path / "scratch"
    init(folder)
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "first"]):
        subprocess.run(["git", *who, *words], cwd=folder, check=True)
    return folder


@pytest.fixture
def shell(scratch: Path, tmp_path: Path) -> Shell:
    """A function that runs a script in the scratch project as GitHub's runner does.

    `python3 scripts/treaty.py` and `treaty` are this checkout's command; further programs can be
    put into the folder `bin` beside the project.
    """
    programs = tmp_path / "bin"
    programs.mkdir()
    treaty = f'#!/bin/sh\nexec {sys.executable} -m treaty_explainer "$@"\n'
    for name, text in (("python3", _PYTHON.format(python=sys.executable)), ("treaty", treaty)):
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)

    def run(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{programs}{os.pathsep}{os.environ['PATH']}"
        scripts = str(PACKAGE.parent)
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=scratch,
            env=os.environ | {"PATH": path, "PYTHONPATH": scripts} | environment,
            capture_output=True,
            text=True,
        )

    return run
