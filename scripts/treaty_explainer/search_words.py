"""A text as the words it is found by: how a search takes apart what it reads and what it is asked.

The same is said again in `assets/search.js`, which takes apart the question; the tables that both
go by are here alone and travel with the index.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# Words of a question that say nothing of what is asked for.
_STOP = """
    a about also an and are as at be been but by can could did do does for from had has have how i
    if in into is it its may of on or say says so than that the their there these they this to was
    were what when where which who whom whose why will with would you
"""
STOP = frozenset(_STOP.split())

# Endings that are taken off a word, the longest first, if at least three letters are left. Wrong by
# the grammar at times, and alike for every form of a word.
_ENDINGS = {
    "en": """
        isations ization izations isation ications ication ations ation ments ment ings ing ness
        ies ied ers er edly ed es s ly y e
    """,
    "ru": """
        иями ями ами иях ях ах ого его ому ему ыми ими ией ью ия ие ии ию ов ев еи ои ыи ая яя ое ее
        ые ую юю ом ем ам ям ым им ых их а я о е ы и у ю ь
    """,
}

# Words that readers take for one another.
SAME = {
    "defense": "defence",
    "labor": "labour",
    "neighbor": "neighbour",
    "program": "programme",
    "honor": "honour",
    "center": "centre",
    "enter": "entry",
    "entered": "entry",
    "enters": "entry",
    "attacked": "attack",
    "soldiers": "troops",
    "soldier": "troops",
    "atomic": "nuclear",
    "legal": "lawful",
    "illegal": "unlawful",
    "ally": "alliance",
    "allies": "alliance",
    "usa": "us",
    "america": "us",
    "american": "us",
    "cooperate": "cooperation",
}

_MARKS = re.compile("[\u0300-\u036f]")
# Numbers, Korean, Chinese and Japanese apart from other letters, for `제4조` is three words.
_RUN = re.compile(
    r"\d+|[\uac00-\ud7a3]+|[\u3040-\u30ff\u3400-\u9fff]+"
    r"|[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+"
)
_WHOLE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def words(text: str) -> list[str]:
    """A text as the words it is found by, in their order, each in its basic form."""
    return [basic(piece) for piece in pieces(text)]


def pieces(text: str) -> list[str]:
    """A text as words in small letters, without accents.

    Korean, Chinese and Japanese have few blanks, so that their words are every two letters.
    """
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")))
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFC", text).lower()):
        if _WHOLE.match(run):
            found += [run[at : at + 2] for at in range(max(1, len(run) - 1))]
        else:
            found.append(run)
    return found


@lru_cache(maxsize=65536)
def basic(word: str) -> str:
    """A word without the ending that its grammar gives it."""
    word = SAME.get(word, word)
    if word.isascii():
        word = word.replace("iz", "is") if len(word) > 5 else word
    for ending in endings()["en" if word.isascii() else "ru"]:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@cache
def endings() -> dict[str, list[str]]:
    """The endings of each script, the longest first."""
    return {
        script: sorted(dict.fromkeys(endings.split()), key=lambda ending: (-len(ending), ending))
        for script, endings in _ENDINGS.items()
    }
