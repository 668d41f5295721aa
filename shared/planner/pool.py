"""Which exercises of the catalogue a brief allows, and why the others are refused."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shared.planner.balance import Side, side_of
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.terms import ExerciseType, Level, MovementPattern, PlanType, TrackingType
from shared.planner.volume import GROUP_OF, VolumeGroup, set_credits

# Sets of carries and locomotion don't count towards a muscle's volume, nor do exercises for the whole
# body or for a muscle without a band, in which other muscles only assist.
_NOT_FOR_VOLUME = frozenset({MovementPattern.CARRY, MovementPattern.LOCOMOTION})


class Refusal(StrEnum):
    """Why an exercise is refused."""

    EQUIPMENT = "equipment"
    AVOIDED = "avoided"
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
    # One level above the user's own helps them learn; two risk an injury.
    if (exercise.difficulty or Level.BEGINNER).rank > brief.fitness_level.rank + 1:
        return Refusal.TOO_HARD
    if brief.plan_type is PlanType.BODYWEIGHT and exercise.tracking_type is TrackingType.WEIGHT_REPS:
        return Refusal.NEEDS_LOAD
    return None


@dataclass(frozen=True, slots=True)
class Pool:
    """The exercises a brief allows, by use, each ordered by slug."""

    strength: tuple[ExerciseFacts, ...]
    cardio: tuple[ExerciseFacts, ...]
    mobility: tuple[ExerciseFacts, ...]
    sides: frozenset[Side]
    by_group: Mapping[VolumeGroup, Sequence[ExerciseFacts]] = field(repr=False)

    @property
    def everything(self) -> tuple[ExerciseFacts, ...]:
        """All exercises, strength first."""
        return (*self.strength, *self.cardio, *self.mobility)


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
        sides=frozenset(side for e in strength if (side := side_of(e))),
        by_group=by_group,
    )


def _trains_a_muscle(exercise: ExerciseFacts) -> bool:
    targets_a_group = set_credits(exercise) and exercise.primary_muscle in GROUP_OF
    return bool(targets_a_group) and exercise.movement_pattern not in _NOT_FOR_VOLUME
