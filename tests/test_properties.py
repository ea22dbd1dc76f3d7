"""Any text in any field is a listed problem, or a page that shows exactly that text.

The fields follow from the declarations. A page is made twice, with the text and with a harmless
word in its place, and goes both times through Python-Markdown as `mkdocs.yml` sets it up: elements
and attributes must be the same, and so must every text and value, but for that word.

`TREATY_EXAMPLES=5000` tries that many of each, at random, instead of the same few every time.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import jinja2
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.html import HtmlElement, fromstring
from markdown import Markdown
from mkdocs.config import load_config
from mkdocs.utils import meta

from hostile.attack_site import chunks
from hostile.everywhere import Fill, Slot, as_file, escaped, records, slots
from hostile.payloads import EVERY
from treaty_explainer import render
from treaty_explainer.characters import first_unsafe
from treaty_explainer.check import check_all
from treaty_explainer.day import Day
from treaty_explainer.entity import ID_PATTERN, Text
from treaty_explainer.export import export_all
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.link import Library, link_all
from treaty_explainer.markdown import plain
from treaty_explainer.memory import Memory
from treaty_explainer.problems import Problem
from treaty_explainer.read import read_bytes
from treaty_explainer.search import search_files
from treaty_explainer.site import Site
from treaty_explainer.templating import PACKAGE
from treaty_explainer.validate import misplaced, validate_all
from treaty_explainer.views import Views

LONG = os.environ.get("TREATY_EXAMPLES")
SITE = Site("The treaty explained", "https://example.org/site", "https://git.example.org/t")
WORD = "Harmless"
SLOTS = slots()

MARKS = st.text(st.sampled_from("<>&\"'`*_[]{}()#|~^=$!\\:;@%+-./?\n\t 0aé조"), max_size=40)
PIECES = st.lists(st.sampled_from(EVERY) | MARKS | st.text(max_size=6), min_size=1, max_size=4)
TEXTS = st.sampled_from(EVERY) | MARKS | st.text(max_size=60) | PIECES.map(" ".join)


def examples(few: int) -> settings:
    """As many examples as the promise needs in every run, or as many as were asked for."""
    if not LONG:
        return settings(max_examples=few)
    return settings(max_examples=int(LONG), derandomize=False)


# ------------------------------------------------------------------------------- the whole way


def made(slot: Slot, text: str) -> tuple[list[Problem], Mapping[str, str]]:
    """The problems, or the pages, of a data set that holds a text in one of its fields."""
    return pages_of(lambda other, _: text if other == slot else "Lorem")


def pages_of(fill: Fill) -> tuple[list[Problem], Mapping[str, str]]:
    """The problems, or the pages, of a data set filled so."""
    data = records(fill)
    documents, problems = [], []
    for id, fields in data.items():
        raw = as_file(fields).encode("utf-8", "surrogatepass")
        document, found = read_bytes(raw, PurePosixPath("treaty_data", f"{id}.yml"))
        documents += [document] if document else []
        problems += found
    valid, invalid = validate_all(documents, BY_FOLDER)
    library, dangling = link_all(valid, data.keys() - {record.id for record in valid})
    problems += invalid + dangling
    problems += check_all(library, complete=not problems)
    if problems:
        return problems, {}
    pages = render.render_all(library, SITE) | export_all(library, SITE)
    return [], dict(pages | search_files(library, SITE, {}, Memory()))


@cache
def harmless(slot: Slot) -> Mapping[str, str]:
    problems, pages = made(slot, WORD)
    assert problems == []
    return pages


@cache
def engine() -> Markdown:
    config = load_config(str(Path(__file__).parents[1] / "mkdocs.yml"), hooks=[])
    return Markdown(
        extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {}
    )


def shown(page: str) -> tuple[dict[str, str], HtmlElement]:
    """A page's front matter as the theme puts it into HTML, and its body."""
    body, front = meta.get_data(page)
    words = {
        key: fromstring(f"<p>{value}</p>").text or ""
        for key, value in front.items()
        if isinstance(value, str)
    }
    return words, fromstring(f"<div>{engine().reset().convert(body)}</div>")


@cache
def shown_harmless(page: str) -> tuple[dict[str, str], HtmlElement]:
    return shown(page)


def skeleton(root: HtmlElement) -> list[Any]:
    """Elements and attributes, and the values of those that say how an element behaves."""
    behaves = {"id", "class", "href", "lang", "role", "hidden", "tabindex", "datetime"}
    return [
        (element.tag, *sorted((k, v if k in behaves else "") for k, v in element.attrib.items()))
        for element in root.iter(etree.Element)
    ]


