"""The benchmark's search: that it finds results and counts what came over the line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import NAMES

TESTS = Path(__file__).resolve().parents[1]
# In a process of its own: a browser of another test may be open in this one.
SCRIPT = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from bench.find import search
print(json.dumps(asdict(search(Path(sys.argv[1]), tries=1))))
"""


@pytest.mark.skipif(
    not (os.environ.get("CHROMIUM") or any(map(shutil.which, NAMES))), reason="no Chromium"
)
def test_the_benchmark_finds_results_and_counts_bytes(real_site: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(real_site)]
    answer = subprocess.run(command, cwd=TESTS, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["seconds"] > 0
    assert found["first_view"] > 10_000
    assert found["searched"] > 1_000
