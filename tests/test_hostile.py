"""Files made to do harm are read as what they say or refused with a place: nothing else happens."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from conftest import LayOver
from hostile.yaml_files import CASES, Hostile
from treaty_explainer.build import check, generate
from treaty_explainer.formats import as_github, as_text
from treaty_explainer.kinds import BY_FOLDER
from treaty_explainer.link import Library
from treaty_explainer.render import render_all
from treaty_explainer.scaffold import init
from treaty_explainer.site import Site
from treaty_explainer.validate import misplaced

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such entries")

# ------------------------------------------------------------------------------- what is in files


@pytest.fixture(scope="module")
def answers() -> list[dict[str, Any]]:
    """What the checks say of each case, within 200 MB of memory each."""
    command = [sys.executable, str(Path(__file__).parent / "hostile" / "judge.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [answer for _, answer in map(json.loads, done.stdout.splitlines())]


@posix_only
@pytest.mark.parametrize("sort", dict.fromkeys(case.sort for case in CASES))
def test_every_file_is_read_or_refused(answers: list[dict[str, Any]], sort: str) -> None:
    """One code each, in the file itself, with a remedy, and no exception."""
    wrong = {
        case.name: answer
        for case, answer in zip(CASES, answers, strict=True)
        if case.sort == sort and not _as_it_should_be(case, answer)
    }
    assert wrong == {}


def _as_it_should_be(case: Hostile, answer: dict[str, Any]) -> bool:
    if "exception" in answer:
        return False
    if case.answer is None:
        return not answer["problems"] and answer["title"] == case.title
    lines = case.raw.replace(b"\r", b"\n").count(b"\n") + 1
    return bool(answer["problems"]) and all(
        file == "treaty_data/topics/shipping.yml"
        and 1 <= line <= lines + 1
        and column >= 1
        and code == case.answer
        and message.isprintable()
        and hint.isprintable()
        and hint
        and len(message) <= 400
        for file, line, column, code, message, hint in answer["problems"]
    )


def test_an_answer_is_one_line_whatever_it_quotes(lay_over: LayOver) -> None:
    """A line of its own could pass for another answer, or give the runner of CI an order."""
    attack = "x\n::stop-commands::y\n::error file=README.md::z"
    quoted = json.dumps(attack)
    project = lay_over(
        {
            "topics/shipping.yml": f"title: x\nsummary: {json.dumps(f'[@{attack}]')}\n",
            "actors/norland.yml": f"name: x\nsort: {quoted}\nregion: Europe\nof: {quoted}\n",
            "questions/are-warships-covered.yml": f"question: x\nclauses: [{quoted}]\n",
            "sources/sund-courier-2031-09-02.yml": f"url: {quoted}\ndate: {quoted}\n",
            "terms/harbour-dues.yml": f"{quoted}: x\n",
        }
    )
    _, problems = check(project)
    assert len(problems) > 10
    for lines in (as_text(problems, project), as_github(problems, project)):
        for line in lines.splitlines():
            assert line.startswith(("treaty_data/", "  hint: ", "::error file=treaty_data/"))


# ------------------------------------------------------------------------------- files themselves


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder that no project may touch, with a secret and a record in it."""
    folder = tmp_path_factory.mktemp("outside")
    (folder / "secret.yml").write_text("title: The secret\n", "utf-8")
    yield folder
    assert [path.name for path in folder.iterdir()] == ["secret.yml"]
    assert (folder / "secret.yml").read_text("utf-8") == "title: The secret\n"


@posix_only
@pytest.mark.parametrize("name", ["topics/a.yml", "topics/a", "topics", "a", ""])
def test_no_link_is_followed(lay_over: LayOver, outside: Path, name: str) -> None:
    """Not of a file, of a folder, of a folder of records, nor of `treaty_data/` itself."""
    project = lay_over({})
    link = project / "treaty_data" / name
    if link.exists():
        link.rename(project / "away")
    link.symlink_to(outside / "secret.yml" if name.endswith("yml") else outside)
    _, problems = check(project)
    place = f"treaty_data/{name}".rstrip("/")
    found = [(str(problem.place.file), problem.code) for problem in problems]
    assert (place, "not-a-file") in found
    assert "secret" not in as_text(problems, project)


