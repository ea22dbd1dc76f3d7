"""Asking addresses, against a server of our own: nothing here leaves the machine."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from treaty_explainer.build import check
from treaty_explainer.links import FORMATS, Answer, Manners, State, ask, ask_all, find
from treaty_explainer.scaffold import init

QUICK = Manners("tester/1", timeout=0.2, pause=0, tries=2, wait=0.01)


class Host(ThreadingHTTPServer):
    """Answers by the first word of the path, and remembers what it was asked and how busily."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Host

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        host = self.server
        with host.lock:
            host.asked.append((self.command, self.path))
            host.agents.add(self.headers["User-Agent"])
            host.at_once += 1
            host.most_at_once = max(host.most_at_once, host.at_once)
        word = self.path.rpartition("/")[2].partition("-")[0]
        turn = sum(path == self.path for _, path in host.asked)
        if word == "slow":
            time.sleep(0.02)
        if word == "never":
            time.sleep(0.4)
        code = {"gone": 404, "forbidden": 403, "moved": 301, "found": 302, "file": 301}.get(
            word, 200
        )
        code = 405 if word == "headless" and self.command == "HEAD" else code
        code = 503 if word == "busy" and turn == 1 else code
        with host.lock:
            host.at_once -= 1
        self.send_response(code, "<script>own words</script>")
        if code in (301, 302):
            self.send_header("Location", "file:///etc/passwd" if word == "file" else "/here>now")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("no_proxy", "*")
    server = Host()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer", "methods"),
    [
        ("well", Answer(State.ALIVE), ["HEAD"]),
        ("headless", Answer(State.ALIVE), ["HEAD", "GET"]),
        ("gone", Answer(State.DEAD, "404 Not Found"), ["HEAD", "GET"]),
        ("forbidden", Answer(State.UNCLEAR, "403 Forbidden"), ["HEAD", "GET"]),
        ("busy", Answer(State.ALIVE), ["HEAD", "HEAD"]),
    ],
)
def test_what_an_address_answers(host: Host, path: str, answer: Answer, methods: list[str]) -> None:
    assert ask(host.at(path), QUICK) == answer
    assert [method for method, _ in host.asked] == methods
    assert host.agents == {"tester/1"}


def test_a_page_that_has_moved_for_good_says_where(host: Host) -> None:
    assert ask(host.at("moved"), QUICK) == Answer(
        State.MOVED, "moved for good", host.at("here%3Enow")
    )
    assert ask(host.at("found"), QUICK) == Answer(State.ALIVE)


def test_a_redirect_leads_nowhere_but_to_the_web(host: Host) -> None:
    assert ask(host.at("file"), QUICK).state == State.UNCLEAR


def test_no_answer_is_no_proof(host: Host) -> None:
    assert ask(host.at("never"), QUICK) == Answer(State.UNCLEAR, "no answer in time")
    assert len(host.asked) == QUICK.tries
    nobody = "http://127.0.0.1:1/"  # a port that no program is given
    assert ask(nobody, QUICK) == Answer(State.UNCLEAR, "no connection")


@pytest.mark.parametrize("address", ["http://[::1/", "http://" + "a" * 70 + ".example/"])
def test_an_address_that_nobody_can_ask(host: Host, address: str) -> None:
    assert ask(address, QUICK).state in (State.UNCLEAR, State.DEAD)


def test_other_scripts_in_an_address(host: Host) -> None:
    assert ask(host.at("평양?q=Ким#x"), QUICK).state == State.ALIVE
    assert host.asked == [("HEAD", "/%ED%8F%89%EC%96%91?q=%D0%9A%D0%B8%D0%BC")]


def test_a_host_is_asked_one_thing_at_a_time_and_none_twice(host: Host) -> None:
    addresses = [host.at(f"slow-{n}") for n in range(8)]
    assert set(ask_all([*addresses, *addresses], QUICK)) == set(addresses)
    assert host.most_at_once == 1
    assert len(host.asked) == 8


def test_hosts_are_asked_side_by_side(host: Host) -> None:
    other = Host()
    try:
        start = time.monotonic()
        ask_all([host.at("never"), other.at("never")], QUICK)
        assert time.monotonic() - start < 2 * QUICK.tries * QUICK.timeout
    finally:
        other.shutdown()
        other.server_close()


def test_the_sources_of_a_project(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server plays the whole web: it is asked as a proxy."""
    init(tmp_path / "project")
    for name, path in (("norland-gazette-2031-05-03", "gone"), ("sund-courier-2031-09-02", "ok")):
        file = tmp_path / "project/treaty_data/sources" / f"{name}.yml"
        http = re.sub(r"https://\S+", f"http://paper.example.org/{path}", file.read_text("utf-8"))
        file.write_text(http, "utf-8")
    library, problems = check(tmp_path / "project")
    assert problems == []
    monkeypatch.delenv("no_proxy")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{host.server_port}")
    found = find(library, QUICK)
    assert [(one.record, one.field, one.state) for one in found] == [
        ("sources/norland-gazette-2031-05-03", "url", "dead"),
        ("sources/sund-courier-2031-09-02", "url", "alive"),
        ("sources/sund-courier-2031-09-02", "archived", "alive"),
    ]
    archive = "https://web.archive.org/web/20310503/http://paper.example.org/gone"
    assert [one.archive for one in found] == [archive, "", ""]
    text, markdown, programs = (FORMATS[form](found) for form in ("text", "markdown", "json"))
    assert text.startswith("3 addresses asked: 2 alive, 0 moved, 1 dead, 0 unclear.")
    assert (
        "- `sources/norland-gazette-2031-05-03`, `url`: <http://paper.example.org/gone>: "
        f"404 Not Found; a copy may be at <{archive}>" in markdown
    )
    assert [one["state"] for one in json.loads(programs)] == ["dead", "alive", "alive"]
    assert "own words" not in text + markdown + programs
