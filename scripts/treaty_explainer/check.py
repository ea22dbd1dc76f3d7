"""Editorial rules: what a record must be beyond being well-formed. One rule, one function."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from pathlib import PurePosixPath
from typing import Protocol, TypeVar

from treaty_explainer import markdown
from treaty_explainer.day import Day
from treaty_explainer.entity import Note, Prose, Record, Ref, Text, leaves
from treaty_explainer.kinds import BY_FOLDER, Clause, Entry, Event, Reaction, Role, Source, Treaty
from treaty_explainer.link import Asked, Library
from treaty_explainer.problems import Place, Problem, quote, suggestion
from treaty_explainer.read import DATA_FOLDER
from treaty_explainer.validate import misplaced

# To find the place of each takes time, and nobody reads more than this of one text.
MAX_FAULTS = 50

Rule = Callable[[Library], Iterator[Problem]]
Kind = TypeVar("Kind", bound=Entry)


WordRule = Callable[[Record], Iterator[Problem]]
RecordRule = Callable[[Record, Library], Iterator[Problem]]


class Known(Protocol):
    """What is known of earlier checks; see `memory.Memory`."""

    def holds(self, name: str) -> bool:
        """Whether the check of this name was passed and would be passed again."""

    def learn(self, name: str, asked: Iterable[Asked]) -> None:
        """Note that it was passed, and what was asked of the library for it."""


@dataclass(frozen=True, slots=True)
class _RuleSet:
    """Rules in the order of their declaration.

    Those of what one record says, those of one record among others, those of the whole, and those
    of the whole that need every record to be sound.
    """

    of_words: list[WordRule]
    of_records: list[RecordRule]
    of_all: list[Rule]
    when_complete: list[Rule]


_RULES = _RuleSet([], [], [], [])


def _rule_of_words(function: WordRule) -> WordRule:
    """A rule that looks at nothing but what is written, and can judge a broken record too."""
    _RULES.of_words.append(function)
    return function


def _rule_of_records(function: RecordRule) -> RecordRule:
    _RULES.of_records.append(function)
    return function


def _rule(function: Rule) -> Rule:
    _RULES.of_all.append(function)
    return function


def _rule_when_complete(function: Rule) -> Rule:
    """A rule that looks for something missing: a record that failed may be what it looks for."""
    _RULES.when_complete.append(function)
    return function


def check_all(library: Library, *, complete: bool, known: Known | None = None) -> list[Problem]:
    """Apply every rule. `complete` says that no record failed before this stage.

    A check that is `known` to be passed is not made again.
    """
    rules = _RULES.of_all + (_RULES.when_complete if complete else [])
    checks: dict[str, Callable[[], Iterator[Problem]]] = {
        f"rule {rule.__name__}": partial(rule, library) for rule in rules
    }
    for record in library:
        checks[f"rules {record.id}"] = partial(_check, record, library)
    problems: list[Problem] = []
    for name, check in checks.items():
        if known is None:
            problems += check()
        elif not known.holds(name):
            with library.listen() as asked:
                found = list(check())
            problems += found
            if not found:
                known.learn(name, asked)
    return problems


def _check(record: Record, library: Library) -> Iterator[Problem]:
    """Apply the rules of single records to one."""
    library.hear([("record", record.id)])
    yield from check_words(record)
    for rule in _RULES.of_records:
        yield from rule(record, library)


def check_words(record: Record) -> Iterator[Problem]:
    """Apply the rules that look at nothing but what one record says, whole or broken."""
    for rule in _RULES.of_words:
        yield from rule(record)


def _of(library: Library, kind: type[Kind]) -> list[Kind]:
    return [record for record in library.kind(kind.folder) if isinstance(record, kind)]


def _subjects(library: Library) -> list[Treaty]:
    """The treaties that say they are the one explained, those with eras first."""
    subjects = [treaty for treaty in _of(library, Treaty) if treaty.role is Role.SUBJECT]
    return sorted(subjects, key=lambda treaty: not treaty.eras)


@_rule_of_words
def prose_holds_only_what_it_may(record: Record) -> Iterator[Problem]:
    for loc, value in leaves(record):
        if isinstance(value, Prose | Note):
            for fault in islice(markdown.faults(value), MAX_FAULTS):
                place = record.document.place(loc, fault.written, fault.nth)
                yield Problem(place, fault.code, fault.message, fault.hint)


@_rule_of_words
def every_paragraph_cites(record: Record) -> Iterator[Problem]:
    """A field that states facts names a source in every paragraph (DESIGN 2.3)."""
    for loc, value in leaves(record):
        if isinstance(value, Prose):
            for start in islice(markdown.uncited(value), MAX_FAULTS):
                yield Problem(
                    record.document.place(loc, start),
                    "unsourced",
                    f"this paragraph cites no source: {quote(start)}",
                    "add [@source-id] where the fact was read",
                )


@_rule_of_words
def citations_lead_to_sources(record: Record) -> Iterator[Problem]:
    """A link to a source is a citation, and is written as one."""
    for loc, value in leaves(record):
        if isinstance(value, Prose | Note):
            for name in markdown.names(value):
                if not name.is_citation and name.target.startswith("sources/"):
                    yield Problem(
                        record.document.place(loc, name.written, name.nth),
                        "link-to-source",
                        f"{quote(name.target)} is a source, and sources are cited",
                        f"write [@{name.target.removeprefix('sources/')}]",
                    )


@_rule_when_complete
def one_treaty_is_the_subject(library: Library) -> Iterator[Problem]:
    subjects = _subjects(library)
    if not subjects:
        treaties = sorted(_of(library, Treaty), key=lambda treaty: not treaty.eras)
        yield Problem(
            treaties[0].document.place(("role",))
            if treaties
            else Place(PurePosixPath(DATA_FOLDER, Treaty.folder)),
            "no-subject",
            "no treaty is the one this site explains",
            "give one record in treaties/ the line 'role: subject'",
        )
    for treaty in subjects[1:]:
        yield Problem(
            treaty.document.place(("role",)),
            "two-subjects",
            f"'{subjects[0].id}' is already the treaty this site explains",
            "write 'predecessor' or 'related' here",
        )


@_rule_when_complete
def clauses_belong_to_a_treaty(library: Library) -> Iterator[Problem]:
    treaties = [treaty.id.partition("/")[2] for treaty in _of(library, Treaty)]
    for clause in _of(library, Clause):
        if clause.treaty not in library:
            name = clause.treaty.partition("/")[2]
            yield Problem(
                clause.document.place(),
                "clause-of-no-treaty",
                f"there is no treaty {quote(name)}",
                suggestion(name, treaties, f"write treaties/{name}.yml first, or move the file"),
            )


@_rule
def numbers_are_used_once(library: Library) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], Clause] = {}
    for clause in _of(library, Clause):
        word = clause.id.rpartition("/")[2].partition("-")[0]
        first = seen.setdefault((clause.treaty, word, clause.number), clause)
        if first is not clause:
            yield Problem(
                clause.document.place(("number",)),
                "doubled-number",
                f"number {quote(clause.number)} is already taken by '{first.id}'",
                "correct one of the two numbers",
            )


@_rule
def treaty_dates_follow_each_other(library: Library) -> Iterator[Problem]:
    for treaty in _of(library, Treaty):
        signed = treaty.signed.date if treaty.signed else None
        steps = [("signed", signed), ("in_force", treaty.in_force), ("ended", treaty.ended)]
        known = [(name, day) for name, day in steps if day]
        for (before, earlier), (name, later) in pairwise(known):
            if later.last < earlier.first:
                yield Problem(
                    treaty.document.place((name,)),
                    "dates-contradict",
                    f"'{name}' ({later}) comes before '{before}' ({earlier})",
                    "correct one of the two dates",
                )


@_rule_of_records
def answers_follow_what_they_answer(record: Record, library: Library) -> Iterator[Problem]:
    """An effect is never earlier than its cause, as far as both dates are known."""
    if isinstance(record, Event):
        yield from _out_of_order(library, record, "follows", record.follows, later=False)
    elif isinstance(record, Reaction):
        yield from _out_of_order(library, record, "answers", record.answers, later=False)
        yield from _out_of_order(library, record, "led_to", record.led_to, later=True)


def _out_of_order(
    library: Library, record: Event | Reaction, field: str, refs: list[Ref], *, later: bool
) -> Iterator[Problem]:
    """The references of a field whose records should be `later` than this one and are not."""
    for index, ref in enumerate(refs):
        other = library.get(ref)
        if not isinstance(other, Event | Reaction):
            continue
        first, second = (record, other) if later else (other, record)
        if second.date.last < first.date.first:
            yield Problem(
                record.document.place((field, index)),
                "dates-contradict",
                f"'{other.id}' ({other.date}) is "
                f"{'earlier' if later else 'later'} than this record ({record.date})",
                "correct a date, or the reference",
            )


@_rule_of_words
def records_do_not_name_themselves(record: Record) -> Iterator[Problem]:
    for loc, value in leaves(record):
        if isinstance(value, Ref) and value == record.id:
            yield Problem(
                record.document.place(loc),
                "names-itself",
                "this record refers to itself",
                "remove the reference",
            )


@_rule
def events_lie_in_their_era(library: Library) -> Iterator[Problem]:
    subjects = _subjects(library)
    if not subjects:
        return
    subject = subjects[0]
    eras = {str(era.key): era for era in subject.eras}
    for event in _of(library, Event):
        era = eras.get(event.era)
        if era is None:
            yield Problem(
                event.document.place(("era",)),
                "unknown-era",
                f"there is no era {quote(event.era)}",
                suggestion(
                    event.era, eras, f"'{subject.id}' has the eras: {', '.join(eras) or 'none'}"
                ),
            )
        elif not _overlap(event.date, era.span):
            fitting = [f"'{key}'" for key, era in eras.items() if _overlap(event.date, era.span)]
            yield Problem(
                event.document.place(("era",)),
                "outside-era",
                f"{event.date} does not lie in the era '{era.key}' ({era.span})",
                f"correct the date, or write {' or '.join(fitting)}"
                if fitting
                else "correct the date or the era",
            )


def _overlap(one: Day, other: Day) -> bool:
    return one.first <= other.last and other.first <= one.last


@_rule
def eras_are_told_apart(library: Library) -> Iterator[Problem]:
    """Their keys name places on the timeline's page, as do the names of its events."""
    for treaty in _of(library, Treaty):
        seen: set[str] = set()
        for index, era in enumerate(treaty.eras):
            if era.key in seen or f"{Event.folder}/{era.key}" in library:
                yield Problem(
                    treaty.document.place(("eras", index, "key")),
                    "doubled-era",
                    f"{quote(era.key)} is already the name of "
                    f"{'an era' if era.key in seen else 'an event'}",
                    "choose another, here and in the events that lie in it",
                )
            elif problem := misplaced(f"{Event.folder}/{era.key}", treaty.document.file, BY_FOLDER):
                place = treaty.document.place(("eras", index, "key"))
                yield Problem(place, problem.code, problem.message, problem.hint)
            seen.add(era.key)


