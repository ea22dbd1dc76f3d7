"""One file of a built site: what it offers, what it asks for, and what is wrong with it.

A page is read as strictly as a machine can: whatever is not plainly a tag, a comment or text is a
fault and is not mended as browsers do. So what is found here is what every browser sees, and
markup that two programs would read differently never gets by. What is found depends on the file
alone, is small and holds only text and numbers: it can be kept, and made in another process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from xml.etree import ElementTree

from treaty_explainer.problems import quote


class Finding(NamedTuple):
    """Something wrong in a file, on a line counted from 1."""

    line: int
    code: str
    message: str
    hint: str


class Look(NamedTuple):
    """What was seen of a file: the places it offers, the addresses it names, what is wrong."""

    ids: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def look(name: str, content: bytes) -> Look:
    """Look at one file of a site; of what sort it is tells its name."""
    suffix = name.rpartition(".")[2]
    judge = _JUDGES.get(suffix)
    if judge is None:
        return Look()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Look(findings=(Finding(line, "not-utf-8", "this file is not in UTF-8", ""),))
    return judge(text)


def line_of(content: bytes, address: str) -> int:
    """The line on which a page first names an address, as `Look.links` gives it."""
    text = content.decode("utf-8")
    for match in _TOKEN.finditer(text):
        if address in _read(match[0]).links:
            return text.count("\n", 0, match.start()) + 1
    return 1


# ---------------------------------------------------------------------- the words of HTML


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOID = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
_HTML = _VOID | _words(
    """a abbr address article aside b bdi bdo blockquote body button caption cite code colgroup data
    datalist dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 head header hgroup html i ins kbd label legend li main mark menu meter nav
    noscript ol optgroup option output p pre progress q rp rt ruby s samp script search section
    select small span strong sub summary sup table tbody td textarea tfoot th thead time title tr
    u ul var"""
)
_SVG = _words(
    """svg circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon
    polyline radialGradient rect stop symbol text tspan use"""
)
_IN_BOTH = frozenset(("a", "script", "svg", "title"))
# A browser carries out, loads or moves what stands in these; a page of ours has no need of them.
_FORBIDDEN = _words(
    """animate animateMotion animateTransform applet audio base embed foreignObject frame frameset
    iframe image marquee math noembed noframes object plaintext portal set style template track
    video xmp"""
)
# What stands within a paragraph ends it in the eyes of a browser, whatever the source says.
_ENDS_PARAGRAPH = _words(
    """address article aside blockquote details dialog div dl fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table ul"""
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEVER_WITHIN = {
    **dict.fromkeys(_ENDS_PARAGRAPH, ("p",)),
    **dict.fromkeys(_HEADINGS, ("p", *_HEADINGS)),
    "a": ("a", "button"),
    "button": ("a", "button"),
    "form": ("p", "form"),
    "label": ("label",),
    "option": ("option",),
}
_ONLY_WITHIN = {
    "li": ("ul", "ol", "menu"),
    "dt": ("dl", "div"),
    "dd": ("dl", "div"),
    "tr": ("tbody", "thead", "tfoot", "table"),
    "td": ("tr",),
    "th": ("tr",),
    "tbody": ("table",),
    "thead": ("table",),
    "tfoot": ("table",),
    "caption": ("table",),
    "colgroup": ("table",),
    "col": ("colgroup",),
    "option": ("select", "optgroup", "datalist"),
    "summary": ("details",),
    "figcaption": ("figure",),
    "legend": ("fieldset",),
    "head": ("html",),
    "body": ("html",),
}
# What else stands directly in these, a browser moves out of them.
_ROWS = frozenset(("tbody", "thead", "tfoot", "tr"))
_HOLDS_ONLY = {
    "table": _ROWS | {"caption", "colgroup"},
    **dict.fromkeys(_ROWS, frozenset(("tr",))),
    "tr": frozenset(("td", "th")),
    "colgroup": frozenset(("col",)),
    "select": frozenset(("option", "optgroup", "hr")),
}
_LOOSE_TEXT = re.compile(
    r"(?:<(?:table|tbody|thead|tfoot|tr)\b[^>]*>|</(?:tbody|thead|tfoot|tr|td|th)>)\s*[^<\s]"
)
# Attributes that name an address, and elements whose address a browser fetches by itself.
_ADDRESSES = _words("action background cite data formaction href poster src xlink:href")
_FETCHING = frozenset(("img", "link", "script", "source", "use", "input"))
# <link> elements that name an address without fetching it.
_MERELY_NAMED = frozenset(("canonical", "alternate", "prev", "next", "license", "edit"))
# Attributes that load or reach further than a page of ours may.
_UNWANTED = frozenset(("ping", "srcdoc", "srcset", "imagesrcset", "manifest", "is", "nonce"))
_REFERENCES = _words(
    """aria-controls aria-describedby aria-details aria-labelledby aria-owns for headers list
    popovertarget"""
)
_COUNTED = frozenset(("h1", "title", "link", "script"))
# A script that stands in the page itself may only be data: a browser does not run these.
_DATA_BLOCKS = frozenset(("application/json", "application/ld+json"))
_SCHEME = re.compile(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):")
_HARMLESS_SCHEMES = frozenset(("http", "https", "mailto"))

_REST = r"""[^"'<>]*+(?:"[^"]*+"[^"'<>]*+|'[^']*+'[^"'<>]*+)*+>"""
# Everything that begins with '<'. What none of the forms fits is a lone '<', and a fault.
_TOKEN = re.compile(
    rf"<script\b{_REST}[^<]*+</script>|<title\b{_REST}[^<]*+</title>"
    rf"|<textarea\b{_REST}[^<]*+</textarea>|</?[a-zA-Z]{_REST}"
    r"|<!--(?!-?>)[^-]*+(?:-[^-]++)*+-->|<!doctype html>|<",
    re.IGNORECASE,
)
_TAG = re.compile(rf"<(/?)([a-zA-Z][a-zA-Z0-9-]*)({_REST})(?:([^<]*)</\2>)?")
_ATTRIBUTE = re.compile(
    r"""(\s+([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?)"""
)
_ID = re.compile(r"\S+")


# ---------------------------------------------------------------------- one tag

_OPENS, _CLOSES, _STANDS_ALONE, _IS_NO_ELEMENT = range(4)


# A code, a message and a hint.
Fault = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tag, as far as it can be judged by itself."""

    name: str = ""
    what: int = _IS_NO_ELEMENT
    id: str | None = None
    links: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    policy: str | None = None
    in_svg: bool | None = None  # whether it stands in a picture; None: in both
    has_its_place: bool = False
    is_plain: bool = False  # there is no more to it than its name


# Most tags of a page stand in a thousand others too.
@lru_cache(maxsize=1 << 13)
def _read(token: str) -> _Tag:
    if token.startswith("<!"):
        return _Tag(is_plain=True)
    match = _TAG.fullmatch(token)
    if not match:
        return _Tag(faults=(("not-html", f"{quote(token)} is no tag", ""),))
    slash, name, rest, text = match.groups()
    attributes = _ATTRIBUTE.findall(rest)
    end = rest[sum(len(whole) for whole, *_ in attributes) :].strip()
    faults: list[Fault] = []
    if end not in (">", "/>") or (slash and rest != ">"):
        faults.append(("not-html", f"{quote(token)} is not well formed", ""))
    if slash:
        return _Tag(name, _CLOSES, faults=tuple(faults))
    given = {key: unescape("".join(values)) for _, key, *values in attributes}
    links = tuple(value for key, value in given.items() if key in _ADDRESSES)
    references = tuple(
        id for key, value in given.items() if key in _REFERENCES for id in value.split()
    )
    if len(given) < len(attributes):
        faults.append(("not-html", f"{quote(token)} has an attribute twice", ""))
    if name not in _HTML and name not in _SVG:
        code = "forbidden-element" if name in _FORBIDDEN else "not-html"
        faults.append((code, f"<{name}> has no place in a page", ""))
    if end == "/>" and name not in _VOID and name not in _SVG:
        faults.append(("not-html", f"<{name}/> does not close itself", f"write </{name}>"))
    faults += _attribute_faults(name, given)
    if name == "script":
        faults += _script_faults(given, text or "")
    is_policy = given.get("http-equiv", "").lower() == "content-security-policy"
    id = given.get("id")
    policy = given.get("content", "") if is_policy else None
    alone = name in _VOID or text is not None or end == "/>"
    return _Tag(
        name,
        _STANDS_ALONE if alone else _OPENS,
        id,
        links,
        references,
        tuple(faults),
        policy,
        in_svg=None if name in _IN_BOTH else name in _SVG,
        has_its_place=name in _ONLY_WITHIN or name in _NEVER_WITHIN,
        is_plain=name not in _COUNTED
        and id is policy is None
        and not (links or references or faults),
    )


def _attribute_faults(name: str, given: dict[str, str]) -> Iterator[Fault]:
    """What is wrong with the attributes of one element."""
    for key, value in given.items():
        if key in _ADDRESSES:
            yield from _address_faults(name, value, given.get("rel", ""))
        elif key.startswith("on"):
            yield "inline-script", f"<{name}> carries a script", ""
        elif key == "style":
            yield (
                "inline-style",
                f"<{name}> carries a style, which the policy forbids",
                "give it a class, and the class its style",
            )
        elif key in _UNWANTED:
            yield "forbidden-element", f"<{name}> has the attribute {quote(key)}", ""
        elif "url(" in value and "url(#" not in value:
            yield "foreign-request", f"<{name}> fetches {quote(value)}", ""
    if name == "img" and "alt" not in given:
        yield "no-alt", "this image has no text for those who cannot see it", ""
    if given.get("http-equiv", "").lower() == "refresh":
        yield from _address_faults("link", given.get("content", "").partition("url=")[2], "")
    if not _ID.fullmatch(given.get("id", "x")):
        yield "not-html", f"the id {quote(given['id'])} is empty or has a blank", ""


def _address_faults(name: str, text: str, rel: str) -> Iterator[Fault]:
    """What is wrong with one address in a page."""
    scheme = found[1].lower() if (found := _SCHEME.match(text)) else ""
    if scheme == "data" and name == "img":
        return
    if scheme and scheme not in _HARMLESS_SCHEMES:
        yield "dangerous-link", f"{quote(text)} is no address to follow", ""
    fetches = name in _FETCHING and not (name == "link" and rel in _MERELY_NAMED)
    if (fetches or name in ("form", "button")) and (scheme or text.startswith(("//", "\\"))):
        yield (
            "foreign-request",
            f"<{name}> fetches {quote(text)} from another site",
            "put the file into docs/ and link it from there",
        )


def _script_faults(given: dict[str, str], text: str) -> Iterator[Fault]:
    """A script comes from a file of the site, or it is data."""
    if given.get("type") in _DATA_BLOCKS:
        try:
            json.loads(text)
        except ValueError as error:
            yield "not-json", f"the data in this page is no JSON: {error}", ""
    elif "src" not in given or text.strip():
        yield "inline-script", "a script stands in the page itself", "put it into a file"


# ---------------------------------------------------------------------- one page


def _page(text: str) -> Look:
    tokens = _TOKEN.findall(text)
    ids: dict[str, None] = {}
    links: dict[str, None] = {}
    references: dict[str, int] = {}
    faults: list[tuple[int, Fault]] = []
    stack: list[str] = []
    in_svg = governed = False
    headings = titles = 0
    for number, token in enumerate(tokens):
        if token[1:2] == "/" and stack and token[2:-1] == stack[-1]:
            if stack.pop() == "svg":
                in_svg = False
            continue
        tag = _read(token)
        name = tag.name
        if tag.what == _CLOSES:
            faults.append((number, ("not-html", _unmatched(name, stack), "")))
            continue
        if tag.in_svg != in_svg and tag.in_svg is not None:
            where = "within" if in_svg else "outside"
            faults.append((number, ("not-html", f"<{name}> stands {where} <svg>", "")))
        if stack and (held := _HOLDS_ONLY.get(stack[-1])) and name and name not in held:
            faults.append((number, ("not-html", f"<{name}> stands in <{stack[-1]}>", "")))
        elif tag.has_its_place and (fault := _misplaced(name, stack)):
            faults.append((number, ("not-html", fault, "")))
        if tag.what == _OPENS:
            stack.append(name)
            if name == "svg":
                in_svg = True
        if tag.is_plain:
            continue
        faults += [(number, fault) for fault in tag.faults]
        headings += name == "h1"
        titles += name == "title" and not in_svg
        if tag.id is not None:
            if tag.id in ids:
                faults.append((number, ("doubled-id", f"the id {quote(tag.id)} is used twice", "")))
            ids[tag.id] = None
        for link in tag.links:
            links[link] = None
        for reference in tag.references:
            references.setdefault(reference, number)
        if tag.policy is not None:
            governed = True
            faults += [(number, fault) for fault in _policy_faults(tag.policy)]
        elif not governed and name in ("link", "script"):
            governed = True  # said once is enough
            faults.append((number, _NO_POLICY))
    faults += [
        (number, ("dead-reference", f"no element of this page has the id {quote(id)}", ""))
        for id, number in references.items()
        if id not in ids
    ]
    whole = []
    if stack:
        whole.append(("not-html", f"<{stack[-1]}> is never closed", ""))
    if not governed:
        whole.append(_NO_POLICY)
    if headings != 1:
        whole.append(("main-heading", f"this page has {headings} main headings, not one", ""))
    if titles != 1:
        whole.append(("not-html", f"this page has {titles} titles, not one", ""))
    if loose := _LOOSE_TEXT.search(text):
        whole.append(("not-html", f"text stands between cells: {quote(loose[0])}", ""))
    if text.lstrip()[:15].lower() != "<!doctype html>":
        whole.append(("not-html", "a page begins with <!doctype html>", ""))
    faults += [(0, fault) for fault in whole]
    return Look(tuple(ids), tuple(links), _with_lines(text, faults))


def _unmatched(name: str, stack: list[str]) -> str:
    """What is wrong with an end tag; what it may have meant to close is closed."""
    fault = f"</{name}> where <{stack[-1]}> is open" if stack else f"</{name}> closes nothing"
    if name in stack:
        del stack[len(stack) - 1 - stack[::-1].index(name) :]
    return fault


def _misplaced(name: str, stack: list[str]) -> str:
    """Why an element may not stand where it does, or nothing."""
    parents = _ONLY_WITHIN.get(name)
    if parents and (not stack or stack[-1] not in parents):
        return f"<{name}> stands in <{stack[-1]}>" if stack else f"<{name}> stands alone"
    outer = next((outer for outer in _NEVER_WITHIN.get(name, ()) if outer in stack), None)
    return f"<{name}> stands within <{outer}>" if outer else ""


_NO_POLICY = (
    "no-policy",
    "no Content-Security-Policy stands before what it is to govern",
    "put it into the page's head, before every style sheet and script",
)
_POLICY_WORDS = frozenset(("'none'", "'self'", "'wasm-unsafe-eval'", "data:", "file:", "blob:"))


@lru_cache(maxsize=64)
def _policy_faults(policy: str) -> tuple[Fault, ...]:
    """What a policy allows that none of ours may: inline scripts and whatever is elsewhere."""
    allowed: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *words = part.split() or [""]
        allowed.setdefault(name.lower(), words)
    faults = []
    if allowed.get("default-src") != ["'none'"]:
        faults.append(("weak-policy", "the policy does not begin with default-src 'none'", ""))
    for name, words in allowed.items():
        scripts = name.startswith(("script-src", "object-src", "worker-src"))
        wide = {"data:", "blob:"} if scripts else set()
        faults += [
            ("weak-policy", f"the policy allows {name} {quote(word)}", "")
            for word in words
            if word not in _POLICY_WORDS - wide
        ]
    return tuple(faults)


def _with_lines(text: str, faults: list[tuple[int, Fault]]) -> tuple[Finding, ...]:
    """Faults by the number of the token, as findings by the line. Most pages have none."""
    if not faults:
        return ()
    starts = [match.start() for match in _TOKEN.finditer(text)] or [0]
    return tuple(
        Finding(text.count("\n", 0, starts[number]) + 1, *fault)
        for number, fault in sorted(faults, key=lambda pair: pair[0])
    )


# ---------------------------------------------------------------------- other files


def _json(text: str) -> Look:
    try:
        json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return Look(findings=(Finding(line, "not-json", f"this is no JSON: {error}", ""),))
    return Look()


def _json_lines(text: str) -> Look:
    found = [
        look._replace(findings=tuple(f._replace(line=number) for f in look.findings))
        for number, line in enumerate(text.splitlines(), 1)
        if (look := _json(line)).findings
    ]
    return Look(findings=tuple(finding for look in found for finding in look.findings))


def _xml(text: str) -> Look:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return Look(findings=(Finding(1, "not-xml", "no XML of ours declares entities", ""),))
    try:
        ElementTree.fromstring(text)  # noqa: S314 - our own file, and without entities
    except ElementTree.ParseError as error:
        fault = f"this is no XML: {error}"
        return Look(findings=(Finding(error.position[0], "not-xml", fault, ""),))
    return Look()


def _svg(text: str) -> Look:
    """A picture may hold nothing that a page may not; it stands in <img>, but can be opened."""
    faults = [
        (number, fault)
        for number, token in enumerate(_TOKEN.findall(text))
        if not token.startswith("<?")
        for fault in _read(token).faults
        if fault[0] != "not-html"
    ]
    return Look(findings=_xml(text).findings + _with_lines(text, faults))


def _style_sheet(text: str) -> Look:
    return Look(
        findings=tuple(
            Finding(
                text.count("\n", 0, match.start()) + 1,
                "foreign-request",
                f"a style sheet fetches {quote(match[1])} from another site",
                "put the file into docs/ and name it from there",
            )
            for match in _FOREIGN_STYLE.finditer(text)
        )
    )


_FOREIGN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?\s*((?:https?:)?//[^"')\s;]+)""", re.I)


def _calendar(text: str) -> Look:
    """RFC 5545: lines end with CR and LF, are at most 75 bytes long, and parts are closed."""
    faults: list[tuple[int, str]] = []
    stack: list[str] = []
    uids: set[str] = set()
    lines = text.split("\r\n")
    for number, line in enumerate(lines[:-1], 1):
        name, colon, value = line.partition(":")
        if "\n" in line or "\r" in line:
            faults.append((number, "a line does not end with CR and LF"))
        if len(line.encode()) > 75:
            faults.append((number, "a line has more than 75 bytes"))
        if line.startswith((" ", "\t")):
            continue
        if not colon:
            faults.append((number, f"{quote(line)} has no colon"))
        if name == "BEGIN":
            stack.append(value)
        elif name == "END" and (not stack or stack.pop() != value):
            faults.append((number, f"{quote(line)} closes what is not open"))
        elif name == "UID" and value in uids:
            faults.append((number, f"the UID {quote(value)} is used twice"))
        elif name == "UID":
            uids.add(value)
    if stack or lines[-1] or lines[0] != "BEGIN:VCALENDAR":
        faults.append((len(lines), "a calendar begins with BEGIN:VCALENDAR and ends with its END"))
    return Look(findings=tuple(Finding(line, "not-calendar", fault, "") for line, fault in faults))


_JUDGES: dict[str, Callable[[str], Look]] = {
    "html": _page,
    "json": _json,
    "jsonl": _json_lines,
    "geojson": _json,
    "webmanifest": _json,
    "xml": _xml,
    "svg": _svg,
    "css": _style_sheet,
    "ics": _calendar,
}
