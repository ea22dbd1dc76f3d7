"""The server that follows the data, with a rebuild that costs nothing."""

from __future__ import annotations

import functools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit

import pytest
from watchdog.events import FileModifiedEvent, FileMovedEvent

from treaty_explainer.build import generate
from treaty_explainer.serve import Server, _Watcher, is_taken, made_by_us, saved_since
from treaty_explainer.templating import PACKAGE


class Running:
    """A server on a free port, a folder it watches, and what its rebuild is told to answer."""

    def __init__(self, folder: Path, problems: str = "") -> None:
        self.site, self.earlier, self.data = folder / "site", folder / "earlier", folder / "data"
        self.data.mkdir()
        if not problems:
            self.put(self.site, "one")
        self.builds = 0
        self.answer = problems
        self.said: list[str] = []
        self.server = Server(
            self.site, self._rebuild, self.said.append, problems=problems, earlier=self.earlier
        )
        self.thread = threading.Thread(target=self.server.run, args=(0, [self.data]), daemon=True)
        self.thread.start()
        self._until(lambda: any("http" in line for line in self.said))
        self.address = next(line for line in self.said if "http" in line).split()[0]

    def put(self, site: Path, words: str) -> None:
        site.mkdir(exist_ok=True)
        (site / "index.html").write_text(f"<html><body>{words}</body></html>", "utf-8")

    def _rebuild(self) -> str:
        self.builds += 1
        if not self.answer:
            self.put(self.site, "one")
        return self.answer

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + 5
        while not true():
            assert time.monotonic() < end, "waited in vain"
            time.sleep(0.01)

    def get(self, path: str) -> str:
        return get(self.address + path)

    def save(self, text: str) -> None:
        (self.data / "record.yml").write_text(text, "utf-8")

    def wait_for_build(self, number: int) -> None:
        self._until(lambda: self.server.version > number)


