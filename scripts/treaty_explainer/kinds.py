"""The nine kinds of record, each declared once.

Validation, the hint in an error, the field guide, the scaffold of `new`, the JSON Schema and the
data export all follow from these classes. To add a field, add its line here and its place in the
kind's template; to add a kind, add a class, a line in `KINDS` and a template.
"""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field

from treaty_explainer.entity import (
    Choice,
    Date,
    Flag,
    Key,
    Language,
    Link,
    Note,
    Part,
    Prose,
    Record,
    Ref,
    Text,
    To,
)

TreatyRef = Annotated[Ref, To("treaties")]
ClauseRef = Annotated[Ref, To("clauses")]
EventRef = Annotated[Ref, To("timeline")]
ReactionRef = Annotated[Ref, To("reactions")]
ActorRef = Annotated[Ref, To("actors")]
TopicRef = Annotated[Ref, To("topics")]
TermRef = Annotated[Ref, To("terms")]
SourceRef = Annotated[Ref, To("sources")]
HappeningRef = Annotated[Ref, To("timeline", "reactions")]
ScopeRef = Annotated[Ref, To("treaties", "clauses")]


class Role(Choice):
    """What part an instrument plays on this site."""

    SUBJECT = "subject", "the treaty this site explains; there is exactly one"
    PREDECESSOR = "predecessor", "an earlier instrument between the same parties"
    RELATED = "related", "an instrument it is compared with or refers to"


class Status(Choice):
    """Whether an instrument binds anyone today."""

    IN_FORCE = "in force", "binding today"
    SIGNED = "signed", "signed, not yet in force"
    ENDED = "ended", "no longer binding: expired, ended or replaced"
    DECLARATION = "declaration", "a political declaration, not a binding treaty"
    RESOLUTION = "resolution", "a decision of an international body"


class Basis(Choice):
    """How well a clause's wording is known."""

    FULL_TEXT = "full text", "its wording was read in a complete text"
    SUMMARY = "summary", "its content is known from summaries and extracts"
    HEADING_ONLY = "heading only", "only its subject is known"
    UNVERIFIED = "unverified", "no source we could read confirms what it says"


class Stance(Choice):
    """Where an actor stands on the treaty."""

    SUPPORTIVE = "supportive", "endorses or defends the treaty"
    RESERVED = "neutral-reserved", "declines to judge, or speaks only of general principles"
    CONCERNED = "concerned", "voices worry without rejecting it outright"
    OPPOSED = "opposed", "rejects it, or acts against its effects, without denouncing it"
    CONDEMNING = "condemning", "denounces the treaty or the cooperation under it"


class Form(Choice):
    """What sort of reaction it is."""

    STATEMENT = "statement", "words spoken or written on behalf of the actor"
    ACT = "act", "a deed: a vote, sanctions, a summons, a deployment"
    COMMENTARY = "commentary", "the judgement of an analyst, a scholar or a newspaper"


class ActorSort(Choice):
    """What an actor is."""

    STATE = "state", "a state or its government"
    ORGANISATION = "organisation", "an international body, a ministry, an institute, a newspaper"
    PERSON = "person", "a human being"


class Region(Choice):
    """Where an actor belongs."""

    EAST_ASIA = "East Asia", "China, Japan, the two Koreas, Mongolia, Taiwan"
    SOUTH_AND_SOUTHEAST_ASIA = "South and Southeast Asia", "from Pakistan to the Philippines"
    OCEANIA = "Oceania", "Australia, New Zealand and the Pacific islands"
    EURASIA = "Russia and Central Asia", "Russia, Belarus, the Caucasus and Central Asia"
    EUROPE = "Europe", "the rest of Europe, Ukraine included"
    NORTH_AMERICA = "North America", "Canada and the United States"
    LATIN_AMERICA = "Latin America", "Mexico and all states south of it, the Caribbean included"
    MIDDLE_EAST_AND_AFRICA = "Middle East and Africa", "West Asia and all of Africa"
    WORLD = "worldwide", "bodies with members from every region"


class SourceKind(Choice):
    """What sort of publication a source is."""

    PRIMARY = "primary text", "the instrument or document itself"
    OFFICIAL = "official statement", "a government or organisation speaking for itself"
    STATE_MEDIA = "state media", "an outlet that a government runs: evidence of what it says"
    AGENCY = "news agency", "an independent agency's report"
    NEWSPAPER = "newspaper", "a newspaper, broadcaster or news site"
    RESEARCH = "research", "scholarship or analysis by a named author or institute"
    REFERENCE = "reference", "an encyclopaedia, a chronicle, a forum or a personal site"


