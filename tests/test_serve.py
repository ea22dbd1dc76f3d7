"""The server that follows the data, with a rebuild that costs nothing."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from treaty_explainer.serve import Server, is_taken


class Running:
    """A server on a free port, a folder it watches, and what its rebuild is told to answer."""

    def __init__(self, folder: Path) -> None:
        self.site, self.data = folder / "site", folder / "data"
        self.site.mkdir()
        self.data.mkdir()
        (self.site / "index.html").write_text("<html><body>one</body></html>", "utf-8")
        self.builds = 0
        self.answer = ""
        self.said: list[str] = []
        self.server = Server(self.site, self._rebuild, self.said.append)
        self.thread = threading.Thread(target=self.server.run, args=(0, [self.data]), daemon=True)
        self.thread.start()
        self._until(lambda: any("http" in line for line in self.said))
        self.address = next(line for line in self.said if "http" in line).split()[0]

    def _rebuild(self) -> str:
        self.builds += 1
        return self.answer

    def _until(self, true: object) -> None:
        end = time.monotonic() + 5
        while not true():  # type: ignore[operator]
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.01)

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=5) as answer:
            return answer.read().decode()

    def save(self, text: str) -> None:
        (self.data / "record.yml").write_text(text, "utf-8")

    def wait_for_build(self, number: int) -> None:
        self._until(lambda: self.server.version > number)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    yield Running(tmp_path)


def test_a_page_is_served_with_the_script_that_follows(running: Running) -> None:
    page = running.get("")
    assert "one" in page
    assert "/__serve.js?version=1" in page


def test_a_change_is_built_and_told(running: Running) -> None:
    running.save("a")
    running.wait_for_build(1)
    assert running.get("__changes?since=1") == "changed"


def test_a_burst_of_saves_is_few_builds(running: Running) -> None:
    for number in range(30):
        running.save(str(number))
    running.wait_for_build(1)
    time.sleep(0.5)
    assert running.builds <= 2


def test_it_does_not_build_for_ever(running: Running) -> None:
    running.save("a")
    running.wait_for_build(1)
    builds = running.builds
    running.get("")
    time.sleep(0.5)
    assert running.builds == builds


def test_a_problem_shows_on_the_page_and_the_site_stays(running: Running) -> None:
    running.answer = "treaty_data/x.yml:1:1: <b>wrong</b>"
    running.save("a")
    running.wait_for_build(1)
    page = running.get("")
    assert "one" in page
    assert "&lt;b&gt;wrong&lt;/b&gt;" in page
    running.answer = ""
    running.save("b")
    running.wait_for_build(2)
    assert "wrong" not in running.get("")


def test_a_port_in_use_is_found_before_anything_is_built() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_taken(port)
    assert not is_taken(port)
    assert not is_taken(0)
