"""A project whose every field holds attacks, set up as the real site is, and its harmless twin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from hostile.everywhere import Fill, Slot, escaped, records, slots, write
from hostile.payloads import EVERY
from treaty_explainer.entity import Text
from treaty_explainer.markdown import faults
from treaty_explainer.templating import PACKAGE

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 360  # what fits into a plain text beside a word of our own
WORD = "Harborterm"  # a term of the glossary, in every text that explains its terms
NAMED = Slot("Term", ("aliases",), Text)

# In prose some payloads are refused at the check; the others stand there as text.
IN_PROSE = [payload for payload in EVERY if not list(faults(escaped(payload)))]


def chunks(payloads: list[str]) -> list[str]:
    """The payloads in as few texts as hold them, each at the beginning or the end of some text."""
    found: list[str] = []
    for payload in payloads:
        if found and len(found[-1]) + len(payload) + 1 <= LIMIT:
            found[-1] += f" {payload}"
        else:
            found.append(payload)
    return found


def attack() -> tuple[Fill, int]:
    """What fills each slot, every text in each in turn, and how many pairs that takes."""
    plain, prose = chunks(EVERY), chunks(IN_PROSE)
    turn = {slot: count(number) for number, slot in enumerate(slots())}

    def fill(slot: Slot, number: int) -> str:
        index = next(turn[slot])
        if slot == NAMED and index % 2:
            return f"{WORD}{number}"
        if slot.word is Text:
            return plain[index % len(plain)]
        return f"{prose[index % len(prose)]} {WORD}{number}"

    return fill, (len(plain) + 1) // 2


def harmless(slot: Slot, number: int) -> str:
    """What fills each slot of the twin."""
    return f"Lorem {WORD}{number}" if slot.word is not Text or slot == NAMED else "Lorem"


def project(folder: Path, fill: Fill, pairs: int) -> Path:
    """A project in a new folder, with the real site's settings and pages of its own by hand."""
    write(records(fill, pairs, entries=2 * pairs), folder / "treaty_data")
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    theme = "custom_dir: scripts/treaty_explainer/theme"
    assert theme in settings
    settings = settings.replace(theme, f"custom_dir: {PACKAGE / 'theme'}")
    settings = settings.replace("hooks:\n  - scripts/mkdocs_hooks.py\n", "")
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    for name in ("about", "contributing"):
        page = folder / "docs" / name / "index.md"
        page.parent.mkdir(parents=True)
        page.write_text(f"---\ntitle: {name}\n---\n\n# {name}\n", "utf-8")
    return folder


def pages(site: Path) -> Iterator[str]:
    """The addresses of a built site's pages."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix().removesuffix("index.html")
