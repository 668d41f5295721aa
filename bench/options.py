"""Options shared by several commands of `spotter bench`."""

from pathlib import Path
from typing import Annotated

import typer

from bench.seasons.schemes import SCHEMES
from local import dev_group
from local.binaries import PostgresVersion


def _drawable(path: Path | None) -> Path | None:
    """Fail before the measurement, not after it."""
    if path:
        dev_group.require("matplotlib")
    return path


def _known_schemes(names: list[str]) -> list[str]:
    if unknown := set(names) - set(SCHEMES):
        raise typer.BadParameter(f"unknown scheme: {', '.join(sorted(unknown))}")
    return names


Version = Annotated[PostgresVersion, typer.Option("--postgres", help="Postgres' major version.")]
History = Annotated[int, typer.Option("--size", min=20, help="Sets that a user already has.")]
Sizes = Annotated[
    list[int],
    typer.Option(
        "--size",
        min=40_000,
        help="Sets in total, 200 per user; may be repeated.",
        default_factory=lambda: [1_000_000],
        show_default="1000000",
    ),
]
GrowthSizes = Annotated[
    list[int],
    typer.Option(
        "--size",
        min=10_000,
        help="Sets in total, 200 per user; at least two sizes.",
        default_factory=lambda: [10_000, 1_000_000],
        show_default="10000, 1000000",
    ),
]
Keep = Annotated[Path | None, typer.Option(help="Keep the data in this folder for later runs.")]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", callback=_drawable, help="Draw a plot into this file: .svg, .png or .pdf."),
]
Users = Annotated[
    list[int],
    typer.Option(
        "--users",
        min=200,
        help="Users in total; may be repeated.",
        default_factory=lambda: [10_000, 100_000],
        show_default="10000, 100000",
    ),
]
Runs = Annotated[int, typer.Option(min=1, help="Runs per side.")]
Json = Annotated[Path | None, typer.Option("--json", help="Also write every run to this file.")]
Profile = Annotated[bool, typer.Option("--profile", help="Show a profile instead.")]
EmptyCaches = Annotated[
    bool, typer.Option("--empty-caches", help="Download all packages, as on a new machine.")
]
Delays = Annotated[
    list[float],
    typer.Option(
        "--delay",
        min=0,
        help="Network milliseconds per round trip; may be repeated.",
        default_factory=lambda: [0, 2],
        show_default="0, 2",
    ),
]
Schemes = Annotated[
    list[str],
    typer.Option(
        "--scheme",
        callback=_known_schemes,
        help=f"Schemes; may be repeated: {', '.join(SCHEMES)}.",
        default_factory=lambda: list(SCHEMES),
        show_default="all",
    ),
]
PlansPage = Annotated[
    Path | None, typer.Option("--page", exists=True, help="Write the figures into this page, docs/plans.md.")
]
Page = Annotated[
    Path | None,
    typer.Option(exists=True, help="Write table and pictures into this page, such as docs/seasons.md."),
]
Against = Annotated[
    Path | None, typer.Option(exists=True, help="Show the page's changes since this JSON file.")
]
