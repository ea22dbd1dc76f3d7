"""The workflows: pinned, without rights they do not need, and running what anyone can run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.stem)
def workflow(request: pytest.FixtureRequest) -> dict[str, Any]:
    return yaml.safe_load(request.param.read_text("utf-8"))


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
        assert rights in ({"contents": "read"}, {"pages": "write", "id-token": "write"})


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


def test_ci_runs_the_tests_of_the_readme() -> None:
    assert "python3 scripts/treaty.py test" in (ROOT / ".ci/run").read_text("utf-8")
    assert "python3 scripts/treaty.py test" in (ROOT / "README.md").read_text("utf-8")
