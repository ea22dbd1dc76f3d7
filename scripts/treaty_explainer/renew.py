"""Files that follow from the declarations and are kept in the repository: each says so.

What does not carry the mark was written by somebody, and is neither overwritten nor removed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from treaty_explainer.write import NotOursError, write_file

MARK = "Made by 'treaty guide' from the declarations in kinds.py; change it there."


def renew(project: Path, files: Mapping[str, str]) -> list[str]:
    """Write the files that differ, and remove marked ones beside them that are no longer made.

    `files` maps paths in the project to texts that carry `MARK`. Returns the paths written and
    removed. Raises `NotOursError` before anything is written if a file in the way has no mark.
    """
    now = {path: _text(project / path) for path in files}
    for path, text in now.items():
        if text is not None and MARK not in text:
            raise NotOursError(
                17, "a file written by hand has the place of a generated one", str(project / path)
            )
    changed = [path for path, text in files.items() if text != now[path]]
    for path in changed:
        write_file(project / path, files[path])
    stale = [
        path
        for folder in sorted({(project / path).parent for path in files})
        for path in sorted(folder.iterdir())
        if path.relative_to(project).as_posix() not in files and MARK in (_text(path) or "")
    ]
    for old in stale:
        old.unlink()
    return [*changed, *(old.relative_to(project).as_posix() for old in stale)]


def _text(path: Path) -> str | None:
    """What a file holds, or None if it is not there."""
    return path.read_text("utf-8", errors="replace") if path.is_file() else None
