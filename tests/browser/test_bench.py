"""The benchmark's search: that it finds results and counts what came over the line."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from bench.find import search

from .conftest import NAMES


@pytest.mark.skipif(
    not (os.environ.get("CHROMIUM") or any(map(shutil.which, NAMES))), reason="no Chromium"
)
def test_the_benchmark_finds_results_and_counts_bytes(real_site: Path) -> None:
    found = search(real_site, tries=1)
    assert found.seconds > 0
    assert found.first_view > 10_000