def get(address: str) -> str:
    """What a browser would show, whether the server calls it good or not."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode()
    except HTTPError as error:
        return f"{error.code}: {error.read().decode()}"


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


# A text that would be markup, if it could, and that is no pattern to fill in either.
WRONG = "treaty_data/x.yml:1:1: </pre><script>%s</script>"
INERT = "&lt;/pre&gt;&lt;script&gt;%s&lt;/script&gt;"


@pytest.mark.parametrize("path", ["", "timeline/", "about/index.html", "timeline/none.json?a=%s"])
def test_without_a_site_every_address_lists_the_problems(tmp_path: Path, path: str) -> None:
    running = Running(tmp_path, WRONG)
    page = running.get(path)
    assert page.startswith("503: <!doctype html>")
    assert INERT in page
    assert "<script>" not in page
    assert "default-src 'none'; script-src 'self'" in page
    assert "/__serve.js?version=1" in page
    assert "location.reload()" in running.get("__serve.js?version=1")
    assert any(WRONG in line and "There is no good site yet." in line for line in running.said)


def test_the_save_that_mends_brings_the_first_site(tmp_path: Path) -> None:
    running = Running(tmp_path, WRONG)
    running.answer = "treaty_data/y.yml:1:1: another"
    running.save("a")
    running.wait_for_build(1)
    assert "another" in running.get("")
    running.answer = ""
    running.save("b")
    running.wait_for_build(2)
    assert running.get("__changes?since=2") == "changed"
    page = running.get("")
    assert "one" in page
    assert "another" not in page


def test_a_site_of_an_earlier_build_stays_until_the_first_is_made(tmp_path: Path) -> None:
    running = Running(tmp_path, WRONG)
    running.put(running.earlier, "old")
    page = running.get("")
    assert "old" in page
    assert "this is the last good site" in page
    assert INERT in page
    running.answer = ""
    running.save("a")
    running.wait_for_build(1)
    assert "old" not in running.get("")
    assert "one" in running.get("")


@pytest.fixture
def command(scratch: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """A function that starts the command in a project; it is stopped at the end."""
    started = []

    def start() -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "treaty_explainer", "serve", "--port", "0", "--quiet"]
        environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
        one = subprocess.Popen(
            words, cwd=scratch, env=environment, stderr=subprocess.PIPE, text=True
        )
        started.append(one)
        return one

    yield start
    for one in started:
        one.send_signal(signal.SIGINT)
        one.communicate(timeout=30)


def test_the_command_starts_with_faulty_data_and_follows_the_mending(
    scratch: Path, command: Callable[[], subprocess.Popen[str]]
) -> None:
    record = next((scratch / "treaty_data" / "topics").glob("*.yml"))
    good = record.read_text("utf-8")
    record.write_text("name: [", "utf-8")
    terminal = command().stderr
    assert terminal
    said = []
    while "http" not in (line := terminal.readline()):
        assert line, "it ended"
        said.append(line)
    assert record.name in said[0]
    address = line.split()[0]
    assert record.name in get(address)
    record.write_text(good, "utf-8")
    assert get(f"{address}__changes?since=1") == "changed"
    assert "There is no good site" not in get(address)
    assert "Rebuilt in" in terminal.readline()


def test_what_is_saved_during_the_first_build_is_not_missed(scratch: Path) -> None:
    generate(scratch)
    begun = time.time() + 60
    assert not saved_since(scratch, begun)
    for name in ("treaty_data/topics/new.yml", "docs/about/more.md"):
        path = scratch / name
        path.write_text("new", "utf-8")
        os.utime(path, (begun, begun))
        assert saved_since(scratch, begun)
        path.unlink()
    # What the build itself has written is not what somebody saved.
    os.utime(scratch / "docs/index.md", (begun, begun))
    assert not saved_since(scratch, begun)
    site = scratch / "site"
    builds: list[int] = []
    server = Server(site, lambda: builds.append(1) or "", [].append)
    is_late = iter([True])
    run = functools.partial(server.run, 0, [scratch], is_late=lambda: next(is_late))
    threading.Thread(target=run, daemon=True).start()
    assert server.wait_for_change(1, seconds=5)
    assert builds == [1]


@pytest.mark.parametrize(
    ("moved_from", "path", "is_change"),
    [
        ("", "docs/about/index.md", True),
        ("", "docs/index.md", False),
        ("", "treaty_data/topics/shipping.yml", True),
        ("docs/about/.hidden", "docs/about/index.md", True),
        ("docs/.generated.new", "docs/index.md", False),
        ("docs/about/.hidden", "docs/about/.also", False),
        ("treaty_data/topics/.hidden", "treaty_data/topics/shipping.yml", True),
    ],
)
def test_what_an_editor_writes_is_a_change_and_what_a_build_writes_is_none(
    scratch: Path, moved_from: str, path: str, is_change: bool
) -> None:
    generate(scratch)
    changed = threading.Event()
    watcher = _Watcher(changed, made_by_us(scratch / "docs"))
    one, other = str(scratch / moved_from), str(scratch / path)
    watcher.dispatch(FileMovedEvent(one, other) if moved_from else FileModifiedEvent(other))
    assert changed.is_set() == is_change


def test_trouble_of_the_engine_ends_the_command(
    scratch: Path, command: Callable[[], subprocess.Popen[str]]
) -> None:
    with (scratch / "mkdocs.yml").open("a") as file:
        file.write("\ndocs_dir: none-such\n")
    ended = command()
    _, said = ended.communicate(timeout=60)
    assert said.startswith("treaty: the site could not be built.\n")
    assert "none-such" in said
    assert ended.returncode == 1


def test_trouble_of_the_disk_ends_the_command(
    scratch: Path, command: Callable[[], subprocess.Popen[str]]
) -> None:
    (scratch / "docs" / "topics").mkdir()
    (scratch / "docs" / "topics" / "index.md").write_text("By hand.", "utf-8")
    ended = command()
    _, said = ended.communicate(timeout=60)
    assert said.startswith("treaty: a file written by hand has the place of a generated page")
    assert ended.returncode == 2


@pytest.mark.parametrize("path", ["large.json", "large.html"])
def test_a_reader_who_leaves_early_is_no_news(
    running: Running, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (running.site / path).write_bytes(b"x" * 20_000_000)
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", urlsplit(running.address).port or 0)) as reader:
            reader.sendall(f"GET /{path} HTTP/1.0\r\n\r\n".encode())
            reader.recv(100)
    time.sleep(0.3)
    assert capfd.readouterr().err == ""


def test_a_port_in_use_is_found_before_anything_is_built() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_taken(port)
    assert not is_taken(port)
    assert not is_taken(0)
