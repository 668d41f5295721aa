"""`spotter build`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from local.build.distributions import Machine
from local.build.package import build as build_packages
from local.database.project import ROOT

_MEGABYTE = 1024 * 1024
app = typer.Typer()


@app.callback(invoke_without_command=True)
def build(
    names: Annotated[list[str] | None, typer.Argument(help="Folders of functions/; default: all.")] = None,
    *,
    folder: Annotated[Path, typer.Option("--out", help="Where the zips go.")] = ROOT / "dist",
    machine: Annotated[Machine, typer.Option(help="Processor type; ours on Lambda is aarch64.")] = "aarch64",
) -> None:
    """Make the zips that Lambda runs, and print their sizes."""
    console = Console(highlight=False, soft_wrap=True)
    with console.status("Building…"):
        made = build_packages(ROOT, folder, machine, names)
    table = Table("function", "packages", "zipped MB", "unzipped MB", "sha256")
    for one in made:
        sizes = (f"{size / _MEGABYTE:.1f}" for size in (one.zipped, one.unzipped))
        table.add_row(one.function, str(len(one.packages)), *sizes, one.sha256[:16])
    console.print(table)
