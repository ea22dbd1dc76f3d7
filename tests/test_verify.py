"""The same commit gives the same site, and what differs is named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from treaty_explainer.build import build
from treaty_explainer.mkdocs_site import day_of_commit
from treaty_explainer.verify import VerifyError, differences, verify

# A year and more later, on another day of the week.
LATER = """
import datetime, sys, time
shift = datetime.timedelta(days=402, hours=5)
seconds, nanoseconds, local, utc = time.time, time.time_ns, time.localtime, time.gmtime
time.time = lambda: seconds() + shift.total_seconds()
time.time_ns = lambda: nanoseconds() + int(shift.total_seconds()) * 10**9
time.localtime = lambda moment=None: local(time.time() if moment is None else moment)
time.gmtime = lambda moment=None: utc(time.time() if moment is None else moment)
class Later(datetime.datetime):
    @classmethod
    def now(cls, zone=None):
        return super().now(zone) + shift
class Day(datetime.date):
    @classmethod
    def today(cls):
        return super().today() + shift
datetime.datetime, datetime.date = Later, Day
from treaty_explainer.cli import main
main()
"""


@pytest.fixture
def project(scratch: Path) -> Path:
    """A project with a commit, and an address, without which there is no sitemap."""
    settings = scratch / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(f"site_url: https://example.org/x/\n{text}", "utf-8")
    return scratch


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_another_folder_seed_zone_language_umask_processor_and_order_change_nothing(
    project: Path,
) -> None:
    site = project / "site"
    # The first build of the two that are compared is a warm one, the other begins with nothing.
    assert build(project, site).problems == []
    assert build(project, site).problems == []
    assert verify(project, site, day_of_commit(project)) == []


def test_another_day_changes_nothing(project: Path) -> None:
    command = [sys.executable, "-c", LATER, "build", "--quiet", "--project", str(project)]
    subprocess.run([*command, "--site-dir", str(project / "later")], check=True)
    assert build(project, project / "site").problems == []
    assert content(project / "later") == content(project / "site")
    sitemap = (project / "site/sitemap.xml").read_text("utf-8")
    assert sitemap.count("<lastmod>") == sitemap.count("<loc>") > 10


def test_without_a_commit_the_site_tells_no_day(project: Path) -> None:
    (project / ".git").rename(project.parent / "git")
    assert day_of_commit(project) == "0"
    assert build(project, project / "site").problems == []
    sitemap = (project / "site/sitemap.xml").read_text("utf-8")
    assert "<loc>" in sitemap
    assert "<lastmod>" not in sitemap


def test_the_day_of_a_build_is_that_of_its_own_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert int(day_of_commit(project)) > 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718755200")
    assert day_of_commit(project) == "1718755200"


def test_a_second_build_that_fails_says_why(project: Path) -> None:
    with pytest.raises(VerifyError, match="site_name"):
        (project / "mkdocs.yml").write_text("theme: {name: material}\n", "utf-8")
        verify(project, project / "site", "0")


def test_differences_are_named_each_with_its_sort(tmp_path: Path) -> None:
    for name, text in (("one", "a\nb\n"), ("other", "a\nc\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.html").write_text(text)
        (tmp_path / name / "same.html").write_text("same")
        (tmp_path / name / f"{name}.html").write_text("")
        (tmp_path / name / "rights.html").write_text("")
    (tmp_path / "one/rights.html").chmod(0o600)
    said = [f"{p.place}: {p.message}" for p in differences(tmp_path / "one", tmp_path / "other")]
    assert said == [
        "site/one.html:1:1: only the first build has this file",
        "site/other.html:1:1: only the second build has this file",
        "site/rights.html:1:1: the two builds give it other rights",
        "site/x.html:2:1: the first build says 'b', the second 'c'",
    ]


def test_of_many_differences_the_first_are_named(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
    for number in range(30):
        (tmp_path / f"one/{number:02}.html").write_text("")
    said = list(differences(tmp_path / "one", tmp_path / "other"))
    assert len(said) == 11
    assert said[-1].message == "and 20 further files"
