"""What the project promises: each figure with its baseline and its goal."""

from bench import log_workout, over_http, reads, start
from bench.laboratory import laboratory
from bench.report import Figure
from local.binaries import PostgresVersion


def log_workout_figure(version: PostgresVersion, size: int, runs: int) -> Figure:
    """`log_workout` with 20 sets inside Postgres, for users with `size` sets."""
    with laboratory(version) as place:
        ours, bare = log_workout.measure(place, size, runs)
    return Figure(f"log_workout, 20 sets after {size:,}", ours, "bare insert", bare, goal=4)


def read_figures(version: PostgresVersion, size: int, runs: int) -> list[Figure]:
    """The commonest reads under row level security, with `size` sets in the database."""
    with laboratory(version) as place:
        timings = reads.measure(place, size, runs)
    return [
        Figure(f"{name} of {size:,} sets", ours, "no RLS", owner, goal=1.2)
        for name, (ours, owner) in timings.items()
    ]


def http_figure(version: PostgresVersion, size: int, runs: int) -> Figure:
    """A workout of 20 sets over HTTP, for users with `size` sets."""
    with laboratory(version) as place:
        one, many = over_http.measure(place, size, runs)
    return Figure("one log_workout over HTTP", one, "20 inserts and a finish", many)


def start_figures(*, empty_caches: bool) -> list[Figure]:
    """From clone to ready, the first time and the second."""
    cold, warm = start.measure(empty_caches=empty_caches)
    packages = "packages loaded" if empty_caches else "packages cached"
    return [
        Figure(f"clone to ready, cold, {packages}", cold, goal=60),
        Figure("to ready, warm", warm, goal=5),
    ]
