"""Figure 5: the time of a statistic for a user with five years of training, at any number of other users."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import psycopg

from bench.athletes import Athlete
from bench.caller import Caller
from bench.facts import Json
from bench.load import Inhabited
from bench.timing import Timing, Trial, interleaved, repeated
from local.postgres import SUPERUSER

_WARM_UP = 40


class Reader(NamedTuple):
    """A user, and the ids of its own rows to ask about."""

    athlete: Athlete
    exercises: list[str]
    plan_exercises: list[str]
    today: date


class Statistic(NamedTuple):
    """An RPC with its widest range; `nth` iterates over the user's exercises."""

    name: str
    types: Mapping[str, str] = {}
    values: Callable[[Reader, int], Mapping[str, Json]] = lambda _reader, _nth: {}


def _year(reader: Reader, _nth: int) -> Mapping[str, Json]:
    return {"p_from": str(reader.today - timedelta(days=365))}


STATISTICS = (
    Statistic(
        "exercise_progress",
        {"p_exercise_id": "uuid"},
        lambda reader, nth: {"p_exercise_id": reader.exercises[nth % len(reader.exercises)]},
    ),
    Statistic("bodyweight_progress"),
    Statistic("muscles_worked", {"p_from": "date"}, _year),
    Statistic("training_calendar", {"p_from": "date"}, _year),
    Statistic("training_overview"),
    Statistic("muscle_ranking"),
    Statistic("advanced_stats", {"p_weeks": "integer"}, lambda _reader, _nth: {"p_weeks": 52}),
    Statistic("next_workout"),
    Statistic(
        "explain_prescription",
        {"p_plan_exercise_id": "uuid"},
        lambda reader, nth: {"p_plan_exercise_id": reader.plan_exercises[nth % len(reader.plan_exercises)]},
    ),
)


def measure(inhabited: Inhabited, runs: int) -> dict[str, Timing]:
    """Time each statistic as the Data API calls it, alternating between readers."""
    with _Desk(inhabited) as desk:
        timings = {}
        for statistic in STATISTICS:
            repeated(desk.trials(statistic, _WARM_UP))
            timings[statistic.name] = repeated(desk.trials(statistic, runs))
        return timings


def compare(large: Inhabited, small: Inhabited, runs: int) -> dict[str, tuple[Timing, Timing]]:
    """Time each statistic in both databases, in turns: with many other users, and with few."""
    with _Desk(large) as ours, _Desk(small) as baseline:
        timings = {}
        for statistic in STATISTICS:
            interleaved(_pairs(ours, baseline, statistic, _WARM_UP))
            timings[statistic.name] = interleaved(_pairs(ours, baseline, statistic, runs))
        return timings


def _pairs(
    ours: "_Desk", baseline: "_Desk", statistic: Statistic, runs: int
) -> Iterable[tuple[Trial, Trial]]:
    return zip(ours.trials(statistic, runs), baseline.trials(statistic, runs), strict=True)


class _Desk(Caller):
    """The requests of a population's readers."""

    def __init__(self, inhabited: Inhabited) -> None:
        place, people = inhabited
        super().__init__(place)
        with psycopg.connect(place.url(SUPERUSER)) as admin:
            self._readers = [_reader(admin, athlete) for athlete in people.readers]
        for statistic in STATISTICS:
            self.prepare_call(statistic.name, statistic.types)

    def trials(self, statistic: Statistic, runs: int) -> list[Trial]:
        """Return `runs` calls."""
        askers = [self._readers[nth % len(self._readers)] for nth in range(runs)]
        return [
            Trial(self.call(statistic.name, asker.athlete, statistic.values(asker, nth)))
            for nth, asker in enumerate(askers)
        ]


def _reader(admin: psycopg.Connection, athlete: Athlete) -> Reader:
    planned = admin.execute(
        "select id::text, exercise_id::text from public.workout_plan_day_exercises"
        " where user_id = %s order by id",
        [athlete.id],
    ).fetchall()
    exercises = sorted({exercise for _, exercise in planned})
    return Reader(athlete, exercises, [one for one, _ in planned], datetime.now(UTC).date())
