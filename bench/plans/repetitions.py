"""Repetitions that can be done, and that suit the lift."""

from collections.abc import Mapping

from bench.plans.case import Case
from bench.plans.line import Line
from bench.plans.names import DIPS, HARD_WITH_BODY_WEIGHT, SKILLS, is_one_of
from bench.plans.people import Faults
from shared.planner.terms import Level, MovementPattern, Sex, TrackingType

# The most that the lower end of a range may be, men and all others, by level: the lower end of what such
# people can repeat with one in reserve. 0: it isn't for them. From repetitions that people log (StrengthLevel
# 2026-03), a tier lower, since those who log are stronger than those who don't.
_DOABLE: Mapping[tuple[str, ...], Mapping[Level, tuple[int, int]]] = {
    ("pull-up", "neutral-grip-pull-up", "towel-pull-up", "weighted-pull-up"): {
        Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (3, 1), Level.ADVANCED: (5, 3),
    },
    ("chin-up",): {Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (4, 2), Level.ADVANCED: (5, 4)},
    DIPS: {Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (4, 1), Level.ADVANCED: (8, 4)},
    ("push-up", "decline-push-up"): {
        Level.BEGINNER: (5, 0), Level.INTERMEDIATE: (10, 5), Level.ADVANCED: (15, 10),
    },
    ("diamond-push-up", "archer-push-up", "ring-push-up"): {
        Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (5, 2), Level.ADVANCED: (8, 5),
    },
    ("pistol-squat",): {Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (1, 1), Level.ADVANCED: (3, 3)},
    ("nordic-curl",): {Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (3, 3), Level.ADVANCED: (3, 3)},
    ("handstand-push-up",): {Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (2, 2), Level.ADVANCED: (3, 1)},
    ("pike-push-up",): {Level.BEGINNER: (5, 5), Level.INTERMEDIATE: (8, 8), Level.ADVANCED: (10, 8)},
    ("muscle-up",): {Level.BEGINNER: (0, 0), Level.INTERMEDIATE: (0, 0), Level.ADVANCED: (1, 1)},
}  # fmt: skip
_SKILL_FLOOR, _DIP_FLOOR = 5, 8
_LONGEST_HEAVY = 15
_LONG = 13
_LONGER = r"longer|\bthen\b|\bnext\b|\badd\b|up to|\bmore\b|harder|heavier"


def bodyweight_reps(case: Case) -> Faults:
    """What moves the body is asked for as often as level and sex let expect: pull-ups, dips, push-ups.

    Also chin-ups, pistols, nordics, handstand push-ups and muscle-ups. The lower end of the range is at most
    what such a person can be expected to do (the table above); else it is help, negatives, an incline or a
    row. From 65 years the level counts as one lower, and an unknown sex as a woman's: it errs on the doable
    side.
    """
    men = case.brief.sex is Sex.MALE
    faults = []
    for line in case.strength:
        for slugs, levels in _DOABLE.items():
            if line.target.unit == "reps" and is_one_of(line.slug, slugs):
                most = levels[_level(case)][0 if men else 1]
                if most == 0 or line.target.low > most:
                    faults.append(f"{line}: at most {most}" if most else f"{line}: not for them")
    return faults


def skill_floor(case: Case) -> Faults:
    """No skill lift asks for more than 5 repetitions at the lower end, no dip for more than 8.

    Skill under fatigue is practice of mistakes; and few people have more.
    """
    patterns = (*SKILLS, *HARD_WITH_BODY_WEIGHT)
    faults = []
    for line in case.strength:
        most = _DIP_FLOOR if is_one_of(line.slug, DIPS) else _SKILL_FLOOR
        if line.target.unit == "reps" and is_one_of(line.slug, (*patterns, *DIPS)) and line.target.low > most:
            faults.append(str(line))
    return faults


def no_long_heavy_sets(case: Case) -> Faults:
    """No barbell squat or deadlift of 15 to 20: none above 15, none beginning above 12.

    There the back tires before the legs, and breath before either.
    """
    return [
        str(line)
        for line in case.strength
        if line.gear & {"barbell", "trap-bar"}
        and line.exercise.movement_pattern in (MovementPattern.SQUAT, MovementPattern.HINGE)
        and (line.target.high > _LONGEST_HEAVY or line.target.low >= _LONG)
    ]


def holds_progress(case: Case) -> Faults:
    """A hold or carry has a progression, or its notes say what comes next: 20 s to 60 s, then a longer lever.

    ACSM 2009: without progressive overload nothing adapts.
    """
    return [str(line) for line in case.strength if _is_hold(line) and not _grows(case, line)]


def _level(case: Case) -> Level:
    """Return the level to expect repetitions by: one lower from 65 years."""
    level = case.brief.fitness_level
    return list(Level)[max(level.rank - case.is_elder, 0)]


def _is_hold(line: Line) -> bool:
    return line.exercise.tracking_type in (TrackingType.DURATION, TrackingType.DISTANCE_DURATION)


def _grows(case: Case, line: Line) -> bool:
    return line.scheme != "none" or case.says_in_notes(line, _LONGER)
