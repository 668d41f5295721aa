"""`spotter bench`: measures the figures that the design promises, as ratios."""

import importlib
import logging
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from rich.console import Console

from bench import figures, plots
from bench.finish_workout import FinishWorkout
from bench.laboratory import laboratory
from bench.layers import LAYERS
from bench.log_workout import LogWorkout
from bench.options import (
    Against,
    Delays,
    EmptyCaches,
    GrowthSizes,
    History,
    Json,
    Keep,
    Page,
    PlansPage,
    Plot,
    Profile,
    Runs,
    Schemes,
    Sizes,
    Users,
    Version,
)
from bench.profile import profile as profile_functions
from bench.report import Figure, write
from bench.seasons import page as season_page
from bench.seasons import run as season_run
from bench.tables import show, show_loads, show_profile, show_seasons
from local import dev_group

app = typer.Typer(help="Measure the figures that the design promises, as ratios.", no_args_is_help=True)
console = Console()


def _known_layers(names: list[str]) -> list[str]:
    if unknown := set(names) - set(LAYERS):
        raise typer.BadParameter(f"unknown layer: {', '.join(unknown)}")
    return names


@app.callback()
def begin() -> None:
    """Report the progress of long measurements on stderr."""
    logging.basicConfig(format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("bench").setLevel(logging.INFO)


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
            show_profile(console, "log_workout", profile_functions(place, LogWorkout, size, runs))
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
            show_profile(console, "finish_workout", profile_functions(place, FinishWorkout, size, runs))
    else:
        _finish(figures.finish_workout_figures(postgres, size, runs), json)


@app.command("next-set")
def next_set(
    *,
    lines: Annotated[int, typer.Option(min=1, max=50, help="Exercises of the day.")] = 50,
    runs: Runs = 10,
    postgres: Version = "16",
    json: Json = None,
) -> None:
    """`next_set` before and after each set of a workout, inside Postgres."""
    _finish([figures.next_set_figure(postgres, lines, runs)], json)


@app.command()
def reads(
    *,
    size: Annotated[int, typer.Option(min=10_000, help="Sets in total, 200 per user.")] = 1_000_000,
    runs: Runs = 1000,
    postgres: Version = "16",
    keep: Keep = None,
    json: Json = None,
) -> None:
    """The most frequent reads under row level security, against the same queries by the tables' owner."""
    _finish(figures.read_figures(postgres, size, runs, keep), json)


@app.command()
def statistics(
    *,
    sizes: Sizes,
    runs: Runs = 200,
    postgres: Version = "16",
    keep: Keep = None,
    json: Json = None,
) -> None:
    """Each statistic for a user with five years of training; with several sizes, against the smallest."""
    _finish(figures.statistic_figures(postgres, sizes, runs, keep), json)


@app.command("growth")
def grown(  # noqa: PLR0913 - each is an option
    *,
    sizes: GrowthSizes,
    runs: Runs = 200,
    postgres: Version = "16",
    keep: Keep = None,
    json: Json = None,
    plot: Plot = None,
) -> None:
    """The hot calls by pgbench, in large databases against the smallest one."""
    measured = figures.growth_figures(postgres, sizes, runs, keep)
    _finish(measured, json)
    if plot:
        plots.growth(measured, plot)


@app.command("saturation")
def saturated(  # noqa: PLR0913 - each is an option
    *,
    clients: Annotated[
        list[int],
        typer.Option(
            min=1,
            help="Number of clients; may be repeated.",
            default_factory=lambda: [1, 2, 4, 8, 16],
            show_default="1, 2, 4, 8, 16",
        ),
    ],
    size: Annotated[int, typer.Option(min=10_000, help="Sets in total, 200 per user.")] = 1_000_000,
    requests: Annotated[int, typer.Option(min=1, help="Workouts to log in total.")] = 1600,
    postgres: Version = "16",
    keep: Keep = None,
    json: Json = None,
    plot: Plot = None,
) -> None:
    """Workouts logged per second, by number of pgbench clients, and what they wait for."""
    loads = figures.saturation_loads(postgres, size, requests, clients, keep)
    show_loads(console, loads)
    if json:
        write(json, [], loads)
    if plot:
        plots.saturation(loads, plot)


@app.command("layers")
def layered(  # noqa: PLR0913 - each is an option
    *,
    names: Annotated[
        list[str],
        typer.Option(
            "--layer",
            callback=_known_layers,
            help=f"Layers; may be repeated: {', '.join(LAYERS)}.",
            default_factory=lambda: list(LAYERS),
            show_default="all",
        ),
    ],
    size: Annotated[int, typer.Option(min=10_000, help="Sets in total, 200 per user.")] = 40_000,
    runs: Runs = 200,
    postgres: Version = "16",
    json: Json = None,
    plot: Plot = None,
) -> None:
    """The cost of policies, triggers, limits and each rollup: the hot calls with and without them."""
    measured = figures.layer_figures(postgres, size, runs, names)
    _finish(measured, json)
    if plot:
        plots.layers(measured, plot)


@app.command()
def streaks(*, users: Users, runs: Runs = 100, postgres: Version = "16", json: Json = None) -> None:
    """Settling all users' streaks, and `log_workout` meanwhile."""
    _finish(figures.streak_figures(postgres, users, runs), json)


@app.command()
def http(*, size: History = 2000, runs: Runs = 30, postgres: Version = "16", json: Json = None) -> None:
    """A workout over HTTP: one call, against 20 inserts and a finish; and many clients at once."""
    _finish(figures.http_figures(postgres, size, runs), json)


@app.command("bystander")
def bystanders(
    *, size: History = 2000, runs: Runs = 200, postgres: Version = "16", json: Json = None
) -> None:
    """One user's reads over HTTP while another sends 200 requests at once, against the same in quiet."""
    _finish(figures.bystander_figures(postgres, size, runs), json)


@app.command()
def peers(
    *,
    delays: Delays,
    size: History = 2000,
    runs: Runs = 100,
    postgres: Version = "16",
    json: Json = None,
) -> None:
    """`log_workout` against an app-tier service and bare SQL, near the database and far from it."""
    _finish(_peers().peer_figures(postgres, size, runs, delays), json)


@app.command()
def wger(
    url: Annotated[str, typer.Argument(help="URL of a wger, such as https://wger.example.")],
    *,
    token: Annotated[str, typer.Option(envvar="WGER_TOKEN", help="API token of the wger.")],
    runs: Runs = 30,
    postgres: Version = "16",
    json: Json = None,
) -> None:
    """`log_workout` over HTTP, against a wger that logs the same workouts and then deletes them."""
    _finish([_peers().wger_figure(postgres, 2000, runs, url, token)], json)


@app.command("cold-start")
def cold_start(*, runs: Annotated[int, typer.Option(min=1)] = 20, json: Json = None) -> None:
    """Each function under Lambda's runtime client, against the usual stack of clients and tracer."""
    _finish(figures.cold_start_figures(runs), json)


@app.command("own-time")
def own_time(
    *,
    memories: Annotated[int, typer.Option(min=10, help="Number of memories of the coach per user.")] = 10_000,
    runs: Runs = 200,
    postgres: Version = "16",
    json: Json = None,
) -> None:
    """Warm requests of generate-plan and coach-chat, without the model's time."""
    _finish(figures.own_time_figures(postgres, memories, runs), json)


@app.command()
def start(*, empty_caches: EmptyCaches = False, json: Json = None) -> None:
    """From a clone of the last commit to a ready stack, and the second start."""
    _finish(figures.start_figures(empty_caches=empty_caches), json)


@app.command()
def seasons(  # noqa: PLR0913 - each is an option
    *,
    schemes: Schemes,
    people: Annotated[int, typer.Option(min=1, help="Number of people.")] = 12,
    weeks: Annotated[int, typer.Option(min=2, max=52, help="Number of weeks.")] = 26,
    seed: Annotated[int, typer.Option(help="Other people with every seed.")] = 1,
    postgres: Version = "16",
    trace: Annotated[bool, typer.Option("--trace", help="Print every workout.")] = False,
    json: Json = None,
    page: Page = None,
    against: Against = None,
) -> None:
    """Half a year of simulated people by each scheme: do targets fit what they can do?"""
    lived = season_run.run(postgres, schemes, range(people), weeks, seed)
    if trace:
        for season in (one for all_of_a_scheme in lived.values() for one in all_of_a_scheme):
            print(*season_run.trace(season), sep="\n")
    show_seasons(console, season_run.all_figures(lived))
    if json:
        season_run.write(json, lived)
    if page:
        season_page.write(page, lived, against)


@app.command()
def plans(  # noqa: PLR0913 - each is an option
    *,
    briefs: Annotated[int, typer.Option(min=1, help="Number of random briefs.")] = 500,
    seed: Annotated[int, typer.Option(help="Other briefs with every seed.")] = 16,
    rule: Annotated[str | None, typer.Option(help="Print the plans that fail this rule, in full.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Fail if a goal isn't met.")] = False,
    postgres: Version = "16",
    json: Json = None,
    page: PlansPage = None,
    against: Against = None,
) -> None:
    """Plans for random briefs by the rules of the literature: would a coach sign them?"""
    plan_rules, judging = _of_plans("rules"), _of_plans("run")
    if rule and rule not in plan_rules.BY_NAME:
        raise typer.BadParameter(f"unknown rule: {rule}; there are {', '.join(plan_rules.BY_NAME)}")
    judged = judging.judge(_of_plans("catalogue").read(postgres), briefs, seed)
    if rule:
        print(*_of_plans("telling").failing(judged, rule), sep="\n")
    else:
        _of_plans("table").show(console, judged)
    if json:
        judging.write(json, judged)
    if page:
        _of_plans("page").write(page, judged, against)
    if check and not judged.is_met:
        raise typer.Exit(1)


@app.command("all")
def everything(*, postgres: Version = "16", empty_caches: EmptyCaches = False, json: Json = None) -> None:
    """All figures at full size, one after the other."""
    peers = _peers()
    measured = [
        figures.log_workout_figure(postgres, 2000, 200),
        *figures.finish_workout_figures(postgres, 2000, 200),
        figures.next_set_figure(postgres, 50, 10),
        *figures.read_figures(postgres, 1_000_000, 1000, None),
        *figures.statistic_figures(postgres, [1_000_000], 200, None),
        *figures.streak_figures(postgres, [10_000, 100_000], 100),
        *figures.http_figures(postgres, 2000, 30),
        *peers.peer_figures(postgres, 2000, 100, [0, 2]),
        *figures.cold_start_figures(20),
        *figures.own_time_figures(postgres, 10_000, 200),
        *figures.start_figures(empty_caches=empty_caches),
    ]
    _finish(measured, json)


def _of_plans(module: str) -> ModuleType:
    """Import a module of the judge when it is wanted; the planner takes its time."""
    return importlib.import_module(f"bench.plans.{module}")


def _peers() -> ModuleType:
    """Import the peers' figures; the app tier needs packages of the dependency group dev."""
    dev_group.require("asyncpg")
    return importlib.import_module("bench.peers.figures")


def _finish(measured: list[Figure], json: Path | None) -> None:
    show(console, measured)
    if json:
        write(json, measured)


if __name__ == "__main__":
    app()
