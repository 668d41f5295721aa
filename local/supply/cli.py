"""`spotter scan`."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape

from local import dev_group
from local.database.project import ROOT
from local.supply import audits
from local.supply import scan as scans

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer()
_SHOWN = 3
_WRONG, _NOT_ASKED = 1, 2


class Subject(StrEnum):
    """What can be scanned."""

    SECRETS = "secrets"
    LICENCES = "licences"
    ADVISORIES = "advisories"
    AUDIT = "audit"


_PROMISES = {
    Subject.SECRETS: "no secret is committed",
    Subject.LICENCES: "the licences of what is deployed allow its use",
    Subject.ADVISORIES: "what is deployed has no known vulnerability",
    Subject.AUDIT: "the latest audit is recent, and each of its items is answered",
}


@app.callback(invoke_without_command=True)
def scan(
    *,
    bill: Annotated[Path, typer.Option(help="File for the bill of materials.")] = ROOT / "dist/sbom.json",
    only: Annotated[list[Subject] | None, typer.Option(help="Scan only this; may be repeated.")] = None,
    advisories: Annotated[
        str | None, typer.Option(help="Query address of an OSV server to ask instead of PyPI.")
    ] = None,
) -> None:
    """Scan secrets, licences, known vulnerabilities and the latest audit; write the bill of materials.

    Exits with 0 if all is well, 1 if something is wrong, 2 if nothing is but not all could be asked.
    """
    for tool in scans.TOOLS:
        dev_group.program(tool)
    console = Console(highlight=False, soft_wrap=True)
    components = scans.write_bill(ROOT, bill)
    console.print(f"[green]  ok [/]  {components} components in {escape(str(bill))}")
    looks: dict[Subject, Callable[[], scans.Findings]] = {
        Subject.SECRETS: lambda: scans.secrets(ROOT),
        Subject.LICENCES: lambda: scans.licences(ROOT),
        Subject.ADVISORIES: lambda: scans.vulnerabilities(ROOT, advisories),
        Subject.AUDIT: lambda: audits.latest(ROOT, datetime.now(UTC).date()),
    }
    code = 0
    for subject in only or Subject:
        found = looks[subject]()
        _show(console, _PROMISES[subject], found)
        if found.wrong:
            code = _WRONG
        elif found.not_asked and code == 0:
            code = _NOT_ASKED
    if code == _NOT_ASKED:
        console.print("[yellow]  ?  [/]  not everything could be asked: this is no clean result")
    raise typer.Exit(code)


def _show(console: Console, promise: str, found: scans.Findings) -> None:
    mark = "[red]wrong[/]" if found.wrong else "[yellow]  ?  [/]" if found.not_asked else "[green]  ok [/]"
    console.print(f"{mark}  {promise}")
    for line in found.wrong:
        console.print(f"         {escape(line)}")
    if found.not_asked:
        names = ", ".join(found.not_asked[:_SHOWN])
        more = f" and {len(found.not_asked) - _SHOWN} more" if len(found.not_asked) > _SHOWN else ""
        console.print(f"         not checked: {escape(names)}{more}")
