"""One line of strength work: its prescription, and how long it takes."""

from collections.abc import Iterable

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.plan import PlannedExercise
from shared.planner.prescription import prescribe
from shared.planner.selection import alternatives
from shared.planner.session_time import exercise_seconds
from shared.planner.terms import Section


def strength_line(
    brief: Brief, exercise: ExerciseFacts, sets: int, others: Iterable[ExerciseFacts]
) -> PlannedExercise:
    """Return the line for this many sets of an exercise, as the brief prescribes it.

    `others` are possible alternatives. The line has no load: the database estimates the first one from the
    user's history, or takes the first one logged.
    """
    dose = prescribe(brief, exercise)
    return PlannedExercise(
        exercise_id=exercise.id,
        target_sets=sets,
        target_reps=dose.reps,
        target_rest_seconds=dose.rest_seconds,
        on_success_weight_increase_kg=dose.increase_kg,
        progression=dose.progression,
        alternatives=tuple(alternatives(brief, exercise, others)),
        target_rir=dose.rir,
    )


def line_seconds(line: PlannedExercise, exercise: ExerciseFacts | None, sharing: int = 1) -> float:
    """Return the seconds a line takes; 0 for an invalid target.

    The exercises of a superset share one rest; `sharing` is their number.
    """
    rest = line.target_rest_seconds
    try:
        return exercise_seconds(
            line.target_sets,
            line.target_reps,
            None if rest is None else rest // sharing,
            is_unilateral=exercise is not None and exercise.is_unilateral,
            in_main=line.section is Section.MAIN,
        )
    except ValueError:
        return 0.0
