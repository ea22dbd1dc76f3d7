"""Lets plain `mkdocs build` and `mkdocs serve` check the data and write the pages first.

`treaty build` does the same without this file; other engines read the pages it has written.
"""

import sys
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError

sys.path.insert(0, str(Path(__file__).resolve().parent))


def on_pre_build(config: Any) -> None:
    """Write the pages of the project that `mkdocs.yml` belongs to, or stop with all problems."""
    from treaty_explainer.build import generate
    from treaty_explainer.formats import as_text

    project = Path(config["config_file_path"]).parent
    built = generate(project)
    if built.problems:
        listed = as_text(built.problems, project)
        raise PluginError(f"{listed}\n{len(built.problems)} problems; no page was written.")
