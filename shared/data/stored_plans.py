"""Stored plans, read back as the documents they were made from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.data.database import Database
from shared.http.problems import Code, ProblemError
from shared.json_types import Json
from shared.planner.plan import Plan, PlanDay, PlannedExercise, documented

# Beside the planner's fields: ids and positions given by the database, and fields only imported plans have.
_PLAN = ("id", "source_description", *documented(Plan))
_DAY = ("order_in_plan", *documented(PlanDay))
_LINE = ("order_in_workout", *documented(PlannedExercise))
_COLUMNS = "*,plan_origins(*),workout_plan_days(*,workout_plan_day_exercises(*))"


async def stored_plan(plan_id: UUID, database: Database) -> tuple[dict[str, Json], Mapping[str, Any]]:
    """Return one of the caller's plans as a `create_plan` document, and its origin. Raises ProblemError."""
    query = database.client.from_("workout_plans").select(_COLUMNS).eq("id", str(plan_id))
    rows = await database.execute(query, repeatable=True)
    if not isinstance(rows, list) or not rows or not rows[0]["plan_origins"]:
        raise ProblemError(Code.CONFLICT, "Another plan has this id.")
    row: Mapping[str, Any] = rows[0]
    origin = row["plan_origins"]
    return document_of(row), origin[0] if isinstance(origin, list) else origin


def document_of(row: Mapping[str, Any]) -> dict[str, Json]:
    """Return the document of a row of `workout_plans` with its days and exercises embedded."""
    days = sorted(row["workout_plan_days"], key=lambda day: (day["week_number"], day["order_in_plan"]))
    return {**_of(row, _PLAN), "days": [_day(day) for day in days]}


def _day(row: Mapping[str, Any]) -> dict[str, Json]:
    lines = sorted(row["workout_plan_day_exercises"], key=lambda line: line["order_in_workout"])
    return {**_of(row, _DAY), "exercises": [_of(line, _LINE) for line in lines]}


def _of(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Json]:
    return {name: row[name] for name in names if row[name] not in (None, [])}