@posix_only
@pytest.mark.parametrize("name", ["about/a.md", "clauses", "data/v1", ".generated.json"])
def test_no_link_in_docs_is_published_or_written_through(
    tmp_path: Path, outside: Path, name: str
) -> None:
    project = tmp_path / "project"
    init(project)
    link = project / "docs" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(outside / "secret.yml" if "." in name else outside)
    for docs in (None, tmp_path / "elsewhere"):
        built = generate(project, docs, offline=docs is not None)
        assert [(str(p.place.file), p.code) for p in built.problems] == [
            (f"docs/{name}", "not-a-file")
        ]
    assert not (tmp_path / "elsewhere").exists()


@posix_only
def test_what_is_no_file_is_neither_read_nor_waited_for(lay_over: LayOver) -> None:
    project = lay_over({})
    data = project / "treaty_data"
    os.mkfifo(data / "terms" / "pipe.yml")
    expected = {"treaty_data/terms/pipe.yml"}
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(data / "terms")  # the path of a socket must be short
        try:
            server.bind("socket.yml")
        finally:
            os.chdir(here)
        expected.add("treaty_data/terms/socket.yml")
        for folder in ("folder.yml", "folder.yaml"):
            (data / "terms" / folder).mkdir()
            expected.add(f"treaty_data/terms/{folder}")
        _, problems = check(project)
    assert {str(problem.place.file) for problem in problems} == expected
    assert {problem.code for problem in problems} == {"not-a-file"}


@posix_only
@pytest.mark.parametrize("replacement", ["link", "pipe", "folder", "nothing"])
def test_what_changes_between_listing_and_reading(
    lay_over: LayOver, outside: Path, monkeypatch: pytest.MonkeyPatch, replacement: str
) -> None:
    project = lay_over({})
    file = project / "treaty_data" / "topics" / "shipping.yml"
    really_open = os.open

    def replace_first(path: Path | str, flags: int) -> int:
        if Path(path) == file:
            file.unlink()
            match replacement:
                case "link":
                    file.symlink_to(outside / "secret.yml")
                case "pipe":
                    os.mkfifo(file)
                case "folder":
                    file.mkdir()
        return really_open(path, flags)

    monkeypatch.setattr(os, "open", replace_first)
    _, problems = check(project)
    assert [(str(p.place.file), p.code) for p in problems] == [
        ("treaty_data/topics/shipping.yml", "cannot-read")
    ]


