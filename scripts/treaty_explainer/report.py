"""What is missing, weak or stale in the data, and how balanced the collection of reactions is.

The findings are one value; text, Markdown and JSON are three ways to write it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from treaty_explainer.entity import Note, Prose, Record, leaves
from treaty_explainer.formats import listed
from treaty_explainer.kinds import (
    KINDS,
    Actor,
    Basis,
    Confidence,
    Copy,
    Entry,
    Event,
    Question,
    Reaction,
    Region,
    Source,
    SourceKind,
)
from treaty_explainer.link import Library
from treaty_explainer.markdown import paragraphs, uncited
from treaty_explainer.views import Views

Counts = dict[str, int]
Ids = list[str]


@dataclass(frozen=True, slots=True)
class Cited:
    """How many paragraphs there are, and how many of them cite a source."""

    paragraphs: int
    cited: int

    @property
    def share(self) -> str:
        """The share that is cited, as a percentage."""
        return f"{self.cited / self.paragraphs:.0%}" if self.paragraphs else "none"


@dataclass(frozen=True, slots=True)
class Findings:
    """All that a report says. Records are named by their ids, in their own order.

    `facts` are the paragraphs of fields that state facts, `own_words` those in which the explainer
    speaks for itself. A source is weak if it is a reference, such as an encyclopaedia or a
    forum, or was read at an aggregator's; `resting_on_weak_sources` cite no other. `stale` were
    last reviewed before `reviewed_since`, `never_reviewed` carry no date of review. The counts of
    reactions are of states, organisations and analysts alike.
    """

    today: str
    reviewed_since: str
    records: Counts
    facts: Cited
    own_words: Cited
    sources_by_kind: Counts
    sources_by_language: Counts
    sources_by_copy: Counts
    weak_sources: Ids
    sources_read_in_copies: dict[str, Ids]
    sources_without_archived_copy: Ids
    resting_on_weak_sources: Ids
    basis_of_clauses: Counts
    clauses_hardly_known: Ids
    events_of_low_confidence: Ids
    clauses_without_reactions: Ids
    clauses_without_events: Ids
    questions_without_two_sides: Ids
    unverified: Counts
    disputed: Counts
    dead_ends: dict[str, Ids]
    stale: Ids
    never_reviewed: dict[str, Ids]
    regions_without_reactions: list[str]
    reactions_by_region: dict[str, Counts]
    reactions_by_sort_of_actor: Counts
    reactions_by_form: Counts
    reactions_by_stance: Counts


def find(library: Library, today: date, reviewed_since: date) -> Findings:
    """Look through a library that has passed every check."""
    views = Views(library)
    entries = [record for record in library if isinstance(record, Entry)]
    reactions = views.reactions()
    sources = [source for _, group in views.sources_by_kind() for source in group]
    clauses = views.clauses_of(views.subject)
    actors = [actor for r in reactions if isinstance(actor := views.record(r.actor), Actor)]
    weak = {source.id for source in sources if _weak(source)}
    by_region = views.balance(reactions, "region")
    heard = {region for region, _ in by_region}
    return Findings(
        today=today.isoformat(),
        reviewed_since=reviewed_since.isoformat(),
        records={kind.plural: views.count(kind.folder) for kind in KINDS},
        facts=_cited(library, Prose),
        own_words=_cited(library, Note),
        sources_by_kind={str(kind): len(group) for kind, group in views.sources_by_kind()},
        sources_by_language=_count(code for source in sources for code in source.languages),
        sources_by_copy=_count(source.copy_ for source in sources),
        weak_sources=_ids(source for source in sources if source.id in weak),
        sources_read_in_copies={
            str(copy): _ids(source for source in sources if source.copy_ is copy)
            for copy in Copy
            if copy is not Copy.ORIGINAL
        },
        sources_without_archived_copy=_ids(
            source for source in sources if source.url and not source.archived
        ),
        resting_on_weak_sources=_ids(
            record for record in library if (cited := _sources(record, library)) and cited <= weak
        ),
        clauses_hardly_known=_ids(
            c for c in clauses if c.basis in (Basis.HEADING_ONLY, Basis.UNVERIFIED)
        ),
        events_of_low_confidence=_ids(
            event for event in views.events() if event.confidence is Confidence.LOW
        ),
        basis_of_clauses=_count(clause.basis for clause in clauses),
        clauses_without_reactions=_ids(
            c for c in clauses if not views.who_names(c, Reaction.folder)
        ),
        clauses_without_events=_ids(c for c in clauses if not views.who_names(c, Event.folder)),
        questions_without_two_sides=_ids(q for q in views.questions() if not _two_sided(q)),
        unverified={record.id: len(record.unverified) for record in views.unverified()},
        disputed={record.id: len(disputes) for record, disputes in views.disputes()},
        dead_ends=_by_kind(record for record in library if not library.backlinks(record.id)),
        stale=_ids(
            entry for entry in entries if entry.reviewed and entry.reviewed.last < reviewed_since
        ),
        never_reviewed=_by_kind(entry for entry in entries if not entry.reviewed),
        regions_without_reactions=[str(region) for region in Region if region not in heard],
        reactions_by_region={
            str(region): {str(stance): number for stance, number in stances.items()}
            for region, stances in by_region
        },
        reactions_by_sort_of_actor=_count(actor.sort for actor in actors),
        reactions_by_form=_count(reaction.form for reaction in reactions),
        reactions_by_stance={str(stance): number for stance, number in views.tally(reactions)},
    )


def _cited(library: Library, word: type[str]) -> Cited:
    texts = [value for record in library for _, value in leaves(record) if isinstance(value, word)]
    total = sum(paragraphs(text) for text in texts)
    return Cited(total, total - sum(1 for text in texts for _ in uncited(text)))


def _weak(source: Source) -> bool:
    return source.kind_ is SourceKind.REFERENCE or source.copy_ is Copy.AGGREGATOR


def _sources(record: Record, library: Library) -> set[str]:
    """The sources that a record cites."""
    targets = (target for target, _ in library.targets(record))
    return {target for target in targets if target.startswith(f"{Source.folder}/")}


def _two_sided(question: Question) -> bool:
    """Whether at least two of its answers say who holds them."""
    return sum(bool(answer.held_by) for answer in question.answers) >= 2


def _count(values: Iterable[str]) -> Counts:
    """How often each value occurs, the most frequent first."""
    return {str(value): number for value, number in Counter(values).most_common()}


def _ids(records: Iterable[Record]) -> Ids:
    return [record.id for record in records]


def _by_kind(records: Iterable[Record]) -> dict[str, Ids]:
    groups: dict[str, Ids] = {}
    for record in records:
        groups.setdefault(record.plural, []).append(record.id)
    return groups


# ---------------------------------------------------------------------- the three writers


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and its rows: what, how many, and which records if there are any to name."""

    title: str
    rows: list[tuple[str, str, Ids]]