class Copy(Choice):
    """What sort of copy of it was read."""

    ORIGINAL = "original", "the publisher's own page"
    MIRROR = "mirror", "a full copy on somebody else's site"
    SYNDICATED = "syndicated", "an agency's story as a subscriber printed it"
    REPRINT = "reprint", "a reprint, perhaps shortened"
    AGGREGATOR = "aggregator", "a site that gathers other people's texts"
    SCAN = "scan", "a scan of a printed work"


class Confidence(Choice):
    """How well an event is attested."""

    HIGH = "high", "an official record, or several independent sources"
    MEDIUM = "medium", "one good source, or several weak ones"
    LOW = "low", "one weak source"


class Dispute(Part):
    """A point on which sources or commentators contradict each other."""

    claim: Text = Field(
        description="What is disputed, as a question or a short phrase.",
        examples=["Is the help automatic?"],
    )
    readings: list[Prose] = Field(
        min_length=2,
        description="Who says what, one reading an entry, each with its citation.",
        examples=[
            ["Yes: the text leaves no choice [@kcna-2024-06-20].", "No: … [@scmp-2024-06-21]."]
        ],
    )
    follows: Note = Field(
        description="Which reading this site follows, and why; or that it follows none.",
        examples=["We report both; no case has settled it."],
    )


class Entry(Record):
    """What every record may carry besides its own fields."""

    note: Note | None = Field(
        None,
        description="A remark in the explainer's own voice, such as where our coverage ends.",
        examples=["Nothing later than February 2026 was found."],
    )
    unverified: list[Note] = Field(
        [],
        description="Statements in circulation that no source we read confirms. Shown as such.",
        examples=[["That the notice period is one year."]],
    )
    disputed: list[Dispute] = Field(
        [],
        description="Points on which the sources disagree, with each side and its source.",
    )
    reviewed: Date | None = Field(
        None,
        description="The day somebody last compared this record with its sources.",
        examples=["2026-11-23"],
    )
    formerly: list[Text] = Field(
        [],
        description="Ids this record had before; the site redirects them.",
        examples=[["clauses/2024-partnership/art-4"]],
    )


class Signing(Part):
    """Where, when and by whom an instrument was signed."""

    date: Date = Field(description="The day of signature.", examples=["2024-06-19"])
    place: Text = Field(description="The town, and the building if known.", examples=["Pyongyang"])
    by: list[ActorRef] = Field(
        [],
        description="The people who signed.",
        examples=[["vladimir-putin", "kim-jong-un"]],
    )


class Step(Part):
    """One step in an instrument's life: publication, a vote, a ratification, an exchange."""

    date: Date = Field(description="When.", examples=["2024-11-09"])
    what: Prose = Field(
        description="What was done, by whom, with its source.",
        examples=["Putin signed the ratification law [@tass-2024-11-09]."],
    )
    event: EventRef | None = Field(
        None,
        description="The timeline event that tells more.",
        examples=["2024-11-09-ratification-completed"],
    )


class KeyPoint(Part):
    """One of the things to know about the treaty, shown on the home page."""

    title: Text = Field(description="A few words.", examples=["Mutual defence"])
    text: Prose = Field(
        description="One or two sentences in plain words.",
        examples=["Each helps the other if attacked [@kcna-2024-06-20, art. 4]."],
    )
    clauses: list[ClauseRef] = Field(
        min_length=1,
        description="The clauses that say so.",
        examples=[["2024-partnership/article-4"]],
    )


class Era(Part):
    """A stretch of the timeline."""

    key: Key = Field(description="What events write in `era`.", examples=["korean-war"])
    title: Text = Field(description="Its heading.", examples=["The Korean War"])
    span: Date = Field(description="From when to when.", examples=["1950/1953"])
    summary: Note = Field(description="One or two sentences that set the scene.")