@posix_only
@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs users")
def test_a_folder_without_rights(lay_over: LayOver) -> None:
    """Root may read everything, so the checks run as nobody."""
    project = lay_over({})
    locked = project / "treaty_data" / "topics"
    locked.chmod(0)
    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        try:
            for folder in (project, *project.parents):
                if folder.name.startswith(("test_", "pytest-", "popen-")):
                    folder.chmod(0o755)
            if os.geteuid() == 0:
                os.setuid(65534)
            _, problems = check(project)
            text = as_text(problems, project)
        except BaseException as error:
            text = repr(error)
        os.write(writer, text.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    locked.chmod(0o755)
    assert (
        "treaty_data/topics:1:1: not-a-file: the folder cannot be read: permission denied" in text
    )


NAMES = {
    "topics/con.yml": "reserved-name",
    "topics/aux.yml": "reserved-name",
    "topics/com1.yml": "reserved-name",
    "topics/lpt9.yml": "reserved-name",
    "topics/index.yml": "reserved-name",
    "topics/404.yml": "reserved-name",
    "topics/by-topic.yml": "reserved-name",
    "clauses/2031-harbour/print.yml": "reserved-name",
    "topics/te-menu.yml": "reserved-name",
    "actors/person.yml": "reserved-name",
    "clauses/nul/article-1.yml": "reserved-name",
    "topics/CON.yml": "bad-id",
    "topics/Shipping.yml": "same-name",
    "topics/a b.yml": "bad-id",
    "topics/a..yml": "bad-id",
    "topics/..yml.yml": None,  # hidden
    "topics/a.b.yml": "bad-id",
    "topics/-a.yml": "bad-id",
    "topics/a--b.yml": "bad-id",
    "topics/a_b.yml": "bad-id",
    "topics/__search.yml": "bad-id",
    "topics/__proto__.yml": "bad-id",
    "topics/<script>.yml": "bad-id",
    'topics/"onload="x.yml': "bad-id",
    "topics/{{x}}.yml": "bad-id",
    "topics/%2e%2e.yml": "bad-id",
    "topics/a#b.yml": "bad-id",
    "topics/a?b.yml": "bad-id",
    "topics/a\\b.yml": "bad-id",
    "topics/a:b.yml": "bad-id",
    "topics/~a.yml": "bad-id",
    "topics/n\u043erway.yml": "bad-id",
    "topics/ﬁsh.yml": "bad-id",
    "topics/x\u202ey.yml": "bad-id",
    "topics/한국.yml": "bad-id",
    f"topics/{'a' * 113}.yml": None,
    f"topics/{'a' * 114}.yml": "bad-id",
    f"topics/{'a' * 250}.yml": "bad-id",
    "topics/a.yaml": "not-a-file",
    "topics/a.yml.exe": "not-a-file",
    "topics/a.html": "not-a-file",
    "topics/.htaccess": None,
    "topics/deep/a.yml": "wrong-place",
    "a.yml": "unknown-folder",
    "Topics/a.yml": "unknown-folder",
    "assets/a.yml": "unknown-folder",
    "search/a.yml": "unknown-folder",
    "a/b/c/d/e/f/g/h/i.yml": "not-a-file",
}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_a_name_is_an_id_or_refused(lay_over: LayOver, name: str, code: str | None) -> None:
    content = "title: x\nsummary: x [@norland-gazette-2031-05-03]."
    project = lay_over({name: content})
    _, problems = check(project)
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert as_text(problems, project).replace("\n", "").isprintable()


def test_no_record_can_have_the_address_of_another_page(starter: Library) -> None:
    """Nor can a former id: what lies beside the records has names that are reserved."""
    site = Site("x", "https://example.org")
    made = {path.removesuffix(".md") for path in render_all(starter, site) if path.endswith(".md")}
    own = {path.removesuffix("/index") for path in made} - {record.id for record in starter}
    beside = {id for id in own if "/" in id and id.partition("/")[0] in BY_FOLDER}
    assert len(beside) > 4
    assert {id for id in beside if not misplaced(id, PurePosixPath("x.yml"), BY_FOLDER)} == set()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_folders_inside_folders_without_end(lay_over: LayOver) -> None:
    project = lay_over({})
    deep = project / "treaty_data" / "topics"
    here = Path.cwd()
    os.chdir(deep)
    try:
        for _ in range(3000):  # longer than any path may be
            Path("a").mkdir()
            os.chdir("a")
    finally:
        os.chdir(here)
    _, problems = check(project)
    assert [problem.code for problem in problems] == ["not-a-file"]
    subprocess.run(["rm", "-rf", str(deep / "a")], check=True)


@pytest.mark.parametrize(
    "old",
    [
        "../../../etc/cron.d/x",
        "/etc/passwd",
        "topics/../../x",
        "topics/./x",
        "topics//x",
        "topics/index",
        "topics/con",
        "topics/x/y",
        "assets/x",
        "data/v1/x",
        "x",
        ".git/hooks/x",
        "topics/" + "a" * 300,
        "topics/X",
        "topics/a b",
        "topics/a\\b",
        "topics/<script>",
        "clauses/2031-harbour",
        "timeline/by-topic",
    ],
)
def test_a_former_id_is_what_an_id_may_be(lay_over: LayOver, old: str) -> None:
    """A page is written at its address."""
    text = f"title: x\nsummary: x [@norland-gazette-2031-05-03].\nformerly: [{json.dumps(old)}]\n"
    _, problems = check(lay_over({"topics/shipping.yml": text}))
    assert [problem.code for problem in problems] == ["bad-id"]
