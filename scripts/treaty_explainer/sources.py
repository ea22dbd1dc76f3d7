"""Questions about sources: what they are, in which language, and how much rests on each."""

from __future__ import annotations

from collections.abc import Iterable

from treaty_explainer.asking import Asking, once
from treaty_explainer.entity import Record
from treaty_explainer.kinds import Copy, Source, SourceKind
from treaty_explainer.languages import name_of


class Sources(Asking):
    """What pages ask about sources."""

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

    def copies(self) -> list[Source]:
        """The sources of which only a copy was read."""
        return [
            source
            for source in self._library.kind(Source.folder)
            if isinstance(source, Source) and source.copy_ is not Copy.ORIGINAL
        ]

    def citing(self, source: Record) -> set[str]:
        """The ids of the records that cite a source."""
        return {referrer.id for referrer in self._library.backlinks(source.id)}

    @once
    def most_cited(self) -> list[tuple[Source, int]]:
        """The twenty sources on which most pages rest, and on how many."""
        sources = [s for s in self._library.kind(Source.folder) if isinstance(s, Source)]
        counts = ((source, len(self.citing(source))) for source in sources)
        return sorted(counts, key=lambda item: -item[1])[:20]

    def weight(self, sources: Iterable[Source]) -> tuple[int, int]:
        """How many records cite one of these sources, and how many cite any."""
        return len(set().union(*map(self.citing, sources))), self._resting()

    @once
    def _resting(self) -> int:
        sources = self._library.kind(Source.folder)
        return len(set().union(*map(self.citing, sources)))

    @staticmethod
    def title_language(source: Source) -> str:
        """The language of a source's title, if it is known and not that of the page."""
        foreign = source.languages if not source.title_described else []
        return foreign[0] if len(foreign) == 1 and foreign[0] != "en" else ""

    @staticmethod
    def language(code: str) -> str:
        """The English name of a language, or its code if that is all we know."""
        return name_of(code)
