"""Strength: how often the main lifts come, and by which scheme they grow."""

from collections.abc import Mapping

from bench.plans.case import Case
from bench.plans.line import KNEES, PULLS, PUSHES, Line
from bench.plans.names import BARBELL_LIFTS, is_one_of
from bench.plans.people import Faults
from shared.planner.terms import GoalType, Level, MovementPattern

_FAMILIES: Mapping[str, tuple[MovementPattern, ...]] = {
    "squat": KNEES,
    "push": PUSHES,
    "pull": PULLS,
    "hinge": (MovementPattern.HINGE,),
}
_TWICE = 2
# Workouts A and B in turn on three days.
_IN_TURN = 1.5
_TIME_FOR_ALL = 30
_SCHEMES: Mapping[Level, tuple[str, ...]] = {
    Level.BEGINNER: ("linear", "gzclp"),
    Level.INTERMEDIATE: ("percentage_wave", "gzclp", "rules"),
    Level.ADVANCED: ("percentage_wave", "gzclp", "rules"),
}
# Without singles and threes: for who is young, old or has a complaint.
_CAREFUL_SCHEMES = ("linear", "double", "sum_of_reps", "gzclp", "rules")
_HEAVY = 6
_ENOUGH_LIFTS = 2


def main_lifts_twice(case: Case) -> Faults:
    """For strength squat, push and pull come twice a week, from four days a hinge too; on one day each once.

    ACSM 2026 and Pelland 2024: strength rises with frequency. The novice's deadlift comes once or twice.
    Compound lifts count; two workouts in turn on three days are 1.5 times, which is enough. What no exercise
    is left for, or below 30 minutes, must be named by a warning.
    """
    if case.goal is not GoalType.IMPROVE_STRENGTH:
        return None
    short = case.brief.minutes_per_session < _TIME_FOR_ALL
    faults = []
    for name, patterns in _FAMILIES.items():
        days = case.often(
            line for line in case.strength if line.exercise.movement_pattern in patterns and line.is_compound
        )
        once = case.brief.days_per_week == 1 or (name == "hinge" and case.brief.days_per_week < 4)  # noqa: PLR2004
        wanted = 1 if once else _IN_TURN
        excused = (short or not case.can(*patterns)) and case.warns(_named(name))
        if days < wanted and not excused:
            faults.append(f"{name} on {days:g} of {1 if once else _TWICE} days")
    return faults


def known_scheme(case: Case) -> Faults:
    """For strength the main lifts with a bar follow a known scheme; who has a bar gets two or more.

    Beginners linear (3 x 5, 5 x 5) or in tiers (GZCLP), others waves of percentages (5/3/1) or tiers; with at
    most 6 repetitions. Who is under 16, from 65 or has a complaint: any progression, without the heavy part.
    Without a bar the main lifts have any progression: the steps of dumbbells are too large for a linear one.
    """
    if case.goal is not GoalType.IMPROVE_STRENGTH:
        return None
    careful = case.is_elder or case.is_child or bool(case.complaints or case.brief.injured_muscles)
    found = {
        name: [one for one in case.strength if is_one_of(one.slug, BARBELL_LIFTS[name])]
        for name in BARBELL_LIFTS
    }
    lifts = [name for name, lines in found.items() if lines]
    faults = []
    for lines in found.values():
        faults += [] if not lines or _any_good(case, lines, careful=careful) else [str(lines[0])]
    if not careful and len(lifts) < min(_ENOUGH_LIFTS, len(_open_lifts(case))):
        faults.append(f"main lifts with the bar: {', '.join(lifts) or 'none'}")
    faults += [
        str(line) for line in case.strength if line.is_compound and line.is_loaded and line.scheme == "none"
    ]
    return faults


def _any_good(case: Case, lines: list[Line], *, careful: bool) -> bool:
    if careful:
        return any(line.scheme in _CAREFUL_SCHEMES for line in lines)
    known = _SCHEMES[case.brief.fitness_level]
    return any(line.scheme in known and line.target.low <= _HEAVY for line in lines)


def _open_lifts(case: Case) -> list[str]:
    return [
        name
        for name, patterns in BARBELL_LIFTS.items()
        if any(is_one_of(one.slug, patterns) for one in case.possible)
    ]


def _named(family: str) -> str:
    return {
        "squat": r"squat|quad|leg|knee",
        "push": r"push|press|chest|shoulder",
        "pull": r"pull|row|\bback\b",
        "hinge": r"hinge|hamstring|glute|hip|deadlift",
    }[family]
