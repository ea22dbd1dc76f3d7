"""Pages into a folder: what is ours and what is not, even after a crash."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer import write
from treaty_explainer.write import MANIFEST, NotOursError, write_all


def content(docs: Path) -> dict[str, str]:
    return {
        path.relative_to(docs).as_posix(): path.read_text("utf-8")
        for path in docs.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_files_are_made_changed_and_removed(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    first = write_all(docs, {"index.md": "a", "x/y.md": "b", "x/z.json": "c"})
    assert (first.created, first.changed, first.removed) == (
        ["index.md", "x/y.md", "x/z.json"],
        [],
        [],
    )
    assert first.pages == 2
    second = write_all(docs, {"index.md": "A", "w.md": "d"})
    assert (second.created, second.changed, second.removed) == (
        ["w.md"],
        ["index.md"],
        ["x/y.md", "x/z.json"],
    )
    assert content(docs) == {"index.md": "A", "w.md": "d"}
    assert not (docs / "x").exists()


def test_what_has_not_changed_is_not_touched(tmp_path: Path) -> None:
    files = {"index.md": "a", "x/y.md": "é\n"}
    write_all(tmp_path, files)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    again = write_all(tmp_path, files)
    assert (again.created, again.changed, again.removed) == ([], [], [])
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_file_written_by_hand_is_never_overwritten(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.md": "a"})
    (tmp_path / "mine.md").write_text("by hand")
    with pytest.raises(NotOursError) as error:
        write_all(tmp_path, {"index.md": "changed", "mine.md": "generated"})
    assert str(error.value.filename).endswith("mine.md")
    assert content(tmp_path) == {"index.md": "a", "mine.md": "by hand"}


def test_a_folder_with_something_else_in_it_stays(tmp_path: Path) -> None:
    write_all(tmp_path, {"x/y.md": "a"})
    (tmp_path / "x" / "mine.md").write_text("by hand")
    write_all(tmp_path, {})
    assert content(tmp_path) == {"x/mine.md": "by hand"}


@pytest.mark.parametrize(
    "manifest",
    [
        '{"../outside.md": null}',
        '{"/etc/passwd": null}',
        '{"x/../../outside.md": ["0", 8, 1]}',
        '{"a.md": 5, "b.md": [null, "x", {}], "c.md": []}',
        '["../outside.md", "index.md", 1, null]',
        "5",
        "{",
        "é",
    ],
)
def test_a_manifest_that_was_tampered_with_deletes_nothing(tmp_path: Path, manifest: str) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (tmp_path / "outside.md").write_text("precious")
    (docs / MANIFEST).write_bytes(manifest.encode("latin-1"))
    write_all(docs, {"index.md": "a"})
    assert (tmp_path / "outside.md").read_text() == "precious"
    assert list(json.loads((docs / MANIFEST).read_text())) == ["index.md"]


def test_pages_that_an_earlier_version_wrote_are_ours(tmp_path: Path) -> None:
    write_all(tmp_path, {"index.md": "a", "gone.md": "a"})
    (tmp_path / MANIFEST).write_text('["gone.md", "index.md"]')
    written = write_all(tmp_path, {"index.md": "b"})
    assert (written.changed, written.removed) == (["index.md"], ["gone.md"])
    assert content(tmp_path) == {"index.md": "b"}


@pytest.mark.parametrize("fatal", range(5))
def test_the_next_run_puts_right_what_a_crash_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    """The disk is full at the first, second … write: no file is half written or forgotten."""
    old = {"a.md": "1", "b.md": "1", "gone.md": "1"}
    new = {"a.md": "2", "b.md": "1", "c/d.md": "2", "e.md": "2"}
    write_all(tmp_path, old)
    (tmp_path / "mine.md").write_text("by hand")
    writes = iter(range(100))

    def full(path: str, mode: str, **options: str) -> IO[Any]:
        if mode == "w" and next(writes) == fatal:
            Path(path).write_text("half")
            raise OSError(28, "No space left on device", path)
        return Path(path).open(mode, **options)

    with monkeypatch.context() as patch:
        patch.setattr(write, "open", full, raising=False)
        with pytest.raises(OSError, match="No space"):
            write_all(tmp_path, new)
    assert "half" not in content(tmp_path).values()
    write_all(tmp_path, new)
    assert content(tmp_path) == new | {"mine.md": "by hand"}


paths = st.from_regex(r"[ab](/[cd]){0,2}\.md", fullmatch=True)
folders = st.dictionaries(paths, st.sampled_from(["1", "2"]), max_size=4)


@given(st.lists(folders, min_size=1, max_size=4), st.sets(paths, max_size=2))
def test_only_what_we_wrote_is_ever_changed_or_deleted(
    runs: list[dict[str, str]], by_hand: set[str]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        docs = Path(name)
        mine = dict.fromkeys(by_hand, "by hand")
        for path, text in mine.items():
            (docs / path).parent.mkdir(parents=True, exist_ok=True)
            (docs / path).write_text(text)
        held: dict[str, str] = {}
        for files in runs:
            try:
                written = write_all(docs, files)
            except NotOursError:
                assert mine.keys() & files.keys()
            else:
                assert written.created == sorted(files.keys() - held.keys())
                assert written.removed == sorted(held.keys() - files.keys())
                held = files
            assert content(docs) == held | mine
