"""What pages tell machines: true, whole, and unable to leave the place where it stands."""

from __future__ import annotations

import json
from typing import Any

from treaty_explainer.link import Library
from treaty_explainer.linked_data import as_json, linked_data
from treaty_explainer.site import Site
from treaty_explainer.views import Views

SITE = Site("Harbour & Co", "https://harbour.example.org", licence="CC BY 4.0")
CLAUSE = "clauses/2031-harbour/article-1"


def graph(library: Library, id: str, trail: tuple[tuple[str, str], ...] = ()) -> list[Any]:
    record = library.get(id)
    found: list[Any] = json.loads(
        linked_data(SITE, Views(library), id, "A title", "About it.", trail, record)
    )["@graph"]
    return found


def test_every_record_says_what_it_is_about(starter: Library) -> None:
    for record in starter:
        page, crumbs = graph(starter, record.id)
        assert page["@type"] == "Article"
        assert page["url"] == f"{SITE.url}/{record.id}/"
        assert page["about"]["name"]
        assert crumbs["@type"] == "BreadcrumbList"


def test_a_clause_is_part_of_its_treaty(starter: Library) -> None:
    about = graph(starter, CLAUSE)[0]["about"]
    assert about["@type"] == about["isPartOf"]["@type"] == "Legislation"
    assert about["isPartOf"]["url"] == f"{SITE.url}/treaties/2031-harbour/"


def test_the_way_to_a_page_is_counted_from_home(starter: Library) -> None:
    steps = graph(starter, CLAUSE, (("Clauses", "clauses/"),))[1]["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["item"] for step in steps] == [
        f"{SITE.url}/{address}" for address in ("", "clauses/", f"{CLAUSE}/")
    ]


def test_the_data_page_is_a_dataset_to_take_away(starter: Library) -> None:
    page = graph(starter, "data")[0]
    assert page["@type"] == "Dataset"
    assert page["distribution"]["contentUrl"].startswith(SITE.url)


def test_the_home_page_is_the_site(starter: Library) -> None:
    (page,) = graph(starter, "")
    assert page["@type"] == "WebSite"
    assert page["about"]["@type"] == "Legislation"


def test_a_site_without_an_address_says_nothing(starter: Library) -> None:
    assert linked_data(Site("x"), Views(starter), "", "t", "d", ()) == ""


def test_no_text_can_end_the_script_it_stands_in() -> None:
    attack = '</script><!-- &amp; \u2028 \u2029 "\\'
    text = as_json({"name": attack})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text)["name"] == attack
