"""The body, the plan, and what eases it, in a user's training over HTTP."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from tests.database import facts
from tests.database.athlete import Document
from tests.faults.phone import Phone


class PlanningLife(RuleBasedStateMachine):
    """Changes what a workout is measured by."""

    phone: Phone
    plan: str
    days: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    day_of: dict[str, str | None]

    @rule(sleep=st.sampled_from([None, 1, 4]), weight=st.sampled_from([None, 80, 81.5]))
    def check_in(self, sleep: int | None, weight: float | None) -> None:
        self.phone.call("record_check_in", p_check_in={"sleep": sleep, "weight_kg": weight})

    @rule(at=facts.moments, weight=st.sampled_from([70, 90]))
    def weigh(self, at: datetime, weight: float) -> None:
        self.phone.add("body_measurements", {"logged_at": at.isoformat(), "weight_kg": weight})

    @precondition(lambda self: self.lines)
    @rule(
        data=st.data(),
        change=st.fixed_dictionaries(
            {},
            optional={
                "current_suggested_weight_kg": st.sampled_from([None, 20, 60]),
                "target_reps": st.sampled_from(["5", "8-10", "AMRAP"]),
                "target_sets": st.integers(1, 3),
                "target_rir": st.sampled_from([None, 0, 2]),
                "exercise_id": st.sampled_from(facts.EXERCISES),
            },
        ).filter(bool),
    )
    def aim(self, data: st.DataObject, change: Document) -> None:
        line, _ = data.draw(st.sampled_from(self.lines))
        assert self.phone.change("workout_plan_day_exercises", line, **change) == 1
        self.read_plan()

    @precondition(lambda self: len(self.days) > 1)
    @rule(data=st.data())
    def delete_day(self, data: st.DataObject) -> None:
        """What was trained on it stays; its link to the plan goes."""
        day = data.draw(st.sampled_from(self.days))
        assert self.phone.drop("workout_plan_days", day) == 1
        self.read_plan()

    @rule()
    def copy_plan(self) -> None:
        copy, again = (
            self.phone.call("duplicate_plan", p_plan_id=self.plan, p_new_plan_id=new)
            for new in [str(uuid4())] * 2
        )
        assert copy == again
        self.phone.call("activate_plan", p_plan_id=copy)
        self.plan = copy
        self.read_plan()

    @rule(day=st.sampled_from([None, 0, 20]), days=st.sampled_from([1, 7]))
    def ease(self, day: int | None, days: int) -> None:
        begins = None if day is None else (facts.FIRST_DAY + timedelta(days=day)).date().isoformat()
        self.phone.call("start_deload", p_starts_on=begins, p_days=days)

    @rule(goal=st.sampled_from([None, 1, 5]), first=st.integers(1, 7))
    def change_week(self, goal: int | None, first: int) -> None:
        changed = self.phone.change(
            "profiles", self.phone.id, weekly_workout_target=goal, week_starts_on=first
        )
        assert changed == 1

    def read_plan(self) -> None:
        """The active plan as clients see it, and which day each workout is of."""
        lines = "workout_plan_day_exercises(id,exercise_id,order_in_workout)"
        columns = f"id,order_in_plan,{lines}"
        days = self.phone.rows(f"workout_plan_days?select={columns}&plan_id=eq.{self.plan}")
        self.days = tuple(day["id"] for day in sorted(days, key=_by("order_in_plan")))
        self.lines = tuple(
            (line["id"], line["exercise_id"])
            for day in sorted(days, key=_by("order_in_plan"))
            for line in sorted(day["workout_plan_day_exercises"], key=_by("order_in_workout"))
        )
        found = self.phone.rows("workout_sessions?select=id,plan_workout_id")
        self.day_of = {row["id"]: row["plan_workout_id"] for row in found}


def _by(name: str) -> Callable[[Document], Any]:
    return lambda row: row[name]
