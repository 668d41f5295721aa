"""Lines of a plan that share a target, or don't."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.database.athlete import SQUAT, Athlete, Document, line
from tests.database.lines import did, suggested
from tests.database.progress import derived_anew, differences, state

FIVE_BY_FIVE: dict[str, Any] = {
    "exercise_id": SQUAT, "target_sets": 5, "target_reps": "5", "progression": {"scheme": "linear"},
    "on_success_weight_increase_kg": 2.5, "current_suggested_weight_kg": 60,
}  # fmt: skip
# A moment at which what is edited now has long been edited.
TODAY = datetime.now(UTC)


def plan_of(athlete: Athlete, *days: list[Document]) -> list[str]:
    """The first line of each day of a new plan."""
    plan = athlete.create_plan(*days)
    return [athlete.lines_of(day)[0] for day in athlete.days_of(plan)]


def twice(athlete: Athlete, **other: Any) -> list[str]:
    """The same line on two days, the second one with something else."""
    return plan_of(athlete, [line(**FIVE_BY_FIVE)], [line(**(FIVE_BY_FIVE | other))])


def loads(athlete: Athlete, lines: list[str]) -> list[float]:
    return [float(suggested(athlete, line_id) or 0) for line_id in lines]


def squat(line_id: str, kg: float, *, day: int = 0, reps: int = 5) -> Document:
    return did(line_id, SQUAT, *[(reps, kg)] * 5, day=day)


def targets(athlete: Athlete, lines: list[str]) -> list[str]:
    query = "select target_id::text from public.workout_plan_day_exercises where id = %s"
    return [athlete.value(query, one) for one in lines]


def shares(athlete: Athlete, lines: list[str]) -> bool:
    return len(set(targets(athlete, lines))) == 1


def explained(athlete: Athlete, line_id: str) -> Document:
    told: Document = athlete.value("select private.explain_prescription(%s, %s, now())", athlete.id, line_id)
    return told


def assert_derived(athlete: Athlete) -> None:
    assert not differences(state(athlete), derived_anew(athlete))


def save_rows(athlete: Athlete, rows: list[Document]) -> None:
    """As an app that saves the lines of a plan as it shows them, in one request."""
    columns = ("id", "plan_workout_id", "exercise_id", "order_in_workout", "target_sets", "target_reps",
               "progression", "on_success_weight_increase_kg", "current_suggested_weight_kg")  # fmt: skip
    values = [[json.dumps(row[c]) if c == "progression" else row[c] for c in columns] for row in rows]
    athlete.write(
        f"insert into public.workout_plan_day_exercises ({', '.join(columns)}) "
        f"values {', '.join(['(' + ', '.join(['%s'] * len(columns)) + ')'] * len(rows))} "
        f"on conflict (id) do update set {', '.join(f'{c} = excluded.{c}' for c in columns)}",
        *[value for row in values for value in row],
    )


def rows_of(athlete: Athlete, lines: list[str]) -> list[Document]:
    query = "select to_jsonb(x) from public.workout_plan_day_exercises as x where id = %s"
    return [athlete.value(query, one) for one in lines]
