"""Terms in running text: which words are one, where it holds, and that a page stays what it was."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html

from conftest import STARTER, LayOver
from treaty_explainer.build import check
from treaty_explainer.entity import Record
from treaty_explainer.glossary import Glossary, _other_number
from treaty_explainer.kinds import Term
from treaty_explainer.link import Library
from treaty_explainer.read import Document
from treaty_explainer.render import Page, render_all
from treaty_explainer.site import Site
from treaty_explainer.templating import environment
from treaty_explainer.views import Views

SITE = Site("The Harbour Treaty explained")
CLAUSE = "clauses/2031-harbour/article-1"
TREATY = "treaties/2031-harbour"


def term(id: str, name: str, *aliases: str, scope: tuple[str, ...] = ()) -> Term:
    """A term as a file would hold it."""
    record = Term.model_validate(
        {"term": name, "aliases": list(aliases), "definition": "x [@y].", "scope": list(scope)}
    )
    file = PurePosixPath(f"treaty_data/terms/{id}.yml")
    return record.place_in(Document(f"terms/{id}", file, {}, ""))


TERMS = [
    term("kursk", "Kursk", "Kursk region"),
    term("msmt", "MSMT", "Monitoring Team"),
    term("workers-party", "Workers' Party"),
    term("armed-attack", "Armed attack", "armed aggression", scope=(CLAUSE,)),
    term("aggression", "Aggression", scope=(TREATY,)),
    term("threat", "Threat"),
    term("threat-here", "Threat", scope=(CLAUSE,)),
    term("un-sanctions", "Security Council sanctions", "the UN sanctions"),
]


def found(text: str, *here: str) -> list[tuple[str, str]]:
    pieces = list(Glossary(TERMS).pieces(text, here))
    assert "".join(words for words, _ in pieces) == text
    return [(words, id.removeprefix("terms/")) for words, id in pieces if id]


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("In Kursk.", [("Kursk", "kursk")]),
        ("KURSK's, Moscow–Kursk", [("KURSK", "kursk"), ("Kursk", "kursk")]),
        ("the Kursk region, the Kursk regional", [("Kursk region", "kursk"), ("Kursk", "kursk")]),
        ("aKursk, Kursk-based, anti-Kursk", []),
        ("the Kursk regions, MSMTs", [("Kursk regions", "kursk"), ("MSMTs", "msmt")]),
        ("the Kursk\nregion", [("Kursk\nregion", "kursk")]),
        ("an MSMT, an msmt, a Msmt", [("MSMT", "msmt")]),
        ("Monitoring Team, monitoring team", [("Monitoring Team", "msmt")]),
        (
            "Workers' Party, Workers’ Party, workers' party",
            [("Workers' Party", "workers-party"), ("Workers’ Party", "workers-party")],
        ),
        (
            "The UN sanctions; the UN sanctions; the un sanctions",
            [("The UN sanctions", "un-sanctions"), ("the UN sanctions", "un-sanctions")],
        ),
        ("ſecurity Council ſanctions, threaten", []),
        ("", []),
    ],
)
def test_whole_words_the_longest_first(text: str, uses: list[tuple[str, str]]) -> None:
    assert found(text) == uses


def test_a_term_holds_within_its_scope() -> None:
    text = "an armed attack, armed aggression"
    assert found(text) == []
    # The longer words mean nothing on the treaty's page; the shorter ones inside them do.
    assert found(text, TREATY) == [("aggression", "aggression")]
    assert found(text, TREATY, CLAUSE) == [
        ("armed attack", "armed-attack"),
        ("armed aggression", "armed-attack"),
    ]


def test_the_narrower_of_two_meanings_wins() -> None:
    assert found("a threat") == [("threat", "threat")]
    assert found("a threat", TREATY, CLAUSE) == [("threat", "threat-here")]


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("Armed attack", "Armed attacks"),
        ("dual-use technology", "dual-use technologies"),
        ("key interests", "key interest"),
        ("State of war", "States of war"),
        ("Entry into force", "Entries into force"),
        ("Veto", "Vetoes"),
        ("Breach", "Breaches"),
        ("Key day", "Key days"),
        ("Casus foederis", ""),
        ("Article 51", ""),
        ("The 1961 treaty", ""),
        ("무력침공", ""),
    ],
)
def test_a_term_is_found_in_its_other_number(written: str, also: str) -> None:
    assert _other_number(written) == also


def test_a_scope_reaches_what_concerns_it(starter: Library) -> None:
    """Events, reactions and questions speak of the clauses they name, and of their treaties."""
    glossary = Glossary(TERMS, TREATY)

    def uses(record: Record) -> set[str]:
        find = glossary.on(record)
        assert find
        return {id for _, id in find("armed attack, aggression") if id}

    everything = {"terms/armed-attack", "terms/aggression"}
    event = starter["timeline/2031-05-02-treaty-signed"]
    assert uses(event) == uses(starter["reactions/2031-05-03-sudmark"]) == everything
    assert uses(starter["questions/are-warships-covered"]) == everything
    # It names no clause, so it is about the treaty as a whole.
    assert uses(starter["reactions/2031-05-04-port-guild"]) == {"terms/aggression"}
    assert uses(starter["timeline/1990-quays-opened"]) == set()


@pytest.mark.parametrize("name", ["“Quoted” words", "3rd Army", "$5 rule", "Ångström-Pakt"])
def test_a_term_may_begin_with_any_sign(name: str) -> None:
    glossary = Glossary([term("odd", name)])
    text = f"Of {name}, ({name}) and x{name}."
    uses = [words for words, id in glossary.pieces(text) if id]
    assert uses[:2] == [name, name]


def test_an_empty_glossary_finds_nothing() -> None:
    assert list(Glossary([]).pieces("words")) == [("words", "")]


def test_terms_are_explained_on_these_pages_only(starter: Library) -> None:
    glossary = Glossary(starter.kind("terms"))
    folders = {record.folder for record in starter if glossary.on(record)}
    assert folders == {"clauses", "reactions", "questions", "timeline", "topics", "treaties"}


# ---------------------------------------------------------------------------- on a page

PROSE = """\
The harbour dues are low [@norland-gazette-2031-05-03, harbour dues]. *Port fees* rise; so do port
fees of [harbour dues elsewhere](clauses/1990-harbour/article-1) [@sund-courier-2031-09-02].

