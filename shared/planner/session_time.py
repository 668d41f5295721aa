"""How long a workout takes, and how many working sets fit into it."""

from itertools import pairwise

from shared.planner.facts import ExerciseFacts
from shared.planner.lifts import BARBELL_LIFTS
from shared.planner.reps import parse_reps
from shared.planner.terms import Mechanic, TrackingType

# A controlled repetition: about a second and a half up, two down. With the rests below this matches
# the reference's session sizes: 12-16 sets in 45 minutes, 16-22 in 60, 24-30 in 90.
SECONDS_PER_REP = 3.5
# Loaded carries and sleds are done at a slow walk.
METRES_PER_SECOND = 1.2
# Finding, loading and clearing a station; warm-up sets of light lifts are averaged in.
SETUP_SECONDS = 60
_LOADED_SETUP_SECONDS, _BETWEEN_SECONDS = 105, 40
# Loading a bar and ramping up to it, by the fewest reps of a set.
_RAMP_SECONDS = ((5, 230), (12, 115))
DEFAULT_REST_SECONDS = 90

# Most working sets by session length: (minutes, sets), linear in between, constant beyond the last.
_MOST_SETS = ((0, 0), (45, 16), (60, 22), (90, 30))


def most_sets(minutes: int) -> int:
    """Return the most working sets for a session of this length."""
    for (start, low), (end, high) in pairwise(_MOST_SETS):
        if minutes <= end:
            return int(low + (high - low) * (minutes - start) / (end - start))
    return _MOST_SETS[-1][1]


def setup_seconds(exercise: ExerciseFacts, target_reps: str, *, is_paired: bool = False) -> float:
    """Return the seconds before the first working set, of a superset with the way between its stations.

    Raises ValueError for a target_reps outside the grammar.
    """
    if exercise.slug not in BARBELL_LIFTS:
        loaded = exercise.tracking_type is TrackingType.WEIGHT_REPS and exercise.mechanic is Mechanic.COMPOUND
        if not loaded:
            return SETUP_SECONDS
        return _LOADED_SETUP_SECONDS + (_BETWEEN_SECONDS if is_paired else 0)
    fewest = parse_reps(target_reps).low
    return SETUP_SECONDS + next((ramp for most, ramp in _RAMP_SECONDS if fewest <= most), 0)


def exercise_seconds(
    sets: int, target_reps: str, rest_seconds: int | None, *, is_unilateral: bool, in_main: bool = True
) -> float:
    """Return the seconds an exercise takes, including its rests and a usual set-up.

    Warm-up and cool-down need no set-up. Raises ValueError for a target_reps outside the grammar.
    """
    seconds = sets * set_seconds(target_reps, rest_seconds, is_unilateral=is_unilateral)
    return seconds + (SETUP_SECONDS if in_main else 0)


def set_seconds(target_reps: str, rest_seconds: int | None, *, is_unilateral: bool) -> float:
    """Return the seconds of one set with the rest after it.

    Assumes the upper end of a rep range, and both sides of a unilateral exercise. Raises ValueError for a
    target_reps outside the grammar.
    """
    target = parse_reps(target_reps)
    per_set = {
        "reps": target.high * SECONDS_PER_REP,
        "seconds": float(target.high),
        "metres": target.high / METRES_PER_SECOND,
    }[target.unit]
    rest = DEFAULT_REST_SECONDS if rest_seconds is None else rest_seconds
    sides = 2 if is_unilateral else 1
    return per_set * sides + rest
