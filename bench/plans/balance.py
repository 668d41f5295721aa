"""The balance of a week: push and pull, knee and hip."""

from bench.plans.case import Case
from bench.plans.line import KNEES, PULLS, PUSHES, is_pull, is_real_pull
from bench.plans.people import Faults
from shared.planner.terms import ExerciseType, MovementPattern, Muscle

_PUSH_TO_PULL = (0.7, 1.4)
# One set more isn't imbalance, whatever the ratio.
_ONE_SET = 1.0
_HIP_TO_KNEE = 0.5
_HIPS = (Muscle.HAMSTRINGS, Muscle.GLUTES)


def push_pull(case: Case) -> Faults:
    """Sets of pushing to sets of pulling of a week: 0.7 to 1.4, or at most one set apart.

    Common practice of shoulder health. A shoulder that hurts may have any number of pulls more. Where pulls
    or pushes are impossible, a warning must say so.
    """
    pushes = case.weekly_sets(line for line in case.strength if line.exercise.movement_pattern in PUSHES)
    pulls = case.weekly_sets(line for line in case.strength if is_pull(line))
    low, high = _PUSH_TO_PULL
    if abs(pushes - pulls) <= _ONE_SET or low * pulls <= pushes <= high * pulls:
        return []
    if pushes < pulls:
        if any(one.body_part == "shoulder" for one in case.complaints):
            return []
        excused = not case.can(*PUSHES) and case.warns(r"push|press|chest")
    else:
        excused = not case.can(*PULLS) and case.warns(r"pull|row|\bback\b")
    return [] if excused else [f"{pushes:g} sets of pushing, {pulls:g} of pulling"]


def real_pull(case: Case) -> Faults:
    """A row, a pulldown or a pull-up in the week, and on each day that is called a pull or is mostly one.

    Raises of the arms, pull-overs, upright rows and a towel without an anchor aren't. Where there is nothing
    to pull on, or less than 30 minutes of lifting a week, a warning must say so.
    """
    if not case.lifting_days:
        return None
    faults = []
    if not any(is_real_pull(line) for line in case.strength):
        faults.append("no row, pulldown or pull-up in the week")
    for i, day, lines in case.days:
        lifts = [line for line in lines if line.is_strength]
        pulls = sum(line.sets for line in lifts if is_pull(line))
        others = sum(line.sets for line in lifts if not is_pull(line) and line.is_compound)
        is_pull_day = "pull" in day.name.lower() or pulls > others
        if lifts and is_pull_day and not any(is_real_pull(line) for line in lifts):
            faults.append(f"none on day {i + 1}, {day.name}")
    impossible = case.is_cramped or not case.can(*PULLS)
    if faults and impossible and case.warns(r"pull|row|\bback\b"):
        return []
    return faults


def posterior_chain(case: Case) -> Faults:
    """Hinges, hamstrings and glutes have at least half the sets of squats and lunges, and some at all.

    The usual advice is 0.7 to 1.4; squats train the hips too, so half is where a coach would speak up. With
    less than 30 minutes of lifting a week, or no exercise left, a warning must say so.
    """
    if not case.lifting_days:
        return None
    hips = case.weekly_sets(
        line
        for line in case.strength
        if line.exercise.movement_pattern is MovementPattern.HINGE
        or (line.exercise.primary_muscle in _HIPS and line.exercise.movement_pattern not in KNEES)
    )
    knees = case.weekly_sets(
        line
        for line in case.strength
        if line.exercise.movement_pattern in KNEES or line.exercise.primary_muscle is Muscle.QUADS
    )
    if hips >= max(_HIP_TO_KNEE * knees, 1):
        return []
    possible = any(
        one.movement_pattern is MovementPattern.HINGE or one.primary_muscle in _HIPS
        for one in case.possible
        if one.exercise_type is ExerciseType.STRENGTH
    )
    if (case.is_cramped or not possible) and case.warns(r"hinge|hamstring|glute|hip|posterior"):
        return []
    return [f"{hips:g} sets for the hips, {knees:g} for the knees"]
