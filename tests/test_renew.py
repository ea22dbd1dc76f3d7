"""Generated files that are kept: written when they differ, never over somebody's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from treaty_explainer.renew import MARK, renew
from treaty_explainer.write import NotOursError

FILES = {"a/one.yml": f"# {MARK}\nx: 1\n", "a/two.yml": f"# {MARK}\nx: 2\n"}


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    assert renew(tmp_path, FILES) == list(FILES)
    before = (tmp_path / "a/one.yml").stat().st_mtime_ns
    assert renew(tmp_path, FILES) == []
    changed = FILES | {"a/two.yml": f"# {MARK}\nx: 3\n"}
    assert renew(tmp_path, changed) == ["a/two.yml"]
    assert (tmp_path / "a/one.yml").stat().st_mtime_ns == before


def test_what_is_no_longer_made_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    renew(tmp_path, FILES)
    (tmp_path / "a/own.yml").write_text("x: mine\n", "utf-8")
    assert renew(tmp_path, {"a/one.yml": FILES["a/one.yml"]}) == ["a/two.yml"]
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["one.yml", "own.yml"]


def test_a_file_written_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/two.yml").write_text("x: mine\n", "utf-8")
    with pytest.raises(NotOursError):
        renew(tmp_path, FILES)
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["two.yml"]
