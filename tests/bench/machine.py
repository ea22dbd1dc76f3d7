"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from datetime import date
from importlib.metadata import version


def machine() -> dict[str, str]:
    """What to say of the machine, in order."""
    return {
        "processor": f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores",
        "load when the run began": f"{os.getloadavg()[0]:.1f}",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "mkdocs, mkdocs-material": f"{version('mkdocs')}, {version('mkdocs-material')}",
        "date": date.today().isoformat(),
    }
