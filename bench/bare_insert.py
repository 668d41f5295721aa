"""The lower bound for writing a workout: two inserts into the same tables, with nothing derived."""

from collections.abc import Iterable, Iterator, Sequence

import psycopg

from bench.athletes import SETS_PER_WORKOUT, Athlete
from bench.facts import Workout
from bench.laboratory import Laboratory
from bench.timing import Trial
from bench.wire import Wire
from local.postgres import SUPERUSER

_NAME = "bare"
_SESSION = ("id", "user_id", "plan_workout_id", "started_at", "ended_at", "status", "timezone", "name")
SET = (
    "id", "user_id", "workout_session_id", "exercise_id", "workout_plan_exercise_id", "set_order",
    "logged_reps", "logged_weight_kg", "logged_at", "difficulty_rating", "rest_seconds", "set_type",
)  # fmt: skip


class BareInsert(Wire):
    """Writes into a copy of the database with the triggers of both tables disabled.

    Keys, checks, foreign keys (which have triggers of their own) and indexes stay.
    """

    def __init__(self, place: Laboratory) -> None:
        self._place = place
        place.copy(_NAME)
        with psycopg.connect(place.url(database=_NAME)) as owner:
            owner.execute("alter table public.workout_sessions disable trigger user")
            owner.execute("alter table public.session_exercises disable trigger user")
            rows = owner.execute(
                "select id, name, private.planned_workout(user_id, id)::text from public.workout_plan_days"
            )
            self._planned = {day: (name, planned) for day, name, planned in rows}
        super().__init__(place.url(database=_NAME))
        self.prepare("begin", "begin isolation level read committed")
        self.prepare("session", insert("workout_sessions", (*_SESSION, "planned"), 1))
        self.prepare("sets", insert("session_exercises", SET, SETS_PER_WORKOUT))
        self.prepare("commit", "commit")

    def trial(self, athlete: Athlete, workout: Workout) -> Trial:
        """Insert this workout in a transaction."""
        session = texts((
            workout.id, athlete.id, workout.plan_workout_id, workout.started_at, workout.ended_at,
            "completed", "UTC", *self._planned[workout.plan_workout_id],
        ))  # fmt: skip
        sets = texts(set_values(athlete, workout))

        def act() -> None:
            self.run("begin")
            self.run("session", session)
            self.run("sets", sets)
            self.run("commit")

        return Trial(act)

    def refuse_difference(self) -> None:
        """Raise RuntimeError unless both databases hold the same facts, for a fair comparison."""
        if _facts(self._place, self._place.database) != _facts(self._place, _NAME):
            raise RuntimeError("log_workout and the bare insert didn't write the same rows")


def insert(table: str, columns: Sequence[str], rows: int) -> str:
    """Return an insert of this many rows, with a parameter per value."""
    places = iter(range(1, rows * len(columns) + 1))
    values = ", ".join("(" + ", ".join(f"${next(places)}" for _ in columns) + ")" for _ in range(rows))
    return f"insert into public.{table} ({', '.join(columns)}) values {values}"  # noqa: S608 - our own names


def set_values(athlete: Athlete, workout: Workout) -> Iterator[object]:
    """Yield the parameters of an insert of the workout's sets: the columns of `SET`, set by set."""
    for one in workout.sets:
        yield from (
            one.id, athlete.id, workout.id, one.exercise_id, one.plan_exercise_id, one.order, one.reps,
            one.weight_kg, one.logged_at, one.rpe, one.rest_seconds, "working",
        )  # fmt: skip


def texts(values: Iterable[object]) -> list[bytes]:
    """Return values in the protocol's text format."""
    return [str(value).encode() for value in values]


def _facts(place: Laboratory, database: str) -> list[object]:
    # Without `planned`, in which log_workout stores the targets after the previous workout.
    queries = (
        f"select md5(string_agg(r::text, '' order by r.id)) from (select {columns} from public.{table}) as r"  # noqa: S608
        for table, columns in (
            ("workout_sessions", ", ".join(_SESSION)),
            ("session_exercises", ", ".join(SET)),
        )
    )
    with psycopg.connect(place.url(SUPERUSER, database)) as admin:
        return [admin.execute(query.encode()).fetchone() for query in queries]
