"""The questions that pages ask of the library: joins, groups and counts, no markup."""

from __future__ import annotations

from treaty_explainer.parts import Parts


class Views(Parts):
    """All that templates may ask: of records, clauses, reactions, events, sources and debates, of
    long lists, and of a text or a number."""

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