class Treaty(Entry):
    """An instrument: the treaty explained, a predecessor, or one it is compared with."""

    folder = "treaties"
    singular = "treaty"
    plural = "treaties"

    role: Role = Field(description="Its part on this site.", examples=["predecessor"])
    title: Text = Field(
        description="The full title in English.",
        examples=["Treaty of Friendship, Co-operation and Mutual Assistance"],
    )
    titles: dict[Language, Text] = Field(
        {},
        description="The full title in its own languages, by language code.",
        examples=[{"ru": "Договор о дружбе, сотрудничестве и взаимной помощи"}],
    )
    short_name: Text = Field(description="What we call it.", examples=["the 1961 treaty"])
    nicknames: list[Text] = Field(
        [],
        description="Other names people search for.",
        examples=[["Soviet–North Korean alliance treaty"]],
    )
    status: Status = Field(description="Whether it binds anyone today.", examples=["ended"])
    parties: list[ActorRef] = Field(
        [],
        description="The states bound by it; leave out for instruments open to the world.",
        examples=[["soviet-union", "dprk"]],
    )
    parties_note: Note | None = Field(
        None,
        description="Who is bound, where that cannot be said as a list.",
        examples=["All members of the United Nations."],
    )
    signed: Signing | None = Field(
        None, description="Where, when and by whom it was signed or adopted."
    )
    published: list[Step] = Field([], description="When and where its text became public.")
    ratifications: list[Step] = Field([], description="The steps by which it was approved.")
    in_force: Date | None = Field(
        None, description="The day it took effect.", examples=["2024-12-04"]
    )
    ended: Date | None = Field(
        None, description="The day it stopped binding.", examples=["1996-09-10"]
    )
    duration: Prose | None = Field(
        None,
        description="How long it lasts and how it can be ended.",
        examples=["Ten years, then five at a time [@unts-6045-1961, art. 6]."],
    )
    replaces: list[TreatyRef] = Field(
        [], description="The instruments it puts an end to.", examples=[["2000-friendship"]]
    )
    summary: Prose = Field(description="What it is and why it matters, in plain words.")
    text_basis: Prose | None = Field(
        None, description="How well its wording is known, and where a text can be read."
    )
    topics: list[TopicRef] = Field([], description="Its themes.", examples=[["mutual-defence"]])
    key_points: list[KeyPoint] = Field(
        [], description="The things to know; only for the treaty this site explains."
    )
    eras: list[Era] = Field(
        [], description="The stretches of the timeline; only for the treaty this site explains."
    )

    @property
    def name(self) -> str:
        return self.short_name

    @property
    def sort_key(self) -> tuple[Any, ...]:
        when = self.signed.date.machine if self.signed else "9999"
        return (list(Role).index(self.role), when, self.id)


class Obligation(Part):
    """One duty: who owes what, when, and within which limits."""

    who: Text = Field(description="Who owes it.", examples=["each party"])
    owes: Text = Field(
        description="What is owed, in plain words.",
        examples=["military and other help, by all means it has"],
    )
    when: Text | None = Field(
        None,
        description="What triggers it; leave out if it always holds.",
        examples=["the other is attacked and is thereby at war"],
    )
    limits: Note | None = Field(
        None,
        description="What bounds it. Links to records are welcome.",
        examples=["[UN Charter, Article 51](clauses/un-charter/article-51) and both states' laws"],
    )
    cites: list[SourceRef] = Field(
        min_length=1, description="Where this is read.", examples=[["kcna-2024-06-20"]]
    )


class Version(Part):
    """What one text of a clause says."""

    text: Text = Field(description="Which text or translation.", examples=["Russian text"])
    says: Prose = Field(description="What it says, in our words, with its source.")


class Wording(Part):
    """A point on which two texts of the clause differ."""

    matter: Text = Field(description="Where they differ.", examples=["The nature of the threat"])
    versions: list[Version] = Field(min_length=2, description="What each text says.")


class Reading(Part):
    """How one actor reads the clause."""

    by: ActorRef = Field(description="Whose reading it is.", examples=["sergey-lavrov"])
    date: Date | None = Field(None, description="When it was given.", examples=["2024-06-20"])
    says: Prose = Field(description="The reading, in our words, with its source.")


