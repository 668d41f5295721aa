"""The commands and statements of the deployment guide and the runbook, as they stand there."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local import node
from local.database.project import ROOT

PAGES = ("docs/deployment.md", "docs/runbook.md")
# `npx` and `uv run` find what this checkout has installed, and start it at once.
_SHELL = """
npx() { "$@"; }
uv() { shift; if [ "$1" = --group ]; then shift 2; fi; "$@"; }
set -euo pipefail
"""


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language, without their indentation."""
    text = (ROOT / page).read_text()
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    return [re.sub(rf"^{indent}", "", body, flags=re.MULTILINE) for indent, body in found]


def commands(page: str) -> list[str]:
    """Every command of the page's shell blocks; what a here document holds is none."""
    lines: list[str] = []
    for block in blocks(page, "bash"):
        lines += re.sub(r"<<'END'\n.*?^END$", "<<'END'", block, flags=re.MULTILINE | re.DOTALL).splitlines()
    return [line for line in lines if line.strip()]


def run(command: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command as the guide has it, with the programs of this checkout."""
    runtime = node.find().environment()
    path = [str(ROOT / "node_modules/.bin"), str(Path(sys.executable).parent), runtime["PATH"]]
    return subprocess.run(
        ["bash", "-c", _SHELL + command], cwd=ROOT,
        env={**os.environ, **runtime, "PATH": ":".join(path), **environment},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
