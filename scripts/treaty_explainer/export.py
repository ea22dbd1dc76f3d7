"""The data for programs: each record as JSON at its own address, and all of them in one file."""

from __future__ import annotations

import json
from typing import Any

from treaty_explainer.entity import Record
from treaty_explainer.link import Library
from treaty_explainer.site import Site, page_url

VERSION = "v1"
ROOT = f"data/{VERSION}"


def export_all(library: Library, site: Site) -> dict[str, str]:
    """A file for each record and `records.json` with every one, as paths below `docs/`.

    The shape: `id`, `kind`, `url`, the record's own fields as written, and `referred_to_by`, the
    ids of the records that name it.
    """
    records = {record.id: _record(record, library, site) for record in library}
    files = {f"{ROOT}/{id}.json": _json(record) for id, record in records.items()}
    everything = {"version": VERSION, "licence": site.licence, "records": list(records.values())}
    return files | {f"{ROOT}/records.json": _json(everything)}


def _record(record: Record, library: Library, site: Site) -> dict[str, Any]:
    fields = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # `kind` is the sort of record here; a source's own `kind` field is the sort of source.
    own = {("source_kind" if name == "kind" else name): value for name, value in fields.items()}
    url = f"{site.url}/{page_url(record.id)}" if site.url else page_url(record.id)
    referrers = {mention.origin.id for mention in library.backlinks(record.id)}
    return {
        "id": record.id,
        "kind": record.singular,
        "url": url,
        **own,
        "referred_to_by": sorted(referrers),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
