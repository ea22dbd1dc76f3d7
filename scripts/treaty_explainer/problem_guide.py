"""The pages on problems, made from the folders that test them, so that both always agree.

Each folder of `tests/problems/` holds a fault (`bad/`), the same file mended (`good/`), what the
checker answers (`expected.txt`) and what an editor should know (`why.md`). A code with several
folders, `not-yaml` and `not-yaml-tab`, has one page.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from treaty_explainer.read import DATA_FOLDER

_ANSWER = re.compile(r"(?P<file>\S.*?):(?P<line>\d+):\d+: (?P<code>[a-z0-9-]+): ")
_CONTEXT = 2
_WIDTH = 100
_MANY_MARKS = re.compile("[\u0300-\u036f]{3,}")


@dataclass(frozen=True, slots=True)
class Example:
    """One folder: a fault, the answer to it, and the same files without the fault.

    `places` are the file and the line of each problem in the answer.
    """

    name: str
    code: str
    title: str
    why: str
    answer: str
    bad: dict[str, list[str]]
    good: dict[str, list[str]]
    places: list[tuple[str, int]] = field(default_factory=list)


def problem_pages(folder: Path) -> dict[str, str]:
    """A page for each code and an index, as paths below `docs/contributing/problems/`."""
    pages: dict[str, list[Example]] = {}
    for example in read_examples(folder):
        pages.setdefault(example.code, []).append(example)
    return {"index.md": _index(pages)} | {
        f"{code}.md": _page(code, examples) for code, examples in pages.items()
    }


def read_examples(folder: Path) -> list[Example]:
    """Every example below a folder; of one code, the plain folder before its variants."""
    return [_read(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def _read(folder: Path) -> Example:
    title, _, why = (folder / "why.md").read_text("utf-8").partition("\n")
    answer = (folder / "expected.txt").read_text("utf-8").strip()
    found = [match for line in answer.split("\n") if (match := _ANSWER.match(line))]
    codes = sorted({match["code"] for match in found}, key=len)
    code = next((code for code in reversed(codes) if f"{folder.name}-".startswith(f"{code}-")), "")
    return Example(
        folder.name,
        code,
        title.removeprefix("# "),
        why.strip(),
        answer,
        _files(folder / "bad"),
        _files(folder / "good"),
        [(match["file"], int(match["line"])) for match in found],
    )


def _files(folder: Path) -> dict[str, list[str]]:
    """The lines of every file below a folder, by its path in a project."""
    return {
        f"{DATA_FOLDER}/{path.relative_to(folder).as_posix()}": (
            path.read_text("utf-8", errors="replace").split("\n")
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _index(pages: dict[str, list[Example]]) -> str:
    lines = [
        "# What the checker may say",
        "",
        "Each problem that the checker reports carries a code. Its page says what the problem "
        "means, why it matters and how to mend it, with an example.",
        "",
    ]
    lines += [f"- [{code}]({code}.md): {_small(pages[code][0].title)}" for code in sorted(pages)]
    return "\n".join(lines) + "\n"


def _page(code: str, examples: Sequence[Example]) -> str:
    parts = [f"# {code}: {_small(examples[0].title)}"]
    for index, example in enumerate(examples):
        if index:
            parts.append(f"## {example.title}")
        parts.append(example.why)
        if example.bad:
            parts += ["Wrong:", *_excerpts(example.bad, _marked(example))]
        parts += ["The checker answers:", f"```text\n{_visible(example.answer)}\n```"]
        if example.good:
            parts += ["Right:", *_excerpts(example.good, _changed(example.good, example.bad))]
    return "\n\n".join(parts) + "\n"


def _marked(example: Example) -> dict[str, set[int]]:
    """The lines that the answer names, and those that are mended, for each file with the fault."""
    marked = _changed(example.bad, example.good)
    for file, line in example.places:
        if file in marked:
            marked[file].add(line - 1)
    return marked


def _changed(files: dict[str, list[str]], others: dict[str, list[str]]) -> dict[str, set[int]]:
    """For each file, the lines that its counterpart does not have; all, if it has none."""
    changed: dict[str, set[int]] = {}
    for file, lines in files.items():
        matcher = difflib.SequenceMatcher(None, lines, others.get(file, []), autojunk=False)
        # A line that is only missing here is marked by the one in whose place it stood.
        changed[file] = {
            line
            for tag, start, end, _, _ in matcher.get_opcodes()
            if tag != "equal"
            for line in range(start, max(end, start + 1))
        }
    return changed


def _excerpts(files: dict[str, list[str]], marked: dict[str, set[int]]) -> Iterable[str]:
    """A code block for each file, with the lines around those that matter."""
    for file, lines in files.items():
        yield f'```yaml title="{file}"\n{_excerpt(lines, marked[file])}\n```'


def _excerpt(lines: list[str], marked: set[int]) -> str:
    last = len(lines) - (lines[-1] == "")
    # Of a file that is one great fault, the beginning tells enough.
    near = sorted(marked)[:12]
    shown = {n for mark in near for n in range(mark - _CONTEXT, mark + _CONTEXT + 1)}
    out: list[str] = []
    skipped = False
    for number in range(last):
        if number in shown:
            out += ["…"] * skipped
            out.append(_visible(lines[number]))
        skipped = number not in shown
    return "\n".join([*out, *["…"] * skipped])


def _visible(text: str) -> str:
    """A text in which the characters that nobody sees can be seen, each line not too long."""
    text = _MANY_MARKS.sub(lambda match: f"⟨{len(match.group())} accents⟩", text)
    seen = "".join(
        "⟨tab⟩"
        if character == "\t"
        else f"⟨U+{ord(character):04X}⟩"
        if character != "\n" and not character.isprintable()
        else character
        for character in text
    )
    return "\n".join(
        line if len(line) <= _WIDTH * 2 else f"{line[:_WIDTH]}…" for line in seen.split("\n")
    )


def _small(title: str) -> str:
    """A title that goes on a sentence."""
    return title[0].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title
