"""The plan as the planner makes and checks it, and its conversion to and from a `create_plan` document.

Each field is a document key of the same name; `documented` lists them, for writing and reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from enum import Enum
from typing import Any, Self

from shared.planner.terms import GoalType, Muscle, PlanType, Section


@dataclass(frozen=True, slots=True)
class Progression:
    """How an exercise progresses: the name of a scheme, and its settings as named in the contract.

    The contract also allows a list of rules; it is kept unchanged in `rules`.
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
    target_group: int | None = None
    target_rir: float | None = None
    notes: str | None = None

    def to_document(self, order: int) -> dict[str, Any]:
        """Return this line as an entry of `exercises`, without empty fields."""
        return {**_written(self), "order_in_workout": order}

    @classmethod
    def from_document(cls, line: Mapping[str, Any]) -> Self:
        """Read an entry of `exercises`; raises KeyError or ValueError if it violates the contract."""
        return cls(**_read(cls, line))


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One workout of the plan; `day_of_week` (Monday is 1) is only a label, the order counts."""

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
    """A plan without ids: the database assigns them. `warnings` say what the brief made impossible."""

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
        """Return the `create_plan` document. Warnings are not in it: they belong to the plan's origin."""
        return _written(self) | {
            "days": [_day_document(day, order) for order, day in enumerate(self.days, 1)]
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """Read a `create_plan` document; raises KeyError or ValueError if it violates the contract."""
        return cls(**_read(cls, document), days=tuple(_read_day(day) for day in _in_order(document["days"])))


Part = Plan | PlanDay | PlannedExercise

# Not plain fields: lists of parts, and what belongs to the plan's origin.
_APART = frozenset({"days", "exercises", "warnings"})
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "plan_type": PlanType,
    "goal_type": GoalType,
    "focus": lambda names: tuple(Muscle(name) for name in names),
    "section": Section,
    "progression": Progression.from_document,
    "alternatives": tuple,
}


def documented(part: type[Part]) -> tuple[str, ...]:
    """Return the keys of a plan document that are fields of this class."""
    return tuple(field.name for field in fields(part) if field.name not in _APART)


def _written(part: Part) -> dict[str, Any]:
    values = {key: _plain(getattr(part, key)) for key in documented(type(part))}
    return {key: value for key, value in values.items() if value not in (None, [])}


def _plain(value: object) -> object:
    if isinstance(value, Progression):
        return value.to_document()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _read(part: type[Part], document: Mapping[str, Any]) -> dict[str, Any]:
    required = {field.name for field in fields(part) if field.default is MISSING}
    given = {
        key: document[key] for key in documented(part) if key in required or document.get(key) is not None
    }
    return {key: _READERS[key](value) if key in _READERS else value for key, value in given.items()}


def _day_document(day: PlanDay, order: int) -> dict[str, Any]:
    lines = [line.to_document(order) for order, line in enumerate(day.exercises, 1)]
    return {**_written(day), "order_in_plan": order, "exercises": lines}


def _read_day(day: Mapping[str, Any]) -> PlanDay:
    lines = sorted(day["exercises"], key=lambda line: int(line["order_in_workout"]))
    return PlanDay(**_read(PlanDay, day), exercises=tuple(PlannedExercise.from_document(x) for x in lines))


def _in_order(days: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(days, key=lambda day: (int(day.get("week_number", 1)), int(day["order_in_plan"])))
