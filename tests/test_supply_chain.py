"""What the program is made of: pinned, allowed, listed, explained; and what may change it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from conftest import Shell
from treaty_explainer.supply import (
    LOCKS,
    Package,
    as_json,
    bill_of_materials,
    is_allowed,
    licence,
    packages,
)

ROOT = Path(__file__).resolve().parents[1]
LOCK = {name: (ROOT / LOCKS / f"{name}.txt").read_text("utf-8") for name in ("run", "dev")}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAMED = {
    "run": [Requirement(line) for line in PROJECT["dependencies"]],
    "dev": [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]],
}


def workflow_steps(name: str) -> dict[str, dict[str, Any]]:
    text = (ROOT / f".github/workflows/{name}.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"].values()
    return {step["name"]: step for job in jobs for step in job["steps"] if "name" in step}


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_every_package_is_pinned_by_hash_and_comes_from_no_named_host(lock: str) -> None:
    found = packages(LOCK[lock])
    assert len(found) == len(re.findall(r"^[^\s#]", LOCK[lock], re.MULTILINE))
    assert all(package.hashes for package in found)
    assert sum(len(package.hashes) for package in found) == LOCK[lock].count("--hash=")
    assert "://" not in LOCK[lock]


def test_what_is_tested_is_what_builds_the_site() -> None:
    assert set(packages(LOCK["run"])) <= set(packages(LOCK["dev"]))


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_the_locks_hold_what_the_project_asks_for(lock: str) -> None:
    versions = {package.name: package.version for package in packages(LOCK[lock])}
    for requirement in NAMED[lock]:
        assert requirement.specifier.contains(versions[requirement.name.lower()]), requirement


def test_every_package_we_chose_is_explained() -> None:
    text = (ROOT / "docs/contributing/decisions/0003-dependencies.md").read_text("utf-8").lower()
    for requirement in [*NAMED["run"], *NAMED["dev"]]:
        assert requirement.name.lower() in text, requirement.name


@pytest.mark.parametrize("package", packages(LOCK["dev"]), ids=lambda package: package.name)
def test_every_licence_is_one_we_allow(package: Package) -> None:
    assert is_allowed(licence(package.name)), licence(package.name)


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("MIT AND PSF-2.0", True),
        ("Apache-2.0 OR BSD-2-Clause", True),
        ("GPL-3.0-only OR MIT", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("", False),
    ],
)
def test_a_licence_is_allowed_or_not(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) is allowed


def test_the_bill_of_materials_names_every_package_with_hash_and_licence() -> None:
    bill = bill_of_materials(LOCK["run"])
    assert as_json(bill) == as_json(bill_of_materials(LOCK["run"]))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len(bill["components"]) == len(packages(LOCK["run"]))
    for component in bill["components"]:
        assert re.fullmatch(r"pkg:pypi/[a-z0-9.-]+@[\w.]+", component["purl"])
        assert component["hashes"]
        assert component["licenses"]
    known = {component["bom-ref"] for component in bill["components"]}
    for entry in bill["dependencies"]:
        assert set(entry["dependsOn"]) <= known
    needs = {entry["ref"].partition("@")[0]: entry["dependsOn"] for entry in bill["dependencies"]}
    assert any(address.startswith("pkg:pypi/markupsafe@") for address in needs["pkg:pypi/jinja2"])


def test_the_bill_is_made_when_the_site_is_published(shell: Shell, tmp_path: Path) -> None:
    done = shell(workflow_steps("publish")["List the packages"]["run"], RUNNER_TEMP=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8"))["components"]


@pytest.mark.parametrize(
    ("fork", "file", "told"),
    [
        ("true", "scripts/x.py", True),
        ("true", "mkdocs.yml", True),
        ("true", "treaty_data/topics/fishing.yml", False),
        ("false", "scripts/x.py", False),
    ],
)
def test_a_fork_that_touches_more_than_the_data_is_told_plainly(
    fork: str, file: str, told: bool, shell: Shell, scratch: Path, tmp_path: Path
) -> None:
    path = scratch / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("x: y\n", "utf-8")
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    for words in (["checkout", "-q", "-b", "proposal"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", *who, *words], cwd=scratch, check=True)
    summary = tmp_path / "summary.md"
    summary.touch()
    step = workflow_steps("pull-request")["Say whether it touches more than the data"]
    words = {"BASE": "main", "FORK": fork, "RUNNER_TEMP": str(tmp_path)}
    done = shell(step["run"], GITHUB_STEP_SUMMARY=str(summary), **words)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::warning title=More than data::") is told
    assert (f"\n    {file}\n" in summary.read_text("utf-8")) is told


def test_both_workflows_build_twice_and_compare() -> None:
    for name in ("publish", "pull-request"):
        assert workflow_steps(name)["Build"]["run"] == "python3 scripts/treaty.py build --verify"


def test_new_versions_are_left_to_ripen() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text("utf-8"))["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"github-actions", "pip"}
    assert all(update["cooldown"]["default-days"] >= 14 for update in updates)


def test_zizmor_finds_nothing_in_the_workflows() -> None:
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--persona=auditor"]
    done = subprocess.run([*command, ROOT / ".github"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout
