"""A running workout of a plan, and what it asks for next."""

import json
from datetime import datetime
from typing import Any

from tests.database.athlete import NOON, Athlete, Document, line, one_set

FIVES: Document = {"on_success_weight_increase_kg": 2.5, "current_suggested_weight_kg": 60}
RANGE: Document = {
    "target_reps": "8-12",
    "progression": {"scheme": "double"},
    "current_suggested_weight_kg": 60,
}
# repetitions (or seconds), load, RPE
Done = tuple[int | None, float | None, float | None]


class Running:
    """A workout of a day with these exercises, called by their place; one of 3 x 5 at 60 kg unless told."""

    def __init__(self, athlete: Athlete, *lines: Document, at: datetime = NOON) -> None:
        placed = [spec | {"order_in_workout": n} for n, spec in enumerate(lines or [line(**FIVES)], 1)]
        self.plan = athlete.create_plan(placed)
        [self.day] = athlete.days_of(self.plan)
        self.athlete = athlete
        self.at = at
        self.lines = athlete.lines_of(self.day)
        self.exercises = [spec["exercise_id"] for spec in placed]
        self.id = athlete.start(at, self.day)
        self.sets = 0

    def one(
        self,
        reps: int | None = 5,
        load: float | None = 60,
        rpe: float | None = None,
        *,
        place: int = 0,
        **rest: object,
    ) -> Document:
        """A set of an exercise as clients write it, the next in order."""
        self.sets += 1
        told = one_set(self.exercises[place], reps, load, order=self.sets, difficulty_rating=rpe)
        return told | {"workout_plan_exercise_id": self.lines[place]} | rest

    def does(
        self, reps: int | None = 5, load: float | None = 60, rpe: float | None = None, **rest: Any
    ) -> str:
        """Log a set; returns its id."""
        return self.athlete.add_set(self.id, self.one(reps, load, rpe, **rest))

    def asks(self, *unsent: Document, at: datetime | None = None) -> Document:
        """What next_set answers."""
        return asked(self.athlete, self.id, *unsent, at=at or self.at)

    def hint(self, *unsent: Document) -> tuple[Any, ...]:
        """Why, which set of how many, its repetitions and load, and how many can be expected."""
        told = self.asks(*unsent)
        if told["is_done"]:
            return ("done",)
        return (
            told["reason_code"],
            f"{told['set_number']}/{told['of_sets']}",
            told["target_reps"],
            told["weight_kg"],
            told["expected"],
        )


def asked(athlete: Athlete, session: str, *unsent: Document, at: datetime = NOON) -> Document:
    """What next_set answers of a session, with sets that aren't sent yet."""
    told: Document = athlete.value(
        "select private.next_set(%s, %s, %s, %s)",
        athlete.id,
        session,
        json.dumps(unsent) if unsent else None,
        at,
    )
    return told