class Clause(Entry):
    """A preamble, article or numbered paragraph of any instrument."""

    folder = "clauses"
    singular = "clause"
    plural = "clauses"

    number: Text = Field(
        description="The number as the instrument prints it, or 'preamble'.", examples=["4"]
    )
    title: Text = Field(description="Its subject in a few words.", examples=["Mutual defence"])
    basis: Basis = Field(description="How well its wording is known.", examples=["summary"])
    basis_note: Note | None = Field(
        None,
        description="What the basis rests on, such as that its number is inferred from the order.",
    )
    summary: Prose = Field(description="What it says, in plain words.")
    obligations: list[Obligation] = Field([], description="Its duties, one by one.")
    context: Prose | None = Field(
        None, description="Why it is there, what came of it, and where to read on."
    )
    wording: list[Wording] = Field([], description="Where the language versions differ.")
    readings: list[Reading] = Field(
        [], description="How parties, governments and commentators read it, in order of date."
    )
    terms: list[TermRef] = Field(
        [], description="Its key terms.", examples=[["state-of-war", "armed-attack"]]
    )
    refers_to: list[ClauseRef] = Field(
        [], description="The clauses it names.", examples=[["un-charter/article-51"]]
    )
    instruments: list[TreatyRef] = Field(
        [], description="The instruments it names as a whole.", examples=[["un-charter"]]
    )
    compares: list[ClauseRef] = Field(
        [],
        description="Clauses of other instruments on the same matter.",
        examples=[["1961-friendship/article-1"]],
    )
    comparison: Prose | None = Field(None, description="How it differs from those, in plain words.")
    topics: list[TopicRef] = Field(
        min_length=1, description="Its themes.", examples=[["mutual-defence"]]
    )
    official_text: dict[Language, Note] = Field(
        {}, description="The official wording by language, where it may be reproduced."
    )

    @property
    def treaty(self) -> Ref:
        """The instrument it belongs to: the folder it lies in."""
        return Ref(f"treaties/{self.id.split('/')[1]}")

    @property
    def label(self) -> str:
        """`Article 4`, `Paragraph 9`, `Preamble`: the last word of its path with its number."""
        word = self.id.rpartition("/")[2].partition("-")[0].capitalize()
        return word if word.casefold() == self.number.casefold() else f"{word} {self.number}"

    @property
    def name(self) -> str:
        return f"{self.label}: {self.title}"

    @property
    def sort_key(self) -> tuple[Any, ...]:
        digits = re.match(r"\d+", self.number)
        return (self.treaty, int(digits.group()) if digits else 0, self.number, self.id)


class Event(Entry):
    """Something that happened, on the road to the treaty or because of it."""

    folder = "timeline"
    singular = "event"
    plural = "timeline"

    date: Date = Field(description="When it happened.", examples=["2024-06-18/2024-06-19"])
    time: Text | None = Field(
        None, description="The local time where it is known.", examples=["about 02:30"]
    )
    title: Text = Field(
        description="What happened, as a short sentence.",
        examples=["Putin and Kim sign the treaty"],
    )
    summary: Prose = Field(description="What happened, in plain words.")
    place: Text | None = Field(None, description="Where.", examples=["Pyongyang"])
    actors: list[ActorRef] = Field(
        [], description="Who took part.", examples=[["vladimir-putin", "kim-jong-un"]]
    )
    era: Key = Field(
        description="The stretch of the timeline it belongs to: a key of the treaty's `eras`.",
        examples=["korean-war"],
    )
    topics: list[TopicRef] = Field(
        min_length=1, description="Its themes.", examples=[["mutual-defence"]]
    )
    clauses: list[ClauseRef] = Field(
        [],
        description="The clauses it bears on.",
        examples=[["2024-partnership/article-4"]],
    )
    mapping: Note | None = Field(
        None,
        description="Why it bears on those clauses, and whose reading that is.",
        examples=["Our own reading: no source ties the visit to this article."],
    )
    follows: list[HappeningRef] = Field(
        [],
        description="Earlier events or reactions it grew out of.",
        examples=[["timeline/2024-10-24-duma-ratifies"]],
    )
    confidence: Confidence = Field(description="How well it is attested.", examples=["high"])
    milestone: Flag = Field(
        False, description="Whether it belongs on a picture of the whole span.", examples=["yes"]
    )

    @property
    def name(self) -> str:
        return self.title

    @property
    def sort_key(self) -> tuple[Any, ...]:
        clock = re.search(r"\d\d:\d\d", self.time or "")
        return (self.date, clock.group() if clock else "", self.id)


