"""Words for invented records: sentences that read like reports, names in several scripts."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import yaml

_LISTS: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
_NOUNS, _ADJECTIVES, _SAYS, _DOES, _LINKS = (
    _LISTS[name].split() for name in ("nouns", "adjectives", "says", "does", "links")
)
_ONSETS, _VOWELS, _CODAS, _LANDS = (
    _LISTS[name].split() for name in ("onsets", "vowels", "codas", "lands")
)
_HANGUL = [chr(0xAC00 + 588 * onset + 28 * vowel) for onset in range(19) for vowel in (0, 4, 8)]
_HAN = "中国民和平安东北京海山田王李张文明大新条约协定"
_CYRILLIC = ["ва", "ко", "ми", "ла", "ро", "се", "но", "ти", "бе", "ду", "га", "ре", "ша", "пе"]


class Words:
    """Chance put into words. The same seed says the same."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._taken: set[str] = set()

    def phrase(self) -> str:
        """An adjective and a noun."""
        return f"{self._chance.choice(_ADJECTIVES)} {self._chance.choice(_NOUNS)}"

    def headline(self) -> str:
        """What happened, in about seven words."""
        one = self._chance.choice
        return f"{one(_NOUNS).capitalize()} on the {self.phrase()} to {one(_DOES)} {self.phrase()}"

    def sentence(self, *mentions: str) -> str:
        """About twenty-five words and the mentions among them, without the full stop."""
        one = self._chance.choice
        parts = [
            f"the {self.phrase()} {one(_SAYS)} that the {one(_NOUNS)} would {one(_DOES)} "
            f"the {self.phrase()}",
            *(f"as the {one(_NOUNS)} of {mention} had {one(_SAYS)}" for mention in mentions),
            f"{one(_LINKS)} the {self.phrase()} of the {one(_NOUNS)} could {one(_DOES)} "
            f"every {one(_NOUNS)}",
        ]
        text = " ".join(parts)
        return text[0].upper() + text[1:]

    def place(self) -> str:
        """A name that no place had before."""
        return self._new(lambda: self._word(1) + self._chance.choice(_LANDS))

    def person(self) -> str:
        """A name that nobody had before."""
        return self._new(lambda: f"{self._word(2)} {self._word(2)}")

    def scripts(self) -> dict[str, str]:
        """A name in Korean, Russian and Chinese."""
        some = self._chance.choices
        return {
            "ko": "".join(some(_HANGUL, k=3)),
            "ru": "".join(some(_CYRILLIC, k=3)).capitalize(),
            "zh": "".join(some(_HAN, k=3)),
        }

    def _word(self, syllables: int) -> str:
        one = self._chance.choice
        word = "".join(one(_ONSETS) + one(_VOWELS) for _ in range(syllables)) + one(_CODAS)
        return word.capitalize()

    def _new(self, make: Callable[[], str]) -> str:
        while (name := make()).casefold() in self._taken:
            pass
        self._taken.add(name.casefold())
        return name
