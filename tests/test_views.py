"""The questions that pages ask of the library, answered by the starter treaty."""

from __future__ import annotations

import pytest

from conftest import STARTER, LayOver
from treaty_explainer.build import check
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Basis, Clause, Event, Reaction, Role, Source, Stance
from treaty_explainer.link import Library
from treaty_explainer.views import Views

ARTICLE_1 = "clauses/2031-harbour/article-1"
ARTICLE_2 = "clauses/2031-harbour/article-2"
OLD_ARTICLE = "clauses/1990-harbour/article-1"


@pytest.fixture(scope="module")
def views(starter: Library) -> Views:
    return Views(starter)


def clause(library: Library, id: str) -> Clause:
    record = library[id]
    assert isinstance(record, Clause)
    return record


def ids(records: object) -> list[str]:
    return [record.id for record in records]  # type: ignore[attr-defined]


def test_one_treaty_is_the_subject(views: Views) -> None:
    assert views.subject.id == "treaties/2031-harbour"
    assert [(role, ids(group)) for role, group in views.treaties_by_role()] == [
        (Role.SUBJECT, ["treaties/2031-harbour"]),
        (Role.PREDECESSOR, ["treaties/1990-harbour"]),
    ]


def test_neighbours_of_a_clause_belong_to_its_treaty(views: Views, starter: Library) -> None:
    before, after = views.neighbours(starter[ARTICLE_1])
    assert before is None
    assert after is not None
    assert after.id == ARTICLE_2
    assert views.neighbours(starter[OLD_ARTICLE]) == (None, None)


def test_a_comparison_is_seen_from_both_sides(views: Views, starter: Library) -> None:
    assert ids(views.compared(clause(starter, ARTICLE_1))) == [OLD_ARTICLE]
    assert ids(views.compared(clause(starter, OLD_ARTICLE))) == [ARTICLE_1]
    columns, rows = views.comparison()
    assert ids(columns) == ["treaties/1990-harbour"]
    assert [(row.id, [ids(cell) for cell in cells]) for row, cells in rows] == [
        (ARTICLE_1, [[OLD_ARTICLE]])
    ]


def test_who_names_a_record_in_which_way(views: Views, starter: Library) -> None:
    article = starter[ARTICLE_1]
    assert ids(views.naming(article, "clauses")) == [ARTICLE_2]
    assert ids(views.naming(article, "clauses", "refers_to")) == [ARTICLE_2]
    assert ids(views.naming(article, "clauses", "compares")) == []
    assert ids(views.naming(article, "reactions", "clauses")) == ["reactions/2031-05-03-sudmark"]


def test_backlinks_leave_out_what_the_page_has_shown(views: Views, starter: Library) -> None:
    article = starter[ARTICLE_1]
    everything = views.backlinks(article)
    assert set(everything) == {"clauses", "questions", "reactions", "timeline", "treaties"}
    shown: list[Record] = views.naming(article, "reactions")
    assert set(views.backlinks(article, shown)) == set(everything) - {"reactions"}


def test_the_table_of_reactions(views: Views, starter: Library) -> None:
    matrix = views.matrix()
    assert sorted(ids(matrix.actors)) == ["actors/port-guild", "actors/sudmark"]
    assert ids(matrix.clauses) == [ARTICLE_1]
    cells = {
        (actor.id, column.id if column else ""): ids(matrix.cell(actor, column))
        for actor in matrix.actors
        for column in (*matrix.clauses, None)
    }
    assert {key: cell for key, cell in cells.items() if cell} == {
        ("actors/sudmark", ARTICLE_1): ["reactions/2031-05-03-sudmark"],
        ("actors/port-guild", ""): ["reactions/2031-05-04-port-guild"],
    }


def test_stances_come_in_the_order_of_the_closed_list(views: Views) -> None:
    reactions = views.reactions()
    assert views.tally(reversed(reactions)) == [(Stance.SUPPORTIVE, 1), (Stance.OPPOSED, 1)]
    assert sum(number for _, number in views.tally(reactions)) == len(reactions)
    assert ids(views.actors_of(reactions)) == ["actors/sudmark", "actors/port-guild"]
    assert views.reactions(commentary=True) == []


def test_events_belong_to_eras(views: Views) -> None:
    events = views.events()
    assert ids(events) == ["timeline/1990-quays-opened", "timeline/2031-05-02-treaty-signed"]
    assert ids(views.events("two-quays")) == ["timeline/1990-quays-opened"]
    assert [views.era(event).title for event in events] == ["Two quays", "One harbour"]
    assert all(isinstance(event, Event) for event in events)


