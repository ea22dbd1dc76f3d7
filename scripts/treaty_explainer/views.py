"""The questions that pages ask of the library: joins, groups and counts, no markup."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from treaty_explainer.day import Day
from treaty_explainer.entity import Choice, Record
from treaty_explainer.kinds import (
    Actor,
    ActorSort,
    Answer,
    Basis,
    Clause,
    Copy,
    Dispute,
    Entry,
    Era,
    Event,
    Question,
    Reaction,
    Reading,
    Region,
    Role,
    Source,
    SourceKind,
    Stance,
    Treaty,
)
from treaty_explainer.link import Asked, Library
from treaty_explainer.listing import (
    FEWER,
    MATRIX_ACTORS,
    MATRIX_CLAUSES,
    PER_PAGE,
    Part,
    by_letter,
    pages_of,
    split,
)
from treaty_explainer.timeline import Narrowed, narrowed, narrowed_to

Found = TypeVar("Found")
Rest = ParamSpec("Rest")
Item = TypeVar("Item")
Word = TypeVar("Word")


def once(
    question: Callable[Concatenate[Views, Rest], Found],
) -> Callable[Concatenate[Views, Rest], Found]:
    """A question whose answer is kept, for it costs something and many pages ask it.

    Whoever asks it has asked the library all that the answer rests on.
    """

    @wraps(question)
    def ask(views: Views, *args: Rest.args, **options: Rest.kwargs) -> Found:
        key = (question.__name__, *(arg.id if isinstance(arg, Record) else arg for arg in args))
        if key not in views._answers:
            with views._library.listen() as asked:
                views._answers[key] = question(views, *args, **options), asked
        answer, asked = views._answers[key]
        views._library.hear(asked)
        return cast(Found, answer)

    return cast("Callable[Concatenate[Views, Rest], Found]", ask)


# The languages that sources are likely to be in, by code.
_LANGUAGES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "mk": "Macedonian",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


# The lists that come in parts once they are long: see `Views.parts`.
LISTINGS = (
    *("timeline", "reactions", "regions", "actors", "terms", "topics", "questions", "treaties"),
    *("sources", "languages", "disputed", "topic", "actor", "clause"),
)


class Views:
    """What templates may ask. Every answer is in the records' own order."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._answers: dict[tuple[object, ...], tuple[object, set[Asked]]] = {}

    # ------------------------------------------------------------------ single records

    @property
    def subject(self) -> Treaty:
        """The treaty this site explains."""
        return next(
            treaty
            for treaty in self._library.kind(Treaty.folder)
            if isinstance(treaty, Treaty) and treaty.role is Role.SUBJECT
        )

    @property
    def last_reviewed(self) -> Day | None:
        """The latest day on which an editor reviewed a record: how fresh the site is."""
        days = [entry.reviewed for entry in self._library if isinstance(entry, Entry)]
        return max(filter(None, days), key=lambda day: day.machine, default=None)

    def records(self, refs: Iterable[str]) -> list[Record]:
        """The live records of a list of references, in the order of the list."""
        return [self._library[ref] for ref in refs]

    def record(self, ref: str) -> Record:
        """The live record of a reference."""
        return self._library[ref]

    def all(self, folder: str) -> Sequence[Record]:
        """The records of a folder."""
        return self._library.kind(folder)

    def naming(self, record: Record, folder: str, *fields: str) -> list[Record]:
        """The records of a folder that name this one, in any way or in the given fields."""
        found = {
            mention.origin.id: mention.origin
            for mention in self._library.backlinks(record.id)
            if mention.origin.folder == folder and (not fields or mention.field in fields)
        }
        return list(found.values())

    def backlinks(self, record: Record, *shown: Iterable[Record]) -> dict[str, list[Record]]:
        """Who names this record, by kind, without those the page has already shown."""
        seen = {other.id for group in shown for other in group} | {record.id}
        groups: dict[str, dict[str, Record]] = {}
        for mention in self._library.backlinks(record.id):
            if mention.origin.id not in seen:
                plural = mention.origin.plural
                groups.setdefault(plural, {})[mention.origin.id] = mention.origin
        return {plural: list(group.values()) for plural, group in groups.items()}

    @staticmethod
    def firsts(pairs: Iterable[tuple[Record, Any]]) -> list[Record]:
        """The records of pairs of a record and something about it."""
        return [record for record, _ in pairs]

    # ------------------------------------------------------------------ long lists

    @once
    def parts(self, listing: str) -> list[Part]:
        """The parts of one of the `LISTINGS`, in order; none while it is one page.

        Raises KeyError for a listing that there is not.
        """
        limit = FEWER.get(listing, PER_PAGE)
        match listing:
            case "timeline":
                events = _grouped(self.events(), lambda event: str(event.era))
                eras = [(str(e.key), e.title, events.get(e.key, [])) for e in self.subject.eras]
                return split("timeline", "era", eras, limit)
            case "reactions":
                years = _grouped(self.reactions(), lambda reaction: str(reaction.date.year))
                return split(
                    "reactions", "year", [(year, year, own) for year, own in years.items()]
                )
            case "regions":
                if not self.is_summed_up():
                    return []
                found = _grouped(self.matrix().actors, lambda actor: actor.region)
                regions = [(_word(region), str(region), own) for region, own in found.items()]
                return split("reactions", "region", regions, MATRIX_ACTORS, always=True)
            case "treaties":
                roles = [(_word(role), str(role), own) for role, own in self.treaties_by_role()]
                return split("treaties", "part", roles, limit)
            case "sources":
                kinds = [(_word(kind), str(kind), own) for kind, own in self.sources_by_kind()]
                return split("sources", "kind", kinds)
            case "languages":
                if not self.parts("sources"):
                    return []
                languages = [(code, self.language(code), own) for code, own in self.by_language()]
                return split("sources", "language", languages, always=True)
            case "disputed":
                doubtful = _grouped(self.doubtful(), lambda record: record.folder)
                folders = [(folder, own[0].plural, own) for folder, own in doubtful.items()]
                return split("disputed", "kind", folders)
            case "topic" | "actor" | "clause":
                records = [part.record for part in self.narrowed().values() if part.by == listing]
                return split("timeline", f"{listing}-letter", by_letter(records))
            case "actors" | "terms" | "topics" | "questions":
                return split(listing, "letter", by_letter(self._library.kind(listing)), limit)
        raise KeyError(listing)

    def part(self, listing: str, id: str) -> tuple[Part, Part | None, Part | None]:
        """The part of a listing that stands at an id, and those before and after it."""
        parts = self.parts(listing)
        at = next(index for index, part in enumerate(parts) if part.id == id)
        return parts[at], *_around(parts, at)

    def part_of_narrowed(
        self, narrowed: Narrowed, id: str
    ) -> tuple[Part, Part | None, Part | None]:
        """The events of a narrowed timeline that stand at an id, and the pages before and after."""
        pages = pages_of(narrowed.id, narrowed.record.name, narrowed.events)
        at = next(index for index, page in enumerate(pages) if page.id == id)
        return pages[at], *_around(pages, at)

    def is_long(self, folder: str) -> bool:
        """Whether a folder holds more records than one page should list."""
        return self.count(folder) > PER_PAGE

    # ------------------------------------------------------------------ narrowed timelines

    @once
    def narrowed(self) -> dict[str, Narrowed]:
        """The narrowed timelines, by the id of the record that each is of."""
        return narrowed(self._library)

    def choices(self, by: str, events: Sequence[Event]) -> list[Narrowed]:
        """By which topics, actors or clauses these events can be narrowed, in the records' order.

        Each has a page at its id. Of the events on one part of a long timeline, one is no choice.
        """
        named: dict[str, list[Event]] = {}
        for event in events:
            refs = {"topic": event.topics, "actor": event.actors, "clause": event.clauses}[by]
            for ref in dict.fromkeys(map(str, refs)):
                named.setdefault(ref, []).append(event)
        least = 2 if by == "actor" or self.parts("timeline") else 1
        found = [Narrowed(self._library[ref], own) for ref, own in named.items()]
        return sorted(
            (choice for choice in found if len(choice.events) >= least),
            key=lambda choice: choice.record.sort_key,
        )

    def narrowed_to(self, record: Record) -> Narrowed | None:
        """The timeline narrowed to a record, if there is one."""
        return narrowed_to(record, self._library)

    def neighbours(self, record: Record) -> tuple[Record | None, Record | None]:
        """The records before and after this one; for a clause, within its instrument."""
        return self._library.neighbours(record)

    def folders(self) -> list[str]:
        """The folders that hold records."""
        return self._library.folders()

    # ------------------------------------------------------------------ clauses

    def treaties_by_role(self) -> list[tuple[Role, list[Treaty]]]:
        """The instruments by their part on this site."""
        treaties = [t for t in self._library.kind(Treaty.folder) if isinstance(t, Treaty)]
        groups = [(role, [t for t in treaties if t.role is role]) for role in Role]
        return [(role, group) for role, group in groups if group]

    def clauses_of(self, treaty: Record) -> list[Clause]:
        """The clauses of an instrument, in its order."""
        folder = f"{Clause.folder}/{treaty.id.partition('/')[2]}"
        return [c for c in self._library.kind(folder) if isinstance(c, Clause)]

    def compared(self, clause: Clause) -> list[Clause]:
        """The clauses on the same matter, whichever side says so: those of predecessors first, and
        in either group the oldest instrument first."""
        ids: list[str] = [*clause.compares]
        ids += [
            other.id
            for other in self.naming(clause, Clause.folder, "compares")
            if other.id not in ids
        ]
        clauses = [other for other in self.records(ids) if isinstance(other, Clause)]
        return sorted(clauses, key=self._age)

    def _age(self, clause: Clause) -> tuple[bool, str, tuple[Any, ...]]:
        treaty = self._library[clause.treaty]
        related = isinstance(treaty, Treaty) and treaty.role is Role.RELATED
        signed = treaty.signed if isinstance(treaty, Treaty) else None
        return related, signed.date.machine if signed else "9999", clause.sort_key

    def known(self, treaty: Record) -> list[tuple[Basis, list[Clause]]]:
        """The clauses of an instrument by how well their wording is known, best first."""
        clauses = self.clauses_of(treaty)
        groups = [(basis, [c for c in clauses if c.basis is basis]) for basis in Basis]
        return [(basis, group) for basis, group in groups if group]

    def readings(self, clause: Clause) -> list[tuple[str, list[Record], list[tuple[int, Reading]]]]:
        """How a clause has been read, by year: the year ('' if unknown), who, the readings with the
        number of each on the clause's page."""
        years: dict[str, list[tuple[int, Reading]]] = {}
        for number, reading in enumerate(clause.readings, 1):
            year = str(reading.date.year) if reading.date else ""
            years.setdefault(year, []).append((number, reading))
        return [
            (year, self.records(dict.fromkeys(str(reading.by) for _, reading in part)), part)
            for year, part in years.items()
        ]

    def readings_by(self, actor: Record) -> list[tuple[Clause, list[tuple[int, Reading]]]]:
        """How an actor has read clauses: each clause with the readings and their numbers there."""
        return [
            (clause, [(n, r) for n, r in enumerate(clause.readings, 1) if r.by == actor.id])
            for clause in self.naming(actor, Clause.folder, "readings")
            if isinstance(clause, Clause)
        ]

    def by_treaty(self, clauses: Iterable[Record]) -> list[tuple[Record, list[Record]]]:
        """Clauses by instrument: the subject's first, then in the order they come in."""
        groups: dict[str, list[Record]] = {self.subject.id: []}
        for clause in clauses:
            if isinstance(clause, Clause):
                groups.setdefault(clause.treaty, []).append(clause)
        return [(self._library[treaty], group) for treaty, group in groups.items() if group]

    def comparison(self) -> tuple[list[Treaty], list[tuple[Clause, list[list[Clause]]]]]:
        """The subject's clauses against other instruments: the columns, then a row for each clause
        that has a counterpart, with one list of clauses for each column."""
        rows = [(clause, self.compared(clause)) for clause in self.clauses_of(self.subject)]
        rows = [(clause, others) for clause, others in rows if others]
        used = {other.treaty for _, others in rows for other in others}
        columns = sorted(
            (t for _, group in self.treaties_by_role() for t in group if t.id in used),
            key=lambda t: t.signed.date.machine if t.signed else "9999",
        )
        return columns, [
            (clause, [[o for o in others if o.treaty == treaty.id] for treaty in columns])
            for clause, others in rows
        ]

    def side_by_side(self, treaty: Record) -> list[tuple[Clause, list[Clause]]]:
        """The subject's clauses that have a counterpart in one other instrument, with it."""
        rows = [
            (clause, [other for other in self.compared(clause) if other.treaty == treaty.id])
            for clause in self.clauses_of(self.subject)
        ]
        return [(clause, others) for clause, others in rows if others]

    # ------------------------------------------------------------------ reactions

    def reactions(self, *, commentary: bool | None = None) -> list[Reaction]:
        """All reactions, or only those that are (not) commentary."""
        return [
            reaction
            for reaction in self._library.kind(Reaction.folder)
            if isinstance(reaction, Reaction)
            and (commentary is None or (reaction.form == "commentary") is commentary)
        ]

    @once
    def matrix(self) -> Matrix:
        """The reactions of states and organisations by actor and clause of the subject."""
        cells: dict[tuple[str, str], list[Reaction]] = {}
        actors: dict[str, Actor] = {}
        for reaction in self.reactions(commentary=False):
            actor = self._library[reaction.actor]
            if isinstance(actor, Actor):
                actors[actor.id] = actor
            whole_treaty = [""]
            for clause in [str(ref) for ref in reaction.clauses] or whole_treaty:
                cells.setdefault((reaction.actor, clause), []).append(reaction)
        used = {clause for _, clause in cells}
        clauses = [clause for clause in self.clauses_of(self.subject) if clause.id in used]
        order = {region: index for index, region in enumerate(Region)}
        rows = sorted(actors.values(), key=lambda actor: (order[actor.region], actor.sort_key))
        return Matrix(rows, clauses, cells)

    def is_summed_up(self) -> bool:
        """Whether the table of reactions is too large for one page."""
        matrix = self.matrix()
        return len(matrix.actors) > MATRIX_ACTORS or len(matrix.clauses) > MATRIX_CLAUSES

    @once
    def by_actor(self) -> list[tuple[Record, list[tuple[Stance, int]], int]]:
        """Who reacted, by name: how often with each stance, and how often in all."""
        own = _grouped(self.reactions(), lambda reaction: str(reaction.actor))
        found = [(self._library[actor], self.tally(some), len(some)) for actor, some in own.items()]
        return sorted(found, key=lambda item: item[0].sort_key)

    @once
    def source_balance(self) -> list[tuple[SourceKind, int]]:
        """On how many reactions sources of each kind bear, the most frequent kind first."""
        counts: Counter[SourceKind] = Counter()
        for reaction in self.reactions():
            cited = {m.target for m in self._library.mentions(reaction)}
            sources = (self._library[id] for id in cited if id.startswith(f"{Source.folder}/"))
            counts.update({source.kind_ for source in sources if isinstance(source, Source)})
        return sorted(counts.items(), key=lambda item: (-item[1], list(SourceKind).index(item[0])))

    def silent_regions(self) -> list[Region]:
        """The regions of which no reaction is recorded."""
        heard = {region for region, _ in self.balance(self.reactions(), "region")}
        return [region for region in Region if region not in heard and region is not Region.WORLD]

    def others_of(self, reaction: Reaction) -> list[Record]:
        """The same actor's reactions around this one: three before and three after at most."""
        actor = self._library[reaction.actor]
        own = self.naming(actor, Reaction.folder, "actor")
        at = [one.id for one in own].index(reaction.id)
        return own[max(at - 3, 0) : at] + own[at + 1 : at + 4]

    def stances(self, reactions: Iterable[Reaction]) -> list[tuple[Stance, list[Reaction]]]:
        """The reactions by stance, in the order of the closed list, empty ones left out."""
        by_stance: dict[Stance, list[Reaction]] = {stance: [] for stance in Stance}
        for reaction in reactions:
            by_stance[reaction.stance].append(reaction)
        return [(stance, group) for stance, group in by_stance.items() if group]

    def tally(self, reactions: Iterable[Reaction]) -> list[tuple[Stance, int]]:
        """How many reactions take each stance."""
        return [(stance, len(group)) for stance, group in self.stances(reactions)]

    def actors_of(self, reactions: Iterable[Reaction]) -> list[Record]:
        """Who reacted, each once, in order of first reaction."""
        return self.records(dict.fromkeys(str(reaction.actor) for reaction in reactions))

    def actor_names(self, reactions: Iterable[Reaction]) -> dict[str, str]:
        """The name of each reaction's actor, by the actor's id."""
        return {reaction.actor: self._library[reaction.actor].name for reaction in reactions}

    def balance(
        self, reactions: Iterable[Reaction], by: str
    ) -> list[tuple[Choice, Counter[Stance]]]:
        """How many reactions of each stance there are by an actor's `region` or `sort`."""
        counts: dict[Choice, Counter[Stance]] = {}
        for reaction in reactions:
            actor = self._library[reaction.actor]
            counts.setdefault(getattr(actor, by), Counter())[reaction.stance] += 1
        order: list[Choice] = [*Region, *ActorSort]
        return sorted(counts.items(), key=lambda item: order.index(item[0]))

    def by_region(
        self, reactions: Iterable[Reaction]
    ) -> list[tuple[Choice, list[tuple[Stance, int]], int]]:
        """How many reactions of each stance come from each region, the busiest region first, each
        with the number of reactions from the busiest."""
        counts = sorted(self.balance(reactions, "region"), key=lambda item: -item[1].total())
        most = counts[0][1].total() if counts else 0
        return [
            (region, [(stance, count[stance]) for stance in Stance if count[stance]], most)
            for region, count in counts
        ]

    # ------------------------------------------------------------------ events, actors, sources

    def events(self, era: str | None = None) -> list[Event]:
        """All events, or those of one era by its key."""
        return [
            event
            for event in self._library.kind(Event.folder)
            if isinstance(event, Event) and era in (None, event.era)
        ]

    @staticmethod
    def drawn(events: Sequence[Event], room: int = 200) -> Sequence[Event]:
        """The events that a picture has room for: all, or of too many the milestones."""
        if len(events) <= room:
            return events
        return [event for event in events if event.milestone][:room]

    def milestones(self) -> list[Event]:
        """The events that belong on a picture of the whole span."""
        return [event for event in self.events() if event.milestone]

    def caused(self, happening: Event | Reaction) -> list[Record]:
        """What came of an event or a reaction, whichever side says so, in order of date."""
        named = happening.led_to if isinstance(happening, Reaction) else []
        found = [*self.records(named), *self.naming(happening, Event.folder, "follows")]
        if isinstance(happening, Reaction):
            found += self.naming(happening, Reaction.folder, "answers")
        return sorted({one.id: one for one in found}.values(), key=lambda one: one.sort_key)

    def by_era(self, events: Sequence[Event]) -> list[tuple[Era, list[Event]]]:
        """Events by era, in the eras' order; eras without any are left out."""
        found = _grouped(events, lambda event: str(event.era))
        return [(era, found[era.key]) for era in self.subject.eras if era.key in found]

    def era_parts(self) -> list[tuple[Era, Part]]:
        """The parts of a long timeline, each with its era."""
        by_address = {str(era.key): era for era in self.subject.eras}
        return [(by_address[part.id.split("/")[2]], part) for part in self.parts("timeline")]

    def narrowed_by(self, by: str) -> list[Record]:
        """The topics, actors or clauses that have a timeline of their own."""
        return [part.record for part in self.narrowed().values() if part.by == by]

    def era(self, event: Event) -> Era:
        """The stretch of the timeline an event belongs to."""
        return next(era for era in self.subject.eras if era.key == event.era)

    def questions(self) -> list[Question]:
        """All questions."""
        return [q for q in self._library.kind(Question.folder) if isinstance(q, Question)]

    def seen_in(self, question: Question) -> list[Record]:
        """The events and reactions that the developments of a question lead to."""
        return self.records(ref for item in question.developments for ref in item.see)

    def answers_of(self, actor: Record) -> list[tuple[Question, list[tuple[int, Answer]]]]:
        """Which answers an actor holds: each question with those answers and their numbers."""
        found = [
            (question, [(n, a) for n, a in enumerate(question.answers, 1) if actor.id in a.held_by])
            for question in self.naming(actor, Question.folder, "answers")
            if isinstance(question, Question)
        ]
        return [(question, answers) for question, answers in found if answers]

    def actors_by_sort(self) -> list[tuple[ActorSort, list[Actor]]]:
        """States, organisations and people."""
        actors = [a for a in self._library.kind(Actor.folder) if isinstance(a, Actor)]
        groups = [(sort, [a for a in actors if a.sort is sort]) for sort in ActorSort]
        return [(sort, group) for sort, group in groups if group]

    def sources_by_kind(self) -> list[tuple[SourceKind, list[Source]]]:
        """The sources by what they are, in the order of the closed list."""
        sources = [s for s in self._library.kind(Source.folder) if isinstance(s, Source)]
        groups = [(kind, [s for s in sources if s.kind_ is kind]) for kind in SourceKind]
        return [(kind, group) for kind, group in groups if group]

    def by_language(self) -> list[tuple[str, list[Source]]]:
        """The sources by language, the most frequent first; one in two languages is in both."""
        found: dict[str, list[Source]] = {}
        for source in self._library.kind(Source.folder):
            if isinstance(source, Source):
                for code in dict.fromkeys(map(str, source.languages)):
                    found.setdefault(code, []).append(source)
        return sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))

    @once
    def most_cited(self) -> list[tuple[Source, int]]:
        """The twenty sources on which most pages rest, and on how many."""
        sources = [s for s in self._library.kind(Source.folder) if isinstance(s, Source)]
        counts = ((source, len(self.citing(source))) for source in sources)
        return sorted(counts, key=lambda item: -item[1])[:20]

    def weight(self, sources: Iterable[Source]) -> tuple[int, int]:
        """How many records cite one of these sources, and how many cite any."""
        resting = {record.id for source in sources for record in self.citing(source)}
        return len(resting), self._resting()

    @once
    def _resting(self) -> int:
        sources = self._library.kind(Source.folder)
        return len({record.id for source in sources for record in self.citing(source)})

    def citing(self, source: Record) -> list[Record]:
        """The records that cite a source."""
        return list({m.origin.id: m.origin for m in self._library.backlinks(source.id)}.values())

    def copies(self) -> list[Source]:
        """The sources of which only a copy was read."""
        return [
            source
            for source in self._library.kind(Source.folder)
            if isinstance(source, Source) and source.copy_ is not Copy.ORIGINAL
        ]

    # ------------------------------------------------------------------ the whole site

    def disputes(self) -> list[tuple[Entry, list[Dispute]]]:
        """Every record on which sources disagree, with the points of disagreement."""
        return [
            (record, record.disputed)
            for record in self._library
            if isinstance(record, Entry) and record.disputed
        ]

    def doubtful(self) -> list[Entry]:
        """Every record with a point of disagreement or a statement that no source confirms."""
        return [
            record
            for record in self._library
            if isinstance(record, Entry) and (record.disputed or record.unverified)
        ]

    def unverified(self) -> list[Entry]:
        """Every record that carries statements no source confirms."""
        return [r for r in self._library if isinstance(r, Entry) and r.unverified]

    @staticmethod
    def title_language(source: Source) -> str:
        """The language of a source's title, if it is known and not that of the page."""
        foreign = source.languages if not source.title_described else []
        return foreign[0] if len(foreign) == 1 and foreign[0] != "en" else ""

    @staticmethod
    def language(code: str) -> str:
        """The English name of a language, or its code if that is all we know."""
        return _LANGUAGES.get(code, code)

    @staticmethod
    def first_paragraph(text: str) -> str:
        """The part of a text before the first blank line."""
        return text.partition("\n\n")[0]

    @staticmethod
    def number(count: int) -> str:
        """A small number as a word, to begin a heading with."""
        words = [
            "No",
            "One",
            "Two",
            "Three",
            "Four",
            "Five",
            "Six",
            "Seven",
            "Eight",
            "Nine",
            "Ten",
        ]
        return words[count] if count < len(words) else str(count)

    def count(self, folder: str) -> int:
        """How many records a folder holds."""
        return len(self._library.kind(folder))


