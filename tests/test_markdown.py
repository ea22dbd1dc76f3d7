"""The small Markdown of prose: what it names, what it may not hold, and that it is only words."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html
from markupsafe import Markup
from markupsafe import escape as escape_html

from treaty_explainer.markdown import Writer, faults, names, plain, uncited
from treaty_explainer.render import escape

ALLOWED = {"p", "ul", "ol", "li", "blockquote", "em", "strong", "a"}


def link(target: str, words: Markup) -> Markup:
    return Markup('<a href="{}">{}</a>').format(target, words)


WRITER = Writer(
    link=link,
    cite=lambda source, place: Markup(""),
    anchor=lambda: (Markup(""), Markup("")),
    escape=escape,
)


def codes(text: str) -> list[str]:
    return [fault.code for fault in faults(text)]


def test_links_and_citations_name_records() -> None:
    text = "One [@kcna, art. 4] and [two *x*](clauses/t/article-1) [@tass]\n[@kcna, art. 4]."
    assert [(name.target, name.written, name.nth) for name in names(text)] == [
        ("sources/kcna", "[@kcna, art. 4]", 0),
        ("clauses/t/article-1", "(clauses/t/article-1)", 0),
        ("sources/tass", "[@tass]", 0),
        ("sources/kcna", "[@kcna, art. 4]", 1),
    ]
    assert [name.is_citation for name in names(text)] == [True, False, True, True]


def test_a_link_that_leads_out_names_no_record() -> None:
    text = "[a](https://example.org) <https://example.org> [b](javascript:x) [c](../d.md)"
    assert list(names(text)) == []
    assert codes(text) == ["link-outside", "bare-address", "link-outside", "link-outside"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# a [@x]", "heading-in-prose"),
        ("a [@x]\n===", "heading-in-prose"),
        ("<b>a</b>", "html-in-prose"),
        ("<script>alert(1)</script>", "html-in-prose"),
        ("a </b>", "html-in-prose"),
        ("<!-- a -->", "html-in-prose"),
        ("a &#x202e; b", "html-in-prose"),
        ("a&nbsp;b", "html-in-prose"),
        ("![a](b/c)", "image-in-prose"),
        ("`a`", "code-in-prose"),
        ("```\na\n```", "code-in-prose"),
        ("~~~\na", "code-in-prose"),
        ("***", "rule-in-prose"),
        ("[a](b)", "link-outside"),
        ("[a](/b/c)", "link-outside"),
        ("[a](mailto:b@example.org)", "link-outside"),
        ("see http://example.org.", "bare-address"),
        ("<b@example.org>", "bare-address"),
        ("[a] (actors/b)", "broken-link"),
        ("[a [@x] b](actors/c)", "broken-link"),
        ("[@a; @b]", "bad-citation"),
        ("[@a art. 4]", "bad-citation"),
        ("[@a", "bad-citation"),
    ],
)
def test_one_fault_is_one_fault(text: str, code: str) -> None:
    assert codes(text) == [code]
    assert all(fault.written in text for fault in faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 & 7 > 3, AT&T; R&D, a_b_c, 2 * 3",
        "*a* **b** ***c***",
        "> a\n> b\n\n- c\n- d\n\n1. e\n2. f",
        "    indented is no code",
        "[1]: not a definition",
        "a  \nb\\\nc",
        "a \\* b \\[c\\](d)",
        "`",
    ],
)
def test_ordinary_writing_is_no_fault(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("a <b class='c'>d</b>", "<b class='c'>"),
        ("<div>\na\n</div>", "<div>"),
        ("a <!-- b --> c", "<!-- b -->"),
        ("a&nbsp;b", "&nbsp;"),
    ],
)
def test_html_is_quoted_as_it_was_written(text: str, tag: str) -> None:
    fault = next(iter(faults(text)))
    assert (fault.written, fault.message) == (tag, f"'{tag}' is HTML, which a text cannot hold")


def test_the_first_words_of_what_is_uncited() -> None:
    text = "One\nline.\n\nTwo [@x].\n\n- three\n- four [@x]\n\n> five"
    assert list(uncited(text)) == ["One", "three", "five"]


def test_plain_words_without_marks_and_citations() -> None:
    assert plain("One *two* [three](actors/x) [@kcna, art. 4], four [@x].\n\n- five") == (
        "One two three, four. five"
    )


def test_a_citation_stays_with_the_word_before_it() -> None:
    writer = Writer(link, lambda *_: Markup("<sup>1</sup>"), WRITER.anchor, escape_html)
    assert writer.line("One\n[@x].") == "One<sup>1</sup>."


def test_blocks_have_anchors_and_lines_have_none() -> None:
    writer = Writer(link, WRITER.cite, lambda: (Markup(' id="a"'), Markup("¶")), escape_html)
    assert writer.blocks("One\n\n- two") == '<p id="a">One¶</p>\n<ul><li>two</li></ul>'
    assert writer.line("One\n\n- two") == "One two"


WRITING = st.lists(
    st.sampled_from(
        [
            "*",
            "**",
            "_",
            "`",
            "```",
            "#",
            "-",
            "+",
            ">",
            "1.",
            "[",
            "]",
            "(",
            ")",
            "!",
            "<",
            ">",
            "&",
            "\\",
            "|",
            "~",
            ":",
            ";",
            '"',
            "'",
            "=",
            "---",
            "&lt;",
            "&#60;",
            "<b>",
            "</b>",
            "<script>",
            "<!--",
            "-->",
            "<a@b.c>",
            "<https://a.b>",
            "https://a.b",
            "[@x]",
            "[@x,",
            "[@",
            "[a](b/c)",
            "](b/c)",
            "](javascript:a)",
            "![a](b/c)",
            "onclick=x",
            "{:.a}",
            "[^1]",
            "[a]:",
            "한국",
            "мир",
            "é",
            "🙂",
            "word",
        ]
    )
    | st.sampled_from([" ", "\n", "\n\n", "  \n", "    ", "\t"])
    | st.text(max_size=5),
    max_size=14,
).map("".join)


@given(WRITING | st.text())
def test_no_text_is_too_strange(text: str) -> None:
    list(faults(text))
    list(names(text))
    list(uncited(text))
    assert "\n" not in plain(text)
    WRITER.blocks(text)
    WRITER.line(text)


def shown(markup: str) -> html.HtmlElement:
    return html.fragment_fromstring(f"<div>{markup}</div>")


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


# What may reach a page: read.py refuses the rest of Unicode's oddities.
READABLE = WRITING.map(
    lambda text: "".join(c for c in text if c in "\t\n" or (c.isprintable() and c != "\ufeff"))
)


@given(READABLE)
@example("<script>alert(1)</script>")
@example("[a](b/c\"onclick='x)")
@example("<a href=b/c onclick=x>d</a>")
@example("[<b>](b/c)")
@example("*a **b* c**")
def test_any_text_reaches_a_page_as_words_only(text: str) -> None:
    targets = {name.target for name in names(text)}
    sound = not codes(text)
    for markup in (WRITER.blocks(text), WRITER.line(text)):
        root = shown(markup)
        for element in root.iterdescendants():
            assert element.tag in ALLOWED
            assert set(element.attrib) <= ({"href"} if element.tag == "a" else set())
            if sound and element.tag == "a":
                assert element.get("href") in targets
        if sound:
            assert letters(root.text_content()) == letters(plain(text))
