"""The planner's input: the user's brief and the facts about each exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from shared.planner.terms import (
    BodyPart,
    Condition,
    Contraindication,
    ExerciseType,
    GoalType,
    Level,
    Mechanic,
    MovementPattern,
    Muscle,
    PlanType,
    Sex,
    TrackingType,
)

DAYS_PER_WEEK = range(1, 8)
MINUTES_PER_SESSION = range(15, 181)
WEEKDAYS = frozenset(range(1, 8))


class InvalidBriefError(ValueError):
    """The brief has a value out of range; the message names the field."""


class InfeasibleBriefError(ValueError):
    """No plan is possible: equipment and avoided exercises leave too few exercises."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A condition of a body part."""

    body_part: BodyPart
    condition: Condition = Condition.PAIN


@dataclass(frozen=True, slots=True)
class ExerciseFacts:
    """One exercise of the catalogue, as far as planning needs it.

    `equipment` holds the ids of everything it needs at once; empty means bodyweight. `spinal_load` goes from
    0 to 3. `regression_of` is the id of the exercise it is an easier form of, `progression_of` of the one it
    is a harder form of.
    """

    id: str
    slug: str
    name: str
    primary_muscle: Muscle
    secondary_muscles: frozenset[Muscle]
    movement_pattern: MovementPattern
    mechanic: Mechanic
    difficulty: Level | None
    tracking_type: TrackingType
    exercise_type: ExerciseType
    is_unilateral: bool
    equipment: frozenset[str]
    is_skill: bool = False
    has_impact: bool = False
    is_overhead: bool = False
    spinal_load: int = 0
    regression_of: str | None = None
    progression_of: str | None = None
    contraindications: Mapping[Complaint, Contraindication] = field(default_factory=dict)

    def __hash__(self) -> int:
        """Hash the id alone, for speed: planning looks exercises up tens of thousands of times."""
        return hash(self.id)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of `exercises?select=*,exercise_equipment(equipment_id),exercise_contraindications(*)`.

        Without the last one no exercise is advised against. Raises KeyError for a missing column and
        ValueError for an unknown enum value. A custom exercise without a slug uses its id instead.
        """
        difficulty = row["difficulty"]
        return cls(
            id=str(row["id"]),
            slug=row["slug"] or str(row["id"]),
            name=row["name"],
            primary_muscle=Muscle(row["primary_muscle_group"]),
            secondary_muscles=frozenset(Muscle(m) for m in row["secondary_muscle_groups"] or ()),
            movement_pattern=MovementPattern(row["movement_pattern"]),
            mechanic=Mechanic(row["mechanic"]),
            difficulty=None if difficulty is None else Level(difficulty),
            tracking_type=TrackingType(row["tracking_type"]),
            exercise_type=ExerciseType(row["exercise_type"]),
            is_unilateral=row["is_unilateral"],
            equipment=frozenset(str(e["equipment_id"]) for e in row["exercise_equipment"]),
            is_skill=row.get("is_skill", False),
            has_impact=row.get("has_impact", False),
            is_overhead=row.get("is_overhead", False),
            spinal_load=row.get("spinal_load", 0),
            regression_of=row.get("regression_of"),
            progression_of=row.get("progression_of"),
            contraindications={
                Complaint(BodyPart(c["body_part"]), Condition(c["condition"])): Contraindication(
                    c["severity"]
                )
                for c in row.get("exercise_contraindications", ())
            },
        )

    @property
    def muscles(self) -> frozenset[Muscle]:
        """Every muscle it works."""
        return self.secondary_muscles | {self.primary_muscle}


@dataclass(frozen=True, slots=True)
class Brief:
    """The user, their wishes, equipment and limits. Equipment and exercises are ids, weekdays ISO's.

    `injured_muscles` and `avoided_patterns` exclude every exercise that works such a muscle or has such a
    movement pattern, `complaints` those that are advised against; `focus` raises the volume of muscles as far
    as their band allows. Of `weekdays` the plan takes as many as it needs; none leaves the choice to it.
    """

    goal_type: GoalType
    fitness_level: Level
    days_per_week: int
    minutes_per_session: int
    equipment: frozenset[str] = frozenset()
    focus: frozenset[Muscle] = frozenset()
    avoided_exercises: frozenset[str] = frozenset()
    injured_muscles: frozenset[Muscle] = frozenset()
    avoided_patterns: frozenset[MovementPattern] = frozenset()
    plan_type: PlanType | None = None
    age: int | None = None
    sex: Sex | None = None
    weight_kg: float | None = None
    height_cm: float | None = None
    complaints: frozenset[Complaint] = frozenset()
    weekdays: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Raise InvalidBriefError for days or minutes out of range."""
        if self.days_per_week not in DAYS_PER_WEEK:
            raise InvalidBriefError("days_per_week must be 1 to 7")
        if self.minutes_per_session not in MINUTES_PER_SESSION:
            raise InvalidBriefError("minutes_per_session must be 15 to 180")
        if self.weekdays and not (self.days_per_week <= len(self.weekdays) and self.weekdays <= WEEKDAYS):
            raise InvalidBriefError("weekdays must be 1 to 7, and at least as many as days_per_week")
