"""The workflows: pinned, without rights they do not need, and running what anyone can run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Shell

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    return yaml.safe_load(request.param.read_text("utf-8"))


def load(name: str) -> dict[Any, Any]:
    return yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text("utf-8"))


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_actions_are_pinned_by_commit(workflow: dict[str, Any]) -> None:
    for step in steps(workflow):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", step["uses"]), step["uses"]


def test_nothing_is_allowed_that_is_not_said(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        rights = job["permissions"]
        assert rights in (
            {"contents": "read"},
            {"pages": "write", "id-token": "write"},
            {"issues": "write"},
        )


def test_a_checkout_leaves_no_token_behind(workflow: dict[str, Any]) -> None:
    for step in steps(workflow):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_no_strangers_words_are_run(workflow: dict[str, Any]) -> None:
    assert not [step for step in steps(workflow) if "${{" in step.get("run", "")]


def test_proposals_are_built_without_secrets() -> None:
    text = (ROOT / ".github/workflows/pull-request.yml").read_text("utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in text


def test_what_publishes_runs_no_code_of_ours() -> None:
    text = (ROOT / ".github/workflows/publish.yml").read_text("utf-8")
    publish = yaml.safe_load(text)["jobs"]["publish"]
    assert [step for step in publish["steps"] if "run" in step] == []


def test_what_may_write_never_sees_the_project(workflow: dict[str, Any]) -> None:
    for job in workflow["jobs"].values():
        if "write" in job["permissions"].values():
            used = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
            assert not {"actions/checkout", "actions/download-artifact"} & set(used)
            assert "scripts/" not in str(job["steps"])


def test_no_proposal_waits_for_the_weekly_job() -> None:
    # YAML 1.1, which PyYAML speaks, takes the key `on` for a boolean.
    assert set(load("weekly")[True]) == {"schedule", "workflow_dispatch"}
    for name in ("pull-request", "publish"):
        assert "treaty.py links" not in str(load(name))


def test_a_proposals_own_steps_run(shell: Shell, scratch: Path, tmp_path: Path) -> None:
    """The words of the workflow itself, on a sound change and on a faulty one."""
    step = {step.get("name"): step.get("run", "") for step in steps(load("pull-request"))}
    summary = tmp_path / "summary.md"
    words = {"BASE": "HEAD", "GITHUB_STEP_SUMMARY": str(summary)}
    (scratch / "treaty_data/topics/fishing.yml").write_text(
        "title: Fishing\nsummary: Who may fish [@norland-gazette-2031-05-03].\n", "utf-8"
    )
    assert shell(step["Check the data"], **words).returncode == 0
    assert shell(step["Say what changes on the site"], **words).returncode == 0
    assert "- **Fishing** (topic, `topics/fishing`)" in summary.read_text("utf-8")
    assert shell(step["Build a preview"], **words).returncode == 0
    upload = next(s for s in steps(load("pull-request")) if "upload-artifact" in s.get("uses", ""))
    preview = scratch / upload["with"]["path"]
    # What is hidden is not uploaded.
    assert {path.name for path in preview.glob("[!.]*")} == {"changes.md", "site"}
    assert (preview / "site/topics/fishing.html").exists()
    (scratch / "treaty_data/topics/fishing.yml").write_text("titel: Fishing\n", "utf-8")
    faulty = shell(step["Check the data"], **words)
    assert faulty.returncode == 1
    assert "::error file=treaty_data/topics/fishing.yml,line=1,col=1," in faulty.stdout
    assert shell(step["Say what is wrong"], **words).returncode == 0
    told = summary.read_text("utf-8")
    assert "# What is wrong\n\n    treaty_data/topics/fishing.yml:1:1: " in told


@pytest.mark.parametrize("name", ["pull-request", "publish"])
def test_the_site_that_is_built_is_the_one_that_is_tested(name: str) -> None:
    doing = [step.get("name", step.get("uses", "").partition("@")[0]) for step in steps(load(name))]
    assert doing.index("Build") < doing.index("Test")
    test = steps(load(name))[doing.index("Test")]
    build = steps(load(name))[doing.index("Build")]
    assert test == {"name": "Test", "env": {"TREATY_SITE": "site"}, "run": "bash .ci/run"}
    assert build["run"].startswith("python3 scripts/treaty.py build")
    if name == "publish":
        after = steps(load(name))[doing.index("Test") + 1 :]
        assert after[0]["with"] == {"path": "site"}


def test_the_weekly_text_is_made_and_handed_on(shell: Shell, scratch: Path, tmp_path: Path) -> None:
    step = {step.get("name"): step["run"] for step in steps(load("weekly")) if "run" in step}
    words = {
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    assert shell(step["Look for gaps"], **words).returncode == 0
    assert "treaty.py links --format markdown" in step["Ask the sources"]
    # Longer than an issue may be, and cut within a letter of several bytes.
    (tmp_path / "links.md").write_text("# Addresses\n" + "조약" * 20_000, "utf-8")
    done = shell(step["Hand on the text"], **words)
    assert done.returncode == 0, done.stderr
    whole = (tmp_path / "summary.md").read_text("utf-8")
    first, *lines, last = (tmp_path / "output").read_text("utf-8").rstrip("\n").split("\n")
    assert first == f"text<<{last}"
    assert whole.startswith("\n".join(lines).rstrip("\n"))
    assert 59_000 < len("\n".join(lines).encode()) <= 60_001
    assert "# Report of" in whole


@pytest.mark.parametrize("number", ["", "7"])
def test_the_weekly_issue_is_opened_once_and_then_rewritten(
    number: str, shell: Shell, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    gh = tmp_path / "bin/gh"
    gh.write_text(
        f'''#!/bin/sh\necho "$*" >> {log}\ncase "$1 $2" in\n"issue list") echo "{number}" ;;\n'''
        f""""issue edit"|"issue create") cat >> {log} ;;\nesac\n""",
        "utf-8",
    )
    gh.chmod(0o755)
    job = load("weekly")["jobs"]["tell"]
    text = "# Dead\n\n- `$(touch x)` 100 %s \\n"
    assert shell(job["steps"][0]["run"], TEXT=text, TITLE=job["env"]["TITLE"]).returncode == 0
    said = log.read_text("utf-8")
    assert ("issue edit 7" in said) == bool(number)
    assert ("issue create" in said) == (not number)
    assert said.endswith(f"--body-file -\n{text}\n")


def test_ci_runs_the_tests_of_the_readme() -> None:
    assert "python3 scripts/treaty.py test" in (ROOT / ".ci/run").read_text("utf-8")
    assert "python3 scripts/treaty.py test" in (ROOT / "README.md").read_text("utf-8")
