"""Our own stages in one process, as under `serve`: cold, nothing changed, after one edit.

Run as a command on a project and the file to edit; prints the CPU seconds of each stage as JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path

from bench.edit import Edit
from treaty_explainer.build import generate
from treaty_explainer.memory import Memory
from treaty_explainer.progress import Watched


def cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def main(project: Path, edited: Path) -> dict[str, dict[str, float]]:
    """The seconds of each stage of three runs that share what they remember."""
    gc.disable()  # as `serve` does while somebody waits
    memory = Memory()
    edit = Edit(edited)
    seconds = {}
    for name in ("cold", "unchanged", "edit"):
        if name == "edit":
            edit.make()
        watched = Watched(cpu)
        start = cpu()
        generate(project, project / "docs", memory, progress=watched)
        seconds[name] = watched.seconds | {"all": cpu() - start}
    edit.undo()
    return seconds


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:]))))
