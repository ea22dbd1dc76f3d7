"""Everything that CI runs, in the order in which it fails fastest."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

Say = Callable[[str], None]


def run_all(root: Path, say: Say, pytest_args: tuple[str, ...] = ()) -> int:
    """Run formatting, lint, types and tests of this project. Returns 0, or 1 if any failed.

    Every step runs even if one before it failed, so that one run tells all.
    """
    steps: list[tuple[str, list[str]]] = [
        ("format", ["ruff", "format", "--check", "--quiet", "scripts", "tests"]),
        ("lint", ["ruff", "check", "--quiet", "scripts", "tests"]),
        ("types", ["mypy", "--no-error-summary"]),
        ("tests", ["pytest", "-n", "2", "--dist", "loadgroup", *pytest_args]),
    ]
    failed = []
    for name, command in steps:
        start = time.monotonic()
        # The interpreter's own modules, so that no other ruff or pytest on the path is meant.
        code = subprocess.call([sys.executable, "-m", *command], cwd=root)  # noqa: S603 - fixed words
        say(f"{name}: {'failed' if code else 'passed'} in {time.monotonic() - start:.1f} s")
        if code:
            failed.append(name)
    say(f"Failed: {', '.join(failed)}." if failed else "All passed.")
    return 1 if failed else 0
