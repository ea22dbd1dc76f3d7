"""The benchmark itself: that its data sets are sound and that it measures what it says.

No test here fails on a time.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
from pathlib import Path

import pytest
import yaml

from bench.cost import run
from bench.data import make
from bench.edit import Edit, typical
from bench.parts import main as in_parts
from bench.plain import plain_project
from bench.run import Wanted, main
from bench.tables import exponent
from treaty_explainer.build import check
from treaty_explainer.kinds import BY_FOLDER, Reaction
from treaty_explainer.link import Library
from treaty_explainer.render import render_all
from treaty_explainer.site import Site


def library(folder: Path, records: int, seed: int = 1) -> Library:
    make(folder, records, seed)
    found, problems = check(folder)
    assert problems == []
    return found


@pytest.mark.parametrize("records", [30, 77, 500])
def test_a_data_set_is_sound_and_has_as_many_records_as_asked_for(
    tmp_path: Path, records: int
) -> None:
    found = library(tmp_path, records)
    assert len(found) == records
    assert {record.folder for record in found} == set(BY_FOLDER)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    texts = []
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        make(tmp_path / name, 40, seed)
        paths = sorted((tmp_path / name).rglob("*.yml"))
        texts.append([(path.relative_to(tmp_path / name), path.read_bytes()) for path in paths])
    assert texts[0] == texts[1] != texts[2]


def test_no_record_but_a_hub_is_named_more_often_in_a_larger_set(tmp_path: Path) -> None:
    small, large = library(tmp_path / "s", 300), library(tmp_path / "l", 900)
    for folder in BY_FOLDER:
        named = [
            sorted(len(found.backlinks(record.id)) for record in found.kind(folder))
            for found in (small, large)
        ]
        assert statistics.median(named[1]) <= statistics.median(named[0]) * 1.5 + 2
    assert max(len(large.backlinks(record.id)) for record in large) > 50


def test_a_larger_set_begins_with_the_records_of_a_smaller_one(tmp_path: Path) -> None:
    small, large = make(tmp_path / "s", 300), make(tmp_path / "l", 700)
    assert small[0] == large[0]
    for id in small[0]:
        path = f"treaty_data/{id}.yml"
        assert (tmp_path / "s" / path).read_bytes() == (tmp_path / "l" / path).read_bytes()


# What stands before and after a record is the one thing that may be new to it.
PAGER = re.compile(r'<nav class="te-pager".*?</nav>', re.DOTALL)


def test_a_page_has_the_same_bytes_in_a_larger_set_unless_something_new_names_its_record(
    tmp_path: Path,
) -> None:
    first = make(tmp_path / "s", 300)[0]
    make(tmp_path / "l", 900)
    pages, named_by = [], []
    for name in ("s", "l"):
        found, problems = check(tmp_path / name)
        assert problems == []
        files = render_all(found, Site.load(tmp_path / name))
        pages.append({id: PAGER.sub("", files[f"{id}.md"]) for id in first})
        named_by.append({id: named(found, id) for id in first})
    untouched = {id for id in first if named_by[0][id] == named_by[1][id]}
    assert {id for id in untouched if pages[0][id] != pages[1][id]} == set()
    # Else this says nothing: most records are known in their own volume only.
    assert len(untouched) > len(first) / 2
    assert {id.partition("/")[0] for id in untouched} >= {*BY_FOLDER} - {"questions", "topics"}


def named(found: Library, id: str) -> set[str]:
    """Who names a record; of a reaction also its actor, for its page tells what else they said."""
    record = found[id]
    shown = [id, str(record.actor)] if isinstance(record, Reaction) else [id]
    return {who.id for one in shown for who in found.backlinks(one)}


def test_a_site_built_in_parts_is_the_site_built_whole(capsys: pytest.CaptureFixture[str]) -> None:
    in_parts(310, 2)
    *_, audited, compared = capsys.readouterr().out.splitlines()
    assert " 0 problems" in audited
    assert compared.endswith("missing [], too many [], different []")


def test_a_data_set_holds_what_makes_real_ones_hard(tmp_path: Path) -> None:
    make(tmp_path, 300)
    text = "".join(path.read_text("utf-8") for path in (tmp_path / "treaty_data").rglob("*.yml"))
    for needed in ("disputed:", "formerly:", "quotation:", "follows:", "ko:", "scope:", "held_by:"):
        assert needed in text


def test_an_edit_changes_one_text_and_can_be_undone(tmp_path: Path) -> None:
    make(tmp_path, 30)
    for folder in ("terms", "reactions", "sources"):
        path = typical(tmp_path, folder)
        before = path.read_text("utf-8")
        edit = Edit(path)
        first, second = edit.make(), edit.make()
        assert first != second
        assert path.read_text("utf-8").count(second) == 1
        assert first not in path.read_text("utf-8")
        assert check(tmp_path)[1] == []
        edit.undo()
        assert path.read_text("utf-8") == before


def test_what_a_command_costs_is_its_own_and_not_that_of_others(tmp_path: Path) -> None:
    ours = bytearray(150_000_000)
    greedy, _ = run([sys.executable, "-c", "x = bytearray(150_000_000)"], tmp_path)
    modest, printed = run([sys.executable, "-c", "print(sum(range(3_000_000)))"], tmp_path)
    assert greedy.memory > 140 > modest.memory > 1
    assert len(ours) == 150_000_000
    assert modest.cpu > 0
    assert printed.strip() == str(sum(range(3_000_000)))


def test_a_command_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such luck"):
        run([sys.executable, "-c", "raise SystemExit('no such luck')"], tmp_path)


def test_the_yardstick_is_material_with_its_own_search_and_without_us(tmp_path: Path) -> None:
    make(tmp_path, 30)
    config = yaml.safe_load((plain_project(tmp_path) / "mkdocs.yml").read_text("utf-8"))
    assert config["theme"] == {"name": "material", "font": False}
    assert config["plugins"] == ["search"]
    assert "hooks" not in config
    assert config["docs_dir"] == "../docs"


def test_linear_growth_has_the_exponent_one_and_quadratic_two() -> None:
    sizes = [300, 3000, 10000]
    assert exponent(sizes, [size * 0.01 for size in sizes]) == pytest.approx(1)
    assert exponent(sizes, [size**2 * 0.01 for size in sizes]) == pytest.approx(2)


def test_a_small_benchmark_works_and_prints_ratios(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([30], 1, "markdown", tmp_path / "bench.md", Wanted())
    text = (tmp_path / "bench.md").read_text("utf-8")
    [row] = json.loads((tmp_path / "bench.json").read_text("utf-8"))["sizes"]
    assert "| 30 |" in text
    assert "build ÷ plain" in text
    assert min(row[name]["cpu"] for name in ("cold", "unchanged", "plain")) > 0
    assert row["stages"]["cold"]["Rendering"] > 0
    assert set(row["weight"]["page"]) == set(BY_FOLDER)
    with capsys.disabled():
        print(f"\n{text}\n")
