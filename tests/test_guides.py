"""Every command that the guides tell people to type is typed here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import Shell

ROOT = Path(__file__).parents[1]
GUIDES = [
    ROOT / name
    for name in ("README.md", *map("docs/contributing/{}.md".format, ("writers", "coders")))
]
_COMMAND = re.compile(r"^(?:python3 scripts/treaty\.py|treaty) [a-z].*")
_BLOCK = re.compile(r"^( *)```[^\n]*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
# What serves until it is stopped, takes minutes, or asks the network.
_LASTING = {"serve", "test", "bench", "links"}


def commands(guide: Path) -> list[list[str]]:
    """The commands of each code block, and each that stands in a sentence or a table."""
    text = guide.read_text("utf-8")
    blocks = [block.split("\n") for _, block in _BLOCK.findall(text)]
    alone = [[words] for words in _INLINE.findall(_BLOCK.sub("", text))]
    found = [
        [line.strip() for line in lines if _COMMAND.match(line.strip())]
        for lines in [*blocks, *alone]
    ]
    return [lines for lines in found if lines]


def typed(command: str) -> str:
    """The command as it is tried: of one that lasts, whether there is such a command."""
    match = re.match(r"(.*?(?:treaty\.py|treaty)) ([a-z]+)", command)
    assert match
    return f"{match.group()} --help" if match.group(2) in _LASTING else command


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(lines, id=f"{guide.stem}: {lines[0]}")
        for guide in GUIDES
        for lines in commands(guide)
    ],
)
def test_what_a_guide_says_to_type_works(lines: list[str], shell: Shell, scratch: Path) -> None:
    for line in lines:
        done = shell(typed(line))
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"


def test_the_guides_have_commands() -> None:
    assert all(commands(guide) for guide in GUIDES)


def test_the_table_of_commands_names_them_all() -> None:
    from treaty_explainer.cli import cli

    text = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([a-z]+)", text, re.MULTILINE))
    assert set(cli.commands) <= named
