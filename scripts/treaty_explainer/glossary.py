"""Terms of the glossary found in running text: where one is used, and which one is meant.

A term is found by its name and its aliases, in singular and plural, as whole words, the longest
first, over the end of a line too. A term with a scope is found where the scope is what a page is
about: on the page of the instrument or clause, and on those of events, reactions and questions
that concern it. Capitals count only in a form that has them of its own, such as `MSMT`, `Freedom
Edge` or `UN sanctions`; the first letter of a sentence, and of a term's name, says nothing. Nothing
here is markup: the page decides what a use of a term looks like.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from treaty_explainer.entity import Record
from treaty_explainer.kinds import Clause, Event, Question, Reaction, Term, Topic, Treaty

# A text in pieces, each with the id of the term it uses, or with ''.
Find = Callable[[str], Iterable[tuple[str, str]]]

# Pages whose prose explains its terms. A term's own page needs none; nor do sources and actors,
# whose texts are a line long.
_EXPLAINED = (Treaty, Clause, Event, Reaction, Question, Topic)


# The part of a term that is counted, and what follows it.
_HEAD = re.compile(r"(.+?)(?:(?= (?:of|on|into|to) )(.*))?$")
# A word where a form may begin. A hyphen makes another word: 'non-ratification' is no ratification.
_FIRST = re.compile(r"(?<![\w-])(?:\w+|[^\w\s])")
# Endings of English nouns with those of the other number; None where there is none.
_NUMBERS = (
    (r"(?<=[a-z]{2})ies$", "y"),
    (r"(?:ss|us|is)$", None),
    (r"(?<=[a-z]{3})s$", ""),
    (r"(?<=x|z)$|(?<=[cs]h|[^aeiou]o)$", "es"),
    (r"(?<=[^aeiou])y$", "ies"),
)


@dataclass(frozen=True, slots=True)
class _Form:
    """One way of writing a term; `exact` if its capitals count."""

    words: str
    exact: bool
    term: Term

    def is_written(self, words: str) -> bool:
        return not self.exact or words in (self.words, self.words[:1].upper() + self.words[1:])


class Glossary:
    """The terms of a library, ready to be looked for."""

    def __init__(self, terms: Iterable[Record], subject: str = "") -> None:
        """`subject` is the treaty that reactions are about if they name no clause."""
        self._subject = subject
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        for term in terms:
            for form in _forms(term) if isinstance(term, Term) else ():
                self._forms[form.words.casefold()].append(form)
        # Tells this glossary from one that finds other terms.
        forms = sorted(
            (form.words, form.exact, form.term.id, tuple(form.term.scope))
            for forms in self._forms.values()
            for form in forms
        )
        self.key = blake2b(repr((subject, forms)).encode(), digest_size=16).hexdigest()
        # By their first word: to try hundreds of forms at each word of a text takes far longer.
        begun: dict[str, list[str]] = defaultdict(list)
        for words in sorted(self._forms, key=lambda words: (-len(words), words)):
            begun[_FIRST.findall(words)[0].casefold()].append(_pattern(words))
        self._begun = {
            first: re.compile(rf"(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)
            for first, patterns in begun.items()
        }

    def on(self, record: Record) -> Find | None:
        """How terms are found in the texts of a record's page, or None if they are not."""
        if not isinstance(record, _EXPLAINED):
            return None
        here = self._about(record)
        return lambda text: self.pieces(text, here)

    def _about(self, record: Record) -> tuple[str, ...]:
        """What a record's texts are about, the narrowest last: instruments, clauses, itself."""
        match record:
            case Clause():
                clauses = [record.id]
            case Event() | Reaction() | Question():
                clauses = [str(ref) for ref in record.clauses]
            case _:
                clauses = []
        treaties = dict.fromkeys(f"{Treaty.folder}/{clause.split('/')[1]}" for clause in clauses)
        whole = [self._subject] if isinstance(record, Reaction) else []
        return tuple(dict.fromkeys([*whole, *treaties, *clauses, record.id]))

    def pieces(self, text: str, here: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the id of the term it uses, or with ''.

        `here` are the records whose text it is, the narrowest last: a term with a scope is found
        only there.
        """
        done = 0
        for first in _FIRST.finditer(text):
            pattern = self._begun.get(first.group().casefold())
            # Another term may begin inside words that mean nothing here, but not inside a term.
            if (
                not pattern
                or first.start() < done
                or not (found := pattern.match(text, first.start()))
            ):
                continue
            if term := self._meant(found.group(), here):
                yield text[done : found.start()], ""
                yield found.group(), term
                done = found.end()
        yield text[done:], ""

    def _meant(self, words: str, here: tuple[str, ...]) -> str:
        """The id of the term that these words mean here, the one of narrowest scope, or ''."""
        words = _plain(words)
        meant = [
            (max((here.index(ref) + 1 for ref in form.term.scope if ref in here), default=0), form)
            for form in self._forms.get(words.casefold(), ())
            if form.is_written(words) and (not form.term.scope or {*form.term.scope} & {*here})
        ]
        return max(meant, key=lambda found: found[0])[1].term.id if meant else ""


def _forms(term: Term) -> Iterator[_Form]:
    # The name is written as a heading is, so its first letter is always a capital.
    written = [(term.term, term.term[1:] != term.term[1:].lower())]
    written += [(alias, alias != alias.lower()) for alias in term.aliases]
    for words, exact in written:
        yield _Form(_plain(words), exact, term)
        if other := _other_number(_plain(words)):
            yield _Form(other, exact, term)


def _other_number(words: str) -> str:
    """The plural of a form, or its singular if it is a plural; '' if it has neither.

    What is counted is the word before 'of' and its like: *instruments of ratification*. What has
    an article in its name is the only one of its kind.
    """
    head, rest = _HEAD.findall(words)[0]
    if words.startswith("The ") or not head[-3:].isascii() or not head[-3:].isalpha():
        return ""
    for ending, other in _NUMBERS:
        if re.search(ending, head):
            return "" if other is None else re.sub(ending, other, head) + rest
    return f"{head}s{rest}"


def _plain(words: str) -> str:
    """Words with single blanks between them and typewriter's apostrophes."""
    return " ".join(words.split()).replace("’", "'")


def _pattern(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split())).replace("'", "['’]")
