"""How long an editor waits: from saving a record to its new page, with `serve`."""

from __future__ import annotations

import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from bench.edit import Edit, typical

_VERSION = re.compile(r"__serve\.js\?version=(\d+)")
_PATIENCE = 120.0  # seconds until a page counts as never come
_FOLDERS = ("reactions", "timeline", "clauses", "questions", "actors")


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds from a save to the page that shows it, and how often a page was still the old one."""

    median: float
    slowest: float
    stale: int
    saves: int


def wait_for_pages(project: Path, saves: int = 20) -> Waits:
    """Serve a project, save one record after another, and ask for the page as a browser does."""
    server = subprocess.Popen(
        [sys.executable, "-m", "treaty_explainer", "serve", "--port", "0"],
        cwd=project,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = _address(server)
        edits = [Edit(typical(project, folder)) for folder in _FOLDERS]
        seconds, stale = [], 0
        for turn in range(saves):
            edit = edits[turn % len(edits)]
            id = edit.path.relative_to(project / "treaty_data").with_suffix("").as_posix()
            waited, old = _wait(edit, f"{address}{id}/", address)
            seconds.append(waited)
            stale += old
        for edit in edits:
            edit.undo()
        return Waits(statistics.median(seconds), max(seconds), stale, saves)
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=30)


def _address(server: subprocess.Popen[str]) -> str:
    """The address that the server says, once it has built the site."""
    assert server.stderr
    for line in server.stderr:
        if match := re.search(r"http://\S+", line):
            return match.group()
    raise RuntimeError("the server ended before it said its address")


def _wait(edit: Edit, page: str, address: str) -> tuple[float, int]:
    """Save; wait for the news that an open page waits for; load the page until it is the new one.

    The seconds it took, and how many pages were still old after the news.
    """
    match = _VERSION.search(_get(page))
    version = match.group(1) if match else "0"
    start = time.monotonic()
    words = edit.make()
    old = 0
    while time.monotonic() - start < _PATIENCE:
        if _get(f"{address}__changes?since={version}") == "changed":
            html = _get(page)
            if words in html:
                return time.monotonic() - start, old
            old += 1
            version = match.group(1) if (match := _VERSION.search(html)) else version
    raise RuntimeError(f"the new page of {edit.path} never came")


def _get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
        return str(answer.read().decode())
