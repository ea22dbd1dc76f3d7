"""What readers find each page by, as an index in pieces that a browser fetches as it needs them.

One entry a record: its title, its names in every script, a clause's number in every form, and the
beginning of its text. The words of all entries are divided among a fixed number of files by their
first two letters, so that a question costs a file for each of its words, however large the site
is. How a text becomes words is said in `search_words.py`.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from typing import Any, NamedTuple, Protocol

from treaty_explainer import markdown
from treaty_explainer.entity import Note, Prose, Record, Text, leaves
from treaty_explainer.files import Files, Recipe, digest
from treaty_explainer.kinds import Actor, Clause, Event, Reaction, Source, Term, Topic, Treaty
from treaty_explainer.link import Asked, Library
from treaty_explainer.search_words import SAME, STOP, endings, pieces, words
from treaty_explainer.site import Site, page_url
from treaty_explainer.views import Views

FOLDER = "search"
SHARDS = 128  # files of words; a site of ten thousand records has about 20 kB in each, compressed
BLOCK = 64  # entries in a file of titles
MAX_WORDS = 120  # of a record's text; what matters most stands at its beginning

# How much a kind counts when the words fit equally well; sources come last.
_WEIGHTS = {
    "treaties": 1.3,
    "questions": 1.2,
    "actors": 1.3,
    "topics": 1.5,
    "terms": 1.3,
    "sources": 0.35,
}
_SUBJECT = 1.5  # the subject and its clauses before other instruments
_BY_HAND = 0.6  # pages about the site

# How much a word counts where it stands, and how long such a text commonly is, in words: one word
# of three says more than one of thirty.
_NAME, _TEXT = (10.0, 5.0), (2.0, 60.0)

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_SPELT = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def shard(word: str) -> int:
    """The file that a word stands in: words that begin with the same two letters stand together."""
    first, second = ord(word[0]), ord(word[1]) if len(word) > 1 else 0
    return (first * 31 + second) % SHARDS


# ---------------------------------------------------------------------- entries


@dataclass(frozen=True, slots=True)
class Entry:
    """What one page is found by, and what a result says of it."""

    path: str  # of its Markdown file below docs/
    title: str
    kind: str
    names: tuple[str, ...]
    text: str
    weight: float
    excerpt: str = ""

    def impacts(self) -> dict[str, int]:
        """How much each of its words says about it, as a whole number.

        Its title is one of its names; of these, the one counts that a word says most of.
        """
        found = dict(_impacts(self.text, *_TEXT))
        called: dict[str, float] = {}
        for name in (self.title, *self.names):
            for word, impact in _impacts(name, *_NAME):
                called[word] = max(impact, called.get(word, 0.0))
        for word, impact in called.items():
            found[word] = found.get(word, 0.0) + impact
        return {
            word: max(1, round(10 * self.weight * impact))
            for word, impact in found.items()
            if word not in STOP
        }


def _impacts(text: str, weight: float, usual: float) -> Iterator[tuple[str, float]]:
    """How much each word says in one text: the more, the more often it stands there, but less and
    less so, and the shorter the text is (as in BM25)."""
    all_words = words(text)[:MAX_WORDS]
    length = 0.15 + 0.85 * len(all_words) / usual
    for word, count in Counter(all_words).items():
        yield word, weight * count / (count + length)


class Indexed(NamedTuple):
    """An entry as the index holds it; plain enough to be kept as JSON."""

    path: str
    title: str
    kind: str
    excerpt: str
    impacts: Mapping[str, int]
    vocabulary: Sequence[str]  # words to correct a slip of the keys by

    @classmethod
    def of(cls, entry: Entry) -> Indexed:
        """Count the words of an entry."""
        is_ranked = entry.weight >= _BY_HAND
        called = pieces(f"{entry.title} {' '.join(entry.names)}") if is_ranked else []
        vocabulary = [word for word in called if len(word) > 3 and word.isalpha()]
        return cls(entry.path, entry.title, entry.kind, entry.excerpt, entry.impacts(), vocabulary)


class Known(Protocol):
    """What is known of entries that were made earlier; see `memory.Memory`."""

    def recall(self, name: str, key: str) -> Any:
        """What was found under this name, if the same would be found again; else None."""

    def learn(self, name: str, asked: Iterable[Asked], key: str, value: Any) -> None:
        """Note what was found, and what was asked of the library to find it."""


def _indexed(library: Library, pages: Mapping[str, str], known: Known) -> Iterator[Indexed]:
    """All entries: those of records in their order, then those of pages."""
    views = Views(library)

    def one(path: str, key: str, make: Callable[[], Entry]) -> Indexed:
        name = f"search {path}"
        if (value := known.recall(name, key)) is not None:
            return Indexed(*value)
        with library.listen() as asked:
            indexed = Indexed.of(make())
        known.learn(name, asked, key, indexed)
        return indexed

    for record in library:
        yield one(f"{record.id}.md", "", partial(_of_record, record.id, views))
    for path, text in sorted(pages.items()):
        yield one(path, digest(text), partial(_of_page, path, text))


def _of_record(id: str, views: Views) -> Entry:
    record = views.record(id)
    weight = _WEIGHTS.get(record.folder, 1.0)
    treaty = record.treaty if isinstance(record, Clause) else record.id
    if treaty == views.subject.id:
        weight *= _SUBJECT
    return Entry(
        path=f"{record.id}.md",
        title=_title(record, views),
        kind=record.singular,
        names=tuple(_names(record, views)),
        text=" ".join(filter(None, _text(record, views))),
        weight=weight,
        excerpt=_shorten(_about(record)),
    )


def _about(record: Record) -> str:
    """What a record says first, in plain words; a treaty's title; whose a source is and of when."""
    if isinstance(record, Source):
        return ", ".join(map(str, filter(None, (record.publisher, record.date, record.kind_))))
    if isinstance(record, Treaty):
        return record.title
    texts = (value for _, value in leaves(record) if isinstance(value, Prose | Note))
    return markdown.plain(next(texts, ""))


