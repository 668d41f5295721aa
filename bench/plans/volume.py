"""How much: sets of a muscle in a week and in a session, and how often a week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from bench.plans.case import Case
from bench.plans.line import Line, muscle_groups
from bench.plans.people import Faults
from shared.planner.terms import ExerciseType, GoalType

# Weekly sets of beginners and of all others, least and most (Liftosaur's guide; a helper counts half).
_BEGINNER: Mapping[str, tuple[int, int]] = {
    "chest": (8, 12), "back": (8, 14), "quads": (6, 12), "hamstrings": (4, 10), "glutes": (4, 10),
    "shoulders": (6, 12), "biceps": (4, 10), "triceps": (4, 10), "calves": (0, 6), "abs": (0, 6),
}  # fmt: skip
_OTHERS: Mapping[str, tuple[int, int]] = {
    "chest": (10, 20), "back": (10, 22), "quads": (8, 18), "hamstrings": (6, 14), "glutes": (6, 16),
    "shoulders": (8, 18), "biceps": (6, 14), "triceps": (6, 14), "calves": (6, 12), "abs": (4, 10),
}  # fmt: skip
# What other goals than growth need of that. Fat loss keeps muscle with 0.7; strength comes from load; a third
# of the volume keeps it for 32 weeks (Spiering 2021, 10.1519/JSC.0000000000003964), half leaves room for
# those below average.
_NEED: Mapping[GoalType, float] = {
    GoalType.GAIN_MUSCLE: 1.0,
    GoalType.LOSE_WEIGHT: 0.7,
    GoalType.IMPROVE_STRENGTH: 0.5,
    GoalType.MAINTAIN: 0.5,
    GoalType.ENDURANCE: 0.33,
}
_SETS_A_MINUTE = 0.3
# A session's most working sets, and a beginner's longest session of lifting.
_MOST_WORKING_SETS, _BEGINNERS_MINUTES = 26, 60
# One to three sets on two or three days: for who is young or old.
_CAREFUL_NEED = 0.5
# Sets that count for a group, out of one set: a target and one or two halves.
_COUNTS_A_SET = 1.5
# Growth needs the lower bound, but a set less isn't seen by anyone.
_TOLERANCE = 0.5
_BIG = ("chest", "back", "quads", "hamstrings", "glutes", "shoulders")
_TWICE, _NEARLY_TWICE = 2, 1.5
_TWICE_NEEDS_MINUTES = 30
_MOST_IN_A_WEEK_OVER = 1.0
_MOST_OF_A_MUSCLE = 8
# (minutes, sets), linear in between.
_MOST_SETS = ((0, 2), (15, 6), (30, 12), (45, 16), (60, 22), (90, 30))


def twice_a_week(case: Case) -> Faults:
    """Each big muscle is worked on two days, where the week has two days of lifting or more.

    ACSM 2026 and Schoenfeld 2016 (10.1007/s40279-016-0543-8). A day counts with a whole set, or two as a
    helper. Two workouts in turn on three days are 1.5 times, which is enough. Where the time for lifting
    (below 30 minutes, and a fifth of the session is for endurance, two fifths for fat loss) or gear makes it
    impossible, a warning must name the muscle.
    """
    if len(case.lifting_days) < _TWICE and case.brief.days_per_week < _TWICE:
        return None
    if case.goal is GoalType.ENDURANCE and len(case.lifting_days) < _TWICE:
        return None
    short = case.lifting_minutes / case.brief.days_per_week < _TWICE_NEEDS_MINUTES
    faults = []
    for group in _BIG:
        days = sum(
            case.times_a_week[i] for i in case.lifting_days if _counted(_of_day(case, i)).get(group, 0) >= 1
        )
        if days < _NEARLY_TWICE and not ((short or not _possible(case, group)) and case.warns(group)):
            faults.append(f"{group} on {days:g} days")
    return faults


def lower_volume(case: Case) -> Faults:
    """Each muscle gets the lower bound of its weekly sets, as far as the goal needs them, within half a set.

    The bands stand above, from Liftosaur's guide; ACSM 2026: at least 10 for growth. Where the time is too
    short for all (0.3 sets a minute of lifting, warm-up included, at most 26 in a session, a beginner 60
    minutes) or no exercise is left, a warning must name the muscle.
    """
    careful = case.is_child or case.is_elder
    need = min(_NEED[case.goal], _CAREFUL_NEED if careful else 1.0)
    bands = _BEGINNER if case.is_beginner or careful else _OTHERS
    sets = _weekly(case)
    short = _room(case) * _COUNTS_A_SET < need * sum(low for low, _ in bands.values())
    faults = []
    for group, (low, _) in bands.items():
        if sets[group] < need * low - _TOLERANCE:
            impossible = short or not _possible(case, group)
            if not (impossible and case.warns(group)):
                faults.append(f"{group} {sets[group]:g} of {need * low:g}")
    return faults


def upper_volume(case: Case) -> Faults:
    """No muscle gets more sets a week than the upper end of its band (the same guide)."""
    bands = _BEGINNER if case.is_beginner else _OTHERS
    sets = _weekly(case)
    return [
        f"{group} {sets[group]:g} of at most {high}"
        for group, (_, high) in bands.items()
        if sets[group] > high + _MOST_IN_A_WEEK_OVER
    ]


def session_sets(case: Case) -> Faults:
    """A session has no more working sets than fit: 6 in 15 minutes, 12 in 30, 16 in 45, 22 in 60, 30 in 90.

    And at most 8 counted sets of one muscle, as more of them in a session add little.
    """
    most = _fit(case.brief.minutes_per_session)
    faults = []
    for i, day, lines in case.days:
        lifts = [line for line in lines if line.is_strength]
        sets = sum(line.sets for line in lifts)
        if sets > most:
            faults.append(f"{day.name}: {sets} sets of at most {most:g}")
        faults += [
            f"day {i + 1}, {day.name}: {count:g} sets of {group}"
            for group, count in _counted(lifts).items()
            if count > _MOST_OF_A_MUSCLE
        ]
    return faults


def _fit(minutes: int) -> float:
    for (start, low), (end, high) in pairwise(_MOST_SETS):
        if minutes <= end:
            return low + (high - low) * (minutes - start) / (end - start)
    return _MOST_SETS[-1][1]


def _room(case: Case) -> float:
    """Return the working sets of a week that there is time for."""
    minutes = case.lifting_minutes / case.brief.days_per_week
    if case.is_beginner:
        minutes = min(minutes, _BEGINNERS_MINUTES)
    return case.brief.days_per_week * min(minutes * _SETS_A_MINUTE, _MOST_WORKING_SETS)


def _of_day(case: Case, day: int) -> list[Line]:
    return [line for line in case.strength if line.day == day]


def _counted(lines: Iterable[Line]) -> Mapping[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for line in lines:
        for group, share in muscle_groups(line.exercise).items():
            counts[group] += share * line.sets
    return counts


def _weekly(case: Case) -> Mapping[str, float]:
    counts: dict[str, float] = defaultdict(float)
    for day, times in case.times_a_week.items():
        for group, count in _counted(_of_day(case, day)).items():
            counts[group] += count * times
    return counts


def _possible(case: Case, group: str) -> bool:
    return any(
        muscle_groups(one).get(group) == 1
        for one in case.possible
        if one.exercise_type is ExerciseType.STRENGTH
    )
