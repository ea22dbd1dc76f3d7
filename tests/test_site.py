"""What pages know of their site, and the way from one to another."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from treaty_explainer.site import Site, page_url, relative_url

ROOT = "https://example.org/some/where/"


@pytest.mark.parametrize(
    ("target", "origin", "way"),
    [
        ("", "", "./"),
        ("clauses/t/a-1/", "", "clauses/t/a-1/"),
        ("", "clauses/t/a-1/", "../../../"),
        ("clauses/t/a-2/", "clauses/t/a-1/", "../a-2/"),
        ("clauses/t/a-1/", "clauses/t/a-1/", "./"),
        ("clauses/t/a-1/#duties", "clauses/t/a-1/", "#duties"),
        ("sources/#kcna", "clauses/t/a-1/", "../../../sources/#kcna"),
        ("data/v1/records.json", "data/", "v1/records.json"),
        ("assets/tokens.css", "clauses/t/a-1/", "../../../assets/tokens.css"),
    ],
)
def test_the_way_from_page_to_page(target: str, origin: str, way: str) -> None:
    assert relative_url(target, origin) == way


words = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
ids = st.lists(words, max_size=3).map("/".join)
fragments = st.just("") | words.map("#{}".format)


@given(ids, ids, fragments)
def test_the_way_leads_there_wherever_the_site_lies(to: str, origin: str, fragment: str) -> None:
    target = page_url(to) + fragment
    way = relative_url(target, page_url(origin))
    assert urljoin(ROOT + page_url(origin), way) == ROOT + target
    assert not way.startswith("/")


def load(folder: Path, text: str) -> Site:
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    return Site.load(folder)


def test_a_site_is_read_from_the_configuration(tmp_path: Path) -> None:
    site = load(
        tmp_path,
        "site_name: Explained\nsite_url: https://example.org/x/\n"
        "extra: { treaty: { repository: https://git.example.org/r/, licence: CC BY 4.0 } }\n",
    )
    assert site == Site(
        "Explained", "https://example.org/x", "https://git.example.org/r", "CC BY 4.0"
    )
    assert site.edit_url("treaty_data/a.yml") == (
        "https://git.example.org/r/edit/main/treaty_data/a.yml"
    )


def test_a_site_needs_no_more_than_a_name(tmp_path: Path) -> None:
    site = load(tmp_path, "site_name: Explained\nsite_url:\nextra:\n")
    assert site == Site("Explained")
    assert site.edit_url("a.yml") == ""


def test_orders_in_the_configuration_are_not_obeyed(tmp_path: Path) -> None:
    site = load(
        tmp_path,
        "site_name: !!python/object/apply:os.getcwd []\nsite_url: !ENV HOME\n"
        "x: !!python/name:os.system\n",
    )
    assert site.url == "HOME"
    assert str(Path.cwd()) not in site.name