_HEADING = re.compile(r"^#+ (.*?)(?: *\{.*\})?$", re.MULTILINE)
_DESCRIPTION = re.compile(r"^description: (.*)$", re.MULTILINE)
_MARKUP = re.compile(r"[*`_\[\]]|\(.*?\)")


def _of_page(path: str, text: str) -> Entry:
    """A page written by hand is found by its headings and its description."""
    headings = [unescape(_MARKUP.sub("", heading)) for heading in _HEADING.findall(text)]
    title = headings[0] if headings else path
    description = " ".join(_DESCRIPTION.findall(text)[:1])
    weight = _BY_HAND * (0.5 if "/problems/" in path else 1)
    return Entry(
        path, title, "page", (), " ".join([description, *headings[1:]]), weight, description
    )


def _names(record: Record, views: Views) -> Iterator[str]:
    """Other names of the record itself: in other scripts, other spellings, a number's forms."""
    if isinstance(record, Clause):
        yield from _numbers(record)
        treaty = views.record(record.treaty)
        if isinstance(treaty, Treaty):
            yield from (f"{nickname}, {record.label}" for nickname in treaty.nicknames)
    if isinstance(record, Treaty):
        yield from (record.short_name, *record.titles.values(), *record.nicknames)
    if isinstance(record, Actor | Term):
        yield from (*record.names.values(), *record.aliases)


def _title(record: Record, views: Views) -> str:
    """The name, with what tells it from others of the same name."""
    if isinstance(record, Clause) and record.treaty != views.subject.id:
        return f"{record.name} ({views.record(record.treaty).name})"
    if isinstance(record, Event | Reaction):
        return f"{record.name} ({record.date})"
    return record.name[:1].upper() + record.name[1:]


