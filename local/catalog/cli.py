"""`spotter catalog`: exercises from elsewhere."""

from pathlib import Path
from typing import Annotated

import psycopg
import typer
from rich.console import Console

from local.catalog.mapping import map_record
from local.catalog.records import read_records
from local.catalog.report import show, write_report
from local.catalog.store import import_exercises
from local.errors import StackError

app = typer.Typer(help="The exercise catalogue.", no_args_is_help=True)
console = Console()
ENV_FILE = Path(".spotter/env")


@app.callback()
def catalog() -> None:
    """The exercise catalogue."""


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A JSON file in the layout of free-exercise-db.", dir_okay=False)
    ],
    *,
    database_url: Annotated[
        str | None,
        typer.Option(envvar="DATABASE_URL", help="Target database; default: the running local stack."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")
    ] = False,
    report: Annotated[Path | None, typer.Option(help="Write the report to this file, as JSON.")] = None,
) -> None:
    """Import exercises into the shared catalogue, all or none; existing ones stay unchanged."""
    try:
        mapped = [map_record(record) for record in read_records(file)]
        url = database_url or _local_database()
        try:
            outcome = import_exercises(url, mapped, dry_run=dry_run)
        except psycopg.Error as error:
            raise StackError(
                f"The database refused: {str(error).strip()}", "Nothing was imported."
            ) from error
    except StackError as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        console.print(error.hint, markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
    show(console, outcome, mapped)
    if report:
        write_report(report, outcome, mapped)
        console.print(f"Every record and value: {report}")
    if dry_run:
        console.print("A dry run: nothing was changed.")


def _local_database() -> str:
    """The database of the running stack. Raises StackError if there is none."""
    if ENV_FILE.is_file():
        for line in ENV_FILE.read_text(encoding="utf-8").splitlines():
            key, _, value = line.removeprefix("export ").partition("=")
            if key.strip() == "DATABASE_URL":
                return value.strip().strip("\"'")
    raise StackError("No stack is running here.", "Start it with `spotter up`, or give --database-url.")
