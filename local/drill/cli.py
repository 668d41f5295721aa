"""`spotter drill`."""

from typing import Annotated

import typer
from rich.console import Console

from local.binaries import PostgresVersion
from local.drill.restore import rehearse
from local.errors import StackError

app = typer.Typer(help="Rehearse emergencies.", no_args_is_help=True)


@app.callback()
def drill() -> None:
    """Rehearse emergencies on separate servers; running stacks are not touched."""


@app.command()
def restore(
    *, postgres: Annotated[PostgresVersion, typer.Option(help="Major version of Postgres.")] = "16"
) -> None:
    """Lose workouts by accident, restore to the moment before, and compare every table."""
    console = Console(highlight=False, soft_wrap=True)
    report = rehearse(postgres, console.print)
    for step, seconds in report.seconds.items():
        console.print(f"  {seconds:6.1f} s  {step}")
    console.print(f"The accident took {report.lost_to_accident} of {report.workouts} workouts.")
    if report.different:
        raise StackError(f"Not as before: {', '.join(report.different)}")
    after = f"{report.restore_seconds:.1f} s after the decision"
    console.print(f"[green]All {report.tables} tables are as before[/], {after}.")