def texts(root: HtmlElement) -> list[str]:
    """Every text and every value of an attribute, in order, with blanks made single.

    References for other programs are left out, for they have escapes of their own, and so are
    labels in figures, which run over several lines; their links say the same whole.
    """
    found: list[str] = []
    for element in root.iter():
        if element.tag in ("pre", "text"):
            continue
        values = [element.text, *(v for _, v in sorted(element.attrib.items())), element.tail]
        found += [" ".join(value.split()) for value in values if value]
    return [text for text in found if text]


# Fields whose text is taken apart on a page: what a clause's number means depends on what it is.
TAKEN_APART = {("Clause", "number"), ("Event", "time")}


@given(st.sampled_from(SLOTS), TEXTS)
@examples(30)
def test_any_text_in_any_field_is_a_problem_or_is_shown(slot: Slot, text: str) -> None:
    problems, pages = made(slot, text)
    folder = next(folder for folder, kind in BY_FOLDER.items() if kind.__name__ == slot.kind)
    for problem in problems:
        assert problem.place.file.parts[1] == folder
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", problem.code)
        assert problem.message
        assert problem.hint
    if problems:
        return
    wanted = " ".join(text.split())
    usual = harmless(slot)
    assert pages.keys() == usual.keys()
    whole = slot.word is Text and (slot.kind, slot.path[0]) not in TAKEN_APART
    seen = False
    for path, page in pages.items():
        if page == usual[path]:
            continue
        if path.endswith(".json"):
            json.loads(page)
            continue
        if path.startswith("search/"):
            # A part of the search's index is a script that hands over data and nothing else.
            data = re.fullmatch(r'te_search\("\w+",(.*)\);\n', page)
            assert data
            assert not re.search("[<\u2028\u2029]", page)
            json.loads(data[1])
            continue
        if not path.endswith(".md"):
            html_page = fromstring(page)
            assert skeleton(html_page) == skeleton(fromstring(usual[path]))
            continue
        front, root = shown(page)
        usual_front, usual_root = shown_harmless(usual[path])
        assert front.keys() == usual_front.keys()
        assert json.loads(front.get("linked_data", "{}")).keys() == {"@context", "@graph"}
        assert skeleton(root) == skeleton(usual_root), path
        content = " ".join(root.text_content().split())
        seen |= wanted in content
        if whole:
            expected = [value.replace(WORD, wanted) for value in texts(usual_root)]
            assert [" ".join(value.split()) for value in expected] == texts(root), path
            title = usual_front["title"].replace(WORD, wanted)
            assert " ".join(front["title"].split()) == " ".join(title.split())
    assert seen or WORD not in "".join(map(str, usual.values())), f"no page shows {slot}"


def everywhere(text: str) -> Mapping[str, str]:
    """The pages of a data set that holds a text in all its plain fields at once."""

    def fill(slot: Slot, number: int) -> str:
        is_plain = slot.word is Text and (slot.kind, slot.path[0]) not in TAKEN_APART
        return text if is_plain else "Lorem"

    problems, pages = pages_of(fill)
    assert problems == []
    return {path: page for path, page in pages.items() if path.endswith(".md")}


@pytest.mark.parametrize("text", chunks(EVERY))
def test_every_attack_in_every_plain_field_is_shown(text: str) -> None:
    """Beside words of the same length: a figure drops a label that is too long for its place."""
    words = " ".join(text.split())
    usual_words = re.sub(r"\S", "x", words)
    usual_pages = everywhere(usual_words)
    for path, page in everywhere(text).items():
        if page != usual_pages[path]:
            _, root = shown(page)
            _, usual_root = shown(usual_pages[path])
            assert skeleton(root) == skeleton(usual_root), path
            assert [value.replace(usual_words, words) for value in texts(usual_root)] == texts(root)


@pytest.mark.parametrize(
    "number", ["²", "٣", "9" * 390, "0", "-1", "1.10", "Ⅳ", "四", "1 onload=x"]
)
def test_a_number_may_be_any_text(number: str) -> None:
    slot = Slot("Clause", ("number",), Text)
    problems, pages = made(slot, number)
    assert problems == []
    assert html.escape(number) in html.unescape(pages["clauses/a-0/article-1.md"])


# ------------------------------------------------------------------------------- the two holes


@cache
def library() -> Library:
    documents = [
        read_bytes(as_file(fields).encode(), PurePosixPath("treaty_data", f"{id}.yml"))[0]
        for id, fields in records(lambda slot, number: WORD).items()
    ]
    return link_all(validate_all(filter(None, documents), BY_FOLDER)[0])[0]


