"""`spotter bench`: the figures that the design promises, measured here and now, as ratios."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench import figures
from bench.finish_workout import FinishWorkout
from bench.laboratory import laboratory
from bench.log_workout import LogWorkout
from bench.profile import FunctionTime
from bench.profile import profile as profile_functions
from bench.report import Figure, show, write
from local.binaries import PostgresVersion

app = typer.Typer(help="Measure what the design promises, as ratios in one run.", no_args_is_help=True)
console = Console()

Version = Annotated[PostgresVersion, typer.Option("--postgres", help="Postgres' major version.")]
History = Annotated[int, typer.Option("--size", min=20, help="Sets that a user has before.")]
Sizes = Annotated[
    list[int],
    typer.Option(
        "--size",
        min=40_000,
        help="Sets in all, 200 a user; may be repeated.",
        default_factory=lambda: [1_000_000],
    ),
]
Users = Annotated[
    list[int],
    typer.Option(
        "--users", min=200, help="Users in all; may be repeated.", default_factory=lambda: [10_000, 100_000]
    ),
]
Runs = Annotated[int, typer.Option(min=1, help="How often each side runs.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write every run here, too.")]
Profile = Annotated[bool, typer.Option("--profile", help="Show where the time goes instead.")]
EmptyCaches = Annotated[
    bool, typer.Option("--empty-caches", help="Load all packages, as a new machine does.")
]


@app.command("log-workout")
def log_workout(
    *,
    size: History = 2000,
    runs: Runs = 200,
    postgres: Version = "16",
    profile: Profile = False,
    json: Json = None,
) -> None:
    """`log_workout` with 20 sets, against the bare insert of its rows, inside Postgres."""
    if profile:
        with laboratory(postgres) as place:
            _show_profile("log_workout", profile_functions(place, LogWorkout, size, runs))
    else:
        _finish([figures.log_workout_figure(postgres, size, runs)], json)


@app.command("finish-workout")
def finish_workout(
    *,
    size: History = 2000,
    runs: Runs = 200,
    postgres: Version = "16",
    profile: Profile = False,
    json: Json = None,
) -> None:
    """`finish_workout` after 20 sets, against the bare insert of the workout's rows, inside Postgres."""
    if profile:
        with laboratory(postgres) as place:
            _show_profile("finish_workout", profile_functions(place, FinishWorkout, size, runs))
    else:
        _finish(figures.finish_workout_figures(postgres, size, runs), json)


@app.command()
def reads(
    *,
    size: Annotated[int, typer.Option(min=2000, help="Sets in all, 2,000 a user.")] = 1_000_000,
    runs: Runs = 1000,
    postgres: Version = "16",
    json: Json = None,
) -> None:
    """The latest 20 sessions under row level security, against the same query by the tables' owner."""
    _finish(figures.read_figures(postgres, size, runs), json)


@app.command()
def statistics(
    *,
    sizes: Sizes,
    runs: Runs = 200,
    postgres: Version = "16",
    keep: Annotated[Path | None, typer.Option(help="Keep the data in this folder for another time.")] = None,
    json: Json = None,
) -> None:
    """Each statistic for a user with five years of training; with several sizes, against the smallest."""
    _finish(figures.statistic_figures(postgres, sizes, runs, keep), json)


@app.command()
def streaks(*, users: Users, runs: Runs = 100, postgres: Version = "16", json: Json = None) -> None:
    """The settlement of everybody's streaks, and `log_workout` meanwhile."""
    _finish(figures.streak_figures(postgres, users, runs), json)


@app.command()
def http(*, size: History = 2000, runs: Runs = 30, postgres: Version = "16", json: Json = None) -> None:
    """A workout over HTTP: one call of `log_workout`, against 20 inserts and a finish."""
    _finish([figures.http_figure(postgres, size, runs)], json)


@app.command("cold-start")
def cold_start(*, runs: Annotated[int, typer.Option(min=1)] = 20, json: Json = None) -> None:
    """Each function under Lambda's runtime client, against the usual stack of clients and tracer."""
    _finish(figures.cold_start_figures(runs), json)


@app.command("own-time")
def own_time(
    *,
    memories: Annotated[int, typer.Option(min=10, help="What the coach remembers of each.")] = 10_000,
    runs: Runs = 200,
    postgres: Version = "16",
    json: Json = None,
) -> None:
    """Warm requests of generate-plan and coach-chat, without the model's time."""
    _finish(figures.own_time_figures(postgres, memories, runs), json)


@app.command()
def start(*, empty_caches: EmptyCaches = False, json: Json = None) -> None:
    """From a clone of the last commit to a stack that answers, and the second start."""
    _finish(figures.start_figures(empty_caches=empty_caches), json)


@app.command("all")
def everything(*, postgres: Version = "16", empty_caches: EmptyCaches = False, json: Json = None) -> None:
    """All figures at their full size, one after the other."""
    measured = [
        figures.log_workout_figure(postgres, 2000, 200),
        *figures.finish_workout_figures(postgres, 2000, 200),
        *figures.read_figures(postgres, 1_000_000, 1000),
        *figures.statistic_figures(postgres, [1_000_000], 200, None),
        *figures.streak_figures(postgres, [10_000, 100_000], 100),
        figures.http_figure(postgres, 2000, 30),
        *figures.cold_start_figures(20),
        *figures.own_time_figures(postgres, 10_000, 200),
        *figures.start_figures(empty_caches=empty_caches),
    ]
    _finish(measured, json)


def _show_profile(called: str, functions: list[FunctionTime]) -> None:
    table = Table(title=f"One call of {called}", caption="ms a call, with the cost of tracking")
    table.add_column("function")
    for heading in ("calls", "total", "own"):
        table.add_column(heading, justify="right")
    for one in functions:
        table.add_row(one.name, f"{one.calls:.1f}", f"{one.total:.3f}", f"{one.own:.3f}")
    console.print(table)


def _finish(measured: list[Figure], json: Path | None) -> None:
    show(console, measured)
    if json:
        write(json, measured)


if __name__ == "__main__":
    app()
