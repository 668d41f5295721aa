"""Every id that every RPC takes, with a call that would succeed for the one whose id it is.

REFERS name something that has to be there and be the caller's. CHOOSES name something new: there an id of
somebody else's can't succeed, but mustn't tell whose it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.access.world import Row, World, plan, workout

Whose = Callable[[World], str]
Arguments = Callable[[World, str], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """An RPC, where in its arguments the id stands, whose it is, and the whole call."""

    rpc: str
    field: str
    whose: Whose
    arguments: Arguments

    def __str__(self) -> str:
        return f"{self.rpc}-{self.field}"


def of(table: str, column: str = "id") -> Whose:
    return lambda world: str(world.row(table)[column])


def only(name: str, **others: object) -> Arguments:
    """The id is an argument by itself."""
    return lambda _world, given: {name: given, **others}


def squat(world: World) -> str:
    return str(world.row("session_exercises")["exercise_id"])


def last_week() -> datetime:
    return datetime.now(UTC) - timedelta(days=7)


def _workout(world: World, **keys: object) -> Row:
    return workout(squat(world), last_week(), **keys)


def _with_set(world: World, **keys: object) -> Row:
    document = _workout(world)
    document["sets"][0] |= keys
    return document


def _correction(world: World, **keys: object) -> Row:
    """The caller's own workout, so that nothing but the id in question is wrong."""
    return _workout(world) | {"id": world.row("session_exercises")["workout_session_id"]} | keys


def _correction_with_set(world: World, **keys: object) -> Row:
    document = _correction(world)
    document["sets"][0] |= keys
    return document


def _plan_with(world: World, **keys: object) -> Row:
    document = plan(squat(world))
    document["days"][0]["exercises"][0] |= keys
    return document


GOAL = {"goal_type": "maintain"}
OWN_DAY = of("workout_plan_days")
OWN_PLAN = of("workout_plans")
OWN_SESSION = of("session_exercises", "workout_session_id")
OWN_LINE = of("workout_plan_day_exercises")
OWN_EXERCISE = of("exercises")
OWN_CHANGE = of("plan_changes")

