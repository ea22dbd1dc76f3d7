"""An experiment: one site built in parts, by processes that know nothing of each other.

The pages are made once, from the whole data, since every page shows who refers to it. Then each
part of them, some volumes' records, goes through the engine in a process of its own, as it would on
a machine of its own in a CI matrix, and the parts are laid together. What comes out is compared
with the site built whole, and audited, so that a link from part to part that leads nowhere shows.

`python -m bench.parts RECORDS PARTS` in `tests/`; the figures stand in decision 0018.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import yaml

from bench.cost import Cost, run
from bench.data import make
from treaty_explainer.audit import audit
from treaty_explainer.build import check
from treaty_explainer.link import Library
from treaty_explainer.mkdocs_site import build_site
from treaty_explainer.progress import Stage
from treaty_explainer.publish import workshop
from treaty_explainer.site import Site
from treaty_explainer.write import MANIFEST

_PYTHON = (sys.executable, "-m")


def main(records: int, parts: int) -> None:
    """Build whole and in parts, and print what was found."""
    with tempfile.TemporaryDirectory(prefix="treaty-parts-") as folder:
        project = Path(folder) / "project"
        volumes = make(project, records)
        part_of = {id: number % parts for number, ids in enumerate(volumes) for id in ids}
        library, _ = check(project)
        print(f"{records:,} records in {len(volumes)} volumes, {parts} parts")
        print(_crossing(library, part_of))
        pages, _ = run((*_PYTHON, "bench.parts", "pages", str(project)), project)
        print(
            f"the pages, once: {pages.cpu:.1f} s of CPU, {pages.wall:.1f} s, {pages.memory:.0f} MB"
        )
        whole, _ = run((*_PYTHON, "bench.parts", "site", str(project), "docs", "whole"), project)
        print(f"the engine, whole: {_said(whole)}")
        for number in range(parts):
            _divide(project, part_of, number)
            words = ("site", str(project), f"docs-{number}", f"part-{number}")
            cost, _ = run((*_PYTHON, "bench.parts", *words), project)
            print(
                f"part {number}: {cost.cpu:.1f} s of CPU, {cost.wall:.1f} s, {cost.memory:.0f} MB"
            )
        start = time.monotonic()
        _lay_together(project, part_of, parts)
        print(f"laid together in {time.monotonic() - start:.1f} s")
        start = time.process_time()
        report = audit(project / "merged", Site.load(project).url)
        print(
            f"audit of the merged site: {report.links:,} links in {report.pages:,} pages, "
            f"{len(report.problems)} problems, {time.process_time() - start:.1f} s of CPU"
        )
        print(_compared(project / "whole", project / "merged"))


def _said(cost: Cost) -> str:
    return f"{cost.cpu:.1f} s of CPU, {cost.wall:.1f} s, {cost.memory:.0f} MB"


def _crossing(library: Library, part_of: dict[str, int]) -> str:
    """How many references lead from one part to another, and what a part must know of the rest."""
    pairs = {(back.id, record.id) for record in library for back in library.backlinks(record.id)}
    crossing = [(a, b) for a, b in pairs if part_of[a] != part_of[b]]
    outline = json.dumps({record.id: record.name for record in library}, ensure_ascii=False)
    return (
        f"{len(crossing):,} of {len(pairs):,} references lead to another part; ids and names of "
        f"all are {len(outline.encode()) / len(part_of):.0f} bytes a record"
    )


def _part(path: Path, part_of: dict[str, int]) -> int:
    """Which part a generated file belongs to: its record's, and the first if it has none."""
    id = path.with_suffix("").as_posix()
    return part_of.get(id, part_of.get(id.removeprefix("data/v1/"), 0))


def _divide(project: Path, part_of: dict[str, int], number: int) -> None:
    """Make the folder of one part's files. The others' index pages are there to be named only."""
    docs, part = project / "docs", project / f"docs-{number}"
    for path in sorted(docs.rglob("*")):
        name = path.relative_to(docs)
        if path.is_file() and (_part(name, part_of) == number or name.name == MANIFEST):
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(path, part / name)
    for page in _named(yaml.safe_load((project / "mkdocs.yml").read_text("utf-8"))["nav"]):
        if not (part / page).exists():
            (part / page).parent.mkdir(parents=True, exist_ok=True)
            (part / page).write_text("# Elsewhere\n", "utf-8")


def _named(nav: object) -> list[str]:
    """The pages that a navigation names."""
    if isinstance(nav, str):
        return [nav]
    values = nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ()
    return [page for value in values for page in _named(value)]


def _lay_together(project: Path, part_of: dict[str, int], parts: int) -> None:
    """One site of all parts: from each but the first, the pages and data of its records."""
    merged = project / "merged"
    shutil.copytree(project / "part-0", merged, copy_function=os.link)
    for number in range(1, parts):
        site = project / f"part-{number}"
        for id in (id for id, part in part_of.items() if part == number):
            for name in (f"{id}/index.html", f"data/v1/{id}.json"):
                if (site / name).exists():
                    (merged / name).parent.mkdir(parents=True, exist_ok=True)
                    os.link(site / name, merged / name)


def _compared(whole: Path, merged: Path) -> str:
    """Which files of the two sites differ."""
    names = [
        {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
        for site in (whole, merged)
    ]
    _, different, _ = filecmp.cmpfiles(whole, merged, names[0] & names[1], shallow=False)
    return (
        f"{len(names[0]):,} files whole; missing {sorted(names[0] - names[1])[:9]}, "
        f"too many {sorted(names[1] - names[0])[:9]}, different {sorted(different)[:9]}"
    )


def _pages(project: str) -> None:
    from treaty_explainer.build import generate

    generate(Path(project))


def _site(project: str, docs: str, site: str) -> None:
    root = Path(project)
    with workshop(root / site) as shop:
        new = build_site(root, shop, Stage(""), docs_dir=str(root / docs))
        new.path.rename(root / site)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pages", project]:
            _pages(project)
        case ["site", project, docs, site]:
            _site(project, docs, site)
        case [records, parts]:
            main(int(records), int(parts))
