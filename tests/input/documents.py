"""The documents that RPCs take, as the contract has them: every key with its kind, and one that is valid."""

import copy
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.access.world import Row, World, plan, workout
from tests.input.coach_documents import ANSWER, CHANGE, MESSAGE, new_answer, new_change

Json = Any


@dataclass(frozen=True)
class Document:
    """A jsonb argument: `keys` maps each path to its kind, ending in ! where the key is required.

    `prefix` is what PT422 puts before the path; `call` makes the arguments of the RPC of a document.
    """

    rpc: str
    keys: dict[str, str]
    valid: Callable[[World], Row]
    call: Callable[[World, Json], dict[str, Any]]
    prefix: str = ""
    by_service: bool = False

    def __str__(self) -> str:
        return f"{self.rpc}{'.' + self.prefix if self.prefix else ''}"

    def field(self, path: str) -> str:
        """How the answer names a path."""
        return f"{self.prefix}.{path}" if self.prefix else path


def put(document: Row, path: str, value: Json) -> Row:
    """A copy of the document with this value at `days[0].exercises[0].target_sets`."""
    changed = copy.deepcopy(document)
    *parents, last = re.findall(r"\w+", path)
    place: Any = changed
    for part in parents:
        place = place[int(part) if part.isdigit() else part]
    place[int(last) if last.isdigit() else last] = value
    return changed


def without(document: Row, path: str) -> Row:
    """A copy of the document that lacks this key."""
    changed = copy.deepcopy(document)
    *parents, last = re.findall(r"\w+", path)
    place: Any = changed
    for part in parents:
        place = place[int(part) if part.isdigit() else part]
    del place[last]
    return changed


def _squat(world: World) -> str:
    return str(world.row("session_exercises")["exercise_id"])


def new_workout(world: World) -> Row:
    """A workout that nobody has logged yet."""
    return workout(_squat(world), datetime.now(UTC) - timedelta(days=5))


def new_plan(world: World) -> Row:
    return plan(_squat(world))


def correction(world: World) -> Row:
    """The same workout again, so that a valid one changes next to nothing."""
    first = world.row("session_exercises")
    document = workout(first["exercise_id"], datetime.now(UTC) - timedelta(days=4))
    document["id"] = first["workout_session_id"]
    document["sets"][0]["id"] = first["id"]
    return document


