"""What the lock files pin, and who needs it."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@cache
def python_packages(*groups: str) -> frozenset[str]:
    """The Python packages of the project with these dependency groups, on any platform."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    packages: dict[str, dict[str, Any]] = {package["name"]: package for package in lock["package"]}
    of_groups = packages["spotter"]["dev-dependencies"]
    coming = ["spotter", *(each["name"] for group in groups for each in of_groups[group])]
    found: set[str] = set()
    while coming:
        name = coming.pop()
        if name not in found:
            found.add(name)
            package = packages[name]
            extras = [each for extra in package.get("optional-dependencies", {}).values() for each in extra]
            coming += [each["name"] for each in (*package.get("dependencies", ()), *extras)]
    return frozenset(found - {"spotter"})


def npm_packages() -> frozenset[str]:
    """The npm packages that the stack needs, without those that are for another platform."""
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return frozenset(
        path.rpartition("node_modules/")[2]
        for path, package in lock.items()
        if path and not any(package.get(kind) for kind in ("dev", "peer", "optional"))
    )
