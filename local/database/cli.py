"""`spotter db`: from the schema's files to migrations, and the proof that both say the same."""

import re
from typing import Annotated

import typer
from rich.console import Console

from local import parity
from local.database import client_types, generated
from local.database.check import run_checks
from local.database.diff import write_baseline, write_next
from local.database.project import Project
from local.database.workshop import Workshop

app = typer.Typer(help="The schema: files, migrations, and the proof that they agree.", no_args_is_help=True)
console = Console()

# More of them at once help nobody.
_SHOWN = 25


def _name(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,59}", value):
        raise typer.BadParameter("Lower-case letters, digits and underscores, as in add_streaks.")
    return value


@app.command()
def diff(
    name: Annotated[str, typer.Argument(callback=_name, help="What changes, as in add_streaks.")],
    *,
    allow_data_loss: Annotated[
        bool, typer.Option("--allow-data-loss", help="Write it even if it drops data.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Before the first release: rewrite the single baseline.")
    ] = False,
) -> None:
    """Write the next migration: what `sql/` and `policies/` say and the migrations don't yet."""
    project = Project()
    if rebuild or not project.migrations:
        written = [write_baseline(project, name)]
    else:
        with console.status("Building both databases…"), Workshop(project) as workshop:
            written = write_next(workshop, name, allow_data_loss=allow_data_loss)
    for path in written:
        console.print(f"[green]written[/] {project.name(path)}")
    if not written:
        console.print("No difference: the migrations say what the files say.")


@app.command()
def check() -> None:
    """Prove that files, migrations, types and style agree; list everything that doesn't."""
    failed = 0
    with console.status("Building the databases…"):
        for result in run_checks(Project()):
            failed += bool(result.findings)
            mark = "[red]✗[/]" if result.findings else "[green]✓[/]"
            console.print(f"{mark} {result.promise} [dim]{result.seconds:.1f} s[/]")
            for finding in result.findings[:_SHOWN]:
                console.print(f"    {finding}", markup=False, highlight=False, soft_wrap=True)
            if len(result.findings) > _SHOWN:
                console.print(f"    … and {len(result.findings) - _SHOWN} more")
    if not parity.available():
        console.print("[yellow]-[/] PL/pgSQL is not checked here: that needs root on a Linux with apt.")
    raise typer.Exit(code=1 if failed else 0)


@app.command()
def types() -> None:
    """Write the TypeScript and Dart types of the API to `docs/types/`."""
    project = Project()
    with console.status("Building the database…"), Workshop(project) as workshop:
        written = client_types.write(project, workshop.from_files())
    for path in written:
        console.print(f"[green]written[/] {project.name(path)}")
    if not written:
        console.print("The types are current.")


@app.command()
def generate() -> None:
    """Write what is generated from other files: the order of the schema's folders, fast paths in `sql/`."""
    project = Project()
    written = generated.write(project)
    for path in written:
        console.print(f"[green]written[/] {project.name(path)}")
    if not written:
        console.print("Everything is current.")
