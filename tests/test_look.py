"""One file of a built site, looked at by itself: what is right passes, one fault is one finding."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import html5lib
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from treaty_explainer.build import build
from treaty_explainer.look import Finding, Look, line_of, look
from treaty_explainer.scaffold import init

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"
HEAD = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><title>t</title></head>'
)
PAGE = HEAD + "<body><h1>T</h1>\n{}</body></html>"


def codes(body: str) -> list[str]:
    return [finding.code for finding in look("index.html", PAGE.format(body).encode()).findings]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>a &lt; b &amp; c > d</p>",
        "<!-- a - comment --><p>x<br>y<br/>z</p>",
        "<ul><li>x</li></ul><table><thead><tr><th>x</th></tr></thead></table>",
        '<p title="a > b" class=\'x "y"\' hidden data-x=y>x</p>',
        '<script type="application/ld+json">{"a": "\\u003cb>"}</script>',
        '<script src="x.js" defer></script>',
        '<svg viewBox="0 0 1 1"><title>x</title><g><a href="#x"><title>y</title><path d="M0"/></a>'
        '</g><circle r="1" fill="url(#x)"></circle></svg>',
        '<label for="x">x</label><input id="x"><p aria-labelledby="x">y</p>',
        '<img src="data:image/png;base64,AA==" alt="">',
        "<details><summary>x</summary><p>y</p></details><dl><div><dt>x</dt><dd>y</dd></div></dl>",
    ],
)
def test_what_is_right_passes(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        # scripts and styles in the page
        ('<p onclick="x()">x</p>', "inline-script"),
        ("<svg onload=x()></svg>", "inline-script"),
        ("<script>x()</script>", "inline-script"),
        ('<script src="x.js">x()</script>', "inline-script"),
        ('<script type="module">x()</script>', "inline-script"),
        ('<script type="application/json">{</script>', "not-json"),
        ('<p style="color: red">x</p>', "inline-style"),
        # what a browser loads, carries out or is led away by
        ("<style>p { color: red }</style>", "forbidden-element"),
        ('<base href="x/">', "forbidden-element"),
        ('<iframe src="x/"></iframe>', "forbidden-element"),
        ('<object data="x"></object>', "forbidden-element"),
        ('<embed src="x">', "forbidden-element"),
        ("<svg><animate></animate></svg>", "forbidden-element"),
        ('<img src="x.png" srcset="y.png 2x" alt="">', "forbidden-element"),
        ('<a href="x/" ping="y">x</a>', "forbidden-element"),
        ('<a href="javascript:x()">x</a>', "dangerous-link"),
        ('<a href=" JaVaScRiPt:x()">x</a>', "dangerous-link"),
        ('<a href="&#106;avascript:x()">x</a>', "dangerous-link"),
        ('<a href="data:text/html,x">x</a>', "dangerous-link"),
        ('<meta http-equiv="refresh" content="0; url=https://example.org/">', "foreign-request"),
        ('<img src="https://example.org/pixel.gif" alt="">', "foreign-request"),
        ('<script src="//example.org/x.js"></script>', "foreign-request"),
        ('<link rel="stylesheet" href="https://example.org/x.css">', "foreign-request"),
        ('<form action="https://example.org/"></form>', "foreign-request"),
        ('<svg><path fill="url(https://example.org/x)"/></svg>', "foreign-request"),
        ('<svg><use href="https://example.org/x#y"/></svg>', "foreign-request"),
        # names and headings
        ('<p id="x">x</p><p id="x">y</p>', "doubled-id"),
        ('<p aria-labelledby="x y">x</p><p id="y">z</p>', "dead-reference"),
        ('<label for="x">x</label>', "dead-reference"),
        ("<h1>again</h1>", "main-heading"),
        ('<img src="x.png">', "no-alt"),
        # what two readers would read differently
        ("<p>a < b</p>", "not-html"),
        ("<p>x", "not-html"),
        ("</p>", "not-html"),
        ("<b><i>x</b></i>", "not-html"),
        ("<p><div>x</div></p>", "not-html"),
        ('<a href="x/"><b><a href="y/">x</a></b></a>', "not-html"),
        ("<div/></div>", "not-html"),
        ("<li>x</li>", "not-html"),
        ("<table><tr><p>x</p></tr></table>", "not-html"),
        ("<table><tr>x</tr></table>", "not-html"),
        ("<table><tr><td>x</td></tr>x</table>", "not-html"),
        ("<te-found>x</te-found>", "not-html"),
        ("<P>x</P>", "not-html"),
        ('<p class="a" class="b">x</p>', "not-html"),
        ('<p class="a"id="b">x</p>', "not-html"),
        ('<p class="a>x</p>', "not-html"),
        ('<p id="a b">x</p>', "not-html"),
        ("<!--> <b>x</b> -->", "not-html"),
        ("<!-- a -- b -->", "not-html"),
        ("<![CDATA[x]]>", "not-html"),
        ("<?x?>", "not-html"),
        ("<textarea><b></textarea>", "not-html"),
        ("<svg><p>x</p></svg>", "not-html"),
        ("<path/>", "not-html"),
        ("<title>x</title>", "not-html"),
    ],
)
def test_what_is_wrong_is_found(body: str, code: str) -> None:
    assert code in codes(body)


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ("", "weak-policy"),
        ("default-src 'self'", "weak-policy"),
        ("default-src 'none'; script-src 'self' 'unsafe-inline'", "weak-policy"),
        ("default-src 'none'; script-src 'self' https://example.org", "weak-policy"),
        ("default-src 'none'; script-src data:", "weak-policy"),
        ("default-src 'none'; style-src *", "weak-policy"),
    ],
)
def test_a_policy_that_allows_too_much_is_found(policy: str, code: str) -> None:
    page = PAGE.format("").replace(POLICY, policy)
    assert {finding.code for finding in look("index.html", page.encode()).findings} == {code}


@pytest.mark.parametrize(
    "head",
    ["", '<link rel="icon" href="x"><meta http-equiv="Content-Security-Policy" content="{}">'],
)
def test_a_policy_stands_before_what_it_governs(head: str) -> None:
    page = PAGE.format("").replace(
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">', head.format(POLICY)
    )
    assert [finding.code for finding in look("index.html", page.encode()).findings] == ["no-policy"]


def test_a_page_has_a_doctype_and_a_title() -> None:
    page = PAGE.format("").replace("<!doctype html>", "").replace("<title>t</title>", "")
    assert [finding.code for finding in look("x.html", page.encode()).findings] == ["not-html"] * 2


def test_a_finding_stands_on_its_line() -> None:
    body = '<p>x</p>\n\n<p id="x">x</p>\n<p id="x">y</p>'
    (finding,) = look("index.html", PAGE.format(body).encode()).findings
    assert finding == Finding(6, "doubled-id", "the id 'x' is used twice", "")
    content = PAGE.format('\n\n<a href="x?a&amp;b">x</a>').encode()
    assert line_of(content, "x?a&b") == 5


def test_a_look_is_small_and_can_be_kept() -> None:
    seen = look("index.html", PAGE.format('<p id="x"><a href="y/#z">x</a></p>').encode())
    assert seen == Look(("x",), ("y/#z",), ())
    assert pickle.loads(pickle.dumps(seen)) == seen


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.html", b"\xff", "not-utf-8"),
        ("x.json", b'{"a": 1,}', "not-json"),
        ("x.jsonl", b'{"a": 1}\n{', "not-json"),
        ("x.xml", b"<a><b></a>", "not-xml"),
        ("x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "not-xml"),
        ("x.svg", b"<svg", "not-xml"),
        ("x.svg", b"<svg><script>x()</script></svg>", "inline-script"),
        ("x.svg", b'<svg onload="x()"/>', "inline-script"),
        ("x.css", b"p {\n background: url(https://example.org/x.png) }", "foreign-request"),
        ("x.css", b'@import "//example.org/x.css";', "foreign-request"),
        ("x.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "not-calendar"),
        ("x.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "not-calendar"),
        ("x.ics", b"BEGIN:VCALENDAR\r\nX:" + b"x" * 80 + b"\r\nEND:VCALENDAR\r\n", "not-calendar"),
        ("x.ics", b"BEGIN:VCALENDAR\r\nUID:1\r\nUID:1\r\nEND:VCALENDAR\r\n", "not-calendar"),
    ],
)  # fmt: skip
def test_a_broken_file_of_another_sort_is_found(name: str, content: bytes, code: str) -> None:
    assert code in {finding.code for finding in look(name, content).findings}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b'{"a": 1}'),
        ("x.jsonl", b'{"a": 1}\n{"b": 2}\n'),
        ("x.xml", b'<?xml version="1.0"?><a><b/></a>'),
        ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>'),
        ("x.css", b"p { background: url(data:image/png;base64,AA) } /* https://example.org */"),
        ("x.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
        ("x.png", b"\xff"),
    ],
)
def test_a_sound_file_of_another_sort_passes(name: str, content: bytes) -> None:
    assert look(name, content) == Look()


# ---------------------------------------------------------------------- held against the standard


def elements(page: str) -> list[str]:
    """The elements of a page to a parser that follows the standard. Raises at the first error."""
    tree = html5lib.HTMLParser(strict=True).parse(page)
    names = [str(element.tag) for element in tree.iter() if isinstance(element.tag, str)]
    return [name.rpartition("}")[2] for name in names]


TAGS = ["p", "div", "b", "a", "ul", "li", "table", "tbody", "tr", "td", "h2", "svg", "g", "button"]
TAGS += ["dl", "dt", "dd", "section", "select", "option", "label", "title"]
LOOSE = ["<", ">", "&amp;", "<br>", "<img src=x alt=''>", "<!-- x -->", "<!--", "-->", "<p>"]
LOOSE += ["</p>", "</b>", "<li>", "<div class=x>", '<b title="', "<path/>", "<div/>", "</br>"]
pieces = st.recursive(
    st.sampled_from(("x", "x", *LOOSE)),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=3),
    ),
    max_leaves=6,
)


@given(st.lists(pieces, min_size=1, max_size=3).map("".join))
def test_what_passes_is_to_the_standard_exactly_what_it_looks_like(body: str) -> None:
    assume(not codes(body))
    page = PAGE.format(body)
    written = re.findall(r"<([a-z]\w*)", re.sub(r"<!--.*?-->", "", page))
    # The standard gives every row a group, whether it is written or not.
    assert [name for name in elements(page) if name != "tbody"] == [
        name for name in written if name != "tbody"
    ]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("look") / "project"
    init(project)
    assert build(project, project / "site").problems == []
    return project / "site"


def test_a_page_of_each_kind_is_what_the_standard_asks_for(site: Path) -> None:
    # Two of each folder: its index and one page below it.
    folders = [folder for folder in site.iterdir() if (folder / "index.html").is_file()]
    pages = [site / "index.html", site / "404.html"]
    for folder in folders:
        pages += sorted(folder.rglob("*.html"), key=lambda path: len(path.parts))[:2]
    assert len(pages) > 20
    for page in pages:
        assert "main" in elements(page.read_text("utf-8")), page
