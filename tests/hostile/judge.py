"""Judges files in processes that may use little: one child for each, so that none harms the next.

Run as a program it writes a line of JSON for each case: its number and the answer.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from hostile.yaml_files import CASES, Hostile
from treaty_explainer.build import check
from treaty_explainer.templating import PACKAGE

MEMORY = 200 * 1024 * 1024
SECONDS = 20  # no promise but a guard: a hang fails, a slow machine does not


def judge(case: Hostile, project: Path) -> dict[str, Any]:
    """What the checks say of one file, and what that took."""
    file = project / "treaty_data" / "topics" / "shipping.yml"
    file.write_bytes(case.raw)
    begun = time.process_time()
    library, problems = check(project)
    record = library.get("topics/shipping")
    return {
        "problems": [
            [str(p.place.file), p.place.line, p.place.column, p.code, p.message, p.hint]
            for p in problems
        ],
        "title": record.name if record else "",
        "seconds": time.process_time() - begun,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def judge_apart(case: Hostile, project: Path) -> dict[str, Any]:
    """`judge` in a child of its own, within the limits."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            answer = judge(case, project)
        except BaseException as error:  # whatever it is, it is what is being looked for
            answer = {"exception": repr(error)[:300]}
        with os.fdopen(into, "w") as pipe:
            json.dump(answer, pipe)
        os._exit(0)
    os.close(into)
    with os.fdopen(out) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text else {"exception": f"died with status {status}"}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(PACKAGE / "starter" / "treaty_data", Path(folder, "treaty_data"))
        for number, case in enumerate(CASES):
            print(json.dumps([number, judge_apart(case, Path(folder))]), flush=True)


if __name__ == "__main__":
    main()
