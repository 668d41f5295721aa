"""The options that several commands of `spotter bench` have."""

from pathlib import Path
from typing import Annotated

import typer

from local import dev_group
from local.binaries import PostgresVersion


def _drawable(path: Path | None) -> Path | None:
    """Fail before anything is measured, not after."""
    if path:
        dev_group.require("matplotlib")
    return path


Version = Annotated[PostgresVersion, typer.Option("--postgres", help="Postgres' major version.")]
History = Annotated[int, typer.Option("--size", min=20, help="Sets that a user has before.")]
Sizes = Annotated[
    list[int],
    typer.Option(
        "--size",
        min=40_000,
        help="Sets in all, 200 a user; may be repeated.",
        default_factory=lambda: [1_000_000],
        show_default="1000000",
    ),
]
GrowthSizes = Annotated[
    list[int],
    typer.Option(
        "--size",
        min=10_000,
        help="Sets in all, 200 a user; at least two sizes.",
        default_factory=lambda: [10_000, 1_000_000],
        show_default="10000, 1000000",
    ),
]
Keep = Annotated[Path | None, typer.Option(help="Keep the data in this folder for another time.")]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", callback=_drawable, help="Draw it here: .svg, .png or .pdf."),
]
Users = Annotated[
    list[int],
    typer.Option(
        "--users",
        min=200,
        help="Users in all; may be repeated.",
        default_factory=lambda: [10_000, 100_000],
        show_default="10000, 100000",
    ),
]
Runs = Annotated[int, typer.Option(min=1, help="How often each side runs.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write every run here, too.")]
Profile = Annotated[bool, typer.Option("--profile", help="Show where the time goes instead.")]
EmptyCaches = Annotated[
    bool, typer.Option("--empty-caches", help="Load all packages, as a new machine does.")
]
Delays = Annotated[
    list[float],
    typer.Option(
        "--delay",
        min=0,
        help="Milliseconds of network a round trip; may be repeated.",
        default_factory=lambda: [0, 2],
        show_default="0, 2",
    ),
]
