"""A workout's facts, before they are written anywhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class Set:
    """One row of `session_exercises`."""

    id: UUID
    exercise_id: UUID
    plan_exercise_id: UUID
    order: int
    reps: int
    weight_kg: float
    logged_at: datetime
    rpe: float
    rest_seconds: int


@dataclass(frozen=True)
class Workout:
    """One completed row of `workout_sessions` with its sets."""

    id: UUID
    plan_workout_id: UUID
    started_at: datetime
    ended_at: datetime
    sets: tuple[Set, ...]

    @property
    def volume_kg(self) -> float:
        """Load times reps; no exercise of the programme is unilateral."""
        return sum(one.weight_kg * one.reps for one in self.sets)

    def document(self) -> Json:
        """The workout as `log_workout` takes it."""
        return {
            "id": str(self.id),
            "plan_workout_id": str(self.plan_workout_id),
            "started_at": self.started_at.isoformat(),
            "ended_at": self.ended_at.isoformat(),
            "sets": [
                {
                    "id": str(one.id), "exercise_id": str(one.exercise_id),
                    "workout_plan_exercise_id": str(one.plan_exercise_id), "set_order": one.order,
                    "logged_reps": one.reps, "logged_weight_kg": one.weight_kg,
                    "logged_at": one.logged_at.isoformat(), "difficulty_rating": one.rpe,
                    "rest_seconds": one.rest_seconds,
                }
                for one in self.sets
            ],
        }  # fmt: skip