REFERS = [
    Case("duplicate_plan", "p_plan_id", OWN_PLAN, only("p_plan_id")),
    Case("activate_plan", "p_plan_id", OWN_PLAN, only("p_plan_id")),
    Case("archive_plan", "p_plan_id", OWN_PLAN, only("p_plan_id")),
    Case("plan_from_template", "p_template_id", OWN_PLAN, only("p_template_id")),
    Case(
        "create_plan",
        "days[0].exercises[0].exercise_id",
        OWN_EXERCISE,
        lambda world, given: {"p_plan": _plan_with(world, exercise_id=given)},
    ),
    Case("start_workout", "p_plan_workout_id", OWN_DAY, only("p_plan_workout_id")),
    Case("skip_workout", "p_plan_workout_id", OWN_DAY, only("p_plan_workout_id")),
    *(
        Case(rpc, "p_session_id", OWN_SESSION, only("p_session_id"))
        for rpc in (
            "pause_workout",
            "resume_workout",
            "start_rest",
            "next_set",
            "skip_rest",
            "cancel_workout",
            "finish_workout",
            "keep_duplicate",
        )
    ),
    # Nobody here has two: the other is looked for when this one is found.
    Case("merge_workouts", "p_keep", OWN_SESSION, only("p_keep", p_other=str(uuid4()))),
    Case(
        "merge_workouts",
        "p_other",
        OWN_SESSION,
        lambda world, given: {"p_keep": OWN_SESSION(world), "p_other": given},
    ),
    Case(
        "log_workout",
        "plan_workout_id",
        OWN_DAY,
        lambda world, given: {"p_workout": _workout(world, plan_workout_id=given)},
    ),
    Case(
        "log_workout",
        "sets[0].exercise_id",
        OWN_EXERCISE,
        lambda world, given: {"p_workout": _with_set(world, exercise_id=given)},
    ),
    Case(
        "log_workout",
        "sets[0].workout_plan_exercise_id",
        OWN_LINE,
        lambda world, given: {"p_workout": _with_set(world, workout_plan_exercise_id=given)},
    ),
    Case(
        "correct_workout",
        "id",
        OWN_SESSION,
        lambda world, given: {"p_workout": _workout(world, id=given)},
    ),
    Case(
        "correct_workout",
        "plan_workout_id",
        OWN_DAY,
        lambda world, given: {"p_workout": _correction(world, plan_workout_id=given)},
    ),
    Case(
        "correct_workout",
        "sets[0].exercise_id",
        OWN_EXERCISE,
        lambda world, given: {"p_workout": _correction_with_set(world, exercise_id=given)},
    ),
    Case(
        "correct_workout",
        "sets[0].workout_plan_exercise_id",
        OWN_LINE,
        lambda world, given: {"p_workout": _correction_with_set(world, workout_plan_exercise_id=given)},
    ),
    Case("alternative_exercises", "p_exercise_id", OWN_EXERCISE, only("p_exercise_id")),
    Case("explain_prescription", "p_plan_exercise_id", OWN_LINE, only("p_plan_exercise_id")),
    Case(
        "simulate_progression",
        "p_plan_exercise_id",
        OWN_LINE,
        only("p_plan_exercise_id", p_outcomes=[{"reps": [5, 5, 5]}]),
    ),
    Case(
        "swap_plan_exercise",
        "p_plan_exercise_id",
        OWN_LINE,
        lambda world, given: {"p_plan_exercise_id": given, "p_exercise_id": squat(world)},
    ),
    Case(
        "swap_plan_exercise",
        "p_exercise_id",
        OWN_EXERCISE,
        lambda world, given: {"p_plan_exercise_id": OWN_LINE(world), "p_exercise_id": given},
    ),
    Case(
        "reorder_plan",
        "p_plan_id",
        OWN_PLAN,
        lambda world, given: {"p_plan_id": given, "p_order": [{"plan_workout_id": OWN_DAY(world)}]},
    ),
    Case(
        "reorder_plan",
        "p_order[0].plan_workout_id",
        OWN_DAY,
        lambda world, given: {"p_plan_id": OWN_PLAN(world), "p_order": [{"plan_workout_id": given}]},
    ),
    Case(
        "reorder_plan",
        "p_order[0].exercises[0]",
        OWN_LINE,
        lambda world, given: {
            "p_plan_id": OWN_PLAN(world),
            "p_order": [{"plan_workout_id": OWN_DAY(world), "exercises": [given]}],
        },
    ),
    Case("exercise_progress", "p_exercise_id", OWN_EXERCISE, only("p_exercise_id")),
    Case("approve_exercise", "p_exercise_id", OWN_EXERCISE, only("p_exercise_id")),
    Case("apply_plan_change", "p_change_id", OWN_CHANGE, only("p_change_id")),
    Case("decline_plan_change", "p_change_id", OWN_CHANGE, only("p_change_id")),
    Case("undo_plan_change", "p_change_id", OWN_CHANGE, only("p_change_id")),
    Case("coach_context", "p_session_id", of("coach_conversations"), only("p_session_id")),
    Case(
        "complete_onboarding",
        "p_equipment[0]",
        OWN_PLAN,
        lambda _world, given: {"p_profile": {}, "p_goal": GOAL, "p_equipment": [given]},
    ),
]

CHOOSES = [
    Case(
        "complete_onboarding",
        "p_goal.id",
        of("user_goals"),
        lambda _world, given: {"p_profile": {}, "p_goal": GOAL | {"id": given}, "p_equipment": None},
    ),
    Case("create_plan", "id", OWN_PLAN, lambda world, given: {"p_plan": plan(squat(world)) | {"id": given}}),
    Case(
        "duplicate_plan",
        "p_new_plan_id",
        OWN_PLAN,
        lambda world, given: {"p_plan_id": world.row("workout_plans")["id"], "p_new_plan_id": given},
    ),
    Case(
        "plan_from_template",
        "id",
        OWN_PLAN,
        lambda world, given: {"p_template_id": world.template, "p_new_plan_id": given},
    ),
    Case("start_workout", "p_session_id", OWN_SESSION, only("p_session_id")),
    Case(
        "skip_workout",
        "p_session_id",
        OWN_SESSION,
        lambda world, given: {"p_plan_workout_id": OWN_DAY(world), "p_session_id": given},
    ),
    Case("log_workout", "id", OWN_SESSION, lambda world, given: {"p_workout": _workout(world, id=given)}),
    Case(
        "log_workout",
        "sets[0].id",
        of("session_exercises"),
        lambda world, given: {"p_workout": _with_set(world, id=given)},
    ),
    Case(
        "correct_workout",
        "sets[0].id",
        of("session_exercises"),
        lambda world, given: {"p_workout": _correction_with_set(world, id=given)},
    ),
]
