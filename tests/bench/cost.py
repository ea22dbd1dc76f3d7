"""What a command costs: CPU, time and memory, measured from outside in a process of its own."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_METER = Path(__file__).with_name("meter.py")
_TESTS = Path(__file__).parents[1]
_ENVIRONMENT = os.environ | {
    "NO_MKDOCS_2_WARNING": "1",
    "PYTHONPATH": os.pathsep.join(filter(None, [str(_TESTS), os.environ.get("PYTHONPATH")])),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall seconds with all child processes, and the MB of the largest of them."""

    cpu: float
    wall: float
    memory: float


def run(command: Sequence[str], folder: Path) -> tuple[Cost, str]:
    """Run a command to its end; what it cost, and what it printed.

    Raises RuntimeError if the command fails.
    """
    with tempfile.TemporaryDirectory(prefix="treaty-cost-") as reports:
        report = Path(reports) / "used.json"
        start = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(_METER), str(report), *command],
            cwd=folder,
            capture_output=True,
            text=True,
            env=_ENVIRONMENT,
        )
        wall = time.monotonic() - start
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")
        cpu, memory = json.loads(report.read_text("utf-8"))
        return Cost(cpu, wall, memory), done.stdout


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    rows = [asdict(cost) for cost in costs]
    return Cost(**{name: statistics.median(row[name] for row in rows) for name in rows[0]})
