"""Mends in a data file what has only one right form: line ends, quotes, dates, ids, key order.

Every mend is a cut in the file's own text, at the places that the reader noted. So comments,
quotes and line breaks stay as they are, and what is not mended is not touched. At the end the file
is read again: if it says anything but what it said before, it is left alone. Why no library writes
the file: docs/contributing/decisions/0016-fix.md.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from treaty_explainer.day import Day
from treaty_explainer.entity import Loc, Note, Prose, Record, Ref, flag_meant
from treaty_explainer.explain import QUOTE_IT, STRAIGHT_QUOTES
from treaty_explainer.guide import FieldHelp, fields_of
from treaty_explainer.loose_dates import meanings
from treaty_explainer.problems import same_but_for_form
from treaty_explainer.read import DATA_FOLDER, Document, read_bytes

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Fixed:
    """One file before and after, what was mended in it, or why it was left alone."""

    file: PurePosixPath
    before: str
    after: str
    done: list[str]
    left_alone: str = ""

    @property
    def changed(self) -> bool:
        """Whether there is anything to write."""
        return self.after != self.before

    def diff(self) -> str:
        """The change as a unified diff."""
        return "".join(
            difflib.unified_diff(
                self.before.splitlines(keepends=True),
                self.after.splitlines(keepends=True),
                f"a/{self.file}",
                f"b/{self.file}",
            )
        )


@dataclass(frozen=True, slots=True)
class _Correction:
    """A value to write otherwise: the words in it to replace, and what sort of mend that is."""

    loc: Loc
    old: str
    new: str
    sort: str


def data_files(project: Path) -> list[PurePosixPath]:
    """Every data file of a project, as paths from its root."""
    paths = sorted((project / DATA_FOLDER).rglob("*.yml"))
    return [
        PurePosixPath(path.relative_to(project))
        for path in paths
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    ]


def fix(raw: bytes, file: PurePosixPath, kinds: Mapping[str, type[Record]]) -> Fixed:
    """Mend the bytes of one file. `file` is its path from the project's root.

    A second run finds nothing to do.
    """
    before = raw.decode("utf-8", "replace")

    def leave(cause: str) -> Fixed:
        return Fixed(file, before, before, [], cause)

    if "\t" in before:
        line = before[: before.index("\t")].count("\n") + 1
        return leave(f"a tab stands on line {line}, and what it means is not certain")
    document, problems = read_bytes(raw, file)
    done = ["byte-order mark"] if before.startswith(_BOM) else []
    done += ["line ends"] if "\r" in before else []
    if problems and problems[0].code == "not-yaml" and (document := _quoted(raw, file)):
        done.append("quotes")
    if document is None:
        return leave(f"it cannot be read: {problems[0].message}")
    kind = kinds.get(document.id.partition("/")[0])
    fields = fields_of(kind) if kind else []
    corrections = list(_corrections(fields, document.values, ()))
    done += sorted({correction.sort for correction in corrections})
    meant = _replaced(document.values, (), {c.loc: c for c in corrections})
    text, stripped = _without_blanks(_corrected(document, corrections))
    done += stripped
    ordered = _in_order(text, file, fields)
    done += ["order of fields"] if ordered != text else []

    result, _ = read_bytes(ordered.encode(), file)
    if result is None or _said(result.values) != _said(meant):
        return leave("mending it would change what it says")
    return Fixed(file, before, ordered, done)


# ---------------------------------------------------------------------- quotes


# A line that begins with the name of a field or the dash of an entry, and what is written there.
_VALUE = re.compile(r"(?P<name> *(?:- +)?(?:[a-z_]+: +)?)(?P<value>[^\s'\"].*)")


def _quoted(raw: bytes, file: PurePosixPath) -> Document | None:
    """The file with texts put in quotes that nothing else can save, if it can be read then.

    Only a text that ends on its own line is quoted: of a longer one the end is a guess.
    """
    text = raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    last = 0
    while True:
        document, problems = read_bytes(text.encode(), file)
        if document:
            return document
        problem = problems[0]
        curly = problem.hint.startswith(STRAIGHT_QUOTES)
        lines = text.split("\n")
        found = _VALUE.fullmatch(lines[problem.place.line - 1])
        if (
            problem.code != "not-yaml"
            or problem.place.line <= last
            or not (curly or problem.hint.startswith(QUOTE_IT))
            or not (found and found["name"].strip())
            or _goes_on(lines[problem.place.line :], len(found["name"]))
        ):
            return None
        last = problem.place.line
        value = found["value"].rstrip()
        value = value.strip(_CURLY) if curly else value
        lines[last - 1] = found["name"] + json.dumps(value, ensure_ascii=False)
        text = "\n".join(lines)


_CURLY = "“”„‘’«»"


def _goes_on(lines: list[str], column: int) -> bool:
    """Whether the lines go on with a text that began in this column or was named left of it."""
    first = next((line for line in lines if line.strip()), "")
    indent = len(first) - len(first.lstrip())
    return indent >= column or bool(indent and not re.match(r" *(?:- |[a-z_]+:(?: |$)|#)", first))


# ---------------------------------------------------------------------- values


def _corrections(
    fields: Iterable[FieldHelp], values: Mapping[str, Any], loc: Loc
) -> Iterator[_Correction]:
    named = {field.name: field for field in fields}
    for name, value in values.items():
        if name in named:
            yield from _corrections_in(named[name], value, (*loc, name))


def _corrections_in(field: FieldHelp, value: Any, loc: Loc) -> Iterator[_Correction]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _corrections_in(field, item, (*loc, index))
    elif isinstance(value, dict) and field.fields:
        yield from _corrections(field.fields, value, loc)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _corrections_in(field, item, (*loc, key))
    elif isinstance(value, str):
        if field.word is Day and not _is_date(value) and len(meant := meanings(value)) == 1:
            yield _Correction(loc, value, meant[0], "dates")
        elif field.values and value not in field.values:
            meant = same_but_for_form(value, map(str, field.values))
            yield from (_Correction(loc, value, word, "closed lists") for word in meant[:1])
        elif field.word is bool and value not in ("yes", "no") and (flag := flag_meant(value)):
            yield _Correction(loc, value, flag, "yes and no")
        elif field.word is Ref and len(field.folders) == 1:
            short = value.removeprefix(f"{field.folders[0]}/")
            if short != value:
                yield _Correction(loc, value, short, "references")
        elif field.word in (Prose, Note) and "[@sources/" in value:
            yield _Correction(loc, "[@sources/", "[@", "citations")


def _is_date(text: str) -> bool:
    try:
        return bool(Day.parse(text))
    except ValueError:
        return False


def _corrected(document: Document, corrections: Iterable[_Correction]) -> str:
    """The file's text with the values corrected where they stand."""
    text = document.text
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    # From the end, so that the places before a cut stay true.
    for correction in sorted(corrections, key=lambda c: document.spans[c.loc], reverse=True):
        line, column, end_line, end_column = document.spans[correction.loc]
        start, end = starts[line] + column, starts[end_line] + end_column
        text = text[:start] + text[start:end].replace(correction.old, correction.new) + text[end:]
    return text


