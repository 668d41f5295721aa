"""The figures the project promises, each with its baseline and goal."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench import (
    bystander,
    cold_start,
    crowd,
    finish_workout,
    growth,
    layers,
    log_workout,
    next_set,
    over_http,
    own_time,
    reads,
    rollups,
    saturation,
    settling,
    start,
)
from bench.laboratory import laboratory
from bench.load import Inhabited, inhabited, settle
from bench.population import population_of
from bench.processor import one_processor
from bench.report import Figure, Load
from bench.timing import Timing
from local.binaries import PostgresVersion


def log_workout_figure(version: PostgresVersion, size: int, runs: int) -> Figure:
    """`log_workout` with 20 sets inside Postgres, for users with `size` sets."""
    with one_processor(), laboratory(version) as place:
        ours, bare = log_workout.measure(place, size, runs)
    return Figure(f"log_workout, 20 sets after {size:,}", ours, "bare insert", bare, goal=4)


def finish_workout_figures(version: PostgresVersion, size: int, runs: int) -> list[Figure]:
    """`finish_workout` inside Postgres for users with `size` sets, alone and with the insert of its sets."""
    with one_processor(), laboratory(version) as place:
        finish, with_sets, bare = finish_workout.measure(place, size, runs)
    return [
        Figure(f"finish_workout, 20 sets after {size:,}", finish, "bare insert", bare, goal=5),
        Figure(f"insert of 20 sets and finish_workout after {size:,}", with_sets, "bare insert", bare),
    ]


def next_set_figure(version: PostgresVersion, lines: int, runs: int) -> Figure:
    """`next_set` inside Postgres, through a workout of so many exercises."""
    with one_processor(), laboratory(version) as place:
        ours = next_set.measure(place, lines, runs)
    return Figure(f"next_set, a day of {lines} exercises", ours, p95_goal=0.005)


def read_figures(version: PostgresVersion, size: int, runs: int, keep: Path | None) -> list[Figure]:
    """The most frequent reads under row level security, with `size` sets in the database."""
    with one_processor(), inhabited(version, size, keep) as place:
        timings = reads.measure(place, runs)
    return [
        Figure(f"{call.name} of {size:,} sets", ours, "no RLS", owner, goal=1.15)
        for call, (ours, owner) in timings.items()
    ]


def statistic_figures(
    version: PostgresVersion, sizes: Sequence[int], runs: int, keep: Path | None
) -> list[Figure]:
    """Each statistic for users with five years of training, by the number of sets in the database.

    With several sizes, the smallest is the baseline of the others.
    """
    smallest, *others = sorted(sizes)
    with inhabited(version, smallest, keep) as small:
        figures = [
            Figure(f"{name} of {smallest:,} sets", ours, p95_goal=0.02)
            for name, ours in rollups.measure(small, runs).items()
        ]
        for size in others:
            with inhabited(version, size, keep) as large:
                timings = rollups.compare(large, small, runs)
            figures += [
                Figure(
                    f"{name} of {size:,} sets", ours, f"of {smallest:,}", baseline, goal=1.5, p95_goal=0.02
                )
                for name, (ours, baseline) in timings.items()
            ]
    return figures


def growth_figures(
    version: PostgresVersion, sizes: Sequence[int], runs: int, keep: Path | None
) -> list[Figure]:
    """The hot calls, by the number of sets in the database; the smallest is the baseline of the others."""
    smallest, *others = sorted(sizes)
    figures = []
    for size in others:
        # Workouts are logged in both: a small database is refilled each time, a large one has room for more.
        with inhabited(version, smallest) as small, inhabited(version, size, keep) as large:
            timings = growth.compare(large, small, runs)
        figures += [
            Figure(
                f"{call.name}, {size:,} sets", ours, f"{smallest:,}", baseline, goal=1.5, p95_ratio_goal=1.5
            )
            for call, (ours, baseline) in timings.items()
        ]
    return figures


def saturation_loads(
    version: PostgresVersion, size: int, requests: int, clients: Sequence[int], keep: Path | None
) -> list[Load]:
    """The throughput of logging workouts, by number of clients, with `size` sets in the database."""
    with inhabited(version, size, keep) as place:
        return saturation.measure(place, requests, clients)


def layer_figures(version: PostgresVersion, size: int, runs: int, names: Sequence[str]) -> list[Figure]:
    """The hot calls with everything, and without one of these layers."""
    with inhabited(version, size) as place:
        measured = layers.measure(place, runs, names)
    return [
        Figure(call.name, ours, f"without {layer}", baseline)
        for layer, timings in measured.items()
        for call, (ours, baseline) in timings.items()
    ]


def streak_figures(version: PostgresVersion, users: Sequence[int], runs: int) -> list[Figure]:
    """Settling all streaks, by number of users; with several, the smallest is the baseline.

    Last, `log_workout` while the streaks of the most users are settled.
    """
    smallest, *others = sorted(users)
    figures: list[Figure] = []
    with _gym(version, smallest) as few:
        if not others:
            for night, alone in settling.measure(few, runs).items():
                figures.append(_settled(smallest, night, alone))
            return [*figures, _logging(few, runs)]
        for number in others:
            with _gym(version, number) as many:
                for night, (ours, baseline) in settling.compare(many, few, runs).items():
                    figure = _settled(number, night, ours)
                    grown = replace(figure, baseline_name=f"of {smallest:,}", baseline=baseline, goal=1.2)
                    figures += [figure, grown]
                if number == others[-1]:
                    figures.append(_logging(many, runs))
    return figures


@contextmanager
def _gym(version: PostgresVersion, users: int) -> Iterator[Inhabited]:
    people = population_of(users)
    with laboratory(version) as place:
        settle(place, people, only=settling.TABLES)
        yield Inhabited(place, people)


def _settled(users: int, night: str, ours: Timing) -> Figure:
    name = f"settle {settling.BATCH:,} of {users:,} users, {night}"
    return Figure(name, ours, goal=settling.BATCH / 20_000)


def _logging(inhabited: Inhabited, runs: int) -> Figure:
    meanwhile, alone = settling.log_meanwhile(inhabited, runs)
    return Figure("log_workout while streaks settle", meanwhile, "alone", alone, goal=2)


def http_figures(version: PostgresVersion, size: int, runs: int) -> list[Figure]:
    """A workout of 20 sets over HTTP, and the throughput, for users with `size` sets."""
    with laboratory(version) as place:
        one, many = over_http.measure(place, size, runs)
        served = crowd.measure(place, size, runs, first=2)
    return [
        Figure("one log_workout over HTTP", one, "20 inserts and a finish", many),
        *(
            Figure(f"{name} over HTTP, {clients} at once", timing, a_second=a_second)
            for name, clients, timing, a_second in served
        ),
    ]


def bystander_figures(version: PostgresVersion, size: int, runs: int) -> list[Figure]:
    """One user's reads while another, who has `size` sets as well, sends 200 requests at once."""
    with laboratory(version) as place:
        measured = bystander.measure(place, size, runs)
    return [
        Figure(
            f"a read during {bystander.AT_ONCE} {attack} at once ({_statuses(answers)})",
            disturbed,
            "in quiet",
            quiet,
            p95_ratio_goal=2,
        )
        for attack, quiet, disturbed, answers in measured
    ]