@pytest.mark.parametrize("attack", EVERY)
def test_a_title_cannot_leave_the_front_matter_or_the_head(attack: str) -> None:
    """The theme prints front matter as it is, and un-escapes a heading into <title>.

    So a value is escaped where it is written, and once more where the theme has taken that off.
    """
    page = render.Page("topics/a-0", library(), SITE, Views(library()))
    text = f"{page.front_matter(attack, attack, [(attack, 'topics/')])}\n# x\n"
    body, front = meta.get_data(text)
    assert body.strip() == "# x"
    assert front.keys() <= {"title", "description", "hide", "search", "linked_data"}
    for value in (front["title"], front["description"]):
        assert not set(value) & set('<>"`{}')
    environment = jinja2.Environment(
        loader=jinja2.DictLoader(
            {
                "main.html": (PACKAGE / "theme" / "main.html").read_text("utf-8"),
                "base.html": "".join(
                    f"{{% block {name} %}}{{% endblock %}}" for name in ("htmltitle", "extrahead")
                ),
            }
        )
    )
    environment.filters |= {"url": str, "script_tag": str}
    head = environment.get_template("main.html").render(
        page={"meta": front, "title": front["title"], "canonical_url": "https://example.org/"},
        config={"site_name": "Site", "extra": {}, "theme": {}},
    )
    root = fromstring(f"<html><head>{head}</head></html>")
    assert {element.tag for element in root.iter()} == {"html", "head", "title", "meta", "script"}
    (data,) = root.xpath("//script[@type='application/ld+json']/text()")
    graph = json.loads(data)["@graph"]
    assert graph[0]["headline"] == attack
    assert graph[1]["itemListElement"][1]["name"] == attack
    assert " ".join(root.findtext(".//title").split()) == " ".join(f"{attack} – Site".split())
    (social,) = root.xpath("//meta[@property='og:title']/@content")
    assert " ".join(social.split()) == " ".join(attack.split())


def test_attributes_with_values_from_outside_stand_in_double_quotes() -> None:
    """An apostrophe is left as it is, so nothing that holds one may stand between two."""
    for folder in ("templates", "theme"):
        for path in (PACKAGE / folder).rglob("*.*"):
            for tag in re.findall(r"<[a-z][^<>]*>", path.read_text("utf-8")):
                assert not re.search(r"=(\s*'|\s*[^\s\"'])[^\s\"'>]*\{\{", tag), (path, tag)


# ------------------------------------------------------------------------------- dates and ids


@given(st.text(st.sampled_from("0123456789-/~ T:Z+²٣"), max_size=24) | st.text(max_size=12))
@examples(300)
def test_any_text_is_a_date_or_a_plain_no(text: str) -> None:
    try:
        day = Day.parse(text)
    except ValueError as error:
        assert str(error)
        return
    assert day.first <= day.last
    assert day.text == text
    assert re.fullmatch(r"\d{4}(-\d\d){0,2}", day.machine)
    assert str(day).isprintable()
    assert Day.parse(day.machine).first == day.first


@given(st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from(["", "~"]))
@examples(100)
def test_every_date_is_read_as_it_is_written(day: Any, length: int, about: str) -> None:
    text = about + day.isoformat()[:length]
    read = Day.parse(text)
    assert read.first <= day <= read.last
    assert (read.text, read.approximate) == (text, bool(about))


ID_PIECES = st.sampled_from(
    [
        "..",
        ".",
        "/",
        "-",
        "_",
        "a",
        "b2",
        "con",
        "index",
        "te-menu",
        "A",
        "é",
        "а",
        " ",
        "%2e",
        "\\",
    ]
)


@given(st.lists(ID_PIECES, max_size=6).map("".join) | st.text(max_size=20))
@examples(300)
def test_any_text_is_an_id_within_its_folder_or_refused(text: str) -> None:
    for folder in BY_FOLDER:
        id = f"{folder}/{text}"
        if misplaced(id, PurePosixPath("treaty_data", "x.yml"), BY_FOLDER) is None:
            assert ID_PATTERN.fullmatch(text)
            assert id.isascii()
            assert Path("/site", id).resolve().is_relative_to(Path("/site", folder))
            assert not set(text.split("/")) & {"con", "index", "te-menu"}


@given(TEXTS)
@examples(100)
def test_prose_says_what_it_holds_with_backslashes(text: str) -> None:
    """`escaped`, which the tests of the whole way rely on, is right."""
    assume(first_unsafe(text) is None)  # no file may hold it
    words = " ".join(text.split())
    assert re.sub(r"\s", "", plain(escaped(text))) == re.sub(r"\s", "", words)
