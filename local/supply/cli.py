"""`spotter scan`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from local import dev_group
from local.database.project import ROOT
from local.supply import scan as scans

app = typer.Typer()
_SCANS = {
    "no secret is committed": scans.secrets,
    "what is deployed may be used": scans.licences,
    "what is deployed has no known flaw": scans.vulnerabilities,
}
_SHOWN = 3


@app.callback(invoke_without_command=True)
def scan(
    *, bill: Annotated[Path, typer.Option(help="Where the bill of materials goes.")] = ROOT / "dist/sbom.json"
) -> None:
    """Scan secrets, licences and known vulnerabilities; write the bill of materials (CycloneDX).

    If the advisories can't be reached, it says so and doesn't fail.
    """
    for tool in scans.TOOLS:
        dev_group.program(tool)
    console = Console(highlight=False, soft_wrap=True)
    components = scans.write_bill(ROOT, bill)
    console.print(f"[green]  ok [/]  {components} components in {escape(str(bill))}")
    has_failed = False
    for promise, look in _SCANS.items():
        found = look(ROOT)
        has_failed = has_failed or bool(found.wrong)
        mark = (
            "[red]wrong[/]" if found.wrong else "[yellow]  ?  [/]" if found.not_asked else "[green]  ok [/]"
        )
        console.print(f"{mark}  {promise}")
        for line in found.wrong:
            console.print(f"         {escape(line)}")
        if found.not_asked:
            names = ", ".join(found.not_asked[:_SHOWN])
            more = f" and {len(found.not_asked) - _SHOWN} more" if len(found.not_asked) > _SHOWN else ""
            console.print(f"         not looked at: {escape(names)}{more}")
    raise typer.Exit(int(has_failed))