def _statuses(answers: Mapping[int, int]) -> str:
    return ", ".join(f"{count} answers {status}" for status, count in sorted(answers.items()))


def own_time_figures(version: PostgresVersion, memories: int, runs: int) -> list[Figure]:
    """The time of generate-plan and coach-chat without the model, and its parts."""
    figures = []
    with laboratory(version) as place:
        for name, spent in own_time.measure(place, memories, runs).items():
            figures += [
                Figure(f"{name} without the model, {memories:,} memories", spent.own, p95_goal=0.06),
                Figure(f"{name}: Python", spent.python),
                Figure(f"{name}: the database, {spent.calls:g} calls", spent.database),
            ]
            if any(spent.model.seconds):
                figures.append(Figure(f"{name}: the model's client, beside it", spent.model))
    return figures


def start_figures(*, empty_caches: bool) -> list[Figure]:
    """From clone to ready, the first time and the second."""
    cold, warm = start.measure(empty_caches=empty_caches)
    packages = "packages loaded" if empty_caches else "packages cached"
    return [
        Figure(f"clone to ready, cold, {packages}", cold, goal=60),
        Figure("to ready, warm", warm, goal=5),
    ]


def cold_start_figures(runs: int) -> list[Figure]:
    """The cold start of each function, and what the first call to the model adds."""
    with cold_start.package() as python:
        figures = []
        for function, goal in cold_start.GOALS.items():
            ours, usual = cold_start.measure(python, function, runs)
            name = f"cold start of {function.replace('_', '-')}"
            figures.append(Figure(name, ours, "the usual stack", usual, goal=goal))
        model = cold_start.model_call(python, runs)
        return [*figures, Figure("the SDK's import, before the first call of the model", model)]
