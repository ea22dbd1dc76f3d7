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
from itertools import chain
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import Markup

from treaty_explainer.problems import quote

# Its parts are bounded, so that a text full of '[@' costs no more than another.
_CITATION = re.compile(
    r"\[@([^\[\],\s]{0,120})(?:,[ \n]{0,9}([^\[\]\n]{0,200}(?:\n[^\[\]\n]{1,200})?))?\]"
)


# What was meant as a citation and is none: `[@a; @b]`, `(@a)`, `[tass-2024-06-20]`, `[^1]`.
_NOT_CITED = re.compile(
    r"\[@[^\]]*\]?|\(@[^)\s]+\)?|\[[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{4}(?:-\d\d)*\](?!\()|\[\^\w+\]"
)
_BARE = re.compile(r"(?:https?://|\bwww\.)\S+")
# Without one of these, words hold nothing that has to be looked for.
_SUSPECT = re.compile(r"[&\[\]]|\(@|://|www\.")
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
_TAG = re.compile(r"<!--.*?(?:-->|$)|<[^<>]*>?")
# What to write instead of the tags that people know best.
_INSTEAD = (
    dict.fromkeys(("i", "em", "u"), "write *emphasis*, with a star on either side")
    | dict.fromkeys(("b", "strong"), "write **emphasis**, with two stars on either side")
    | dict.fromkeys(("br", "p"), "remove it; an empty line begins a new paragraph")
    | dict.fromkeys(("ul", "ol", "li"), "remove it; '- ' begins an entry of a list")
    | {"!--": "remove it; in a data file a remark stands on a line of its own after '#'"}
)
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


class Piece(NamedTuple):
    """A piece of a paragraph: `words`, a `citation` of `what` at `where`, a `tag` as HTML, the
    `link` to `what` and its end, `unlink`, or `other`: what no text may hold, as it was written.

    Between paragraphs there are tags, and a `paragraph` and its end, `end`; one that is `hidden`
    stands in a list without blank lines and has no tag of its own.
    """

    kind: str
    what: str = ""
    where: str = ""
    hidden: bool = False


# A paragraph's pieces, or what stands between two paragraphs.
Block = tuple[Piece, ...] | Piece


@dataclass(frozen=True, slots=True)
class _Parsed:
    """All that is ever asked of a text. The parser's own tokens take ten times the room."""

    names: tuple[Name, ...]
    faults: tuple[Fault, ...]
    uncited: tuple[str, ...]
    blocks: tuple[Block, ...]


@lru_cache(maxsize=65536)
def _parse(text: str) -> _Parsed:
    tokens = _PARSER.parse(text)
    return _Parsed(
        tuple(_names(tokens)),
        tuple(_faults(tokens, text)),
        tuple(_uncited(tokens)),
        tuple(map(_block, tokens)),
    )


def _block(token: Token) -> Block:
    if token.type == "inline":
        return tuple(_pieces(token.children or []))
    if token.type in ("paragraph_open", "paragraph_close"):
        kind = "end" if token.type == "paragraph_close" else "paragraph"
        return Piece(kind, hidden=token.hidden)
    return _tag(token) or Piece("other", token.content)


def _tag(token: Token) -> Piece | None:
    name, _, end = token.type.rpartition("_")
    tag = _TAGS.get(name)
    return Piece("tag", f"</{tag}>" if end == "close" else f"<{tag}>") if tag else None


def _pieces(tokens: Iterable[Token]) -> Iterator[Piece]:
    """Words and line breaks are one text: a term may run over the end of a line."""
    words = ""
    for token in tokens:
        if token.type == "text":
            words += token.content
        elif token.type in ("softbreak", "hardbreak"):
            words += "\n"
        else:
            if words:
                yield Piece("words", words)
                words = ""
            if token.type == "citation":
                yield Piece("citation", token.meta["source"], token.meta["place"])
            elif token.type == "link_open":
                yield Piece("link", str(token.attrs["href"]))
            elif token.type == "link_close":
                yield Piece("unlink")
            else:
                yield _tag(token) or Piece("other", token.content)
    if words:
        yield Piece("words", words)


def names(text: str) -> Sequence[Name]:
    """Every record that a text links to or cites, in reading order."""
    return _parse(text).names


def faults(text: str) -> Sequence[Fault]:
    """What stands in a text that may not: headings, HTML, images, code, links to the web."""
    return _parse(text).faults


def paragraphs(text: str) -> int:
    """How many paragraphs and list items a text has."""
    return sum(not isinstance(block, Piece) for block in _parse(text).blocks)


