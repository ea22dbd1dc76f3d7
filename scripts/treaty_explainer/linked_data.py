"""What a page tells machines of itself: schema.org terms as JSON-LD, for the page's head.

Only what the page itself says is said here, and only addresses of this site are named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from treaty_explainer.entity import Record
from treaty_explainer.kinds import (
    Actor,
    ActorSort,
    Clause,
    Entry,
    Event,
    Question,
    Source,
    Status,
    Term,
    Treaty,
)
from treaty_explainer.site import Site, page_url
from treaty_explainer.views import Views

Thing = dict[str, Any]

# What could end the <script> that the data stands in, or a line of it.
_UNSAFE = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&\u2028\u2029"}

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

_ACTORS = {
    ActorSort.STATE: "Country",
    ActorSort.ORGANISATION: "Organization",
    ActorSort.PERSON: "Person",
}
# Declarations and resolutions are left out: they are neither.
_FORCE = {
    Status.IN_FORCE: "InForce",
    Status.SIGNED: "NotInForce",
    Status.ENDED: "NotInForce",
}
# What an index page is, where it is more than a list.
_PAGES = {"terms": "DefinedTermSet", "data": "Dataset", "about": "AboutPage"}


def linked_data(
    site: Site,
    views: Views,
    id: str,
    title: str,
    description: str,
    trail: Iterable[tuple[str, str]],
    record: Record | None = None,
) -> str:
    """The graph of a page as JSON: what it is, what it is about, and where it stands.

    `trail` are the names and addresses of the pages above it. Empty for a site without a public
    address, as everything here is named by its address.
    """
    if not site.url:
        return ""
    home = {"@type": "WebSite", "@id": f"{site.url}/", "name": site.name, "url": f"{site.url}/"}
    page = _page(site, id, title, description, record)
    if record:
        page["about"] = about(record, views, site)
    if not id:
        subject = about(views.subject, views, site)
        graph = [{**home, "description": description, "inLanguage": "en", "about": subject}]
    else:
        steps = [("Home", ""), *trail, (title, page_url(id))]
        graph = [{**page, "isPartOf": home}, _breadcrumbs(site, steps)]
    return as_json({"@context": "https://schema.org", "@graph": graph})


def as_json(thing: Thing) -> str:
    """JSON that may stand in a page: no sign in it means anything to HTML."""
    return _ENCODER.encode(thing).translate(_UNSAFE)


def _page(site: Site, id: str, title: str, description: str, record: Record | None) -> Thing:
    url = f"{site.url}/{page_url(id)}"
    kind = "Article" if record else _PAGES.get(id, "CollectionPage")
    page: Thing = {
        "@type": kind,
        "@id": url,
        "url": url,
        "headline" if record else "name": title,
        "description": description,
        "inLanguage": "en",
    }
    if record or kind == "Dataset":
        publisher = {"@type": "Organization", "name": site.name, "url": f"{site.url}/"}
        page |= {"author": publisher, "publisher": publisher}
    if isinstance(record, Entry) and record.reviewed:
        page["dateModified"] = record.reviewed.machine
    if kind == "Dataset":
        page["license"] = {"@type": "CreativeWork", "name": site.licence}
        page["isAccessibleForFree"] = True
        page["distribution"] = {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": f"{site.url}/data/v1/records.json",
        }
    return page


def about(record: Record, views: Views, site: Site) -> Thing:
    """The thing that a record describes, as against the page that describes it."""
    thing: Thing = {"@type": "Thing", "name": str(record.name)}
    match record:
        case Treaty():
            thing |= {"@type": "Legislation", "legislationType": "treaty"}
            thing |= {"name": str(record.title), "alternateName": str(record.short_name)}
            if record.signed:
                thing["legislationDate"] = record.signed.date.machine
            if force := _FORCE.get(record.status):
                thing["legislationLegalForce"] = f"https://schema.org/{force}"
        case Clause():
            treaty = views.record(record.treaty)
            whole = about(treaty, views, site)
            thing |= {"@type": "Legislation", "legislationType": "treaty clause"}
            thing["isPartOf"] = {**whole, "url": f"{site.url}/{page_url(treaty.id)}"}
        case Event():
            thing |= {"@type": "Event", "startDate": record.date.machine}
            if record.place:
                thing["location"] = {"@type": "Place", "name": str(record.place)}
        case Actor():
            thing["@type"] = _ACTORS[record.sort]
            if names := [*record.names.values(), *record.aliases]:
                thing["alternateName"] = [str(name) for name in names]
        case Term():
            thing |= {"@type": "DefinedTerm", "inDefinedTermSet": f"{site.url}/{page_url('terms')}"}
        case Question():
            thing["@type"] = "Question"
        case Source():
            thing |= {"@type": "CreativeWork", "publisher": str(record.publisher)}
            if record.date:
                thing["datePublished"] = record.date.machine
    return thing


def _breadcrumbs(site: Site, steps: list[tuple[str, str]]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": str(name),
                "item": f"{site.url}/{address}",
            }
            for number, (name, address) in enumerate(steps, 1)
        ],
    }
