"""What the program is put together from: every package, its hashes and its licence.

The lock files say which packages these are, what is installed says the rest. The list for machines
is a bill of materials in CycloneDX, made from both and from nothing else.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any

from treaty_explainer import __version__

LOCKS = Path("scripts", "requirements")
# Licences under which a package may be used here, by their SPDX names: the permissive ones, and one
# that asks to share changes of the package itself. Whoever adds one says why in decision 0015.
ALLOWED = frozenset(
    ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0", "PSF-2.0")
)
# What packages say that do not use the SPDX names yet.
_MEANT = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
# Packages that say nothing in their metadata; their licence was read in their repository.
_SILENT = {"axe-playwright-python": "MIT"}

_PACKAGE = re.compile(r"^([\w.-]+)==([^\s;\\]+)((?:.|\\\n)*?)$(?!\n    --hash)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Package:
    """A package of a lock file; the hashes are those of all its files, for every system."""

    name: str
    version: str
    hashes: tuple[str, ...]


def packages(lock: str) -> list[Package]:
    """The packages of a lock file, given its text."""
    return [
        Package(match[1], match[2], tuple(_HASH.findall(match[3])))
        for match in _PACKAGE.finditer(lock)
    ]


def licence(name: str) -> str:
    """The licence of an installed package as an SPDX expression; '' if nobody knows.

    Raises `PackageNotFoundError` if it is not installed.
    """
    said = metadata(name)
    for expression in said.get_all("License-Expression", []):
        return str(expression)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier", [])
        if line.startswith("License :: ")
    ]
    words = [*said.get_all("License", []), *classifiers]
    known = [_MEANT.get(word, word) for word in words if _MEANT.get(word, word) in ALLOWED]
    return known[0] if known else _SILENT.get(name, "")


def is_allowed(expression: str) -> bool:
    """Whether a package may be used under this licence: under all of 'and', under one of 'or'."""
    return any(
        all(part.strip("() ") in ALLOWED for part in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


def bill_of_materials(lock: str) -> dict[str, Any]:
    """The packages of a lock file as CycloneDX 1.6. The same lock gives the same bill."""
    made = packages(lock)
    addresses = {package.name: _address(package) for package in made}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "treaty-explainer",
                "name": "treaty-explainer",
                "version": __version__,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": [_component(package) for package in made],
        "dependencies": [
            {"ref": "treaty-explainer", "dependsOn": sorted(addresses.values())},
            *(
                {"ref": _address(package), "dependsOn": _needs(package.name, addresses)}
                for package in made
            ),
        ],
    }


def as_json(bill: dict[str, Any]) -> str:
    """The bill as it is kept."""
    return json.dumps(bill, indent=2) + "\n"


def _component(package: Package) -> dict[str, Any]:
    try:
        expression = licence(package.name)
    except PackageNotFoundError:  # of another system
        expression = ""
    return {
        "type": "library",
        "bom-ref": _address(package),
        "name": package.name,
        "version": package.version,
        "purl": _address(package),
        "hashes": [{"alg": "SHA-256", "content": content} for content in package.hashes],
        **({"licenses": [{"expression": expression}]} if expression else {}),
    }


def _address(package: Package) -> str:
    """https://github.com/package-url/purl-spec: what tells a package from all others."""
    return f"pkg:pypi/{package.name}@{package.version}"


def _needs(name: str, addresses: dict[str, str]) -> Sequence[str]:
    """The packages that a package says it needs, as far as they are in the lock."""
    try:
        said = requires(name) or []
    except PackageNotFoundError:
        return []
    names = {
        re.sub(r"[-_.]+", "-", word[0]).lower()
        for line in said
        if "extra ==" not in line and (word := re.match(r"[\w.-]+", line))
    }
    return sorted(addresses[name] for name in names & addresses.keys())
