"""Stored plans, read back as the documents they were made from."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.data.database import Database
from shared.http.problems import Code, ProblemError
from shared.json_types import Json

_PLAN = (
    "id",
    "name",
    "description",
    "source_description",
    "plan_type",
    "goal_type",
    "days_per_week",
    "total_weeks",
    "deload_every_weeks",
)
_DAY = ("name", "order_in_plan", "week_number", "day_of_week", "focus", "estimated_minutes")
_LINE = (
    "exercise_id",
    "order_in_workout",
    "section",
    "target_sets",
    "target_reps",
    "target_rest_seconds",
    "current_suggested_weight_kg",
    "on_success_weight_increase_kg",
    "progression",
    "alternatives",
    "superset_group",
    "target_rir",
    "notes",
)
_COLUMNS = "*,plan_origins(*),workout_plan_days(*,workout_plan_day_exercises(*))"


async def stored_plan(plan_id: UUID, database: Database) -> tuple[dict[str, Json], Mapping[str, Any]]:
    """Return a plan of the caller's as `create_plan` takes it, and its origin. Raises ProblemError."""
    query = database.client.from_("workout_plans").select(_COLUMNS).eq("id", str(plan_id))
    rows = await database.execute(query, repeatable=True)
    if not isinstance(rows, list) or not rows or not rows[0]["plan_origins"]:
        raise ProblemError(Code.CONFLICT, "Another plan has this id.")
    row: Mapping[str, Any] = rows[0]
    days = sorted(row["workout_plan_days"], key=lambda day: (day["week_number"], day["order_in_plan"]))
    document = {**_of(row, _PLAN), "days": [_day(day) for day in days]}
    origin = row["plan_origins"]
    return document, origin[0] if isinstance(origin, list) else origin


def _day(row: Mapping[str, Any]) -> dict[str, Json]:
    lines = sorted(row["workout_plan_day_exercises"], key=lambda line: line["order_in_workout"])
    return {**_of(row, _DAY), "exercises": [_of(line, _LINE) for line in lines]}


def _of(row: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Json]:
    return {name: row[name] for name in names if row[name] not in (None, [])}
