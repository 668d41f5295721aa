"""`spotter doctor`."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from local.database.project import ROOT
from local.doctor.examine import CheckResult, examine
from local.doctor.installation import Installation
from local.errors import StackError

app = typer.Typer()
_LOCAL = ROOT / ".spotter" / "env"


@app.callback(invoke_without_command=True)
def doctor(
    *,
    env_file: Annotated[
        Path | None, typer.Option(help="File of NAME=value lines to use instead of the environment.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Check an installation and say what to fix. The exit code is 0 only when nothing is wrong.

    Reads SUPABASE_URL and the other settings from the environment; without them checks the local stack.
    """
    installation = Installation.from_environment(_variables(env_file))
    if as_json:
        results = list(examine(installation))
        typer.echo(json.dumps([asdict(one) for one in results], indent=2))
    else:
        results = _tell(installation)
    if any(one.problems for one in results):
        raise typer.Exit(1)


def _variables(env_file: Path | None) -> dict[str, str]:
    if env_file is None and os.environ.get("SUPABASE_URL"):
        return dict(os.environ)
    file = env_file or _LOCAL
    if not file.exists():
        raise StackError(
            "There is nothing to look at: SUPABASE_URL is not set, and no local stack has been started.",
            "Set the variables of the installation (docs/deployment.md), or start: spotter up",
        )
    lines = (line.partition("=") for line in file.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip().strip("'\"") for name, _, value in lines if not name.startswith("#")}


def _tell(installation: Installation) -> list[CheckResult]:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"Looking at {escape(installation.supabase_url or 'an unnamed installation')}")
    results = []
    for one in examine(installation):
        results.append(one)
        mark = "[dim]  -  [/]" if one.not_asked else "[red]wrong[/]" if one.problems else "[green]  ok [/]"
        why = f" [dim]({escape(one.not_asked)})[/]" if one.not_asked else ""
        console.print(f"{mark}  {one.promise}{why}")
        for problem in one.problems:
            console.print(f"         {escape(problem.what)}")
            console.print(f"         [bold]→[/] {escape(problem.remedy)}")
    problems = sum(len(one.problems) for one in results)
    console.print("[green]All is well.[/]" if not problems else f"[red]{problems} to fix.[/]")
    return results