class Quotation(Part):
    """Words quoted because the wording itself is the reaction: short and attributed."""

    text: Text = Field(description="The words, at most a sentence.", examples=["a closed issue"])
    by: ActorRef | None = Field(None, description="Who said them, if not the speaker.")
    language: Language | None = Field(
        None, description="The language they were said in, if not English.", examples=["ru"]
    )
    cites: list[SourceRef] = Field(min_length=1, description="Where they are printed.")


class Reaction(Entry):
    """What an actor said or did about the treaty or about what was done under it."""

    folder = "reactions"
    singular = "reaction"
    plural = "reactions"

    date: Date = Field(description="When.", examples=["2024-06-20"])
    actor: ActorRef = Field(
        description="On whose behalf: a state, an organisation, or an analyst's own name.",
        examples=["republic-of-korea"],
    )
    speaker: list[ActorRef] = Field(
        [], description="Who spoke or acted, if named.", examples=[["chang-ho-jin"]]
    )
    office: Text | None = Field(
        None,
        description="The office in which they did.",
        examples=["Director of National Security"],
    )
    place: Text | None = Field(None, description="Where.", examples=["Seoul"])
    form: Form = Field(
        description="Words, a deed, or an analyst's judgement.", examples=["statement"]
    )
    title: Text = Field(
        description="What was said or done, as a short headline.",
        examples=["Seoul condemns the pact and will reconsider arms for Ukraine"],
    )
    stance: Stance = Field(description="Where the actor stands.", examples=["condemning"])
    why: Note = Field(
        description="Why it was so classed.",
        examples=["The statement itself uses the word."],
    )
    names_treaty: Flag = Field(
        True,
        description="No, if it speaks of troops or arms and never names the treaty.",
        examples=["no"],
    )
    summary: Prose = Field(description="What was said or done, in our words.")
    quotation: Quotation | None = Field(
        None, description="A few words, where the wording itself is the reaction."
    )
    clauses: list[ClauseRef] = Field(
        [], description="The clauses concerned.", examples=[["2024-partnership/article-4"]]
    )
    topics: list[TopicRef] = Field(
        min_length=1, description="The themes concerned.", examples=[["sanctions"]]
    )
    answers: list[HappeningRef] = Field(
        [],
        description="The event or reaction it answers; not later than itself.",
        examples=[["timeline/2024-06-19-treaty-signed"]],
    )
    followed: Prose | None = Field(None, description="What followed from it.")
    led_to: list[HappeningRef] = Field(
        [],
        description="The later events or reactions it led to.",
        examples=[["reactions/2024-06-20-vladimir-putin-warns-seoul"]],
    )

    @property
    def name(self) -> str:
        return self.title

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (self.date, self.id)


class Answer(Part):
    """One of the competing answers to a question."""

    answer: Text = Field(description="The answer in a few words.", examples=["Yes, in substance"])
    says: Prose = Field(description="The argument, and who makes it, with sources.")
    held_by: list[ActorRef] = Field(
        [], description="Who holds it.", examples=[["kim-jong-un", "artyom-lukin"]]
    )


class Development(Part):
    """Something that bears on the answer."""

    date: Date | None = Field(None, description="When.", examples=["2024-10-24"])
    says: Prose = Field(description="What happened and why it matters here.")
    see: list[HappeningRef] = Field(
        [],
        description="The events or reactions that tell more.",
        examples=[["timeline/2024-10-24-duma-ratifies"]],
    )


class Question(Entry):
    """A debated implication of the treaty."""

    folder = "questions"
    singular = "question"
    plural = "questions"

    question: Text = Field(
        description="The question, as a reader would ask it.", examples=["Is it an alliance?"]
    )
    summary: Prose = Field(description="Why it is asked and what hangs on it.")
    answers: list[Answer] = Field(min_length=2, description="The competing answers.")
    clauses: list[ClauseRef] = Field(
        min_length=1,
        description="The clauses it rests on.",
        examples=[["2024-partnership/article-4"]],
    )
    topics: list[TopicRef] = Field(
        min_length=1, description="Its themes.", examples=[["mutual-defence"]]
    )
    developments: list[Development] = Field(
        [], description="What has happened since that bears on it, in order of date."
    )
    open: Note | None = Field(None, description="What nobody outside can know yet.")

    @property
    def name(self) -> str:
        return self.question


class Office(Part):
    """An office a person held."""

    title: Text = Field(description="The office.", examples=["Minister of Foreign Affairs"])
    of: ActorRef | None = Field(
        None, description="Of which state or organisation.", examples=["russia"]
    )
    held: Date | None = Field(
        None, description="When, as far as a source says.", examples=["2004/2026"]
    )