@_rule
def only_the_subject_has_key_points_and_eras(library: Library) -> Iterator[Problem]:
    for treaty in _of(library, Treaty) if _subjects(library) else []:
        for name in ("key_points", "eras"):
            if treaty.role is not Role.SUBJECT and getattr(treaty, name):
                yield Problem(
                    treaty.document.key_place((name,)),
                    "only-for-the-subject",
                    f"'{name}' belongs to the treaty this site explains",
                    "remove it here",
                )


@_rule
def former_ids_are_free(library: Library) -> Iterator[Problem]:
    owners: dict[str, Record] = {}
    for record in library:
        former = record.formerly if isinstance(record, Entry) else []
        for index, old in enumerate(former):
            place = record.document.place(("formerly", index))
            # Its page is written there, so it must be what a record's id may be.
            if misplaced(old, place.file, BY_FOLDER):
                yield Problem(
                    place,
                    "bad-id",
                    f"{quote(old)} is not the id of a record",
                    f"write it whole, as this record's own: '{record.id}'",
                )
            elif old in library or owners.setdefault(old, record) is not record:
                owner = library.get(old) or owners[old]
                yield Problem(
                    place,
                    "id-in-use",
                    f"the id {quote(old)} belongs to '{owner.id}'",
                    "ids are never used again; remove the line",
                )


