"""A line of a plan, trained and changed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.database.athlete import (
    NOON,
    PLANK,
    RUN,
    Athlete,
    Document,
    line,
    one_set,
    workout,
)

# Days after NOON: after anything that is told now, and no break from it.
LATER = (datetime.now(NOON.tzinfo) - NOON).days + 2
LINEAR: dict[str, Any] = {"on_success_weight_increase_kg": 2.5, "current_suggested_weight_kg": 60}


# outcome, reason, then the target of the next time: sets, reps, load
Step = tuple[str, str, int, str, float | None]


def made_line(athlete: Athlete, **spec: Any) -> str:
    plan = athlete.create_plan([line(**spec)])
    [day] = athlete.days_of(plan)
    [made] = athlete.lines_of(day)
    return made


def did(line_id: str, exercise: str, *sets: tuple[int, float | None], day: int = 0) -> Document:
    """A workout of so many sets (amount, load) a number of days after NOON."""
    amount = {PLANK: "duration_seconds", RUN: "distance_m"}.get(exercise, "logged_reps")
    return workout(
        NOON + timedelta(days=day),
        *[
            one_set(exercise, None, load, workout_plan_exercise_id=line_id) | {amount: done}
            for done, load in sets
        ],
    )


def step(summary: Document) -> Step:
    [only] = summary["progression"]
    target = only["new_target"]
    return only["outcome"], only["reason_code"], target["sets"], target["reps"], target["weight_kg"]


def steps(
    athlete: Athlete, line_id: str, exercise: str, *workouts: Sequence[tuple[int, float | None]]
) -> list[Step]:
    """What follows from each of these, a day apart and after what was done before."""
    first = athlete.value(
        "select coalesce(max(day) - %s::date + 1, 0) from public.workout_sessions where user_id = %s",
        NOON, athlete.id,
    )  # fmt: skip
    return [
        step(athlete.log(did(line_id, exercise, *sets, day=day))) for day, sets in enumerate(workouts, first)
    ]


def suggested(athlete: Athlete, line_id: str) -> Decimal | None:
    load: Decimal | None = athlete.value(
        "select current_suggested_weight_kg from public.workout_plan_day_exercises where id = %s", line_id
    )
    return load


FIVES = [(5, 60)] * 3


def set_by_hand(athlete: Athlete, line_id: str, **columns: object) -> None:
    names = ", ".join(f"{name} = %s" for name in columns)
    assert athlete.write(
        f"update public.workout_plan_day_exercises set {names} where id = %s", *columns.values(), line_id
    )


def standing(athlete: Athlete, line_id: str) -> tuple[str, list[float] | float | None]:
    """What is asked of the next workout: sets x reps, and the load or the loads by set."""
    target = athlete.value(
        "select private.target_json(s.target) from private.current_targets(%s, %s::uuid[], 'infinity') as s",
        athlete.id,
        [line_id],
    )
    return f"{target['sets']} x {target['reps']}", target.get("loads_kg", target["weight_kg"])


def today(athlete: Athlete, at: datetime) -> Document:
    """What next_workout says of the first exercise."""
    told: Document = athlete.value("select private.next_workout(%s, %s)", athlete.id, at)["exercises"][0]
    return told


def active_line(athlete: Athlete, **spec: Any) -> str:
    plan = athlete.create_plan([line(**spec)])
    athlete.activate(plan, NOON)
    [made] = athlete.lines_of(athlete.days_of(plan)[0])
    return made
