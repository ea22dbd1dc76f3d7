"""Records into a library: whom each names, who names it, and names that lead nowhere."""

from __future__ import annotations

import random

from conftest import LayOver
from treaty_explainer.build import check
from treaty_explainer.entity import Ref
from treaty_explainer.link import MAX_DANGLING, Library, link_all

ARTICLE_1 = "clauses/2031-harbour/article-1"
GAZETTE = "sources/norland-gazette-2031-05-03"


def test_fields_links_and_citations_all_name_records(starter: Library) -> None:
    named = {
        (mention.field, mention.target, mention.written)
        for mention in starter.mentions(starter[ARTICLE_1])
    }
    assert ("terms", "terms/harbour-dues", "") in named
    assert ("obligations", GAZETTE, "") in named
    link = "clauses/1990-harbour/article-1"
    assert ("summary", link, f"({link})") in named
    assert ("summary", GAZETTE, "[@norland-gazette-2031-05-03, art. 1]") in named
    assert ("disputed", "sources/sund-courier-2031-09-02", "[@sund-courier-2031-09-02]") in named


def test_backlinks_are_the_mentions_seen_from_the_other_end(starter: Library) -> None:
    forth = [(m.origin.id, m.target, m.field) for r in starter for m in starter.mentions(r)]
    back = [(who.id, r.id, who.field) for r in starter for who in starter.backlinks(r.id)]
    assert sorted(forth) == sorted(back)
    assert {m.id for m in starter.backlinks("terms/harbour-dues")} == {ARTICLE_1}


def test_the_order_of_files_makes_no_difference(starter: Library) -> None:
    shuffled = list(starter)
    random.Random(1).shuffle(shuffled)
    again = Library(shuffled)
    assert [record.id for record in again] == [record.id for record in starter]
    for record in starter:
        assert [m.id for m in again.backlinks(record.id)] == [
            m.id for m in starter.backlinks(record.id)
        ]


def test_articles_stand_in_the_order_of_their_numbers(starter: Library) -> None:
    assert [record.id for record in starter.kind("clauses")] == [
        "clauses/1990-harbour/article-1",
        "clauses/2031-harbour/article-1",
        "clauses/2031-harbour/article-2",
    ]
    assert starter.kind("nothing") == []
    assert starter.get("actors/nobody") is None
    assert "actors/norland" in starter
    assert len(starter) == len(list(starter))


def test_naming_a_record_that_has_problems_of_its_own_is_no_fault(starter: Library) -> None:
    without = [record for record in starter if record.id != "actors/ada-lind"]
    assert link_all(without, failed=["actors/ada-lind"])[1] == []
    places = [str(problem.place) for problem in link_all(without)[1]]
    assert len(places) == 5
    assert "treaty_data/treaties/2031-harbour.yml:12:8" in places


def test_a_broken_file_gives_no_echo(lay_over: LayOver) -> None:
    """The courier is cited all over; the gazette's record is not even YAML."""
    project = lay_over(
        {"sources/sund-courier-2031-09-02.yml": "title: x\n", f"{GAZETTE}.yml": "title: [\n"}
    )
    _, problems = check(project)
    assert {str(problem.place.file) for problem in problems} == {
        "treaty_data/sources/norland-gazette-2031-05-03.yml",
        "treaty_data/sources/sund-courier-2031-09-02.yml",
    }


def test_each_of_two_equal_names_has_its_own_place(lay_over: LayOver) -> None:
    text = "title: Trade\nsummary: |\n  One [@nowhere] and two\n  [@nowhere].\n"
    _, problems = check(lay_over({"topics/trade.yml": text}))
    assert [(p.place.line, p.place.column) for p in problems] == [(3, 7), (4, 3)]


def test_the_hint_names_what_is_near(lay_over: LayOver) -> None:
    def hint(id: str) -> str:
        text = f"title: Trade\nsummary: Goods, see [there]({id}) [@sund-courier-2031-09-02].\n"
        (project / "treaty_data" / "topics" / "trade.yml").write_text(text, "utf-8")
        return check(project)[1][0].hint

    project = lay_over({})
    assert hint("actors/nordland") == "did you mean 'norland'?"
    assert hint("actor/norland").startswith("did you mean 'actors/norland'")
    assert hint("clauses/article-2") == "did you mean '2031-harbour/article-2'?"
    assert hint("actors/zzz") == "write it first, as an actor of its own, or correct the id"


def test_a_file_full_of_wrong_names_costs_little(starter: Library) -> None:
    record = starter[ARTICLE_1]
    wrong = record.model_copy(update={"refers_to": [Ref("clauses/x/y")] * 9999})
    wrong._id, wrong._document = "clauses/x/z", record.document
    assert len(link_all([*starter, wrong])[1]) <= MAX_DANGLING


def test_hardly_a_record_of_the_starter_stands_alone(starter: Library) -> None:
    """Otherwise it would not show how records hang together."""
    assert {record.id for record in starter if not starter.backlinks(record.id)} == {
        "clauses/2031-harbour/article-2",
        "questions/are-warships-covered",
        "reactions/2031-05-03-sudmark",
    }