@_rule
def a_page_is_one_source(library: Library) -> Iterator[Problem]:
    for source, first in _doubled(library):
        yield Problem(
            source.document.place(("url",)),
            "doubled-source",
            f"'{first.id}' has the same address",
            "keep one record and cite it from both places",
        )


def _doubled(library: Library) -> Iterator[tuple[Source, Source]]:
    """Each source whose address another has, and that other: the one that more rests on."""
    owners: dict[str, list[Source]] = defaultdict(list)
    for source in _of(library, Source):
        if source.url:
            owners[source.url.partition("://")[2].rstrip("/")].append(source)
    for sources in owners.values():
        first, *others = sorted(sources, key=lambda source: -len(library.backlinks(source.id)))
        yield from ((source, first) for source in others)


@_rule
def a_record_is_there_once(library: Library) -> Iterator[Problem]:
    """A copy under another name. Clauses and sources have their number and their address."""
    first: dict[tuple[str, str], Record] = {}
    for record in library:
        twin = first.setdefault((record.folder, record.name), record)
        if (
            twin is not record
            and not isinstance(record, Clause | Source)
            and twin.document.values == record.document.values
        ):
            yield Problem(
                record.document.place(),
                "doubled-record",
                f"'{twin.id}' says the same",
                "delete one of the two files, or say here what is different",
            )