def _sections(found: Findings) -> Iterator[_Section]:
    """The findings as people read them: what is missing first, then what there is."""
    silent = found.regions_without_reactions
    yield _Section(
        "Gaps",
        [
            _named("clauses without reactions", found.clauses_without_reactions),
            _named("clauses without events", found.clauses_without_events),
            _named("questions without two sides", found.questions_without_two_sides),
            _named("clauses of which little is known", found.clauses_hardly_known),
            _named("events of low confidence", found.events_of_low_confidence),
            _named("records with unverified statements", list(found.unverified)),
            _named("records that rest on weak sources alone", found.resting_on_weak_sources),
            _named("weak sources", found.weak_sources),
            *(
                _named(f"sources read as {_a(copy)}", ids)
                for copy, ids in found.sources_read_in_copies.items()
            ),
            _named("sources without an archived copy", found.sources_without_archived_copy),
            ("regions nobody speaks for", str(len(silent)), silent),
            _named(f"not reviewed since {found.reviewed_since}", found.stale),
            *(_named(f"never reviewed: {kind}", ids) for kind, ids in found.never_reviewed.items()),
            *(_named(f"named nowhere: {kind}", ids) for kind, ids in found.dead_ends.items()),
        ],
    )
    yield _Section("Records", _counted(found.records))
    yield _Section(
        "Citations",
        [
            (label, f"{cited.cited} of {cited.paragraphs} ({cited.share})", [])
            for label, cited in (
                ("paragraphs that state facts, cited", found.facts),
                ("paragraphs in our own words, cited", found.own_words),
            )
        ],
    )
    yield _Section("Basis of the treaty's clauses", _counted(found.basis_of_clauses))
    yield _Section("Unverified statements", _counted(found.unverified))
    yield _Section("Disputed points", _counted(found.disputed))
    yield _Section("Sources by kind", _counted(found.sources_by_kind))
    yield _Section("Sources by language", _counted(found.sources_by_language))
    yield _Section("Sources by copy", _counted(found.sources_by_copy))
    yield _Section("Reactions by stance", _counted(found.reactions_by_stance))
    yield _Section(
        "Reactions by region",
        [
            (
                region,
                f"{sum(stances.values())} ({', '.join(f'{n} {s}' for s, n in stances.items())})",
                [],
            )
            for region, stances in found.reactions_by_region.items()
        ],
    )
    yield _Section("Reactions by sort of actor", _counted(found.reactions_by_sort_of_actor))
    yield _Section("Reactions by form", _counted(found.reactions_by_form))


def _a(copy: str) -> str:
    return "syndicated stories" if copy == Copy.SYNDICATED else f"{copy}s"


def _counted(counts: Counts) -> list[tuple[str, str, Ids]]:
    return [(label, str(number), []) for label, number in counts.items()]


def _named(label: str, ids: Ids) -> tuple[str, str, Ids]:
    return label, str(len(ids)), ids


def as_text(found: Findings) -> str:
    """For a terminal."""
    lines = [f"Report of {found.today}"]
    for section in _sections(found):
        width = max((len(label) for label, _, _ in section.rows), default=0)
        lines += ["", section.title]
        for label, number, ids in section.rows:
            lines.append(f"  {label:<{width}}  {number}")
            if ids:
                lines.append(f"    {listed(ids)}")
        if not section.rows:
            lines.append("  none")
    return "\n".join(lines)


def as_markdown(found: Findings) -> str:
    """For an issue or a pull request."""
    lines = [f"# Report of {found.today}"]
    for section in _sections(found):
        lines += ["", f"## {section.title}", ""]
        lines += [
            f"- {label}: **{number}**" + (f": {listed([f'`{id}`' for id in ids])}" if ids else "")
            for label, number, ids in section.rows
        ] or ["None."]
    return "\n".join(lines)


def as_json(found: Findings) -> str:
    """For programs: the findings whole."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=2)


FORMATS: dict[str, Callable[[Findings], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
