"""Preferences among exercises: matters of judgement, separate from the binding rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.terms import (
    GoalType,
    Level,
    Mechanic,
    MovementPattern,
    Muscle,
    TrackingType,
)

# A coach's first choices. A catalogue without them only loses this preference.
STAPLES = frozenset(
    {
        "barbell-back-squat",
        "front-squat",
        "goblet-squat",
        "leg-press",
        "barbell-deadlift",
        "romanian-deadlift",
        "dumbbell-romanian-deadlift",
        "single-leg-romanian-deadlift",
        "hip-thrust",
        "glute-bridge",
        "barbell-bench-press",
        "incline-barbell-bench-press",
        "dumbbell-bench-press",
        "incline-dumbbell-bench-press",
        "push-up",
        "dip",
        "overhead-press",
        "dumbbell-shoulder-press",
        "pike-push-up",
        "barbell-row",
        "dumbbell-row",
        "seated-cable-row",
        "inverted-row",
        "pull-up",
        "chin-up",
        "lat-pulldown",
        "bodyweight-squat",
        "lunge",
        "walking-lunge",
        "bulgarian-split-squat",
        "step-up",
        "leg-curl",
        "leg-extension",
        "nordic-curl",
        "standing-calf-raise",
        "lateral-raise",
        "face-pull",
        "barbell-curl",
        "dumbbell-curl",
        "hammer-curl",
        "triceps-pushdown",
        "skull-crusher",
        "plank",
        "hanging-leg-raise",
        "crunch",
        "brisk-walk",
        "incline-treadmill-walk",
        "treadmill-run",
        "stationary-bike",
        "rowing-machine",
        "elliptical-trainer",
        "outdoor-cycling",
    }
)
# The barbell lifts that allow the heaviest loads: for strength goals, or experienced users.
BIG_LIFTS = frozenset(
    {
        "barbell-back-squat",
        "front-squat",
        "barbell-deadlift",
        "romanian-deadlift",
        "barbell-bench-press",
        "incline-barbell-bench-press",
        "overhead-press",
        "barbell-row",
    }
)

_STAPLE = 2.2
_BIG_LIFT_FOR_STRENGTH = 1.6
_BIG_LIFT_FOR_TRAINED = 1.3
_COMPOUND = 1.4
_LOADED = 1.5
# Unilateral work takes twice the time for the same counted sets; a hold can't progress in load; machine
# assistance is only for lack of anything simpler.
_ONE_SIDED = 0.85
_HOLD = 0.6
_ASSISTED = 0.6
_ABOVE_LEVEL = 0.6
_MAX_PER_KIND = 5


def preference(brief: Brief, exercise: ExerciseFacts) -> float:
    """Return the weight of this exercise for this brief; 1 is neutral."""
    value = _measure(exercise)
    if exercise.slug in STAPLES:
        value *= _STAPLE
    if exercise.mechanic is Mechanic.COMPOUND:
        value *= _COMPOUND
    if exercise.slug in BIG_LIFTS and brief.goal_type is GoalType.IMPROVE_STRENGTH:
        value *= _BIG_LIFT_FOR_STRENGTH
    elif exercise.slug in BIG_LIFTS and brief.fitness_level is not Level.BEGINNER:
        value *= _BIG_LIFT_FOR_TRAINED
    if exercise.is_unilateral:
        value *= _ONE_SIDED
    if (exercise.difficulty or Level.BEGINNER).rank > brief.fitness_level.rank:
        value *= _ABOVE_LEVEL
    return value


def _measure(exercise: ExerciseFacts) -> float:
    match exercise.tracking_type:
        case TrackingType.WEIGHT_REPS:
            return _LOADED
        case TrackingType.REPS_ONLY:
            return 1.0
        case TrackingType.ASSISTED:
            return _ASSISTED
        case TrackingType.DURATION | TrackingType.DISTANCE_DURATION:
            return _HOLD


def ranked(brief: Brief, exercises: Iterable[ExerciseFacts]) -> list[ExerciseFacts]:
    """Return the exercises by preference, ties by slug."""
    return sorted(exercises, key=lambda e: (-preference(brief, e), e.slug, e.id))


def shortlist(brief: Brief, exercises: Iterable[ExerciseFacts]) -> list[ExerciseFacts]:
    """Return the best few of each kind, so that a catalogue of thousands costs no more than ours."""
    kinds: defaultdict[tuple[MovementPattern, Muscle], int] = defaultdict(int)
    chosen = []
    for exercise in ranked(brief, exercises):
        kind = (exercise.movement_pattern, exercise.primary_muscle)
        if kinds[kind] < _MAX_PER_KIND:
            kinds[kind] += 1
            chosen.append(exercise)
    return chosen


def alternatives(
    brief: Brief, exercise: ExerciseFacts, candidates: Iterable[ExerciseFacts], most: int = 3
) -> Sequence[str]:
    """Return ids of exercises for the same muscle, those with the same movement pattern first."""
    same = ranked(
        brief,
        (e for e in candidates if e.primary_muscle is exercise.primary_muscle and e.id != exercise.id),
    )
    same.sort(key=lambda other: other.movement_pattern is not exercise.movement_pattern)
    return tuple(other.id for other in same[:most])
