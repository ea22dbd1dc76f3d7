"""What a build costs beside plain MkDocs on the very same Markdown, in turns within one run.

Every command runs in a process of its own, so that CPU and memory are its own. Absolute times
mean little on a shared machine; read the ratios.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from data import make

_STAGES = """
import sys, time
from pathlib import Path
from treaty_explainer.build import generate
start = time.process_time()
generate(Path(sys.argv[1]))
print(time.process_time() - start)
"""


@dataclass(frozen=True)
class Cost:
    """One command: CPU and wall seconds, and the most memory it held in MB."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Row:
    """All measurements at one size, as medians."""

    records: int
    stages_cold: float
    stages_unchanged: float
    stages_one_edit: float
    build: Cost
    rebuild: Cost
    plain: Cost
    site_bytes: int


def measure(sizes: Sequence[int], repeats: int, say: Callable[[str], None]) -> list[Row]:
    """Measure each size `repeats` times, our build and plain MkDocs in turns."""
    rows = []
    for records in sizes:
        say(f"{records} records …")
        with tempfile.TemporaryDirectory() as folder:
            rows.append(_measure(Path(folder) / "project", records, repeats))
    return rows


def _measure(project: Path, records: int, repeats: int) -> Row:
    make(project, records)
    edited = project / "treaty_data/terms/item-0.yml"
    stages: dict[str, list[float]] = {"cold": [], "unchanged": [], "edit": []}
    builds, rebuilds, plains = [], [], []
    for turn in range(repeats):
        for path in (project / "docs").iterdir():
            if path.name != "about":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        stages["cold"].append(_stages(project))
        stages["unchanged"].append(_stages(project))
        edited.write_text(edited.read_text("utf-8") + f"note: Edit {turn}.\n", "utf-8")
        stages["edit"].append(_stages(project))
        edited.write_text(edited.read_text("utf-8").rpartition("note: ")[0], "utf-8")
        shutil.rmtree(project / "site", ignore_errors=True)
        builds.append(_run(project, "treaty_explainer", "build", "--project", str(project)))
        edited.write_text(edited.read_text("utf-8") + f"note: Edit {turn}.\n", "utf-8")
        rebuilds.append(_run(project, "treaty_explainer", "build", "--project", str(project)))
        plains.append(_run(project, "mkdocs", "build", "--site-dir", str(project / "plain")))
        edited.write_text(edited.read_text("utf-8").rpartition("note: ")[0], "utf-8")
    size = sum(path.stat().st_size for path in (project / "site").rglob("*") if path.is_file())
    return Row(
        records,
        *(statistics.median(stages[name]) for name in ("cold", "unchanged", "edit")),
        *(_median(costs) for costs in (builds, rebuilds, plains)),
        site_bytes=size,
    )


def _stages(project: Path) -> float:
    """CPU seconds of our own stages, from YAML to Markdown, without starting Python."""
    command = [sys.executable, "-c", _STAGES, str(project)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _run(project: Path, module: str, *words: str) -> Cost:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )
    _, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} {words[0]} failed:\n{errors.decode()}")
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # The largest child so far; a fair figure because ours and plain MkDocs grow together.
    return Cost(cpu, wall, after.ru_maxrss / 1024)


def _median(costs: list[Cost]) -> Cost:
    return Cost(
        *(statistics.median(getattr(cost, name) for cost in costs) for name in asdict(costs[0]))
    )


def as_markdown(rows: Sequence[Row]) -> str:
    """The rows as a table; ratios are ours divided by plain MkDocs, CPU."""
    lines = [
        "| records | stages cold / unchanged / one edit, CPU s | build, CPU s "
        "| plain MkDocs, CPU s | build ÷ plain | after one edit ÷ plain | stages ÷ build "
        "| memory, MB | site, MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row.records} | {row.stages_cold:.2f} / {row.stages_unchanged:.2f} / "
            f"{row.stages_one_edit:.2f} | {row.build.cpu:.1f} | {row.plain.cpu:.1f} "
            f"| {row.build.cpu / row.plain.cpu:.2f} | {row.rebuild.cpu / row.plain.cpu:.2f} "
            f"| {row.stages_cold / row.build.cpu:.0%} | {row.build.memory:.0f} "
            f"| {row.site_bytes / 1e6:.1f} |"
        )
    return "\n".join(lines)


def main(sizes: Sequence[int], repeats: int, form: str) -> None:
    """Measure and print, as Markdown or JSON."""
    rows = measure(sizes, repeats, lambda text: print(text, file=sys.stderr))
    print(
        json.dumps([asdict(row) for row in rows], indent=1) if form == "json" else as_markdown(rows)
    )
