"""The old site or the new one stands whole, whatever happens; then the next build works."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest

from treaty_explainer import publish
from treaty_explainer.build import build
from treaty_explainer.progress import SILENT
from treaty_explainer.publish import NotASiteError, alone, workshop
from treaty_explainer.templating import PACKAGE

# More of both for those who have the time.
KILLS = int(os.environ.get("TREATY_KILLS", "50"))
# Which writes fail: early ones, where the docs are written, and then ever further apart.
FATAL = range(10_000) if os.environ.get("TREATY_EVERY_WRITE") else (0, 1, 2, 4, 8, 16, 64, 128, 170)


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make(new: Path, text: str) -> None:
    (new / "a").mkdir(parents=True)
    (new / "404.html").write_text(text)
    (new / "a/index.html").write_text(text)


def replace(target: Path, text: str) -> None:
    with workshop(target) as shop:
        make(shop.new, text)
        shop.publish()


@pytest.fixture(params=["in one step", "in two"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in two":
        monkeypatch.setattr(publish, "_exchange", lambda one, other: False)
    elif sys.platform != "linux":
        pytest.skip("only Linux exchanges two folders in one step")


# ---------------------------------------------------------------------- one after the other


@pytest.mark.usefixtures("way")
def test_a_new_site_takes_the_place_of_the_old(tmp_path: Path) -> None:
    replace(tmp_path / "site", "old")
    (tmp_path / "site/gone.html").write_text("old")
    replace(tmp_path / "site", "new")
    assert {path.read_text() for path in (tmp_path / "site").rglob("*.html")} == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("way")
def test_a_fault_on_the_way_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    replace(tmp_path / "site", "old")
    before = content(tmp_path)
    with pytest.raises(RuntimeError), workshop(tmp_path / "site") as shop:
        make(shop.new, "new")
        raise RuntimeError
    assert content(tmp_path) == before


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("fatal", range(12))
def test_whichever_step_fails_the_old_site_or_the_new_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    replace(tmp_path / "site", "old")
    steps = iter(range(1000))

    def failing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if next(steps) == fatal:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*args, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "mkdtemp", failing(tempfile.mkdtemp))
        patch.setattr(Path, "rename", failing(Path.rename))
        patch.setattr(Path, "chmod", failing(Path.chmod))
        patch.setattr(os, "rmdir", failing(os.rmdir))
        patch.setattr(os, "unlink", failing(os.unlink))
        try:
            replace(tmp_path / "site", "new")
        except OSError as error:
            assert error.errno == errno.ENOSPC
    texts = {path.read_text() for path in (tmp_path / "site").rglob("*.html")}
    assert texts in ({"old"}, {"new"})
    replace(tmp_path / "site", "newer")
    assert {path.read_text() for path in (tmp_path / "site").rglob("*.html")} == {"newer"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_put_right(tmp_path: Path) -> None:
    replace(tmp_path / "site", "old")
    left = tmp_path / ".site.4242-abcd1234.building"
    left.mkdir()
    (tmp_path / "site").rename(left / "old")
    make(left / "new", "new")
    (tmp_path / "..site-kept.json.4242.new").write_text("half")
    (tmp_path / ".site.4242-mine").mkdir()
    with workshop(tmp_path / "site"):
        assert (tmp_path / "site/404.html").read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.4242-mine", "site"]


def test_what_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    precious = tmp_path / "documents"
    precious.mkdir()
    (precious / "thesis.txt").write_text("precious")
    with pytest.raises(NotASiteError), workshop(precious):
        pass
    assert content(tmp_path) == {"documents/thesis.txt": content(precious)["thesis.txt"]}


def test_a_site_can_be_read_whoever_built_it(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        replace(tmp_path / "site", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "site").stat().st_mode & 0o7777 == 0o755
    assert {path.stat().st_mode & 0o7777 for path in (tmp_path / "site").rglob("*.html")} == {0o644}


# ---------------------------------------------------------------------- two at once

TWO = """
import sys
from pathlib import Path
from treaty_explainer.progress import Lines
from treaty_explainer.publish import alone, workshop
folder = Path(sys.argv[1])
clock = iter(range(0, 1000, 60)).__next__
with alone(Lines(lambda text: print(text, flush=True), clock), folder), workshop(folder / "site"):
    print("in", flush=True)
    sys.stdin.readline()
