"""Opposing movements: as much pulling as pushing, as much hip as knee."""

from collections.abc import Mapping

from shared.planner.facts import ExerciseFacts
from shared.planner.terms import ExerciseType, MovementPattern, Muscle, Term


class Side(Term):
    """One side of a pair of opposing movements."""

    PUSH = "push"
    PULL = "pull"
    KNEE = "knee"
    HIP = "hip"


OPPOSITE: Mapping[Side, Side] = {
    Side.PUSH: Side.PULL,
    Side.PULL: Side.PUSH,
    Side.KNEE: Side.HIP,
    Side.HIP: Side.KNEE,
}

# "About equal": one side may have half as many sets again as the other plus one exercise of three sets,
# so that a short week isn't called unbalanced because of its last exercise.
MAX_RATIO = 1.5
SLACK_SETS = 3
# What a week of the planner's own comes to where it can.
LEAST_RATIO, MOST_RATIO = 0.75, 1.4

_BY_PATTERN: Mapping[MovementPattern, Side] = {
    MovementPattern.HORIZONTAL_PUSH: Side.PUSH,
    MovementPattern.VERTICAL_PUSH: Side.PUSH,
    MovementPattern.HORIZONTAL_PULL: Side.PULL,
    MovementPattern.VERTICAL_PULL: Side.PULL,
    MovementPattern.SQUAT: Side.KNEE,
    MovementPattern.LUNGE: Side.KNEE,
    MovementPattern.HINGE: Side.HIP,
}
# They raise the arms.
_NO_PULLS = frozenset({"upright-row"})
# The seven basic movements of a training week.
BASIC_PATTERNS = frozenset(_BY_PATTERN)
# Single-joint work of the legs counts with its muscle; of the upper body it has no opposite.
_BY_MUSCLE: Mapping[Muscle, Side] = {
    Muscle.QUADS: Side.KNEE,
    Muscle.HAMSTRINGS: Side.HIP,
    Muscle.GLUTES: Side.HIP,
}


def side_of(exercise: ExerciseFacts) -> Side | None:
    """Return the side an exercise counts for, or None if it has no opposite."""
    if exercise.exercise_type is not ExerciseType.STRENGTH:
        return None
    if exercise.slug in _NO_PULLS:
        return None
    if exercise.movement_pattern in _BY_PATTERN:
        return _BY_PATTERN[exercise.movement_pattern]
    return _BY_MUSCLE.get(exercise.primary_muscle)


def tips(sets: float, opposing_sets: float) -> bool:
    """Return whether a side with `sets` a week outweighs the other."""
    return sets > MAX_RATIO * opposing_sets + SLACK_SETS


def leads(sets: float, opposing_sets: float, slack: float = 1) -> bool:
    """Return whether a side has too many sets beside the other: `slack` more are always allowed."""
    return sets > max(opposing_sets + slack, MOST_RATIO * opposing_sets)


def lags(sets: float, opposing_sets: float) -> bool:
    """Return whether a side has too few sets beside the other: less than three for its four."""
    return sets < LEAST_RATIO * opposing_sets
