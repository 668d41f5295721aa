"""A plan in use, and changes to it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.database.athlete import BENCH, CURL, NOON, PLANK, SQUAT, Athlete, Document, exercise, line, sign_up
from tests.database.lines import LINEAR

PRESS = exercise("overhead-press")


@dataclass(frozen=True)
class PlanOwner:
    """Two days: squat, bench, curl, plank; and nine bench presses, so that one line is little of it."""

    athlete: Athlete
    plan: str
    first_day: str
    second_day: str
    squat: str
    bench: str
    curl: str
    plank: str

    def propose(self, *operations: Document, apply: bool = True, **keys: Any) -> Document:
        """The row of plan_changes that propose_plan_change answers with."""
        return proposed(self.athlete, *operations, apply=apply, **keys)

    def decide(self, verb: str, change: Document, at: datetime = NOON) -> Any:
        """The plan that apply, decline or undo answers with."""
        query = f"select to_jsonb(private.{verb}_plan_change(%s, %s, %s))"
        return self.athlete.value(query, self.athlete.id, change["id"], at)

    def plan_now(self) -> dict[str, Document]:
        """Every row of the plan by its id, without the times of writing and the targets that are shared."""
        rows = self.athlete.rows(
            """
            select to_jsonb(r) - array['updated_at', 'created_at']
            from (select * from public.workout_plans where id = %s) as r
            union all
            select to_jsonb(r) - array['updated_at', 'created_at']
            from (select * from public.workout_plan_days where plan_id = %s) as r
            union all
            select to_jsonb(r) - array['updated_at', 'created_at', 'target_id']
            from public.workout_plan_day_exercises as r
            where plan_workout_id in (select id from public.workout_plan_days where plan_id = %s)
            """,
            *[self.plan] * 3,
        )
        return {row["id"]: row for (row,) in rows}

    def line(self, line_id: str) -> Document:
        return self.plan_now()[line_id]


def proposed(athlete: Athlete, *operations: Document, apply: bool = True, **keys: Any) -> Document:
    """What propose_plan_change answers, at NOON unless told."""
    at = keys.pop("at", NOON)
    change = {"summary": "As you wished", "operations": list(operations), "apply": apply} | keys
    answer: Document = athlete.value(
        "select private.propose_plan_change(%s, %s, %s)", athlete.id, json.dumps(change), at
    )
    return answer


def plan_owner(sql: Any) -> PlanOwner:
    """Somebody with an active plan."""
    athlete = sign_up(sql)
    plan = athlete.create_plan(
        [
            line(SQUAT, order_in_workout=1, current_suggested_weight_kg=100),
            line(BENCH, order_in_workout=2, **LINEAR),
            line(CURL, order_in_workout=3, current_suggested_weight_kg=20, target_reps="8-12"),
            line(PLANK, order_in_workout=4, target_reps="30s"),
        ],
        [line(BENCH, order_in_workout=n) for n in range(1, 10)],
    )
    athlete.activate(plan, NOON - timedelta(days=30))
    first, second = athlete.days_of(plan)
    return PlanOwner(athlete, plan, first, second, *athlete.lines_of(first))


def update(line_id: str, **columns: Any) -> Document:
    return {"op": "update_exercise", "plan_exercise_id": line_id} | columns


def remove(line_id: str) -> Document:
    return {"op": "remove_exercise", "plan_exercise_id": line_id}


def swap(me: PlanOwner, **keys: Any) -> Document:
    return {"op": "swap_exercise", "plan_exercise_id": me.bench, "exercise_id": PRESS} | keys


def add(me: PlanOwner, **keys: Any) -> Document:
    return {
        "op": "add_exercise", "plan_workout_id": me.first_day, "exercise_id": PRESS, "target_sets": 3,
        "target_reps": "8-12",
    } | keys  # fmt: skip


def a_day(me: PlanOwner, **keys: Any) -> Document:
    exercises = [{"exercise_id": PRESS, "target_sets": 3, "target_reps": "5"}]
    return {"op": "add_day", "plan_id": me.plan, "name": "Press", "exercises": exercises} | keys


EVERY_OPERATION = {
    "update": lambda me: [update(me.bench, target_sets=5, target_rir=2, notes="Slow")],
    "swap": lambda me: [swap(me)],
    "add": lambda me: [add(me, order_in_workout=2)],
    "remove": lambda me: [remove(me.curl)],
    "move": lambda me: [{"op": "move_exercise", "plan_exercise_id": me.plank, "order_in_workout": 1}],
    "update day": lambda me: [
        {
            "op": "update_day",
            "plan_workout_id": me.second_day,
            "name": "B",
            "day_of_week": 2,
            "order_in_plan": 1,
        }
    ],
    "add day": lambda me: [a_day(me, day_of_week=5, order_in_plan=1)],
    "remove day": lambda me: [{"op": "remove_day", "plan_workout_id": me.second_day}],
    "update plan": lambda me: [{"op": "update_plan", "plan_id": me.plan, "name": "Mine", "days_per_week": 2}],
    "many": lambda me: [update(me.squat, target_sets=2), remove(me.bench), add(me), a_day(me)],
}
