"""The hooks for those who want them: the same commands, on the same files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import Shell

ROOT = Path(__file__).parents[1]
OWN = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
OTHERS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
FILE = "treaty_data/actors/norland.yml"
ON_DATA = [hook for hook in [*OWN, *OTHERS] if "files" in hook]


@pytest.mark.parametrize("hook", ON_DATA, ids=lambda hook: f"{hook['language']}: {hook['id']}")
def test_a_hook_says_what_its_command_says(
    hook: dict[str, Any], shell: Shell, scratch: Path
) -> None:
    assert re.search(hook["files"], FILE)
    assert not re.search(hook["files"], "docs/treaty_data.md")
    words = hook["entry"] if hook.get("pass_filenames") is False else f"{hook['entry']} {FILE}"
    assert shell(words).returncode == 0
    text = (scratch / FILE).read_text("utf-8")
    (scratch / FILE).write_text(text.replace("\n", "  \n") + "x: y\n", "utf-8")
    done = shell(words)
    if hook["id"] == "treaty-check":
        assert "unknown-field" in done.stdout
        assert done.returncode == 1
    else:
        assert (scratch / FILE).read_text("utf-8") == text + "x: y\n"


def test_code_is_formatted_as_the_tests_demand() -> None:
    (hook,) = (hook for hook in OWN if "files" not in hook)
    assert hook["entry"] == "ruff format"
    (ruff,) = hook["additional_dependencies"]
    assert f"\n{ruff} \\\n" in (ROOT / "scripts/requirements/dev.txt").read_text("utf-8")
