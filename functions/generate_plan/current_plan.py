"""A stored plan to optimize, read from its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from shared.planner.facts import Brief
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.terms import Muscle, PlanType, Section

# The database may know more.
_MUSCLES = frozenset(muscle.value for muscle in Muscle)
_SECTIONS = frozenset(section.value for section in Section)


@dataclass(frozen=True, slots=True)
class CurrentLine:
    """An exercise of a stored plan."""

    id: str
    order: int
    line: PlannedExercise


@dataclass(frozen=True, slots=True)
class CurrentDay:
    """A day of a stored plan, its lines in order."""

    id: str
    name: str
    lines: tuple[CurrentLine, ...]
    day_of_week: int | None = None
    focus: tuple[Muscle, ...] = ()

    @property
    def work(self) -> tuple[CurrentLine, ...]:
        """The lines of the main section: what an optimization changes."""
        return tuple(line for line in self.lines if line.line.section is Section.MAIN)


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """A stored plan's days of its first week, in order."""

    id: str
    days: tuple[CurrentDay, ...]

    def as_plan(self, brief: Brief) -> Plan:
        """Return it as a planner's Plan, for this brief."""
        return Plan(
            name="Current plan",
            plan_type=brief.plan_type or PlanType.OTHER,
            days_per_week=len(self.days),
            days=tuple(
                PlanDay(day.name, tuple(line.line for line in day.lines), day.focus, day.day_of_week)
                for day in self.days
            ),
            goal_type=brief.goal_type,
        )

    @classmethod
    def from_rows(cls, plan_id: str, days: Sequence[Mapping[str, Any]]) -> Self:
        """Read rows of `workout_plan_days?select=*,workout_plan_day_exercises(*)` of the plan.

        Only the first week counts. A line in a section that this release doesn't know stays as it is.
        """
        week = min((int(day["week_number"]) for day in days), default=1)
        rows = sorted(
            (day for day in days if day["week_number"] == week),
            key=lambda day: (day["order_in_plan"], day["id"]),
        )
        return cls(plan_id, tuple(_current_day(row) for row in rows))


def _current_day(row: Mapping[str, Any]) -> CurrentDay:
    lines = sorted(row["workout_plan_day_exercises"], key=lambda x: (x["order_in_workout"], x["id"]))
    return CurrentDay(
        row["id"],
        row["name"],
        tuple(_current_line(x) for x in lines if x["section"] in _SECTIONS),
        row["day_of_week"],
        tuple(Muscle(muscle) for muscle in row["focus"] if muscle in _MUSCLES),
    )


def _current_line(row: Mapping[str, Any]) -> CurrentLine:
    return CurrentLine(row["id"], row["order_in_workout"], PlannedExercise.from_document(row))
