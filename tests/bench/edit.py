"""An edit as an editor makes it: a few words in the main text of one record."""

from __future__ import annotations

import re
from pathlib import Path

_TEXT = re.compile(r"^(?:summary|definition|reliability): (?:\|\n *)?", re.MULTILINE)


class Edit:
    """Changes a record's text, each time to another one, and brings the first one back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = path.read_text("utf-8")
        self._count = 0

    def make(self) -> str:
        """Save the record with a new beginning of its text, and return that beginning."""
        self._count += 1
        words = f"Edit number {self._count} was here"
        changed = _TEXT.sub(lambda match: f"{match.group()}{words}. ", self._before, count=1)
        self.path.write_text(changed, "utf-8")
        return words

    def undo(self) -> None:
        """Save the record as it was."""
        self.path.write_text(self._before, "utf-8")


def typical(project: Path, folder: str) -> Path:
    """A record from the middle of a folder: neither a hub nor the last one that anybody names."""
    paths = sorted((project / "treaty_data" / folder).rglob("*.yml"))
    return paths[len(paths) // 2]
