"""What a build costs beside plain MkDocs on the very same Markdown, in turns within one run.

Every command runs in a process of its own, so that CPU and memory are its own. Absolute times
mean little on a shared machine; read the ratios.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.cost import Cost, median, run
from bench.data import make
from bench.edit import Edit, typical
from bench.find import MATERIALS, Found, View, search, views
from bench.machine import machine
from bench.pages import Weight, weigh
from bench.plain import plain_project, zensical_config
from bench.saves import Waits, wait_for_pages
from bench.tables import as_markdown
from treaty_explainer.templating import PACKAGE
from treaty_explainer.write import copy_handwritten

_REPOSITORY = Path(__file__).parents[2]
EDITED = ("terms", "reactions", "sources")
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """All that was measured at one size; costs are medians over the turns.

    `stages` are CPU seconds of our own part under `serve`: by run (cold, unchanged, edit), then by
    stage, with the sum as `all`.
    """

    records: int
    turns: int
    stages: dict[str, dict[str, float]]
    cold: Cost
    unchanged: Cost
    edits: dict[str, Cost]
    plain: Cost
    weight: Weight
    zensical: dict[str, Cost] | None = None
    waits: Waits | None = None
    found: Found | None = None
    plain_found: Found | None = None

    @property
    def edit(self) -> Cost:
        """A build after one edit, whatever was edited."""
        return median(list(self.edits.values()))


@dataclass(frozen=True, slots=True)
class Own:
    """What was measured on this repository's own data."""

    waits: Waits | None = None
    found: Found | None = None
    views: dict[str, View] | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure besides builds."""

    saves: bool = False
    search: bool = False
    zensical: str = ""


def measure(sizes: Sequence[int], turns: int, wanted: Wanted, say: Say) -> list[Row]:
    """Measure each size in so many turns, our build and plain MkDocs one after the other."""
    rows = []
    for records in sizes:
        with tempfile.TemporaryDirectory(prefix="treaty-bench-") as folder:
            project = Path(folder) / "project"
            make(project, records)
            say(f"{records:,} records")
            rows.append(_measure(project, records, turns, wanted, say))
    return rows


def _measure(project: Path, records: int, turns: int, wanted: Wanted, say: Say) -> Row:
    edits = {folder: Edit(typical(project, folder)) for folder in EDITED}
    costs: dict[str, list[Cost]] = {}
    stages = []

    def measured(name: str, folder: Path, *command: str) -> str:
        cost, printed = run(command, folder)
        costs.setdefault(name, []).append(cost)
        say(f"  {name}: {cost.cpu:.2f} s of CPU, {cost.wall:.2f} s, {cost.memory:.0f} MB")
        return printed

    for turn in range(turns):
        _forget(project)
        measured("cold", project, sys.executable, "-m", "treaty_explainer", "build")
        plain = plain_project(project)
        measured("plain", plain, sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean")
        measured("unchanged", project, sys.executable, "-m", "treaty_explainer", "build")
        for folder, edit in edits.items():
            edit.make()
            measured(folder, project, sys.executable, "-m", "treaty_explainer", "build")
        if wanted.zensical and not turn:  # once tells enough: it is no yardstick of ours
            settings = ("build", "--config-file", f"{zensical_config(project)}")
            measured("zensical cold", project, wanted.zensical, *settings, "--clean")
            page = project / "docs" / edits["terms"].path.relative_to(project / "treaty_data")
            with page.with_suffix(".md").open("a", encoding="utf-8") as text:
                text.write("\nOne edit.\n")
            measured("zensical warm", project, wanted.zensical, *settings)
        for edit in edits.values():
            edit.undo()
        _forget(project, site=False)
        own = (sys.executable, "-m", "bench.stages", str(project), str(edits["terms"].path))
        stages.append(json.loads(measured("stages", project, *own)))
    medians = {name: median(of) for name, of in costs.items()}
    return Row(
        records,
        turns,
        _median_stages(stages),
        medians["cold"],
        medians["unchanged"],
        {folder: medians[folder] for folder in EDITED},
        medians["plain"],
        weigh(project),
        {name: cost for name, cost in medians.items() if name.startswith("zensical")} or None,
        wait_for_pages(project) if wanted.saves else None,
        search(project / "site") if wanted.search else None,
        # Its first result may take many seconds: one try of each query tells enough.
        search(plain / "site", MATERIALS, tries=1) if wanted.search else None,
    )


def _measure_own(wanted: Wanted) -> Own:
    """What an editor and a reader of this repository's own data wait for, measured on a copy."""
    if not (wanted.saves or wanted.search):
        return Own()
    with tempfile.TemporaryDirectory(prefix="treaty-bench-") as folder:
        copy = Path(folder) / "project"
        left_out = shutil.ignore_patterns(".*", "tests", "site*", "*.egg-info")
        shutil.copytree(_REPOSITORY, copy, ignore=left_out)
        # Without their manifest, generated pages would pass for ones written by hand.
        shutil.rmtree(copy / "docs")
        copy_handwritten(_REPOSITORY / "docs", copy / "docs")
        waits = wait_for_pages(copy) if wanted.saves else None
        if not wanted.search:
            return Own(waits)
        run((sys.executable, "-m", "treaty_explainer", "build"), copy)
        return Own(waits, search(copy / "site"), views(copy / "site"))


def _median_stages(turns: Sequence[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    first = turns[0]
    return {
        run: {name: statistics.median(turn[run].get(name, 0.0) for turn in turns) for name in of}
        for run, of in first.items()
    }


def _forget(project: Path, *, site: bool = True) -> None:
    """Leave nothing of earlier builds: neither pages nor, if `site`, a site or what is kept of it.

    What is not known here is removed too, so that no new cache can make a cold build warm.
    """
    for path in project.iterdir():
        if path.name == "docs" or (site and path.name not in ("treaty_data", "mkdocs.yml")):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(PACKAGE / "starter" / "docs", project / "docs")


def main(sizes: Sequence[int], turns: int, form: str, output: Path | None, wanted: Wanted) -> None:
    """Measure, then print as Markdown or JSON, or write both beside each other."""

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    about = machine()
    rows = measure(sizes, turns, wanted, say)
    own = _measure_own(wanted)
    sizes = [asdict(row) for row in rows]
    data = json.dumps({"machine": about, "sizes": sizes, "own": asdict(own)}, indent=1)
    text = as_markdown(about, rows, own)
    if output:
        output.write_text(f"{text}\n", "utf-8")
        output.with_suffix(".json").write_text(f"{data}\n", "utf-8")
    else:
        print(data if form == "json" else text)