def _grouped(items: Iterable[Item], key: Callable[[Item], Word]) -> dict[Word, list[Item]]:
    """Items by something about them, in one pass and in their order."""
    groups: dict[Word, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def _around(parts: Sequence[Part], at: int) -> tuple[Part | None, Part | None]:
    return parts[at - 1] if at else None, parts[at + 1] if at + 1 < len(parts) else None


def _word(value: Choice) -> str:
    """A value of a closed list as part of an address."""
    return str(value).lower().replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Actors by clauses; a cell holds the reactions of the actor that concern the clause."""

    actors: list[Actor]
    clauses: list[Clause]
    cells: dict[tuple[str, str], list[Reaction]]

    def of(self, actors: Iterable[Record]) -> Matrix:
        """The rows of some actors, with the columns in which they have something."""
        wanted = {actor.id for actor in actors}
        used = {clause for actor, clause in self.cells if actor in wanted}
        return Matrix(
            [actor for actor in self.actors if actor.id in wanted],
            [clause for clause in self.clauses if clause.id in used],
            self.cells,
        )

    def sum(self, actors: Iterable[Record], clause: Clause | None) -> list[tuple[Stance, int]]:
        """How many reactions of each stance some actors have to a clause, or to the whole."""
        column = clause.id if clause else ""
        cells = (self.cells.get((actor.id, column), []) for actor in actors)
        counts = Counter(reaction.stance for cell in cells for reaction in cell)
        return [(stance, counts[stance]) for stance in Stance if counts[stance]]

    def cell(self, actor: Actor, clause: Clause | None) -> list[Reaction]:
        """The reactions to a clause, by stance; with None, those to the treaty as a whole."""
        found = self.cells.get((actor.id, clause.id if clause else ""), [])
        return sorted(found, key=lambda reaction: list(Stance).index(reaction.stance))