def test_every_record_is_counted_once(views: Views, starter: Library) -> None:
    assert len(starter) == sum(map(views.count, views.folders()))
    grouped = [actor for _, group in views.actors_by_sort() for actor in group]
    assert sorted(ids(grouped)) == sorted(ids(starter.kind("actors")))
    sources = [source for _, group in views.sources_by_kind() for source in group]
    assert sorted(ids(sources)) == sorted(ids(starter.kind("sources")))
    assert ids(views.copies()) == ["sources/sund-courier-2031-09-02"]


def test_what_is_disputed_and_what_is_unverified(views: Views) -> None:
    assert [(record.id, len(points)) for record, points in views.disputes()] == [(ARTICLE_1, 1)]
    assert ids(views.unverified()) == [ARTICLE_1]


def test_who_cites_a_source(views: Views, starter: Library) -> None:
    citing = views.citing(starter["sources/norland-gazette-2031-05-03"])
    assert len(ids(citing)) == len(set(ids(citing)))
    assert ARTICLE_1 in ids(citing)
    assert not any(isinstance(record, Reaction) for record in citing)


def test_how_well_the_clauses_are_known(views: Views) -> None:
    known = [(basis, ids(clauses)) for basis, clauses in views.known(views.subject)]
    assert known == [(Basis.FULL_TEXT, [ARTICLE_1]), (Basis.SUMMARY, [ARTICLE_2])]


def test_how_a_clause_has_been_read(views: Views, starter: Library) -> None:
    [(year, readers, readings)] = views.readings(clause(starter, ARTICLE_1))
    assert (year, ids(readers)) == ("2031", ["actors/ada-lind"])
    assert [number for number, _ in readings] == [1]
    [(read, numbered)] = views.readings_by(starter["actors/ada-lind"])
    assert (read.id, numbered) == (ARTICLE_1, readings)


def test_which_answers_an_actor_holds(views: Views, starter: Library) -> None:
    question = views.questions()[0]
    for number, answer in enumerate(question.answers, 1):
        for holder in views.records(answer.held_by):
            [(asked, held)] = views.answers_of(holder)
            assert (asked.id, held) == (question.id, [(number, answer)])


def test_an_actors_other_reactions_are_those_around_this_one(lay_over: LayOver) -> None:
    text = (STARTER / "treaty_data/reactions/2031-05-03-sudmark.yml").read_text("utf-8")
    text = text.replace("led_to: [reactions/2031-05-04-port-guild]", "")
    more = {
        f"reactions/2031-06-0{day}-sudmark.yml": text.replace("2031-05-03", f"2031-06-0{day}")
        for day in range(1, 9)
    }
    library, problems = check(lay_over(more))
    assert problems == []
    fifth = library["reactions/2031-06-05-sudmark"]
    assert isinstance(fifth, Reaction)
    days = [one.id.removesuffix("-sudmark")[-1] for one in Views(library).others_of(fifth)]
    assert days == ["2", "3", "4", "6", "7", "8"]


def test_of_too_many_events_only_the_milestones_are_drawn(views: Views) -> None:
    events = views.events()
    assert views.drawn(events) == events
    assert ids(views.drawn(events, room=1)) == ["timeline/2031-05-02-treaty-signed"]


@pytest.mark.parametrize(
    ("languages", "described", "language"),
    [(["ko"], False, "ko"), (["en"], False, ""), (["ko"], True, ""), (["ko", "ru"], False, "")],
)
def test_the_language_of_a_title_is_told_only_if_it_is_known(
    views: Views, languages: list[str], described: bool, language: str
) -> None:
    source = Source.model_construct(languages=languages, title_described=described)
    assert views.title_language(source) == language


def test_regions_stand_in_order_of_their_reactions(views: Views) -> None:
    regions = views.by_region(views.reactions())
    sizes = [sum(count for _, count in counts) for _, counts, _ in regions]
    assert sizes == sorted(sizes, reverse=True)
    assert {most for _, _, most in regions} == {sizes[0]}


def test_small_numbers_are_words(views: Views) -> None:
    assert [views.number(count) for count in (0, 7, 10, 11)] == ["No", "Seven", "Ten", "11"]
    assert views.first_paragraph("One\ntwo\n\nthree") == "One\ntwo"
