"""The forms on GitHub: fresh, in GitHub's own form, and where the pages lead."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader

from treaty_explainer.guide import fields_of
from treaty_explainer.issue_forms import FOLDER, issue_forms
from treaty_explainer.kinds import Reaction, Stance
from treaty_explainer.site import Site
from treaty_explainer.templating import PACKAGE

ROOT = Path(__file__).parents[1]
FILES = issue_forms(Site.load(ROOT))
FORMS: dict[str, dict[str, Any]] = {
    path: yaml.safe_load(text) for path, text in FILES.items() if not path.endswith("config.yml")
}


def questions(name: str) -> dict[str, dict[str, Any]]:
    body = FORMS[f"{FOLDER}/{name}.yml"]["body"]
    return {part["id"]: part for part in body if part["type"] != "markdown"}


def test_what_is_committed_is_fresh() -> None:
    """If this fails, run `python3 scripts/treaty.py guide` and commit what it writes."""
    folder = ROOT / FOLDER
    kept = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in folder.iterdir()}
    assert kept == FILES


@pytest.mark.parametrize("path", FORMS)
def test_github_takes_the_form(path: str) -> None:
    """The rules of https://docs.github.com/communities: "Syntax for GitHub's form schema"."""
    form = FORMS[path]
    assert set(form) == {"name", "description", "labels", "body"}
    ids = [part["id"] for part in form["body"] if part["type"] != "markdown"]
    assert ids
    assert len(ids) == len(set(ids))
    assert len({part["attributes"].get("label", "") for part in form["body"]}) == len(form["body"])
    for part in form["body"]:
        allowed = {
            "markdown": {"value"},
            "input": {"label", "description", "placeholder"},
            "textarea": {"label", "description", "placeholder"},
            "dropdown": {"label", "description", "options"},
        }[part["type"]]
        assert set(part["attributes"]) <= allowed
        texts = part["attributes"].values()
        assert all(isinstance(text, str | list) and text for text in texts)
        options = part["attributes"].get("options", [])
        assert len(options) == len(set(options))
        assert all(isinstance(option, str) for option in options)


def test_a_proposal_asks_for_what_a_record_needs() -> None:
    asked = questions("propose-reaction")
    needed = {field.name for field in fields_of(Reaction) if field.required}
    assert needed <= {id for id, part in asked.items() if part["validations"]["required"]}
    assert asked["stance"]["attributes"]["options"] == [f"{s}: {s.help}" for s in Stance]
    assert asked["summary"]["type"] == "textarea"
    assert "sources" in asked
    assert questions("propose-source")["url"]


@pytest.mark.parametrize("form", ["change", "mistake"])
def test_the_links_on_pages_lead_to_forms_that_they_fill_in(form: str) -> None:
    site = Site("x", repository="https://github.com/a/b")
    parts = urlsplit(site.issue_url(form, "clauses/2031-harbour/article-1"))
    query = parse_qs(parts.query)
    assert parts.path == "/a/b/issues/new"
    assert f"{FOLDER}/{query['template'][0]}" in FORMS
    assert query["record"] == ["clauses/2031-harbour/article-1"]
    assert set(query) - {"template", "title"} <= set(questions(form))
    template = (ROOT / "scripts/treaty_explainer/templates/parts.jinja").read_text("utf-8")
    assert f"site.issue_url('{form}', record.id)" in template


@pytest.mark.parametrize("address", ["", "timeline/", 'timeline/by/topic/naïve "x"/'])
def test_every_page_leads_to_forms_that_name_it(address: str) -> None:
    theme = Environment(loader=FileSystemLoader(PACKAGE / "theme"), autoescape=False)
    footer = theme.get_template("partials/report.html")
    config = {"extra": {"treaty": {"repository": "https://github.com/a/b"}}}
    shown = footer.render(config=config, page={"url": address})
    links = [urlsplit(unescape(link)) for link in re.findall(r'href="([^"]+)"', shown)]
    forms = {parse_qs(link.query)["template"][0]: parse_qs(link.query) for link in links[:-1]}
    assert forms.keys() == {"change.yml", "mistake.yml", "accessibility.yml"}
    for form, query in forms.items():
        assert f"{FOLDER}/{form}" in FORMS
        assert query.get("record", [""]) == [address]
    assert 'include "partials/report.html"' in (PACKAGE / "theme/partials/footer.html").read_text()
    assert footer.render(config={"extra": {}}, page=None).strip() == ""


def test_a_site_without_an_address_links_nowhere() -> None:
    assert yaml.safe_load(issue_forms(Site("x"))[f"{FOLDER}/config.yml"])["contact_links"] == []
    assert Site("x").issue_url("change", "a/b") == ""
