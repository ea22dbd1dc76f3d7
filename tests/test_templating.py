"""Values are escaped where they are printed, and no template is compiled twice."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from treaty_explainer import templating
from treaty_explainer.templating import Compiled, environment, escape


def rendered(folder: Path, text: str = "<{{ x }}>") -> str:
    loader = jinja2.DictLoader({"page.md": text})
    return (
        jinja2.Environment(loader=loader, bytecode_cache=Compiled(folder))
        .get_template("page.md")
        .render(x=1)
    )


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that are compiled, in turn."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    names: list[str] = []
    whole = jinja2.Environment.compile

    def compile(self: jinja2.Environment, source: str, name: str, *more: object) -> object:
        names.append(name)
        return whole(self, source, name, *more)

    monkeypatch.setattr(jinja2.Environment, "compile", compile)
    return names


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a <b> & *c*", "a &#60;b&#62; &#38; &#42;c&#42;"),
        ("a\n# b", "a &#35; b"),
        (Markup("<b>"), "<b>"),
        (7, "7"),
    ],
)
def test_a_value_is_text_to_html_and_to_markdown(value: object, shown: str) -> None:
    assert escape(value) == shown
    assert environment().from_string("{{ x }}").render(x=value) == shown


def test_a_template_is_compiled_once_and_for_all_processes(
    tmp_path: Path, compiled: list[str]
) -> None:
    assert rendered(tmp_path) == "<1>"
    assert rendered(tmp_path) == "<1>"
    assert compiled == ["page.md"]
    assert [path.suffix for path in tmp_path.iterdir()] == [".pyc"]


def test_it_is_compiled_anew_if_its_text_or_the_compiler_is_another(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(tmp_path)
    assert rendered(tmp_path, "[{{ x }}]") == "[1]"
    monkeypatch.setattr(templating, "_compiler", lambda: "another")
    assert rendered(tmp_path, "[{{ x }}]") == "[1]"
    assert compiled == ["page.md"] * 3


@pytest.mark.parametrize("keep", [0, 5, 20, -10])
def test_a_damaged_file_costs_time_and_nothing_else(
    tmp_path: Path, compiled: list[str], keep: int
) -> None:
    rendered(tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:keep] + b"\0")
    assert rendered(tmp_path) == "<1>"
    assert compiled == ["page.md"] * 2


def test_where_nothing_may_be_written_nothing_is(
    tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert rendered(tmp_path / "file/folder") == "<1>"
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert rendered(tmp_path / "folder") == "<1>"
    assert not (tmp_path / "folder").exists()
    assert compiled == ["page.md"] * 2