def uncited(text: str) -> Sequence[str]:
    """The first words of each paragraph or list item that cites no source.

    A heading or a citation that went wrong is a fault of its own.
    """
    return _parse(text).uncited


def plain(text: str) -> str:
    """The words alone, without markup and citations, on one line."""
    words = []
    for block in _parse(text).blocks:
        if not isinstance(block, Piece):
            words += [piece.what for piece in block if piece.kind == "words"]
        elif block.kind == "end":
            words.append(" ")
    return re.sub(r" +([.,;:)])", r"\1", " ".join("".join(words).split()))


def _names(tokens: Iterable[Token]) -> Iterator[Name]:
    seen: Counter[str] = Counter()
    for token in chain.from_iterable((token, *(token.children or ())) for token in tokens):
        if token.type == "citation":
            target, written = token.meta["source"], token.content
        elif token.type == "link_open" and not _leads_out(href := str(token.attrs["href"])):
            target, written = href, f"({href})"
        else:
            continue
        yield Name(target, written, token.type == "citation", seen[written])
        seen[written] += 1


def _faults(tokens: Iterable[Token], text: str) -> Iterator[Fault]:
    lines = _LINE_END.split(text)
    seen: Counter[tuple[str, str]] = Counter()
    for block in tokens:
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
    if not _SUSPECT.search(words):
        return
    for address in _BARE.findall(words):
        yield _bare(address)
    for entity in re.findall(r"&#?\w+;", words):
        if (sign := unescape(entity)) != entity:
            shown = sign.isprintable() and not sign.isspace()
            hint = f"write the sign itself: '{sign}'" if shown else "write a blank, or remove it"
            yield replace(_refused("html", entity), hint=hint)
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
    if what == "html":
        tag = _TAG.match(written)
        written = tag.group() if tag else written
        hint = _INSTEAD.get(re.split(r"[\s>/]", written.strip("</"))[0].lower(), hint)
        return Fault(code, f"{quote(written)} is HTML, which a text cannot hold", hint, written)
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


def _uncited(tokens: Iterable[Token]) -> Iterator[str]:
    heading = False
    for token in tokens:
        if token.type == "inline" and not heading and not _tries_to_cite(token):
            yield token.content.split("\n")[0]
        heading = token.type == "heading_open"


def _tries_to_cite(paragraph: Token) -> bool:
    cited = any(token.type == "citation" for token in paragraph.children or ())
    return cited or bool(_TRIED.search(paragraph.content))


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
        for block in _parse(text).blocks:
            if not isinstance(block, Piece):
                out.append(self._run(block))
            elif block.hidden:
                continue
            elif block.kind == "paragraph":
                attributes, mark = self.anchor()
                out.append(f"<p{attributes}>")
            elif block.kind == "end":
                # Behind the words: whoever reads aloud hears them first.
                out.append(f"{mark}</p>\n")
            else:
                out.append(block.what if block.kind == "tag" else self.escape(block.what))
        return Markup("".join(out))

    def line(self, text: str) -> Markup:
        """The text as one run of inline HTML, paragraphs joined by a blank."""
        paragraphs = (block for block in _parse(text).blocks if not isinstance(block, Piece))
        return Markup(" ".join(map(self._run, paragraphs)))

    def _run(self, pieces: Iterable[Piece]) -> str:
        out: list[str] = []
        stack: list[tuple[str, list[str]]] = []
        follows_citation = False
        for kind, what, where, _ in pieces:
            if kind == "citation":
                # A citation belongs to the word before it, so no line breaks between them; a
                # second one follows the first after a narrow space that does not break either.
                while out and out[-1].isspace():
                    out.pop()
                if out:
                    out[-1] = out[-1].rstrip()
                if follows_citation:
                    out.append("\u202f")
                out.append(self.cite(what, where))
            elif kind == "link":
                stack.append((what, out))
                out = []
            elif kind == "unlink":
                target, outer = stack.pop()
                outer.append(self.link(target, Markup("".join(out))))
                out = outer
            elif kind == "words" and not stack:
                for piece, term in self.find(what):
                    words = self._words(piece)
                    out.append(self.term(term, words) if term else words)
            else:
                out.append(what if kind == "tag" else self._words(what))
            blank = kind == "words" and what.isspace()
            follows_citation = kind == "citation" or (follows_citation and blank)
        return "".join(out)

    def _words(self, text: str) -> Markup:
        if "\n" not in text:
            return self.escape(text)
        return Markup("\n".join(map(self.escape, text.split("\n"))))