"""


def test_of_two_builds_one_waits_and_says_for_whom(tmp_path: Path) -> None:
    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", TWO, str(tmp_path)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    first = start()
    assert first.stdout and first.stdin
    assert first.stdout.readline() == "in\n"
    second = start()
    assert second.stdout and second.stdin
    waits = f"Waiting for another build (process {first.pid}) …\n"
    assert second.stdout.readline() == waits
    # A lock ends with its process, even with one that is killed.
    first.kill()
    while (line := second.stdout.readline()) == waits:
        pass
    assert line == "in\n"
    second.communicate("\n")
    assert first.wait() == -signal.SIGKILL
    assert second.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_one_build_may_lock_its_folder_twice(tmp_path: Path) -> None:
    with alone(SILENT, tmp_path, tmp_path / "x/.."):
        pass


# ---------------------------------------------------------------------- whole builds

VERSIONS = ("Equal berths", "Equal moorings")


def write_version(project: Path, number: int) -> None:
    """Change a title that stands on most pages, and add or take away an event."""
    file = project / "treaty_data/clauses/2031-harbour/article-1.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(VERSIONS[1 - number], VERSIONS[number]), "utf-8")
    topic = project / "treaty_data/topics/fishing.yml"
    topic.unlink(missing_ok=True)
    if number:
        topic.write_text("title: Fishing\nsummary: Boats [@norland-gazette-2031-05-03].\n", "utf-8")


def silence() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def build_quietly(project: Path) -> None:
    silence()
    build(project, project / "site")


FAILED, SURVIVED, NEVER_CAME = range(3)


def build_failing(project: Path, fatal: int, number: int) -> None:
    """Build; the nth time that something in the project is opened for writing or moved fails."""
    steps = iter(range(1_000_000))

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            writes = args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        else:
            writes = event in ("os.mkdir", "os.rename", "os.link", "os.chmod", "os.remove")
        if writes and str(args[0]).startswith(str(project)) and next(steps) == fatal:
            raise OSError(number, os.strerror(number), str(args[0]))

    silence()
    sys.addaudithook(hook)
    try:
        build(project, project / "site")
    except OSError as error:
        assert error.errno == number
        os._exit(FAILED)
    os._exit(NEVER_CAME if next(steps) <= fatal else SURVIVED)


@pytest.fixture(scope="module")
def start() -> ForkServerContext:
    """Starts processes in which the program has been read already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["treaty_explainer.build"])
    process = context.Process(target=silence)
    process.start()
    process.join()
    return context


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    """A project, and what its site holds in either of two versions."""
    project = tmp_path_factory.mktemp("kill") / "project"
    shutil.copytree(PACKAGE / "starter", project)
    wholes = []
    for number in (1, 0):
        write_version(project, number)
        assert build(project, project / "site").problems == []
        wholes.insert(0, content(project / "site"))
    assert wholes[0] != wholes[1]
    return project, wholes


def litter(project: Path) -> list[str]:
    """What no whole build leaves."""
    usual = {".site-kept.json", ".site-spare", "docs", "mkdocs.yml", "site", "treaty_data"}
    left = [path.name for path in project.iterdir() if path.name not in usual]
    return left + [str(path) for path in project.rglob("*.new")]


def test_killed_at_any_moment_the_old_site_or_the_new_one_stands_whole(
    start: ForkServerContext, sites: tuple[Path, list[dict[str, str]]]
) -> None:
    project, wholes = sites
    moments = random.Random(2024)
    begun = time.monotonic()
    process = start.Process(target=build_quietly, args=(project,))
    process.start()
    process.join()
    length = time.monotonic() - begun
    for number in range(KILLS):
        version = number % 2
        write_version(project, version)
        process = start.Process(target=build_quietly, args=(project,))
        process.start()
        # The moments are spread evenly over the build, and a little beyond it.
        process.join(timeout=length * 1.1 * (number + moments.random()) / KILLS)
        process.kill()
        process.join()
        assert content(project / "site") in wholes, f"killed at {number} of {KILLS}"
        # Each build but the first begins with what the one before it has left.
        if number % 10 == 9:
            built = build(project, project / "site")
            assert built.problems == []
            assert content(project / "site") == wholes[version]
            assert litter(project) == []


@pytest.mark.parametrize(("number", "fatal_ones"), [(errno.ENOSPC, FATAL), (errno.EROFS, (0,))])
def test_whichever_write_fails_the_old_site_or_the_new_one_stands_whole(
    start: ForkServerContext,
    sites: tuple[Path, list[dict[str, str]]],
    number: int,
    fatal_ones: Iterable[int],
) -> None:
    project, wholes = sites
    for fatal in fatal_ones:
        version = int(content(project / "site") == wholes[0])
        write_version(project, version)
        process = start.Process(target=build_failing, args=(project, fatal, number))
        process.start()
        process.join()
        assert process.exitcode in (FAILED, SURVIVED, NEVER_CAME)
        expected = wholes if process.exitcode == FAILED else [wholes[version]]
        assert content(project / "site") in expected
        assert litter(project) == []
        if process.exitcode == NEVER_CAME:
            break
    assert build(project, project / "site").problems == []
    assert litter(project) == []


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_from_outside_it_ends_at_once_and_in_order(
    sites: tuple[Path, list[dict[str, str]]], sent: signal.Signals, code: int
) -> None:
    project, wholes = sites
    # With nothing to take over, most of the work is still to do when the new site is begun.
    (project / ".site-kept.json").unlink(missing_ok=True)
    command = [sys.executable, "-m", "treaty_explainer", "build", "--project", str(project)]
    # A shell lets what it starts in the background ignore Ctrl-C, and the tests may be there.
    heed = partial(signal.signal, sent, signal.SIG_DFL)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=heed)
    while not list(project.glob(".site.*.building/new")):
        assert process.poll() is None
    process.send_signal(sent)
    _, said = process.communicate()
    assert process.returncode == code
    assert "Traceback" not in said
    assert content(project / "site") in wholes
    assert litter(project) == []


def test_a_disk_that_cannot_be_written_is_one_line(
    sites: tuple[Path, list[dict[str, str]]], tmp_path: Path
) -> None:
    project, _ = sites
    (tmp_path / "file").write_text("in the way of a folder")
    command = [sys.executable, "-m", "treaty_explainer", "build", "--project", str(project)]
    done = subprocess.run(
        [*command, "--site-dir", str(tmp_path / "file/site")], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
