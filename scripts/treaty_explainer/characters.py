"""Which characters a text may hold, and where: nothing that readers cannot see, unless a script
needs it there.

What cannot be seen can hide words from a reviewer, turn their order round, make two names look
like one, or carry data through the page. So it is refused, and not cleaned away in silence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# The last two of each plane are no characters.
_LAST = (0xFFFE, 0xFFFF)
# Controls, line and paragraph separators, bidirectional overrides and isolates, invisible
# operators, blank letters, tag characters, stray byte-order marks, what is no character at all.
_NEVER = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ud800-\udfff\ufffe\uffff"
)
_NEVER_BEYOND = re.compile(
    "[\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(chr(plane + last) for plane in range(0x10000, 0x110000, 0x10000) for last in _LAST)
    + "]"
)
# Scripts that are written with joiners, those that part words with a blank of no width, those that
# run from right to left, and the signs that joiners put together to pictures.
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u0e80-\u109f\u1780-\u18af\ua800-\uabff\U00011000-\U00011fff"
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u1980-\u19df\u1a20-\u1aaf"
_PICTURES = "\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# More marks on one letter than any script puts there.
_PILE = re.compile(
    "[\u0300-\u034e\u0350-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06ed"
    "\u08ca-\u08ff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u302a-\u302d\u3099\u309a\ufe20-\ufe2f]{9,}"
)
# What has a place after these characters and nowhere else.
_AFTER: dict[str, re.Pattern[str]] = {
    "\u200b": re.compile(f"[{_UNSPACED}]"),
    "\u200c": re.compile(f"[{_JOINING}]"),
    "\u200d": re.compile(f"[{_JOINING}{_PICTURES}]"),
    **dict.fromkeys("\u180b\u180c\u180d\u180f", re.compile("[\u1800-\u18af]")),
    **dict.fromkeys(map(chr, range(0xFE00, 0xFE10)), re.compile("[#*0-9\xa9\xae]|[^\\s\x00-\xff]")),
    **dict.fromkeys(map(chr, range(0xE0100, 0xE01F0)), re.compile(f"[{_IDEOGRAPHS}]")),
}
_BEYOND = "\U00010000"
_MARKS_OF_DIRECTION = "\u061c\u200e\u200f"
# What is looked at more closely: one set, and all beyond the first plane as one stretch of it,
# because only so is the search as fast as reading.
_SUSPECT = re.compile(
    f"[{_NEVER}{_MARKS_OF_DIRECTION}{_BEYOND}-\U0010ffff"
    f"{''.join(character for character in _AFTER if character < _BEYOND)}]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Unsafe:
    """The first character that has no place in a text: where it stands, what it is, what to do."""

    index: int
    message: str
    hint: str


def first_unsafe(text: str) -> Unsafe | None:
    """The first character that has no place in a text, or None if all have."""
    if text.isascii():
        control = _CONTROL.search(text)
        return _unseen(control.group(), control.start()) if control else None
    for match in _SUSPECT.finditer(text):
        if not _has_a_use(text, match.start(), match.group()):
            return _unseen(match.group(), match.start())
    if pile := _PILE.search(text):
        return Unsafe(
            pile.start(),
            f"{len(pile.group())} accents stand on one letter",
            "delete them; they make the lines above and below unreadable",
        )
    return None


def _has_a_use(text: str, index: int, character: str) -> bool:
    """Whether a script needs this invisible character at this point of a text."""
    if character in _MARKS_OF_DIRECTION:
        start = text.rfind("\n", 0, index) + 1
        end = text.find("\n", index)
        return bool(_RIGHT_TO_LEFT.search(text, start, end if end >= 0 else len(text)))
    after = _AFTER.get(character)
    if character >= _BEYOND and not after:
        return not _NEVER_BEYOND.match(character)
    before = text[index - 1 : index]
    # One that follows another does nothing, except to hide data in their sequence; only a picture's
    # own selector may stand before a joiner.
    alone = before not in _AFTER or (character, before) == ("\u200d", "\ufe0f")
    return bool(after and after.match(before) and alone)


def _unseen(character: str, index: int) -> Unsafe:
    name = _NAMELESS.get(unicodedata.category(character)) or unicodedata.name(character).lower()
    return Unsafe(
        index,
        f"U+{ord(character):04X} ({name}) stands here, which readers cannot see",
        "delete it; it often comes along when text is pasted",
    )


_NAMELESS = {"Cc": "a control character", "Cs": "half of a character", "Cn": "not a character"}
