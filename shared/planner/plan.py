"""The plan as the planner makes and checks it, and its form as the document `create_plan` takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from shared.planner.terms import GoalType, Muscle, PlanType, Section


@dataclass(frozen=True, slots=True)
class Progression:
    """How an exercise moves on: the name of a scheme, and its settings as the contract words them.

    A list of rules, which the contract takes as well, is kept as it came in `rules`.
    """

    scheme: str
    settings: tuple[tuple[str, Any], ...] = ()
    rules: tuple[Mapping[str, Any], ...] = ()

    def to_document(self) -> dict[str, Any] | list[dict[str, Any]]:
        """Return the `progression` value of the contract."""
        if self.rules:
            return [dict(rule) for rule in self.rules]
        return {"scheme": self.scheme, **dict(self.settings)}

    @classmethod
    def from_document(cls, value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Self:
        """Read a `progression` value; raises KeyError for an object without a scheme."""
        if not isinstance(value, Mapping):
            return cls("rules", rules=tuple(value))
        settings = tuple((key, item) for key, item in value.items() if key != "scheme")
        return cls(value["scheme"], settings)


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One line of a day. `alternatives` are exercise ids, rest is in seconds."""

    exercise_id: str
    target_sets: int
    target_reps: str
    section: Section = Section.MAIN
    target_rest_seconds: int | None = None
    current_suggested_weight_kg: float | None = None
    on_success_weight_increase_kg: float | None = None
    progression: Progression | None = None
    alternatives: tuple[str, ...] = ()
    superset_group: int | None = None
    target_rir: float | None = None
    notes: str | None = None

    def to_document(self, order: int) -> dict[str, Any]:
        """Return this line as an entry of `exercises`, without the fields that say nothing."""
        fields: dict[str, Any] = {
            "exercise_id": self.exercise_id,
            "order_in_workout": order,
            "section": self.section.value,
            "target_sets": self.target_sets,
            "target_reps": self.target_reps,
            "target_rest_seconds": self.target_rest_seconds,
            "current_suggested_weight_kg": self.current_suggested_weight_kg,
            "on_success_weight_increase_kg": self.on_success_weight_increase_kg,
            "progression": self.progression.to_document() if self.progression else None,
            "alternatives": list(self.alternatives) or None,
            "superset_group": self.superset_group,
            "target_rir": self.target_rir,
            "notes": self.notes,
        }
        return {key: value for key, value in fields.items() if value is not None}

    @classmethod
    def from_document(cls, line: Mapping[str, Any]) -> Self:
        """Read an entry of `exercises`; raises KeyError or ValueError where the contract is broken."""
        progression = line.get("progression")
        return cls(
            exercise_id=line["exercise_id"],
            target_sets=line["target_sets"],
            target_reps=line["target_reps"],
            section=Section(line.get("section", Section.MAIN)),
            target_rest_seconds=line.get("target_rest_seconds"),
            current_suggested_weight_kg=line.get("current_suggested_weight_kg"),
            on_success_weight_increase_kg=line.get("on_success_weight_increase_kg"),
            progression=None if progression is None else Progression.from_document(progression),
            alternatives=tuple(line.get("alternatives") or ()),
            superset_group=line.get("superset_group"),
            target_rir=line.get("target_rir"),
            notes=line.get("notes"),
        )


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One workout of the plan; `day_of_week` (Monday 1) is a label, the order decides."""

    name: str
    exercises: tuple[PlannedExercise, ...]
    focus: tuple[Muscle, ...] = ()
    day_of_week: int | None = None
    week_number: int = 1
    estimated_minutes: int | None = None

    def in_section(self, section: Section) -> tuple[PlannedExercise, ...]:
        """Return the lines of one section, in order."""
        return tuple(line for line in self.exercises if line.section is section)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan without ids: the database gives them. `warnings` say what the brief made impossible."""

    name: str
    plan_type: PlanType
    days_per_week: int
    days: tuple[PlanDay, ...]
    goal_type: GoalType | None = None
    description: str | None = None
    total_weeks: int | None = None
    deload_every_weeks: int | None = None
    warnings: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any]:
        """Return exactly what `create_plan` takes. Warnings belong to the plan's origin, not here."""
        head: dict[str, Any] = {
            "name": self.name,
            "description": self.description,
            "plan_type": self.plan_type.value,
            "goal_type": self.goal_type.value if self.goal_type else None,
            "days_per_week": self.days_per_week,
            "total_weeks": self.total_weeks,
            "deload_every_weeks": self.deload_every_weeks,
        }
        days = [_day_document(day, order) for order, day in enumerate(self.days, 1)]
        return {key: value for key, value in head.items() if value is not None} | {"days": days}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read a `create_plan` document; raises KeyError or ValueError where the contract is broken."""
        goal = document.get("goal_type")
        return cls(
            name=document["name"],
            plan_type=PlanType(document["plan_type"]),
            days_per_week=document["days_per_week"],
            days=tuple(_read_day(day) for day in _in_order(document["days"])),
            goal_type=None if goal is None else GoalType(goal),
            description=document.get("description"),
            total_weeks=document.get("total_weeks"),
            deload_every_weeks=document.get("deload_every_weeks"),
        )


def _day_document(day: PlanDay, order: int) -> dict[str, Any]:
    head: dict[str, Any] = {
        "name": day.name,
        "order_in_plan": order,
        "week_number": day.week_number,
        "day_of_week": day.day_of_week,
        "focus": [muscle.value for muscle in day.focus] or None,
        "estimated_minutes": day.estimated_minutes,
    }
    lines = [line.to_document(order) for order, line in enumerate(day.exercises, 1)]
    return {key: value for key, value in head.items() if value is not None} | {"exercises": lines}


def _read_day(day: Mapping[str, Any]) -> PlanDay:
    lines = sorted(day["exercises"], key=lambda line: int(line["order_in_workout"]))
    return PlanDay(
        name=day["name"],
        exercises=tuple(PlannedExercise.from_document(line) for line in lines),
        focus=tuple(Muscle(muscle) for muscle in day.get("focus") or ()),
        day_of_week=day.get("day_of_week"),
        week_number=day.get("week_number", 1),
        estimated_minutes=day.get("estimated_minutes"),
    )


def _in_order(days: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(days, key=lambda day: (int(day.get("week_number", 1)), int(day["order_in_plan"])))
