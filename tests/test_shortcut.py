"""Led past the converter, a page is the same to the byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from treaty_explainer.build import generate
from treaty_explainer.scaffold import init
from treaty_explainer.shortcut import Shortcut
from treaty_explainer.templating import PACKAGE
from treaty_explainer.write import manifest

THEME = str(PACKAGE / "theme")
# Whatever means something to Markdown, and an apostrophe.
TITLE = (
    r""" 'The shipper''s & the "port" *view* of <it> #1 — [a](b) `c` \* _d_ &amp; http://e.f' """
)


def site(project: Path, name: str, *plugins: Shortcut) -> dict[str, bytes]:
    config = load_config(str(project / "mkdocs.yml"), hooks=[], site_dir=str(project / name))
    for number, plugin in enumerate(plugins):
        config.plugins[f"plugin-{number}"] = plugin
    mkdocs_build(config)
    folder = project / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shortcut") / "project"
    init(folder)
    topic = folder / "treaty_data/topics/shipping.yml"
    text = topic.read_text("utf-8")
    topic.write_text(re.sub("^title: .*", lambda _: f"title: {TITLE}", text, flags=re.M), "utf-8")
    assert generate(folder).problems == []
    return folder


def test_every_page_is_the_same_with_and_without(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert site(project, "with", Shortcut()) == site(project, "without")


def test_every_generated_page_takes_the_shortcut(project: Path) -> None:
    """Only headings stand outside of HTML, so that a page that needs the converter is a slip."""
    for path in manifest(project / "docs"):
        if path.endswith(".md"):
            text = (project / "docs" / path).read_text("utf-8").partition("\n---\n")[2]
            for block in text.strip().split("\n\n"):
                first = block.splitlines()[0]
                assert not first[:1].isalnum() or "<" in block, f"{path}: {first}"


def test_what_an_extension_does_to_a_heading_is_done(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    plain = site(project, "plain", Shortcut())
    settings = project / "mkdocs.yml"
    before = settings.read_text("utf-8")
    settings.write_text(before.replace("- attr_list\n", "- attr_list\n  - smarty\n"), "utf-8")
    try:
        with_it = site(project, "with", Shortcut())
        assert with_it != plain
        assert with_it == site(project, "without")
    finally:
        settings.write_text(before, "utf-8")
