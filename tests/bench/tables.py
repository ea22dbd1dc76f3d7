"""Measurements as Markdown tables. Ratios are CPU, ours divided by the other's."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.find import Found
    from bench.run import Own, Row
    from bench.saves import Waits

_FIT_FROM = 300  # records; below, starting Python is most of the cost


def as_markdown(machine: Mapping[str, str], rows: Sequence[Row], own: Own) -> str:
    """All tables, those left out for which nothing was measured."""
    tables = [
        _table(["measured on", ""], machine.items()),
        _columns(
            rows,
            {
                "records": lambda row: f"{row.records:,}",
                "build, CPU s": lambda row: _s(row.cold.cpu),
                "plain MkDocs": lambda row: _s(row.plain.cpu),
                "build ÷ plain": lambda row: _ratio(row.cold.cpu, row.plain.cpu),
                "nothing changed ÷ plain": lambda row: _ratio(row.unchanged.cpu, row.plain.cpu),
                "one edit ÷ plain": lambda row: _ratio(row.edit.cpu, row.plain.cpu),
                "stages ÷ build": lambda row: f"{row.stages['cold']['all'] / row.cold.cpu:.0%}",
            },
        ),
        _columns(
            rows,
            {
                "records": lambda row: f"{row.records:,}",
                "build, s": lambda row: _s(row.cold.wall),
                "plain MkDocs": lambda row: _s(row.plain.wall),
                "nothing changed": lambda row: _s(row.unchanged.wall),
                **{f"edit in {name}/": partial(_edit_wall, name) for name in rows[0].edits},
                "memory, MB": lambda row: f"{row.cold.memory:.0f}",
                "plain MkDocs, MB": lambda row: f"{row.plain.memory:.0f}",
                "site, MB": lambda row: f"{row.weight.site / 1e6:.1f}",
                "files": lambda row: f"{row.weight.files:,}",
            },
        ),
        _table(
            ["stage, CPU s", *(f"{row.records:,}" for row in rows)],
            (
                [stage, *(" / ".join(_s(of.get(stage, 0.0)) for of in _runs(row)) for row in rows)]
                for stage in rows[0].stages["cold"]
            ),
        ),
        _table(
            ["page", *(f"{row.records:,}: own HTML, sent, bytes" for row in rows)],
            (
                [
                    folder,
                    *(
                        f"{row.weight.article[folder]:,}, {row.weight.page[folder]:,}"
                        for row in rows
                    ),
                ]
                for folder in rows[0].weight.page
            ),
        ),
        "First view of a clause without fonts, compressed: "
        + ", ".join(f"{row.weight.first_view / 1000:.1f} kB ({row.records:,})" for row in rows),
    ]
    if len(fitted := [row for row in rows if row.records >= _FIT_FROM]) > 1:
        sizes = [row.records for row in fitted]
        ours = exponent(sizes, [row.cold.cpu for row in fitted])
        stages = exponent(sizes, [row.stages["cold"]["all"] for row in fitted])
        plain = exponent(sizes, [row.plain.cpu for row in fitted])
        tables.append(
            f"CPU grows with the number of records to the power of {ours:.2f} "
            f"(stages {stages:.2f}, plain MkDocs {plain:.2f})."
        )
    for row in rows:
        for name, cost in (row.zensical or {}).items():
            tables.append(
                f"{row.records:,} records, {name}: {_s(cost.cpu)} s of CPU, {_s(cost.wall)} s; "
                f"one edit with us ÷ this: {_ratio(row.edit.cpu, cost.cpu)}."
            )
        if row.waits:
            tables.append(f"{row.records:,} records, {_waited(row.waits)}")
        for name, found in (("", row.found), ("plain MkDocs, ", row.plain_found)):
            if found:
                tables.append(f"{row.records:,} records, {name}{_searched(found)}")
    if own.waits:
        tables.append(f"This repository's data, {_waited(own.waits)}")
    if own.found:
        tables.append(f"This repository's data, {_searched(own.found)}")
    if own.views:
        tables.append(
            _table(
                ["page of this repository", "received, kB", "requests", "elements"],
                (
                    [page, f"{view.received / 1000:.0f}", str(view.requests), f"{view.elements:,}"]
                    for page, view in own.views.items()
                ),
            )
        )
    return "\n\n".join(tables)


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """The slope of cost over size where both are logarithms, by least squares: 1 is linear."""
    slope, _ = statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(cost) for cost in costs]
    )
    return slope


def _edit_wall(folder: str, row: Row) -> str:
    return _s(row.edits[folder].wall)


def _waited(waits: Waits) -> str:
    return (
        f"from a save to the new page: median {waits.median:.2f} s, slowest {waits.slowest:.2f} s, "
        f"{waits.stale} stale of {waits.saves}."
    )


def _searched(found: Found) -> str:
    return (
        f"from the first key to the first result: {found.seconds:.2f} s, "
        f"{found.searched / 1000:.0f} kB fetched for it, "
        f"{found.first_view / 1000:.0f} kB before it."
    )


def _runs(row: Row) -> Iterable[dict[str, float]]:
    return (row.stages[name] for name in ("cold", "unchanged", "edit"))


def _s(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"


def _ratio(ours: float, other: float) -> str:
    return f"{ours / other:.2f}"


def _columns(rows: Sequence[Row], columns: Mapping[str, Callable[[Row], str]]) -> str:
    """A table with a line for each size."""
    return _table(list(columns), ([show(row) for show in columns.values()] for row in rows))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
