"""The starter treaty, rendered: the pages themselves are the expectation.

After a deliberate change, look at the difference that `UPDATE_GOLDEN=1` makes before committing.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from lxml import html
from markupsafe import Markup

from treaty_explainer import markdown
from treaty_explainer.build import check
from treaty_explainer.link import Library
from treaty_explainer.render import render_all
from treaty_explainer.site import Site
from treaty_explainer.templating import PACKAGE, environment, escape

GOLDEN = Path(__file__).parent / "golden"
SITE = Site(
    "The Harbour Treaty explained", "https://harbour.example.org", "https://git.example.org/h"
)


@pytest.fixture(scope="module")
def library() -> Library:
    library, problems = check(PACKAGE / "starter")
    assert problems == []
    return library


@pytest.fixture(scope="module")
def pages(library: Library) -> dict[str, str]:
    return render_all(library, SITE)


def test_pages_are_as_expected(pages: dict[str, str]) -> None:
    made = {
        path: text
        for path, text in pages.items()
        # The style sheet is its own expectation, and the guide follows kinds.py.
        if not path.startswith(("assets/", "contributing/"))
    }
    if os.environ.get("UPDATE_GOLDEN"):
        for path in GOLDEN.rglob("*"):
            if path.is_file():
                path.unlink()
        for path, text in made.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_text(text, "utf-8")
    expected = {
        path.relative_to(GOLDEN).as_posix(): path.read_text("utf-8")
        for path in GOLDEN.rglob("*")
        if path.is_file()
    }
    assert sorted(made) == sorted(expected)
    assert {path: text for path, text in made.items() if text != expected[path]} == {}


def test_every_record_has_a_page_at_its_path(library: Library, pages: dict[str, str]) -> None:
    assert all(f"{record.id}.md" in pages for record in library)


def test_links_go_both_ways(pages: dict[str, str]) -> None:
    event, clause = pages["timeline/2031-05-02-treaty-signed.md"], "clauses/2031-harbour/article-1"
    assert f'href="../../{clause}/"' in event
    assert 'href="../../../timeline/2031-05-02-treaty-signed/"' in pages[f"{clause}.md"]


def test_a_former_address_sends_readers_on(pages: dict[str, str]) -> None:
    page = pages["clauses/2031-harbour/art-1/index.html"]
    assert 'content="0; url=../article-1/"' in page
    assert 'href="https://harbour.example.org/clauses/2031-harbour/article-1/"' in page


def test_the_same_data_gives_the_same_pages_in_any_order(library: Library) -> None:
    backwards = Library(reversed(list(library)))
    assert render_all(backwards, SITE) == render_all(library, SITE)


def test_every_paragraph_of_a_summary_can_be_linked_to(pages: dict[str, str]) -> None:
    page = pages["clauses/2031-harbour/article-1.md"]
    for anchor in re.findall(r'<p id="([a-z]+-\d+)"', page):
        assert f'href="#{anchor}"' in page


def test_styles_and_scripts_are_one_file_each(pages: dict[str, str]) -> None:
    sheet, script = pages["assets/site.css"], pages["assets/site.js"]
    assert "--te-ink" in sheet
    assert "te-preview" in script
    assert not re.search(r"^@?import\b", sheet + script, re.MULTILINE)
    assert "assets/tokens.css" not in pages


@pytest.mark.parametrize(
    "attack",
    [
        "</title><script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{: onclick=alert(1) #__search }",
        "[x](javascript:alert(1))",
        "--8<-- '/etc/passwd'",
        "{{ config }} {% raw %}",
        "# heading\n## another",
        "| a | b |\n|---|---|",
        "*[HTML]: nothing",
        "&lt;script&gt;",
        "``` js\nx\n```",
    ],
)
def test_escaped_text_is_only_text(attack: str) -> None:
    """What a template prints is text to an HTML parser, whatever it holds."""
    for context in ("<p>{}</p>", '<p title="{}">x</p>'):
        element = html.fragment_fromstring(context.format(escape(attack)))
        assert list(element) == []
        shown = element.get("title") or element.text or ""
        assert shown.split() == attack.split()
        assert set(element.attrib) <= {"title"}


def test_escaping_leaves_safe_markup_alone() -> None:
    assert escape(Markup("<em>x</em>")) == "<em>x</em>"


@pytest.mark.parametrize("value", ["<b>", "a & b", "plain", "a\n*b*", 7, "<", "'"])
def test_each_value_that_a_template_prints_is_escaped_once(value: object) -> None:
    template = environment().from_string(
        "{% macro shown(words) %}<i>{{ words }}</i>{% endmacro %}"
        "{% set kept %}{{ value }}{% endset %}"
        "{{ value }}|{{ shown(value) }}|{{ value ~ '*' }}|{{ kept }}|"
        "{% for one in [value] %}{{ one }}{% endfor %}"
    )
    once = escape(value)
    whole, called, joined, kept, looped = template.render(value=value).split("|")
    assert whole == kept == looped == once
    assert called == f"<i>{once}</i>"
    assert joined == escape(f"{value}*")


def test_a_description_is_plain(pages: dict[str, str]) -> None:
    head = pages["clauses/2031-harbour/article-1.md"].split("---")[1]
    (described,) = re.findall("^description: .*", head, re.MULTILINE)
    assert "@" not in described
    assert "](" not in described


def test_prose_and_pages_agree_on_paragraphs(library: Library, pages: dict[str, str]) -> None:
    clause = library["clauses/2031-harbour/article-1"]
    text = clause.summary  # type: ignore[attr-defined]
    body = html.fromstring(f"<div>{pages[f'{clause.id}.md'].split('---', 2)[2]}</div>")
    shown = " ".join("".join(p.itertext()) for p in body.xpath('//p[starts-with(@id, "summary-")]'))
    for word in markdown.plain(text).split():
        assert word.strip(".") in shown
