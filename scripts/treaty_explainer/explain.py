"""The YAML parser's complaints in plain words: where the fault lies, what it is, what to write.

A parser reports the point where it gave up, which is often a line or more after the fault. What
it had read until then tells where a quotation mark or a bracket was opened, and which line is
no field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from treaty_explainer.problems import quote

QUOTE_IT = "put the whole text in double quotes"
STRAIGHT_QUOTES = "use straight double quotes"

# The parser's words, the cause in plain words, and the remedy. The first that fits is taken.
_EXPLANATIONS: tuple[tuple[str, str, str], ...] = (
    (
        "cannot start any token",
        "{sign} cannot begin unquoted text",
        QUOTE_IT,
    ),
    (
        "did not find expected key",
        "this line does not begin in the same column as the fields above",
        "let fields of the same level begin in the same column, and the lines of a text two blanks "
        "further right than its field",
    ),
    (
        "did not find expected '-' indicator",
        "this line stands in a list but does not begin with '- '",
        "begin it with '- ', or indent it as the lines above",
    ),
    (
        "block sequence entries are not allowed",
        "'- ' stands where no list can begin",
        "put each '- ' on a line of its own below the field, or put the text in double quotes",
    ),
    (
        "did not find expected comment or line break",
        "text follows '|' or '>' on the same line",
        "begin the text on the next line, two blanks further right, or put it in double quotes",
    ),
    (
        "indentation indicator",
        "text follows '|' or '>' on the same line",
        "begin the text on the next line, two blanks further right, or put it in double quotes",
    ),
    (
        "found unexpected ':'",
        "a colon stands in a word inside brackets",
        "put a blank behind the colon, or put the text in double quotes",
    ),
    (
        "unexpected document indicator",
        "'---' or '...' stands at the beginning of a line inside quotation marks",
        "remove it, or close the quotation marks before it",
    ),
    (
        "escape character",
        "a backslash stands in double quotes, where it means something else",
        "use single quotes, or write the backslash twice",
    ),
    (
        "escape code",
        "a backslash stands in double quotes, where it means something else",
        "use single quotes, or write the backslash twice",
    ),
    (
        "hexdecimal number",
        "a backslash stands in double quotes, where it means something else",
        "use single quotes, or write the backslash twice",
    ),
    (
        "incompatible YAML document",
        "a line that begins with '%' is an order to the parser, which is not used here",
        "remove the line, or put the text in double quotes",
    ),
    (
        "directive",
        "a line that begins with '%' is an order to the parser, which is not used here",
        "remove the line, or put the text in double quotes",
    ),
    (
        "expected <document start>",
        "this line begins further left than the first field of the file",
        "let the fields of a record begin in the first column",
    ),
    (
        "tag",
        "a word that begins with '!' is read as an order to the parser",
        QUOTE_IT,
    ),
    (
        "URI escape",
        "a word that begins with '!' is read as an order to the parser",
        QUOTE_IT,
    ),
    (
        "mapping keys are not allowed",
        "'?' cannot begin unquoted text",
        QUOTE_IT,
    ),
    (
        "expected node content",
        "{sign} cannot begin unquoted text",
        QUOTE_IT,
    ),
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A fault in a file's YAML; line and column are counted from 0."""

    line: int
    column: int
    message: str
    hint: str


def explain(error: yaml.MarkedYAMLError, text: str, loader: Any) -> Explanation:
    """What is wrong with a text that the parser refused, and where the fault itself lies."""
    said = f"{error.problem or ''} {error.context or ''}"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    opening = error.context_mark or mark
    lines = text.split("\n")
    source = lines[line] if line < len(lines) else ""
    if left := _MERGE.search(text):
        return Explanation(
            text.count("\n", 0, left.start()),
            0,
            f"{quote(left.group().strip())} was left here when two versions met",
            "keep one of the versions between '<<<<<<<' and '>>>>>>>', and remove these lines",
        )
    if tab := _tab(source, column):
        return Explanation(
            line, tab - 1, "a tab stands where blanks belong", "use blanks, two for each level"
        )
    for number in {opening.line if opening else line, line}:
        if number < len(lines) and (before_text := _NO_BREAK_FIRST.match(lines[number])):
            return Explanation(number, before_text.end() - 1, *_NO_BREAK)
    if "unexpected end of stream" in said and opening:
        return Explanation(
            opening.line,
            opening.column,
            "a quotation mark is opened here and never closed",
            "close it at the end of the text, or write the text without quotes",
        )
    if "expected ',' or" in said and opening:
        return Explanation(
            opening.line,
            opening.column,
            "a bracket is opened here and not closed",
            "close it with ']' or '}'; if it begins a text, put the text in double quotes",
        )
    if "could not find expected ':'" in said and opening:
        return _no_field(opening.line, lines[opening.line])
    if "expected alphabetic or numeric character" in said and opening:
        return _star(opening.line, opening.column, lines[opening.line])
    before = _token_before(text, line, column, loader)
    if "mapping values are not allowed" in said:
        return _colon(line, column, lines, before)
    if "did not find expected" in said and (found := _text_after(line, column, before, source)):
        return found
    if "cannot start any token" in said and source[:column].endswith("["):
        return _list_not_text(line, column - 1, source)
    if "cannot start any token" in said and re.match(r"@[a-z0-9-]+$", source[column:].rstrip()):
        return Explanation(
            line, column, "'@' stands before a source only in a text", "write the id without it"
        )
    if "expected node content" in said and not source[column:].strip():
        return Explanation(
            line, column, "the file ends inside a bracket", "close it with ']' or '}'"
        )
    for part, message, hint in _EXPLANATIONS:
        if part in said:
            sign = quote(source[column : column + 1] or source.strip()[:1])
            return Explanation(line, column, message.format(sign=sign), hint)
    return Explanation(
        line,
        column,
        f"this line is not YAML ({(error.problem or 'unreadable').strip()})",
        "compare it with another record; text with special signs goes in double quotes",
    )


