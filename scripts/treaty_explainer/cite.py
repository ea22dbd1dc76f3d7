"""A page as a reference: the forms in which reference managers take it.

The date is the day the record was last reviewed, which stands in the data; the day on which a page
was built or opened says nothing about what it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import to_json

from treaty_explainer.day import Day

_TEX = str.maketrans(
    {mark: rf"\{mark}" for mark in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a citation of a page says. `reviewed` may be None, `site` has no author but itself."""

    id: str
    title: str
    site: str
    url: str
    reviewed: Day | None = None

    @property
    def forms(self) -> list[tuple[str, str]]:
        """The name of each form with its text, which may have several lines."""
        return [("BibTeX", self.bibtex), ("RIS", self.ris), ("CSL JSON", self.csl)]

    @property
    def bibtex(self) -> str:
        """An entry for BibTeX and BibLaTeX."""
        fields = {
            "title": f"{{{_tex(self.title)}}}",
            "author": f"{{{{{_tex(self.site)}}}}}",
            "year": f"{{{self._parts[0]}}}" if self._parts else "",
            "howpublished": rf"{{\url{{{self.url}}}}}",
            "note": f"{{Reviewed {self.reviewed}}}" if self.reviewed else "",
        }
        lines = [f"  {name} = {value}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{self._key},", *lines, "}"])

    @property
    def ris(self) -> str:
        """A record in the RIS format, as EndNote and others read it."""
        day = "/".join(self._parts)
        tags = [
            ("TY", "ELEC"),
            ("TI", self.title),
            ("AU", self.site),
            ("T2", self.site),
            ("PY", self._parts[0] if self._parts else ""),
            ("DA", day),
            ("UR", self.url),
        ]
        return "\n".join([*(f"{tag}  - {value}" for tag, value in tags if value), "ER  - "])

    @property
    def csl(self) -> str:
        """An item of the Citation Style Language, as Zotero and pandoc read it."""
        item: dict[str, object] = {
            "id": self._key,
            "type": "webpage",
            "title": self.title,
            "container-title": self.site,
            "URL": self.url,
        }
        if self._parts:
            item["issued"] = {"date-parts": [[int(part) for part in self._parts]]}
        return to_json([item]).decode()

    @property
    def _key(self) -> str:
        return re.sub(r"\W+", "-", self.id)

    @property
    def _parts(self) -> list[str]:
        """Year, month and day of the review, as far as they are known."""
        return self.reviewed.machine.split("-") if self.reviewed else []


def _tex(text: str) -> str:
    return text.translate(_TEX)
