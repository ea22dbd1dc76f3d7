"""The small Markdown of prose fields: what it may hold, whom it names, and how it is shown.

Allowed are paragraphs, lists, quotations, emphasis, links to records and citations
`[@source, place]`. The parser is CommonMark's; everything it finds beyond that list is a problem,
and the writer below emits only what it knows, with every text escaped. So text from a stranger
can reach a page as words and as nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

# Its parts are bounded, so that a text full of '[@' costs no more than another.
_CITATION = re.compile(
    r"\[@([^\[\],\s]{0,120})(?:,[ \n]{0,9}([^\[\]\n]{0,200}(?:\n[^\[\]\n]{1,200})?))?\]"
)


# What was meant as a citation and is none: `[@a; @b]`, `(@a)`, `[tass-2024-06-20]`, `[^1]`.
_NOT_CITED = re.compile(
    r"\[@[^\]]*\]?|\(@[^)\s]+\)?|\[[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{4}(?:-\d\d)*\](?!\()|\[\^\w+\]"
)
_BARE = re.compile(r"(?:https?://|\bwww\.)\S+")
_TRIED = re.compile(rf"\[@|{_NOT_CITED.pattern}|{_BARE.pattern}")
_LINE_END = re.compile(r"\r\n?|\n")


def _citation(state: StateInline, silent: bool) -> bool:
    """A markdown-it rule: `[@source]` or `[@source, place]`."""
    match = _CITATION.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.content = match.group()
        token.meta = {
            "source": f"sources/{match.group(1)}",
            "place": " ".join((match.group(2) or "").split()),
        }
    state.pos = match.end()
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True})
    # An indented line or a `[label]: address` line is never meant as code or as a definition, and
    # an entity could bring back a character that no file may hold.
    parser.disable(["code", "reference", "entity"])
    parser.inline.ruler.before("link", "citation", _citation)
    # Every address reaches the check below; markdown-it would leave the dangerous ones as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


_PARSER = _parser()

_REFUSED = {
    "heading": (
        "heading-in-prose",
        "a heading",
        "headings come from the fields; remove the '#' or the line below",
    ),
    "html": (
        "html-in-prose",
        "HTML",
        "use *emphasis*, lists and links; write signs as they are, and a blank behind each '<'",
    ),
    "image": ("image-in-prose", "an image", "remove the '!': texts hold no images"),
    "code": ("code-in-prose", "a piece of code", "remove the backticks"),
    "hr": ("rule-in-prose", "a dividing line", "leave a blank line between paragraphs instead"),
}
_REFUSED_TOKENS = {
    "heading_open": "heading",
    "html_block": "html",
    "fence": "code",
    "hr": "hr",
}
_TAGS = {
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "em": "em",
    "strong": "strong",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A record named in prose: by a link or by a citation, with the words to look for.

    `nth` counts, from 0, the names written in the same words before it.
    """

    target: str
    written: str
    is_citation: bool
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Something prose may not hold, with the words to look for, as in `Name`."""

    code: str
    message: str
    hint: str
    written: str
    nth: int = 0


@lru_cache(maxsize=65536)
def _parse(text: str) -> tuple[Token, ...]:
    return tuple(_PARSER.parse(text))


def _inline(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def names(text: str) -> Iterator[Name]:
    """Every record that a text links to or cites, in reading order."""
    seen: Counter[str] = Counter()
    for token in _inline(_parse(text)):
        if token.type == "citation":
            target, written = token.meta["source"], token.content
        elif token.type == "link_open" and not _leads_out(href := str(token.attrs["href"])):
            target, written = href, f"({href})"
        else:
            continue
        yield Name(target, written, token.type == "citation", seen[written])
        seen[written] += 1


def faults(text: str) -> Iterator[Fault]:
    """What stands in a text that may not: headings, HTML, images, code, links to the web."""
    lines = _LINE_END.split(text)
    seen: Counter[tuple[str, str]] = Counter()
    for block in _parse(text):
        first_line = lines[block.map[0]].strip() if block.map else ""
        for fault in _faults_of(block, first_line):
            yield replace(fault, nth=seen[fault.code, fault.written])
            seen[fault.code, fault.written] += 1


def _faults_of(block: Token, first_line: str) -> Iterator[Fault]:
    if what := _REFUSED_TOKENS.get(block.type):
        yield _refused(what, first_line)
    opened: set[str] = set()
    in_link = False
    children = block.children or []
    for index, token in enumerate(children):
        if token.type == "html_inline":
            # The end of an element whose beginning was named is the same fault.
            element = token.content.strip("</>").partition(" ")[0]
            if not (token.content.startswith("</") and element in opened):
                yield _refused("html", token.content.split("\n")[0])
            opened.add(element)
        elif token.type == "image":
            yield _refused("image", f"![{token.content}".split("\n")[0])
        elif token.type == "code_inline":
            yield _refused("code", f"{token.markup}{token.content}")
        elif token.type == "link_open":
            in_link = True
            href = str(token.attrs["href"])
            if token.info == "auto":
                yield _bare(children[index + 1].content)
            elif _leads_out(href):
                yield _outside(href)
        elif token.type == "link_close":
            in_link = False
        elif token.type == "text" and not (in_link and children[index - 1].info == "auto"):
            yield from _faults_of_words(token.content)


def _outside(href: str) -> Fault:
    """A link that does not lead to a record."""
    path = re.sub(r"^(?:\.{0,2}/)+|/$|\.(?:ya?ml|md|html)$|#.*$", "", href)
    if not re.match(r"[a-z]+:|//|www\.|#", href, re.IGNORECASE):
        hint = "write the whole id, folder first" + (
            f": ({path})" if not _leads_out(path) else ", such as (clauses/un-charter/article-51)"
        )
    else:
        hint = (
            "make the page a record in sources/ and cite it as [@its-id]; "
            "a link leads to a record, such as (clauses/un-charter/article-51)"
        )
    return Fault("link-outside", f"'{href}' is not the id of a record", hint, f"({href}")


def _faults_of_words(words: str) -> Iterator[Fault]:
    for address in _BARE.findall(words):
        yield _bare(address)
    for entity in re.findall(r"&#?\w+;", words):
        if unescape(entity) != entity:
            yield _refused("html", entity)
    for rest in re.findall(r"\] ?\([a-z]+/[^\s)]+\)", words):
        yield Fault(
            "broken-link",
            f"'{rest}' is not read as a link",
            "write [words](folder/name), without a blank between and without '[' in the words",
            rest,
        )
    for link in re.findall(r"\[\[[^\[\]]*\]\]", words):
        yield Fault(
            "broken-link",
            f"'{link}' is not read as a link",
            "write [words](folder/name)",
            link,
        )
    for citation in _NOT_CITED.findall(words):
        yield Fault(
            "bad-citation",
            f"'{citation}' is not a citation",
            "write [@source-id] or [@source-id, place], where source-id is the name of a file in "
            "sources/; two sources are two citations",
            citation,
        )


def _refused(what: str, written: str) -> Fault:
    code, name, hint = _REFUSED[what]
    return Fault(code, f"{name} stands in this text", hint, written)


def _bare(address: str) -> Fault:
    return Fault(
        "bare-address",
        f"the web address '{address}' stands in this text",
        "make the page a record in sources/ and cite it as [@its-id]",
        address,
    )


def _leads_out(href: str) -> bool:
    return not re.fullmatch(r"[a-z]+(?:/[^\s/#:]+)+", href)


def paragraphs(text: str) -> int:
    """How many paragraphs and list items a text has."""
    return sum(token.type == "inline" for token in _parse(text))


def uncited(text: str) -> Iterator[str]:
    """The first words of each paragraph or list item that cites no source.

    A heading or a citation that went wrong is a fault of its own.
    """
    heading = False
    for token in _parse(text):
        tried = _TRIED.search(token.content) or any(
            child.type == "citation" for child in token.children or ()
        )
        if token.type == "inline" and not tried and not heading:
            yield token.content.split("\n")[0]
        heading = token.type == "heading_open"


def plain(text: str) -> str:
    """The words alone, without markup and citations, on one line."""
    words = []
    for token in _inline(_parse(text)):
        if token.type == "text":
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak", "paragraph_close"):
            words.append(" ")
    return re.sub(r" +([.,;:)])", r"\1", " ".join("".join(words).split()))


@dataclass(frozen=True, slots=True)
class Writer:
    """How a page shows what only it knows: links, citations, and the anchors of paragraphs.

    `link` turns a record's id and the linked words into HTML, `cite` a source's id and a place;
    `anchor` gives the attributes and the mark of a paragraph (both may be empty). `find` cuts text
    into pieces, each with the id of a term it uses or with '', and `term` turns an id and the words
    into HTML; text inside a link is not looked at.
    """

    link: Callable[[str, Markup], Markup]
    cite: Callable[[str, str], Markup]
    anchor: Callable[[], tuple[Markup, Markup]]
    escape: Callable[[Any], Markup]
    find: Callable[[str], Iterable[tuple[str, str]]] = lambda text: [(text, "")]
    term: Callable[[str, Markup], Markup] = lambda id, words: words

    def blocks(self, text: str) -> Markup:
        """The text as block-level HTML."""
        out: list[str] = []
        mark = Markup("")
        for token in _parse(text):
            name, _, end = token.type.rpartition("_")
            if token.type == "inline":
                out.append(self._run(token.children or []))
            elif name == "paragraph" and token.hidden:
                continue
            elif token.type == "paragraph_open":
                attributes, mark = self.anchor()
                out.append(f"<p{attributes}>")
            elif token.type == "paragraph_close":
                # Behind the words: whoever reads aloud hears them first.
                out.append(f"{mark}</p>\n")
            elif name in _TAGS:
                out.append(f"<{'/' if end == 'close' else ''}{_TAGS[name]}>")
            else:
                out.append(self.escape(token.content))
        return Markup("".join(out))

    def line(self, text: str) -> Markup:
        """The text as one run of inline HTML, paragraphs joined by a blank."""
        runs = [self._run(token.children or []) for token in _parse(text) if token.type == "inline"]
        return Markup(" ".join(runs))

    def _run(self, tokens: Sequence[Token]) -> str:
        out: list[str] = []
        stack: list[tuple[str, list[str]]] = []
        follows_citation = False
        for token in _joined(tokens):
            name, _, end = token.type.rpartition("_")
            blank = token.type == "text" and token.content.isspace()
            if token.type == "citation":
                # A citation belongs to the word before it, so no line breaks between them; a
                # second one follows the first after a narrow space that does not break either.
                while out and out[-1].isspace():
                    out.pop()
                if out:
                    out[-1] = out[-1].rstrip()
                if follows_citation:
                    out.append("\u202f")
                out.append(self.cite(token.meta["source"], token.meta["place"]))
            elif token.type == "link_open":
                stack.append((str(token.attrs["href"]), out))
                out = []
            elif token.type == "link_close":
                target, outer = stack.pop()
                outer.append(self.link(target, Markup("".join(out))))
                out = outer
            elif token.type == "text" and not stack:
                for piece, term in self.find(token.content):
                    words = self._words(piece)
                    out.append(self.term(term, words) if term else words)
            elif name in _TAGS:
                out.append(f"<{'/' if end == 'close' else ''}{_TAGS[name]}>")
            else:
                out.append(self._words(token.content))
            follows_citation = token.type == "citation" or (follows_citation and blank)
        return "".join(out)

    def _words(self, text: str) -> Markup:
        return Markup("\n").join(map(self.escape, text.split("\n")))


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens with words and line breaks as one text: a term may run over the end of a line."""
    text = ""
    for token in tokens:
        if token.type == "text":
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            text += "\n"
        else:
            if text:
                yield Token("text", "", 0, content=text)
                text = ""
            yield token
    if text:
        yield Token("text", "", 0, content=text)