def _text(record: Record, views: Views) -> Iterator[str]:
    """What else a record is found by, what matters most first."""
    if isinstance(record, Source):
        yield record.publisher
        return
    if isinstance(record, Treaty):
        yield record.title
    if isinstance(record, Topic):
        yield record.name
    if isinstance(record, Reaction):
        yield from (actor.name for actor in views.records([record.actor, *record.speaker]))
        yield f"{record.stance} {record.office or ''}"
    if isinstance(record, Event):
        yield f"{record.place or ''}"
        yield from (actor.name for actor in views.records(record.actors))
    texts = [
        str(value)
        for loc, value in leaves(record)
        if isinstance(value, Text) and loc[0] not in ("formerly", "number")
    ]
    prose = [markdown.plain(value) for _, value in leaves(record) if isinstance(value, Prose)]
    notes = [markdown.plain(value) for _, value in leaves(record) if isinstance(value, Note)]
    yield " ".join([*prose[:1], *texts, *prose[1:], *notes])


def _numbers(clause: Clause) -> Iterator[str]:
    """A clause's number in the forms people type."""
    number = clause.number
    if not re.fullmatch("[0-9]{1,4}", number) or not clause.label.startswith("Article"):
        return
    tens, ones = divmod(int(number), 10)
    if tens < 4:
        yield f"Art. {'X' * tens}{_ROMAN[ones]}"
    if int(number) < len(_SPELT):
        # With more words, so that each says less: "six-party talks" are not article 6.
        yield f"the article that has the number {_SPELT[int(number)]}"
    yield from (f"clause {number}", f"제{number}조", f"статья {number}", f"第{number}条")


# ---------------------------------------------------------------------- the index


def search_files(library: Library, site: Site, pages: Mapping[str, str], known: Known) -> Files:
    """The index below `docs/`: a head, the words in shards, the titles in blocks, the vocabulary.

    `pages` are the pages written by hand, by their path. Each file is a script that hands its
    content to the page, for a script can be fetched from a disk as well. An entry that is `known`
    is not made again.
    """

    @cache
    def made() -> dict[str, Any]:
        return _index(list(_indexed(library, pages, known)), site)

    def make(name: str) -> str:
        # All of it depends on every record; who makes one file has made them all.
        len(library)
        content = json.dumps(made().get(name, {}), ensure_ascii=False, separators=(",", ":"))
        # Data in a script: what could end it, or be read as another script's end, is escaped.
        content = content.replace("<", "\\u003c").replace("\u2028", "\\u2028")
        content = content.replace("\u2029", "\\u2029")
        return f'te_search("{name}",{content});\n'

    blocks = -(-(len(library) + len(pages)) // BLOCK)
    names = ["head", "words", *(f"w{n}" for n in range(SHARDS)), *(f"t{n}" for n in range(blocks))]
    key = digest(repr(sorted(pages.items())))
    return Files(
        {f"{FOLDER}/{name}.js": Recipe(partial(make, name), key, is_quick=True) for name in names}
    )


def _index(entries: Sequence[Indexed], site: Site) -> dict[str, Any]:
    """The content of each file by its name."""
    postings: dict[str, list[int]] = defaultdict(list)
    last: dict[str, int] = {}
    vocabulary: set[str] = set()
    for number, entry in enumerate(entries):
        for word, impact in entry.impacts.items():
            postings[word] += (number - last.get(word, 0), impact)
            last[word] = number
        vocabulary.update(entry.vocabulary)
    files: dict[str, Any] = {f"w{number}": {} for number in range(SHARDS)}
    for word in sorted(postings):
        files[f"w{shard(word)}"][word] = postings[word]
    for begin in range(0, len(entries), BLOCK):
        files[f"t{begin // BLOCK}"] = [
            [entry.title, entry.kind, _address(entry.path, site), entry.excerpt]
            for entry in entries[begin : begin + BLOCK]
        ]
    files["words"] = sorted(vocabulary)
    files["head"] = {
        "entries": len(entries),
        "shards": SHARDS,
        "block": BLOCK,
        "stop": sorted(STOP),
        "same": SAME,
        "endings": endings(),
    }
    return files


def _address(path: str, site: Site) -> str:
    """The address of a page from the site's root; on a disk, that of its file."""
    id = path.removesuffix(".md")
    return f"{id}.html" if site.offline else page_url(id.removesuffix("index").rstrip("/"))


def _shorten(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[:limit].rsplit(" ", 1)[0] + " …"