WORKOUT = {
    "id": "uuid!",
    "plan_workout_id": "uuid",
    "started_at": "time!",
    "ended_at": "time!",
    "timezone": "zone",
    "name": "text",
    "location": "enum",
    "overall_feeling": "enum",
    "notes": "text",
    "restore": "flag",
    "sets": "array!",
    "sets[0].id": "uuid!",
    "sets[0].exercise_id": "uuid!",
    "sets[0].workout_plan_exercise_id": "uuid",
    "sets[0].set_order": "integer!",
    "sets[0].set_type": "enum",
    "sets[0].logged_reps": "integer",
    "sets[0].logged_weight_kg": "number",
    "sets[0].duration_seconds": "integer",
    "sets[0].distance_m": "number",
    "sets[0].difficulty_rating": "number",
    "sets[0].rest_seconds": "integer",
    "sets[0].logged_at": "time",
    "sets[0].notes": "text",
    "sets[0].side": "enum",
}
PLAN = {
    "id": "uuid",
    "name": "text!",
    "plan_type": "enum!",
    "days_per_week": "integer!",
    "goal_type": "enum",
    "description": "text",
    "source_description": "text",
    "total_weeks": "integer",
    "deload_every_weeks": "integer",
    "days": "array!",
    "days[0].id": "uuid",
    "days[0].name": "text!",
    "days[0].day_of_week": "integer",
    "days[0].order_in_plan": "integer!",
    "days[0].week_number": "integer",
    "days[0].focus": "array",
    "days[0].estimated_minutes": "integer",
    "days[0].exercises": "array!",
    "days[0].exercises[0].id": "uuid",
    "days[0].exercises[0].exercise_id": "uuid!",
    "days[0].exercises[0].order_in_workout": "integer!",
    "days[0].exercises[0].section": "enum",
    "days[0].exercises[0].target_sets": "integer!",
    "days[0].exercises[0].target_reps": "text!",
    "days[0].exercises[0].target_rest_seconds": "integer",
    "days[0].exercises[0].current_suggested_weight_kg": "number",
    "days[0].exercises[0].on_success_weight_increase_kg": "number",
    "days[0].exercises[0].progression": "rules",
    "days[0].exercises[0].alternatives": "array",
    "days[0].exercises[0].superset_group": "integer",
    "days[0].exercises[0].target_rir": "number",
    "days[0].exercises[0].target_group": "integer",
    "days[0].exercises[0].notes": "text",
}
PROFILE = {
    "username": "text",
    "full_name": "text",
    "height_cm": "number",
    "weight_kg": "number",
    "date_of_birth": "date",
    "sex": "enum",
    "fitness_level": "enum",
    "timezone": "zone",
    "preferred_unit": "enum",
    "weekly_workout_target": "integer",
}
GOAL = {
    "id": "uuid",
    "goal_type": "enum!",
    "target_weight_kg": "number",
    "target_muscle_kg": "number",
    "start_date": "date",
    "target_date": "date",
}
CHECK_IN = {
    "sleep": "integer",
    "soreness": "integer",
    "energy": "integer",
    "mood": "integer",
    "weight_kg": "number",
    "notes": "text",
}
ORIGIN = {
    "engine": "enum!",
    "model": "text",
    "prompt_version": "text",
    "request": "object!",
    "rationale": "text",
    "sources": "array",
    "warnings": "array",
}
_GOAL: Row = {"goal_type": "maintain"}
_ORIGIN: Row = {"engine": "rules", "request": {}}

DOCUMENTS = [
    Document("log_workout", WORKOUT, new_workout, lambda _world, given: {"p_workout": given}),
    Document("correct_workout", WORKOUT, correction, lambda _world, given: {"p_workout": given}),
    Document("create_plan", PLAN, new_plan, lambda _world, given: {"p_plan": given}),
    Document(
        "complete_onboarding",
        PROFILE,
        lambda _world: {"height_cm": 170},
        lambda _world, given: {"p_profile": given, "p_goal": _GOAL, "p_equipment": None},
        prefix="p_profile",
    ),
    Document(
        "complete_onboarding",
        GOAL,
        lambda _world: dict(_GOAL),
        lambda _world, given: {"p_profile": {}, "p_goal": given, "p_equipment": None},
        prefix="p_goal",
    ),
    Document(
        "record_check_in",
        CHECK_IN,
        lambda _world: {"sleep": 3},
        lambda _world, given: {"p_check_in": given},
        prefix="p_check_in",
    ),
    Document(
        "store_generated_plan",
        ORIGIN,
        lambda _world: dict(_ORIGIN),
        lambda world, given: {"p_user_id": world.caller.id, "p_plan": new_plan(world), "p_origin": given},
        prefix="p_origin",
        by_service=True,
    ),
    Document(
        "store_generated_plan",
        PLAN,
        new_plan,
        lambda world, given: {"p_user_id": world.caller.id, "p_plan": given, "p_origin": _ORIGIN},
        by_service=True,
    ),
    Document(
        "store_user_message",
        MESSAGE,
        lambda _world: {"id": fresh_id(), "content": "Hello"},
        lambda world, given: {"p_user_id": world.caller.id, "p_message": given},
        by_service=True,
    ),
    Document(
        "store_coach_answer",
        ANSWER,
        new_answer,
        lambda world, given: {"p_user_id": world.caller.id, "p_answer": given},
        by_service=True,
    ),
    Document(
        "propose_plan_change",
        CHANGE,
        new_change,
        lambda world, given: {"p_user_id": world.caller.id, "p_change": given},
        by_service=True,
    ),
]


def fresh_id() -> str:
    return str(uuid.uuid4())
