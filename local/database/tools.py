"""Runs external programs, pinned in package.json and pyproject.toml: quietly, and with errors reported."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import dev_group, node, packages
from local.database.project import ROOT
from local.errors import StackError

_NODE_TOOLS = ROOT / "node_modules/.bin"
# Scratch servers have no TLS, and the CLI would warn about it in the middle of its output.
_ENVIRONMENT = {"NO_COLOR": "1", "PGSSLMODE": "disable"}


@dataclass(frozen=True)
class Output:
    """A program's exit code and output."""

    code: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        """All of its output, for display."""
        return "\n".join(part.strip() for part in (self.stdout, self.stderr) if part.strip())


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    given: str = "",
    environment: Mapping[str, str] | None = None,
) -> Output:
    """Run a program to its end, with `given` on its standard input. Never raises for its exit code."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**node.find().environment(), **_ENVIRONMENT, **(environment or {})},
        input=given,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Output(done.returncode, done.stdout, done.stderr)


def supabase(*arguments: str | Path, cwd: Path, environment: Mapping[str, str] | None = None) -> Output:
    """Run the Supabase CLI, with `environment` added to ours. Raises StackError if it fails."""
    packages.install(ROOT)
    command = [_NODE_TOOLS / "supabase", *arguments, "--workdir", cwd]
    return _demand("supabase", run(command, cwd=cwd, environment=environment))


def supabase_results(
    *arguments: str, cwd: Path, environment: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """Return the `results` of a CLI command with JSON output."""
    answer = json.loads(
        supabase(*arguments, "--output-format", "json", cwd=cwd, environment=environment).stdout
    )
    return list(answer.get("results", []))


def pg_delta(*arguments: str | Path) -> Output:
    """Run pg-delta. Raises StackError if it fails."""
    return _demand("pg-delta", run([_dev_tool("pgdelta"), *arguments], cwd=ROOT))


def prettier(text: str, parser: str) -> str:
    """Return the text formatted by prettier with `parser`. Raises StackError if it is invalid."""
    return _demand("prettier", run([_dev_tool("prettier"), "--parser", parser], cwd=ROOT, given=text)).stdout


def python_tool(name: str, *arguments: str | Path, cwd: Path) -> Output:
    """Run a program of the dependency group dev (sqlfluff, squawk), whatever its exit code."""
    return run([dev_group.program(name), *arguments], cwd=cwd)


def _dev_tool(name: str) -> Path:
    packages.install(ROOT, everything=True)
    return _NODE_TOOLS / name


def _demand(name: str, output: Output) -> Output:
    if output.code != 0:
        raise StackError(f"{name} failed:\n{output.text}")
    return output