> Quoted harbour
> dues [@sund-courier-2031-09-02].
"""


@pytest.fixture
def project(lay_over: LayOver) -> Path:
    text = (STARTER / f"treaty_data/{CLAUSE}.yml").read_text("utf-8")
    context = "\n".join(f"  {line}" for line in PROSE.splitlines())
    text = re.sub(r"(?m)^context: \|\n(  .*\n)+", f"context: |\n{context}\n", text)
    return lay_over({f"{CLAUSE}.yml": text})


def test_the_first_use_of_each_section_is_a_link(project: Path) -> None:
    library, problems = check(project)
    assert problems == []
    page = render_all(library, SITE)[f"{CLAUSE}.md"]
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")}
    background = next(text for title, text in sections.items() if title.startswith("Background"))
    assert background.count('class="te-term"') == 1
    assert (
        'The <a class="te-term" href="../../../terms/harbour-dues/" '
        'aria-describedby="term-harbour-dues">harbour dues</a> are low' in background
    )
    # What a text links by hand is the one link of its section, and is explained too.
    duties = next(text for title, text in sections.items() if title.startswith("Who owes"))
    assert duties.count('class="te-term"') == 1
    assert page.count('<p id="term-harbour-dues">') == 1
    assert '<div class="te-definitions" hidden' in page
    assert "te-found" not in page


def test_other_pages_have_neither_terms_nor_definitions(starter: Library) -> None:
    pages = render_all(starter, SITE)
    for path, text in pages.items():
        if path.startswith(("terms/", "sources/", "actors/", "index", "data/")):
            assert "te-term" not in text.replace("te-terms", "")
            assert "te-definitions" not in text


@cache
def harbour() -> tuple[Library, Glossary, Views]:
    """The starter with more terms, some of them strange."""
    library, problems = check(STARTER)
    assert problems == []
    strange = [term("odd", "<b>", '"&"', "te-found", "[x]", "&lt;")]
    terms = [*library.kind("terms"), *TERMS, *strange]
    library = Library([*(record for record in library if record.folder != "terms"), *terms])
    return library, Glossary(terms), Views(library)


def pages_of(first: str, second: str) -> tuple[str, str]:
    """The page of a clause that holds these texts: without and with its terms explained."""
    library, glossary, views = harbour()
    old = library[CLAUSE]
    texts = {"summary": second, "context": first, "comparison": second}
    record = old.model_copy(update=texts).place_in(old.document)
    template = environment().get_template("clauses/record.md")
    plain, linked = (
        Page(CLAUSE, library, SITE, views, find).render(template, record)
        for find in (None, glossary.on(record))
    )
    return plain, linked


# Terms, what looks like a term, citations and links, and whatever else means something.
PIECES = [
    *("harbour dues", "port fees", "Kursk", "region", "armed aggression", "threat", "threats"),
    *("*Kursk*", "<b>", '"&"', "te-found", "[x]", "&lt;"),
    "<te-found terms/kursk>x</te-found>",
    "[@norland-gazette-2031-05-03]",
    "[@sund-courier-2031-09-02, Kursk]",
    "[Kursk](treaties/1990-harbour)",
    "[dues](terms/harbour-dues)",
    "[a *threat*](actors/norland)",
    *("*", "**", "_", ">", "-", "1.", "]", "(", "[", "<script>", "\\", "`", "##"),
]
TEXTS = st.lists(
    st.sampled_from(PIECES) | st.sampled_from([" ", " ", " ", "\n", "\n\n", "  \n", "\n## "]),
    max_size=24,
).map("".join)


@settings(max_examples=60)
@given(first=TEXTS, second=TEXTS)
@example(first="Kursk *Kursk*", second="[Kursk](terms/harbour-dues) harbour\ndues")
@example(first="<b>threat</b>", second="<te-found terms/kursk>x</te-found>")
@example(
    first="[the Kursk region](actors/norland) Kursk\nregion [@sund-courier-2031-09-02]", second=""
)
def test_linking_changes_no_word_and_nests_nothing(first: str, second: str) -> None:
    plain, linked = pages_of(first, second)
    body, _, definitions = linked.partition('<div class="te-definitions"')
    before, after = (html.fromstring(f"<main>{page}</main>") for page in (plain, body))
    assert after.text_content().split() == before.text_content().split()
    # Nothing but links is new.
    tags = Counter(str(element.tag) for element in after.iter())
    tags.subtract(str(element.tag) for element in before.iter())
    assert {tag for tag, more in tags.items() if more} <= {"a"}
    # No link stands in another: a parser would mend that in silence, so it is read from the text.
    ends = re.findall(r"<a(?= )|</a>", body)
    assert ends == ["<a", "</a>"] * (len(ends) // 2)
    # Each is a term's, is described, and stands in no citation and no caption.
    terms = after.xpath('//a[@class="te-term"]')
    assert after.xpath("//*[self::sup or self::figcaption]//a[@class='te-term']") == []
    for element in terms:
        assert set(element.attrib) == {"class", "href", "aria-describedby"}
        assert f'<p id="{element.get("aria-describedby")}">' in definitions
    assert bool(terms) == bool(definitions)
    # Found terms are linked once a section; what a text links by hand, as often as it says.
    for section in body.split("\n## "):
        links = Counter(re.findall(r'href="[./]*/terms/([^/]+)/" aria-', section))
        by_hand = section.count(">dues</a>")
        assert all(count <= max(1, by_hand * (id == "harbour-dues")) for id, count in links.items())
