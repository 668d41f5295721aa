"""A user who trains, at the level of SQL: what clients can write is written with a client's rights."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import support
from tests.people import LONG_AGO, insert_user

Connection = support.Connection
Document = dict[str, Any]

# A Wednesday, far from every clock change.
NOON = datetime(2026, 6, 10, 12, tzinfo=UTC)


def stable_id(kind: str, key: str) -> str:
    """What private.stable_id makes of a kind and a key."""
    return str(uuid.UUID(hashlib.md5(f"{kind}:{key}".encode(), usedforsecurity=False).hexdigest()))


def exercise(slug: str) -> str:
    """The id of one of our exercises."""
    return stable_id("exercise", slug)


BENCH = exercise("barbell-bench-press")
SQUAT = exercise("barbell-back-squat")
CURL = exercise("barbell-curl")
SPLIT_SQUAT = exercise("bulgarian-split-squat")  # unilateral
PUSH_UP = exercise("push-up")  # repetitions only
ASSISTED_DIP = exercise("assisted-dip")
PLANK = exercise("plank")  # seconds
RUN = exercise("outdoor-run")  # metres and seconds


@dataclass(frozen=True)
class Athlete:
    """A signed-up user. Moments are given wherever a private function takes one."""

    sql: Connection
    id: str

    def value(self, query: str, *arguments: object) -> Any:
        """The first column of the first row, asked as postgres."""
        row = self.sql.execute(query.encode(), arguments).fetchone()
        return row[0] if row else None

    def rows(self, query: str, *arguments: object) -> list[tuple[Any, ...]]:
        """All rows, asked as postgres."""
        return self.sql.execute(query.encode(), arguments).fetchall()

    @contextmanager
    def signed_in(self) -> Iterator[Connection]:
        """The connection as the Data API has it for this user, in a transaction."""
        with support.acting_as(self.sql, self.id) as connection:
            yield connection

    def write(self, query: str, *arguments: object) -> int:
        """Run a statement of plain CRUD as the user; returns how many rows it touched."""
        with self.signed_in() as sql:
            return sql.execute(query.encode(), arguments).rowcount

    # Training

    def log(self, workout: Document, *, now: datetime | None = None) -> Document:
        """The summary of log_workout; now is the end of the workout unless given."""
        return self._workout("log_workout", workout, now)

    def correct(self, workout: Document, *, now: datetime | None = None) -> Document:
        """The summary of correct_workout."""
        return self._workout("correct_workout", workout, now)

    def start(self, at: datetime, day: str | None = None, session: str | None = None) -> str:
        """The id of the session that start_workout returns."""
        return str(
            self.value(
                "select id from private.start_workout(%s, %s, %s, null, %s)", self.id, day, session, at
            )
        )

    def finish(self, session: str, at: datetime) -> Document:
        """The summary of finish_workout."""
        return self._document("select private.finish_workout(%s, %s, null, null, %s)", self.id, session, at)

    def add_set(self, session: str, one_set: Mapping[str, object]) -> str:
        """Insert a set as a client does; returns its id."""
        row = {"id": str(uuid.uuid4()), **one_set, "workout_session_id": session}
        self.write(
            f"insert into public.session_exercises ({', '.join(row)}) values (%s{', %s' * (len(row) - 1)})",
            *row.values(),
        )
        return str(row["id"])

    def check_in(self, at: datetime, zone: str | None = None, **content: object) -> Document:
        """The daily_login streak that record_check_in returns."""
        return self._document(
            "select private.record_check_in(%s, %s, %s, %s)", self.id, json.dumps(content), zone, at
        )

    def weigh(self, kg: float, at: datetime = NOON - timedelta(days=1)) -> None:
        """Step on the scales."""
        self.write("insert into public.body_measurements (logged_at, weight_kg) values (%s, %s)", at, kg)

    # Plans

    def create_plan(self, *days: Sequence[Document], days_per_week: int = 3, week: int | None = None) -> str:
        """The id of an inactive plan with a day for each list of exercises."""
        plan = {
            "name": "Plan",
            "plan_type": "full_body",
            "days_per_week": days_per_week,
            "days": [
                {"name": f"Day {n}", "order_in_plan": n, "week_number": week, "exercises": list(exercises)}
                for n, exercises in enumerate(days, 1)
            ],
        }
        return str(self.value("select private.create_plan(%s, %s, 'user', now())", self.id, json.dumps(plan)))

    def activate(self, plan: str, at: datetime) -> None:
        """Make this the active plan from a moment on."""
        self.value("select private.activate_plan(%s, %s, %s)", self.id, plan, at)

    def days_of(self, plan: str) -> list[str]:
        """The ids of a plan's days in their order."""
        query = """
            select id::text from public.workout_plan_days
            where plan_id = %s order by week_number, order_in_plan
        """
        return [row[0] for row in self.rows(query, plan)]

    def lines_of(self, day: str) -> list[str]:
        """The ids of a day's exercises in their order."""
        query = """
            select id::text from public.workout_plan_day_exercises
            where plan_workout_id = %s order by order_in_workout
        """
        return [row[0] for row in self.rows(query, day)]

    # Standing

    def xp(self) -> int:
        """experience_points."""
        return int(self.value("select experience_points from public.profiles where id = %s", self.id))

    def streak(self, kind: str, at: datetime) -> tuple[int, int]:
        """The current and the longest streak as they stand at a moment."""
        [row] = self.rows(
            "select current_streak, longest_streak from private.streaks_at(%s, %s) where streak_type = %s",
            self.id, at, kind,
        )  # fmt: skip
        return row[0], row[1]

    def weeks(self, at: datetime) -> tuple[int, int]:
        """The weekly streak."""
        return self.streak("weekly_workout_completion", at)

    def _workout(self, function: str, workout: Document, now: datetime | None) -> Document:
        moment = now or datetime.fromisoformat(workout["ended_at"])
        return self._document(f"select private.{function}(%s, %s, %s)", self.id, json.dumps(workout), moment)

    def _document(self, query: str, *arguments: object) -> Document:
        answer: Document = self.value(query, *arguments)
        return answer


def sign_up(
    sql: Connection, *, zone: str = "UTC", user: str | None = None, at: datetime = LONG_AGO
) -> Athlete:
    """A user who signed up long before they train, or at a moment."""
    return Athlete(sql, insert_user(sql, zone=zone, user=user, at=at))


def one_set(
    exercise_id: str = BENCH, reps: int | None = 8, load: float | None = 60, *, order: int = 1, **rest: object
) -> Document:
    """A set as log_workout takes it."""
    return {
        "id": str(uuid.uuid4()),
        "exercise_id": exercise_id,
        "set_order": order,
        "logged_reps": reps,
        "logged_weight_kg": load,
        **rest,
    }


def workout(
    at: datetime, *sets: Document, minutes: int = 60, day: str | None = None, **rest: object
) -> Document:
    """A workout as log_workout takes it; set_order follows the order given."""
    return {
        "id": str(uuid.uuid4()),
        "plan_workout_id": day,
        "started_at": at.isoformat(),
        "ended_at": (at + timedelta(minutes=minutes)).isoformat(),
        "sets": [{**s, "set_order": n} for n, s in enumerate(sets, 1)],
        **rest,
    }


def line(exercise_id: str = BENCH, **rest: object) -> Document:
    """An exercise of a plan's day as create_plan takes it: three sets of five unless told."""
    return {"exercise_id": exercise_id, "order_in_workout": 1, "target_sets": 3, "target_reps": "5", **rest}