def _replaced(value: Any, loc: Loc, corrections: Mapping[Loc, _Correction]) -> Any:
    """The values as they should read after the corrections."""
    if isinstance(value, dict):
        return {key: _replaced(item, (*loc, key), corrections) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, (*loc, i), corrections) for i, item in enumerate(value)]
    if correction := corrections.get(loc):
        return value.replace(correction.old, correction.new)
    return value


def _said(value: Any) -> Any:
    """A value without what nobody sees: the order of fields, blanks at the ends of lines."""
    if isinstance(value, dict):
        return {key: _said(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_said(item) for item in value]
    return re.sub(r" +(?=\n|$)", "", value).rstrip("\n") if isinstance(value, str) else value


# ---------------------------------------------------------------------- lines


def _without_blanks(text: str) -> tuple[str, list[str]]:
    """The text without blanks at the ends of lines and of the file, and what that mended."""
    trimmed = re.sub(r" +$", "", text, flags=re.MULTILINE)
    done = ["trailing blanks"] if trimmed != text else []
    ended = trimmed.rstrip("\n") + "\n"
    return ended, [*done, "final newline"] if ended != trimmed else done


def _in_order(text: str, file: PurePosixPath, fields: list[FieldHelp]) -> str:
    """The text with the fields of every group in the order of their declaration."""
    settled: set[Loc] = set()
    while True:
        document, _ = read_bytes(text.encode(), file)
        if document is None:
            return text  # the caller finds that it says something else
        groups = _groups(fields, document.values, ())
        group = next((group for group in groups if group[0] not in settled), None)
        if group is None:
            return text
        loc, names, values = group
        settled.add(loc)
        if list(values) != (wanted := sorted(values, key=_rank(names))):
            text = _moved(document, loc, list(values), wanted)


def _rank(names: list[str]) -> Any:
    """Sorts by declaration; a field nobody declared goes last, for `check` to complain of."""
    return lambda name: names.index(name) if name in names else len(names)


def _groups(
    fields: list[FieldHelp], values: dict[str, Any], loc: Loc
) -> Iterator[tuple[Loc, list[str], dict[str, Any]]]:
    """Each group of fields: where it is, its declared names, its values."""
    yield loc, [field.name for field in fields], values
    for field in fields:
        inner = values.get(field.name)
        for index, group in enumerate(inner if isinstance(inner, list) else [inner]):
            if field.fields and isinstance(group, dict):
                at = (*loc, field.name, index) if isinstance(inner, list) else (*loc, field.name)
                yield from _groups(fields_of(field.word), group, at)


def _moved(document: Document, loc: Loc, names: list[str], wanted: list[str]) -> str:
    """The text with the lines of a group's fields in the wanted order.

    A comment moves with the field below it. Nothing moves where a field does not begin its line
    (`{a: 1, b: 2}`), or where it is unclear whether a comment belongs to the first field.
    """
    lines = document.text.split("\n")
    places = [document.key_spans[(*loc, name)][:2] for name in names]
    column = places[0][1]
    first = places[0][0]
    before = lines[first][:column]
    comment = re.compile(rf" {{{column}}}#")
    if (
        before.strip(" -")
        or any(at != column or lines[line][:at].strip() for line, at in places[1:])
        or (wanted[0] != names[0] and first and lines[first - 1].lstrip().startswith("#"))
    ):
        return document.text
    starts = [first]
    for (previous, _), (line, _) in pairwise(places):
        while line - 1 > previous and comment.match(lines[line - 1]):
            line -= 1
        starts.append(line)
    end = _end(document, (*loc, names[-1]), lines, column)
    lines[first] = " " * column + lines[first][column:]
    blocks = {
        name: lines[start:stop]
        for name, start, stop in zip(names, starts, [*starts[1:], end], strict=True)
    }
    moved = [line for name in wanted for line in blocks[name]]
    if before.strip() and comment.match(moved[0]):
        return document.text
    moved[0] = before + moved[0][column:]
    return "\n".join([*lines[:first], *moved, *lines[end:]])


def _end(document: Document, last: Loc, lines: list[str], column: int) -> int:
    """The line after a group's last field: where the next thing begins, or what leads up to it."""
    begun = document.key_spans[last][0]
    later = [
        span[0]
        for spans in (document.key_spans, document.spans)
        for loc, span in spans.items()
        if span[0] > begun and loc[: len(last)] != last
    ]
    end = min(later, default=len(lines))
    while end - 1 > begun and re.match(rf" {{0,{column}}}#|$", lines[end - 1]):
        end -= 1
    return end