_NO_BREAK = (
    "U+00A0 (no-break space) stands here, which looks like a blank and is none",
    "delete it and type a blank; it often comes along when text is pasted",
)
_NO_BREAK_FIRST = re.compile("[ -]*(?:[A-Za-z_]+:?)?\u00a0")
# What git leaves where two versions of a file met.
_MERGE = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)


def _list_not_text(line: int, column: int, source: str) -> Explanation:
    """A value that begins with a bracket and is a text, or a list of citations."""
    value = source[column:].strip()
    if value.startswith("[@") and value.endswith("]") and "]" not in value[:-1]:
        return Explanation(
            line,
            column,
            "'@' stands before a source only in a text",
            f"write the ids without it: {value.replace('@', '')}",
        )
    return Explanation(
        line,
        column,
        f"a text that begins with {quote(value[:1])} is read as a list",
        f"{QUOTE_IT}, or begin it with '|' on a line of its own",
    )


def _star(line: int, column: int, source: str) -> Explanation:
    """'*' or '&' where a value begins: most often an entry of a list, or emphasis."""
    sign = quote(source[column])
    if not source[:column].strip() and source[column + 1 : column + 2] == " ":
        return Explanation(
            line, column, f"{sign} does not begin an entry of a list", "begin each entry with '- '"
        )
    return Explanation(line, column, f"{sign} cannot begin unquoted text", QUOTE_IT)


def _tab(source: str, column: int) -> int:
    """The column, counted from 1, of a tab that indents the line or stands at `column`; or 0."""
    if match := re.match(r"[ -]*\t", source):
        return match.end()
    return column + 1 if source[column : column + 1] == "\t" else 0


def _token_before(text: str, line: int, column: int, loader: Any) -> Any:
    """The last thing that was read before a point, or None."""
    last = None
    try:
        for token in yaml.scan(text, Loader=loader):
            if (token.start_mark.line, token.start_mark.column) >= (line, column):
                break
            last = token
    except yaml.YAMLError:
        pass
    return last


def _no_field(line: int, source: str) -> Explanation:
    """A line that should be a field or a list item and is neither."""
    column = len(source) - len(source.lstrip())
    if re.match(r"\s*-[^\s-]", source):
        return Explanation(
            line, column, "a blank is missing after the '-'", "write '- ' before each list item"
        )
    if match := re.match(r"\s*(?:- +)?[A-Za-z_]+:(?=\S)", source):
        return Explanation(
            line, match.end() - 1, "a blank is missing after the colon", "write 'field: text'"
        )
    return Explanation(
        line,
        column,
        "this line has no colon after a field's name, or it goes on with the text of the line "
        "before without being indented",
        "write 'field: text'; let every further line of a text begin two blanks further right",
    )


def _colon(line: int, column: int, lines: list[str], before: Any) -> Explanation:
    """A colon where none may be: in a text, or after the name of a field that is not seen as one
    because the line above it is broken or because it stands too far right."""
    source = lines[line]
    looks_like_field = re.fullmatch(r"\s*(?:- +)?[A-Za-z_]+", source[:column])
    begun = before.start_mark if isinstance(before, yaml.ScalarToken) else None
    if looks_like_field and begun and begun.line < line:
        above = lines[begun.line]
        is_field = re.match(r"\s*(?:- +)?[A-Za-z_]+:(?=\s|$)", above)
        if not is_field:
            return _no_field(begun.line, above)
        return Explanation(
            line,
            len(source) - len(source.lstrip()),
            "this line begins further right than the field above, so it is read as its text",
            "let fields of the same level begin in the same column; the first field of a list's "
            "entry begins with '- '",
        )
    if begun and begun.line == line and (first := source[begun.column]) in "“”„‘’«":
        return Explanation(
            line,
            begun.column,
            f"{quote(first)} is a letter to YAML, so the text is not quoted, and holds a colon",
            f"{STRAIGHT_QUOTES} around the text, or put it below the field after '|'",
        )
    return Explanation(
        line,
        column,
        "a colon followed by a blank stands inside unquoted text"
        if source[column + 1 :].strip()
        else "a colon stands at the end of unquoted text",
        f"{QUOTE_IT}, or begin it with '|' on a line of its own",
    )


def _text_after(line: int, column: int, before: Any, source: str) -> Explanation | None:
    """Text that follows a closing quotation mark or bracket, if that is what stands here."""
    if before is None or before.end_mark.line != line:
        return None
    if isinstance(before, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
        bracket = re.search(r"(?:^|:|-)\s+([\[{])", source)
        return _list_not_text(line, bracket.start(1) if bracket else column, source)
    if not (isinstance(before, yaml.ScalarToken) and before.style in ("'", '"')):
        return None
    start = before.start_mark
    if start.line < line:
        return Explanation(
            start.line,
            start.column,
            f"a quotation mark is opened here and closed only on line {line + 1}",
            "close it at the end of the text, or write the text without quotes",
        )
    other = "single" if before.style == '"' else "double"
    return Explanation(
        line,
        column,
        "text follows a closing quotation mark",
        f"put the whole text in {other} quotes, or begin it with '|' on a line of its own",
    )
