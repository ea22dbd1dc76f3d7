"""The data for programs: each record as JSON at its own address, and all of them in one file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from pydantic_core import to_json

from treaty_explainer.entity import Record
from treaty_explainer.files import Files, Gathered, Recipe
from treaty_explainer.link import Library
from treaty_explainer.site import Site, page_url

VERSION = "v1"
ROOT = f"data/{VERSION}"


def export_all(library: Library, site: Site) -> Files:
    """A file for each record and `records.json` with every one, as paths below `docs/`.

    The shape: `id`, `kind`, `url`, the record's own fields as written, and `referred_to_by`, the
    ids of the records that name it.
    """

    def one(id: str) -> str:
        return _json(_record(library[id], library, site))

    def everything(records: Iterable[str]) -> str:
        """What `_json` would make of all of them; no text in JSON holds a line's end."""
        about = _json({"version": VERSION, "licence": site.licence, "records": []})
        listed = ",\n  ".join(record.rstrip().replace("\n", "\n  ") for record in records)
        return about.replace("[]\n}", f"[\n  {listed}\n ]\n}}") if listed else about

    files = {f"{ROOT}/{record.id}.json": Recipe(partial(one, record.id)) for record in library}
    return Files(files, {f"{ROOT}/records.json": Gathered(list(files), everything)})


def _record(record: Record, library: Library, site: Site) -> dict[str, Any]:
    fields = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # `kind` is the sort of record here; a source's own `kind` field is the sort of source.
    own = {("source_kind" if name == "kind" else name): value for name, value in fields.items()}
    url = f"{site.url}/{page_url(record.id)}" if site.url else page_url(record.id)
    referrers = {referrer.id for referrer in library.backlinks(record.id)}
    return {
        "id": record.id,
        "kind": record.singular,
        "url": url,
        **own,
        "referred_to_by": sorted(referrers),
    }


def _json(value: Any) -> str:
    # Its writer is thirty times faster than that of `json`, which is Python once it indents.
    return f"{to_json(value, indent=1).decode()}\n"