class Actor(Entry):
    """A state, an organisation or a person."""

    folder = "actors"
    singular = "actor"
    plural = "actors"

    name_: Text = Field(
        alias="name", description="The usual English name.", examples=["Choe Son Hui"]
    )
    names: dict[Language, Text] = Field(
        {}, description="The name in its own script.", examples=[{"ko": "최선희"}]
    )
    aliases: list[Text] = Field(
        [], description="Other spellings and names.", examples=[["Choi Son-hui"]]
    )
    sort: ActorSort = Field(description="What it is.", examples=["person"])
    region: Region = Field(description="Where it belongs.", examples=["East Asia"])
    of: ActorRef | None = Field(
        None,
        description="The state or organisation it belongs to.",
        examples=["dprk"],
    )
    offices: list[Office] = Field([], description="The offices a person held, latest first.")
    summary: Prose = Field(description="One neutral line with its source.")

    @property
    def name(self) -> str:
        return self.name_


class Topic(Entry):
    """A theme that runs through clauses, events and reactions."""

    folder = "topics"
    singular = "topic"
    plural = "topics"

    title: Text = Field(description="The theme.", examples=["Sanctions"])
    summary: Prose = Field(description="One paragraph: what it is and why it matters here.")

    @property
    def name(self) -> str:
        return self.title


class Term(Entry):
    """A word of the glossary."""

    folder = "terms"
    singular = "term"
    plural = "terms"

    term: Text = Field(description="The term.", examples=["State of war"])
    aliases: list[Text] = Field(
        [],
        description="Other forms found in texts.",
        examples=[["wartime", "war state"]],
    )
    names: dict[Language, Text] = Field(
        {}, description="The term in other languages.", examples=[{"ru": "состояние войны"}]
    )
    definition: Prose = Field(description="What it means, in plain words.")
    scope: list[ScopeRef] = Field(
        [],
        description="Where this meaning holds; leave out if it holds everywhere.",
        examples=[["treaties/2024-partnership"]],
    )
    topics: list[TopicRef] = Field([], description="Its themes.", examples=[["mutual-defence"]])

    @property
    def name(self) -> str:
        return self.term


class Source(Entry):
    """A publication that the site cites."""

    folder = "sources"
    singular = "source"
    plural = "sources"

    title: Text = Field(
        description="The title as published, in its own language.",
        examples=["Russia, North Korea sign treaty"],
    )
    title_described: Flag = Field(
        False,
        description="Yes, if the title is our description and not a headline.",
        examples=["yes"],
    )
    publisher: Text = Field(description="Who published it first.", examples=["TASS"])
    via: Text | None = Field(
        None,
        description="Whose site carries this copy, if not the publisher's.",
        examples=["KCNA Watch"],
    )
    copy_: Copy = Field(
        Copy.ORIGINAL,
        alias="copy",
        description="What sort of copy it is.",
        examples=["mirror"],
    )
    date: Date | None = Field(
        None, description="When it was published, as far as it shows.", examples=["2024-06-20"]
    )
    url: Link | None = Field(
        None, description="Its address.", examples=["https://tass.com/politics/1856149"]
    )
    archived: Link | None = Field(
        None,
        description="The address of an archived copy.",
        examples=["https://web.archive.org/web/2024/https://tass.com/politics/1856149"],
    )
    kind_: SourceKind = Field(
        alias="kind", description="What sort of source it is.", examples=["state media"]
    )
    languages: list[Language] = Field(
        min_length=1, description="Its languages, as codes.", examples=[["en"]]
    )
    reliability: Note = Field(
        description="How far to trust it, and why.",
        examples=["State media of one party: evidence of what it says."],
    )

    @property
    def name(self) -> str:
        return f"{self.publisher}: {self.title}"

    @property
    def sort_key(self) -> tuple[Any, ...]:
        return (self.publisher.casefold(), self.date.machine if self.date else "", self.id)


KINDS: tuple[type[Entry], ...] = (
    Treaty,
    Clause,
    Event,
    Reaction,
    Question,
    Actor,
    Topic,
    Term,
    Source,
)
BY_FOLDER: dict[str, type[Entry]] = {kind.folder: kind for kind in KINDS}
