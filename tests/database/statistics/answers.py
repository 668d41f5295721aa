"""The answers of statistics at a moment, and exercises made for them."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from psycopg.rows import dict_row

from tests.database.athlete import NOON, Athlete, Document, one_set

Row = dict[str, Any]


def rows(athlete: Athlete, call: str, *arguments: object) -> list[Row]:
    """The rows of a private function, whose first argument is the athlete."""
    with athlete.sql.cursor(row_factory=dict_row) as cursor:
        marks = "".join(", %s" for _ in arguments)
        query = f"select * from private.{call}(%s{marks})"
        return cursor.execute(query.encode(), [athlete.id, *arguments]).fetchall()


def progress(athlete: Athlete, exercise: str, since: date | None = None, to: date | None = None) -> list[Row]:
    return rows(athlete, "exercise_progress", exercise, since, to)


def bodyweight(athlete: Athlete, since: date | None = None, to: date | None = None) -> list[Row]:
    return rows(athlete, "bodyweight_progress", since, to)


def muscles(
    athlete: Athlete, since: date | None = None, to: date | None = None, now: datetime = NOON
) -> list[Row]:
    return rows(athlete, "muscles_worked", since, to, now)


def calendar(
    athlete: Athlete, since: date | None = None, to: date | None = None, now: datetime = NOON
) -> list[Row]:
    return rows(athlete, "training_calendar", since, to, now)


def overview(athlete: Athlete, now: datetime = NOON) -> Document:
    answer: Document = athlete.value("select private.training_overview(%s, %s)", athlete.id, now)
    return answer


def advanced(athlete: Athlete, now: datetime, weeks: int = 12) -> Document:
    answer: Document = athlete.value("select private.advanced_stats(%s, %s, %s)", athlete.id, weeks, now)
    return answer


def exercise(athlete: Athlete, target: str, helpers: Sequence[str] = (), **columns: object) -> str:
    """The id of a custom exercise of the athlete, with these muscles."""
    row = {
        "id": str(uuid.uuid4()),
        "name": f"Exercise {uuid.uuid4().hex[:8]}",
        "primary_muscle_group": target,
        "secondary_muscle_groups": list(helpers),
        "movement_pattern": "isolation",
        "mechanic": "isolation",
        **columns,
    }
    athlete.write(
        f"insert into public.exercises ({', '.join(row)}) values (%s, %s, %s, %s::public.muscle[]"
        f"{', %s' * (len(row) - 4)})",
        *row.values(),
    )
    return str(row["id"])


def timed(exercise_id: str, seconds: int | None, metres: float | None = None) -> Document:
    """A set of time or distance."""
    return one_set(exercise_id, None, None, duration_seconds=seconds, distance_m=metres)
