"""Languages by their codes: which codes there are, what each is called, and which one was meant.

The names are those of the Unicode consortium, as Babel has them.
"""

from __future__ import annotations

import difflib
import re
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.localedata import locale_identifiers

FORM = r"[a-z]{2,3}"
# A code that stands for another language nearly every time it is written, and the code to be
# written instead: Korean is meant by the first far more often than Kanuri.
_INSTEAD = {"kr": "knc"}


def name_of(code: str) -> str:
    """The English name of a language, or its code if it has none that we know."""
    return _names().get(code, code)


def is_code(text: str) -> bool:
    """Whether a text is the code of a language.

    Of two letters all are known; `kr` alone is refused. Of three there are thousands, so only one
    that stands for a code of two is none.
    """
    if not re.fullmatch(FORM, text):
        return False
    return text in _names() or (len(text) == 3 and text not in get_global("language_aliases"))


def fault(text: str) -> str:
    """What is wrong with a text that is no code, to be said after it."""
    if instead := _INSTEAD.get(text):
        return f"would be {name_of(instead)}, which is written '{instead}' here"
    return "is not a language code"


def advice(text: str) -> str:
    """What to write instead of a text that is no code."""
    lower = text.strip().lower()
    known = get_global("language_aliases")
    alias = known.get(lower, "")
    for meant in (
        lower,
        _INSTEAD.get(alias, alias),
        re.split("[-_]", lower)[0],
        _by_name().get(lower),
    ):
        if meant and is_code(meant):
            return f"write '{meant}'"
    near = difflib.get_close_matches(lower, _by_name(), n=1, cutoff=0.88)
    likely = [_by_name()[name] for name in near]
    if re.fullmatch("[a-z]{2}", lower):
        likely = [code for code in get_official_languages(lower.upper()) if is_code(code)]
    if likely:
        return "did you mean " + " or ".join(f"'{c}' ({name_of(c)})" for c in likely[:2]) + "?"
    return "write two or three small letters, such as en, ru, ko"


@cache
def _names() -> dict[str, str]:
    names = Locale("en").languages
    return {
        _INSTEAD.get(code, code): str(name)
        for code, name in names.items()
        if re.fullmatch(FORM, code)
    }


@cache
def _by_name() -> dict[str, str]:
    """Codes by the language's name, in English and in the language itself."""
    codes = [code for code in locale_identifiers() if code in _names()]
    own = {Locale(code).languages.get(code): code for code in codes}
    return {str(name).lower(): code for name, code in own.items() if name} | {
        name.lower(): code for code, name in _names().items()
    }
