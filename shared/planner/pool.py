"""Which exercises of the catalogue a brief allows, and why the others are refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shared.planner.balance import Side, side_of
from shared.planner.doable import doable_reps, is_doable
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lifts import NO_REAL_PULLS
from shared.planner.people import (
    NO_RUNS_FROM_BMI,
    advice,
    body_mass_index,
    is_older,
    is_young,
    limits_of,
    may_land,
)
from shared.planner.reps import parse_reps
from shared.planner.terms import (
    Contraindication,
    ExerciseType,
    Level,
    MovementPattern,
    PlanType,
    TrackingType,
)
from shared.planner.volume import GROUP_OF, VolumeGroup, set_credits

# Sets of carries and locomotion don't count towards a muscle's volume, nor do exercises for the whole
# body or for a muscle without a band, in which other muscles only assist.
_NOT_FOR_VOLUME = frozenset({MovementPattern.CARRY, MovementPattern.LOCOMOTION})


class Refusal(StrEnum):
    """Why an exercise is refused."""

    EQUIPMENT = "equipment"
    AVOIDED = "avoided"
    UNSUITABLE = "unsuitable"
    TOO_HARD = "difficulty"
    NEEDS_LOAD = "plan_type"


def refusal(brief: Brief, exercise: ExerciseFacts) -> Refusal | None:
    """Return why this brief refuses the exercise, or None if it is allowed."""
    if not exercise.equipment <= brief.equipment:
        return Refusal.EQUIPMENT
    if (
        exercise.id in brief.avoided_exercises
        or exercise.movement_pattern in brief.avoided_patterns
        or (brief.injured_muscles and exercise.muscles & brief.injured_muscles)
    ):
        return Refusal.AVOIDED
    if _is_unsuitable(brief, exercise):
        return Refusal.UNSUITABLE
    if _is_too_hard(brief, exercise):
        return Refusal.TOO_HARD
    if brief.plan_type is PlanType.BODYWEIGHT and exercise.tracking_type is TrackingType.WEIGHT_REPS:
        return Refusal.NEEDS_LOAD
    return None


def _is_unsuitable(brief: Brief, exercise: ExerciseFacts) -> bool:
    if advice(brief, exercise) is Contraindication.AVOID:
        return True
    # The tags also speak for exercises that a user made.
    heavy = (body_mass_index(brief) or 0) >= NO_RUNS_FROM_BMI
    return (exercise.has_impact and (heavy or not may_land(brief))) or (
        exercise.is_skill and (is_older(brief) or is_young(brief))
    )


def _is_too_hard(brief: Brief, exercise: ExerciseFacts) -> bool:
    # One level above the user's own helps them learn; two risk an injury. A skill isn't learnt by sets.
    above = (exercise.difficulty or Level.BEGINNER).rank - brief.fitness_level.rank
    if above > (0 if exercise.is_skill else 1) or not is_doable(brief, exercise):
        return True
    reps = doable_reps(brief, exercise)
    return reps is not None and parse_reps(reps).low < limits_of(brief).least_reps


@dataclass(frozen=True, slots=True)
class Pool:
    """The exercises a brief allows, by use, each ordered by slug."""

    strength: tuple[ExerciseFacts, ...]
    cardio: tuple[ExerciseFacts, ...]
    mobility: tuple[ExerciseFacts, ...]
    balance: tuple[ExerciseFacts, ...]
    carries: tuple[ExerciseFacts, ...]
    sides: frozenset[Side]
    by_group: Mapping[VolumeGroup, Sequence[ExerciseFacts]] = field(repr=False)

    @property
    def everything(self) -> tuple[ExerciseFacts, ...]:
        """All exercises, strength first."""
        return (*self.strength, *self.carries, *self.cardio, *self.mobility, *self.balance)


def pool_for(brief: Brief, exercises: Iterable[ExerciseFacts]) -> Pool:
    """Return the exercises this brief allows. The order of `exercises` doesn't matter."""
    allowed = sorted((e for e in exercises if refusal(brief, e) is None), key=lambda e: (e.slug, e.id))
    strength = tuple(e for e in allowed if _trains_a_muscle(e))
    by_group: dict[VolumeGroup, list[ExerciseFacts]] = {group: [] for group in VolumeGroup}
    for exercise in strength:
        for group in set_credits(exercise):
            by_group[group].append(exercise)
    return Pool(
        strength=strength,
        cardio=tuple(e for e in allowed if e.exercise_type is ExerciseType.CARDIO),
        mobility=tuple(e for e in allowed if e.exercise_type is ExerciseType.FLEXIBILITY),
        balance=tuple(e for e in allowed if e.exercise_type is ExerciseType.BALANCE),
        carries=tuple(e for e in allowed if e.movement_pattern is MovementPattern.CARRY and _carries(e)),
        sides=frozenset(side for e in strength if (side := side_of(e))),
        by_group=by_group,
    )


def _trains_a_muscle(exercise: ExerciseFacts) -> bool:
    targets_a_group = set_credits(exercise) and exercise.primary_muscle in GROUP_OF
    return bool(targets_a_group) and exercise.movement_pattern not in _NOT_FOR_VOLUME


def _carries(exercise: ExerciseFacts) -> bool:
    return exercise.exercise_type is ExerciseType.STRENGTH and bool(exercise.equipment)


def has_real_pull(pool: Pool) -> bool:
    """Return whether there is a row, a pulldown or a pull-up to do."""
    return any(side_of(e) is Side.PULL and e.slug not in NO_REAL_PULLS for e in pool.strength)
