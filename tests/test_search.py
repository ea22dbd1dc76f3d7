"""What readers find each page by, and in how many pieces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.link import Library
from treaty_explainer.memory import Memory
from treaty_explainer.search import BLOCK, SHARDS, Entry, search_files, shard
from treaty_explainer.search_words import STOP, words
from treaty_explainer.site import Site

SITE = Site("Harbour", "https://harbour.example.org")
PAGES = {
    "about/index.md": "---\ndescription: Who we are.\n---\n\n# About us\n\n## Our tide tables\n"
}


def content(script: str) -> Any:
    """What a file of the index hands over."""
    begin, end = script.index(",") + 1, script.rindex(")")
    return json.loads(script[begin:end])


@pytest.fixture(scope="module")
def index(starter: Library) -> dict[str, Any]:
    files = search_files(starter, SITE, PAGES, Memory())
    return {Path(path).stem: content(text) for path, text in files.items()}


def found(index: dict[str, Any], word: str) -> dict[str, int]:
    """The addresses of the pages that a word leads to, with how much it says about each."""
    basic_word = words(word)[0]
    postings = index[f"w{shard(basic_word)}"].get(basic_word, [])
    numbers, number = [], 0
    for gap in postings[::2]:
        number += gap
        numbers.append(number)
    titles = (index[f"t{number // BLOCK}"][number % BLOCK] for number in numbers)
    return dict(zip((title[2] for title in titles), postings[1::2], strict=True))


def test_a_clause_is_found_by_every_form_of_its_number(index: dict[str, Any]) -> None:
    article = "clauses/2031-harbour/article-2/"
    for word in ("article", "Art", "II", "2", "제", "статья", "第"):
        assert article in found(index, word), word


def test_names_in_other_scripts_count(index: dict[str, Any]) -> None:
    assert "actors/norland/" in found(index, "Nordland")


def test_the_subject_comes_before_other_instruments(index: dict[str, Any]) -> None:
    impacts = found(index, "article")
    assert impacts["clauses/2031-harbour/article-1/"] > impacts["clauses/1990-harbour/article-1/"]


def test_a_result_says_what_sort_of_record_it_is(index: dict[str, Any]) -> None:
    kinds = {title[2]: title[1] for name in index if name[0] == "t" for title in index[name]}
    assert kinds["clauses/2031-harbour/article-1/"] == "clause"
    assert kinds["about/"] == "page"


def test_an_excerpt_is_what_the_record_says_first(index: dict[str, Any]) -> None:
    excerpts = {title[2]: title[3] for name in index if name[0] == "t" for title in index[name]}
    assert excerpts["about/"] == "Who we are."
    assert excerpts["sources/norland-gazette-2031-05-03/"].startswith("Norland Gazette, 3 May 2031")
    assert excerpts["clauses/2031-harbour/article-1/"][:1].isupper()


def test_pages_written_by_hand_are_found_by_their_headings(index: dict[str, Any]) -> None:
    assert "about/" in found(index, "tide")


def test_every_record_is_found_by_each_telling_word_of_its_name(
    index: dict[str, Any], starter: Library
) -> None:
    for record in starter:
        for word in record.name.split():
            for piece in words(word):
                if piece not in STOP:
                    assert f"{record.id}/" in found(index, word), (record.id, word)


def test_there_are_always_as_many_shards_and_one_block_for_so_many_records(
    index: dict[str, Any], starter: Library
) -> None:
    assert sum(name.startswith("w") and name != "words" for name in index) == SHARDS
    assert sum(name.startswith("t") for name in index) == -(-(len(starter) + 1) // BLOCK)


def test_an_entry_that_is_known_is_not_made_again(
    starter: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory()
    memory.compare(starter)
    first = dict(search_files(starter, SITE, PAGES, memory))
    memory.settle()
    memory.compare(starter)
    made: list[str] = []
    impacts = Entry.impacts
    monkeypatch.setattr(Entry, "impacts", lambda entry: made.append(entry.path) or impacts(entry))
    assert dict(search_files(starter, SITE, PAGES, memory)) == first
    assert made == []
    pages = {"about/index.md": "# About them\n"}
    assert dict(search_files(starter, SITE, pages, memory)) != first
    assert made == ["about/index.md"]


def test_the_same_records_in_any_order_give_the_same_index(starter: Library) -> None:
    backwards = Library(reversed(list(starter)))
    assert dict(search_files(backwards, SITE, PAGES, Memory())) == dict(
        search_files(starter, SITE, PAGES, Memory())
    )


def test_on_a_disk_results_lead_to_files(starter: Library) -> None:
    site = Site("Harbour", offline=True)
    files = search_files(starter, site, PAGES, Memory())
    addresses = [line[2] for line in content(files["search/t0.js"])]
    assert "clauses/2031-harbour/article-1.html" in addresses
    assert "about/index.html" in addresses


@given(st.text())
def test_any_text_is_words_without_blanks_in_some_shard(text: str) -> None:
    for word in words(text):
        assert word
        assert not word.isspace()
        assert 0 <= shard(word) < SHARDS


@given(st.text(min_size=1))
def test_whatever_a_title_holds_the_file_holds_it_as_data(title: str) -> None:
    entry = Entry("terms/x.md", title, "term", (title,), title, 1.0)
    assert all(impact >= 1 for impact in entry.impacts().values())


def test_markup_in_a_page_cannot_end_the_script(starter: Library) -> None:
    pages = {"x.md": "# </script><script>alert(1)</script>\n"}
    files = search_files(starter, SITE, pages, Memory())
    assert not any("</script" in text for text in files.values())
    assert any("alert" in text for text in files.values())
