"""What all tests share: the invented treaty of the starter, and property tests that never vary."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from treaty_explainer.build import check
from treaty_explainer.link import Library
from treaty_explainer.render import PACKAGE

# The same examples in every run: a failure in CI can be repeated, and a pass is not luck.
settings.register_profile(
    "always-the-same", derandomize=True, database=None, deadline=None, max_examples=150
)
settings.load_profile("always-the-same")

STARTER = PACKAGE / "starter"

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
