"""One line of strength work: its prescription, and how long it takes."""

from collections.abc import Iterable

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.plan import PlannedExercise
from shared.planner.prescription import Prescription, prescribe
from shared.planner.selection import alternatives
from shared.planner.session_time import (
    DEFAULT_REST_SECONDS,
    exercise_seconds,
    set_seconds,
    setup_seconds,
)
from shared.planner.terms import ExerciseType, Section, TrackingType

# Where a scheme doesn't say how many reps to leave.
_FIRST_RIR = 3


def strength_line(
    brief: Brief,
    exercise: ExerciseFacts,
    sets: int,
    others: Iterable[ExerciseFacts],
    dose: Prescription | None = None,
) -> PlannedExercise:
    """Return the line for this many sets of an exercise, as the brief prescribes it, or by a dose of its own.

    `others` are possible alternatives. The line has no load: the database estimates the first one from the
    user's history, else guesses it, and the first workout finds it.
    """
    dose = dose or prescribe(brief, exercise)
    return PlannedExercise(
        exercise_id=exercise.id,
        target_sets=sets,
        target_reps=dose.reps,
        target_rest_seconds=dose.rest_seconds,
        on_success_weight_increase_kg=dose.increase_kg,
        progression=dose.progression,
        alternatives=tuple(alternatives(brief, exercise, others)),
        target_rir=dose.rir,
        notes=_first_time(exercise, dose),
    )


def _first_time(exercise: ExerciseFacts, dose: Prescription) -> str | None:
    if exercise.tracking_type is not TrackingType.WEIGHT_REPS:
        return None
    left = dose.rir or _FIRST_RIR
    reps = "rep" if left == 1 else "reps"
    return f"First time: warm up with lighter sets, then find a load that leaves {left} {reps} in reserve."


def line_seconds(
    line: PlannedExercise, exercise: ExerciseFacts | None, sharing: int = 1, *, in_pairs: bool = False
) -> float:
    """Return the seconds a line takes; 0 for an invalid target.

    To move takes no setting up, nor do warm-up and cool-down.
    The exercises of a superset share their rests; `sharing` is their number. `in_pairs`: the whole plan is
    done in supersets, though this line found no partner.
    """
    rest = line.target_rest_seconds
    is_main = line.section is Section.MAIN
    try:
        seconds = exercise_seconds(
            line.target_sets,
            line.target_reps,
            None if rest is None else rest // min(sharing, 2),
            is_unilateral=exercise is not None and exercise.is_unilateral,
            in_main=False,
        )
        if exercise is None or not is_main or exercise.exercise_type is ExerciseType.CARDIO:
            return seconds
        return seconds + setup_seconds(exercise, line.target_reps, is_paired=in_pairs or sharing > 1)
    except ValueError:
        return 0.0


def one_set_seconds(line: PlannedExercise, exercise: ExerciseFacts, sharing: int = 1) -> float:
    """Return the seconds of one more set of a line; 0 for an invalid target."""
    rest = DEFAULT_REST_SECONDS if line.target_rest_seconds is None else line.target_rest_seconds
    try:
        return set_seconds(line.target_reps, rest // min(sharing, 2), is_unilateral=exercise.is_unilateral)
    except ValueError:
        return 0.0