@_rule_of_words
def no_field_is_lost_in_a_text(record: Record) -> Iterator[Problem]:
    """A field indented like the text above it would become a part of that text, unseen."""
    for loc, value in leaves(record):
        if isinstance(value, Prose | Note) and (line := _field_at_end(record, value)):
            yield Problem(
                record.document.place(loc, line),
                "field-in-text",
                f"{quote(line)} is read as a part of the text above",
                "let the field begin in the same column as the field of that text",
            )


def _field_at_end(record: Record, text: str) -> str:
    """The line with which a text goes over into fields that the record does not have, or ''."""
    found = ""
    for line in reversed(text.split("\n")[1:]):
        name, colon, _ = line.partition(":")
        if colon and name in type(record).model_fields and name not in record.document.values:
            found = line
        elif not line.startswith((" ", "- ")):
            break
    return found


@_rule_of_words
def quotation_marks_come_in_pairs(record: Record) -> Iterator[Problem]:
    """Of text without quotes round it: in quotes, any sign is meant as it stands."""
    for loc, value in leaves(record):
        if isinstance(value, Text | Prose | Note) and (word := _unpaired(value)):
            line, column, *_ = record.document.spans[loc]
            if record.document.lines[line][column] not in "'\"|>":
                yield Problem(
                    record.document.place(loc, word),
                    "unpaired-quote",
                    f"the quotation mark in {quote(word)} has no other half",
                    "remove it, or add the one that is missing; if it is meant, "
                    "put the whole text in single quotes",
                )


def _unpaired(text: str) -> str:
    """The last word with a quotation mark, if their number is odd, or ''."""
    # Inside a word it is a letter's sign, as in Hebrew, and behind a small number means inches.
    text = re.sub(r"(?<!\w)\d{1,3}\"(?=\s)", "", text)
    for marks in ('"', "“”„‟", "«»"):
        if len(re.findall(rf"(?<!\w)[{marks}]|[{marks}](?!\w)", text)) % 2:
            return str(re.findall(rf"\S*[{marks}]\S*", text)[-1])
    return ""


@_rule_when_complete
def sources_are_cited(library: Library) -> Iterator[Problem]:
    doubled = {source.id for source, _ in _doubled(library)}
    for source in _of(library, Source):
        if not library.backlinks(source.id) and source.id not in doubled:
            yield Problem(
                source.document.place(),
                "unused-source",
                f"nothing cites '{source.id}'",
                f"cite it as [@{source.id.partition('/')[2]}], or delete the file",
            )
