"""Aerobic work: how much of a week, at which pace, on what, and how it grows.

Shares of the minutes are ours, after WHO 2020 (10.1136/bjsports-2020-102955) and ACSM 2009: endurance is
mostly easy minutes, losing weight needs both. Hard work is at most a fifth of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.people import (
    NO_RUNS_FROM_BMI,
    body_mass_index,
    is_older,
    limits_of,
    may_land,
)
from shared.planner.plan import PlannedExercise
from shared.planner.pool import Pool
from shared.planner.prescription import NO_PROGRESSION, grows_to, more_sets
from shared.planner.session_time import SETUP_SECONDS
from shared.planner.splits import DayFocus, split_for
from shared.planner.terms import GoalType, Level, PlanType, Section, TrackingType

_SHARE: Mapping[GoalType, float] = {
    GoalType.ENDURANCE: 0.7,
    GoalType.LOSE_WEIGHT: 0.5,
    GoalType.MAINTAIN: 0.2,
}
_CARDIO_PLAN_SHARE = 0.68
# They need the strength, and balance besides.
_MOST_FOR_OLDER = 0.68
# What beside it a session of aerobic work has: warm-up, something for the trunk, stretches.
_EASY_DAY_SHARE, _FOR_BALANCE, _EASY_DAY_SECONDS = 0.9, 0.13, 90
_RECOVERY_SHARE, _RECOVERY_SECONDS = 0.55, 2700
_LEAST_SECONDS = 300
# The first week begins below what the session has room for, and grows by at most a tenth.
_START, _GROWTH = 0.9, 0.05
_MORE_ROUNDS = 4

# In order of preference. Nothing here needs a skill or more than its equipment; a bicycle and a pool are
# nobody's until they say so.
_GENTLE = (
    "stationary-bike",
    "elliptical-trainer",
    "incline-treadmill-walk",
    "rowing-machine",
    "brisk-walk",
    "treadmill-walk",
)
_TRAINED = (
    "outdoor-run",
    "rowing-machine",
    "stationary-bike",
    "treadmill-run",
    "elliptical-trainer",
    "ski-ergometer",
    "incline-treadmill-walk",
    "stair-climber",
    "air-bike",
    "brisk-walk",
    "treadmill-walk",
)
# Not to be kept up for minutes: only in intervals.
_HARD = frozenset(
    {
        "jump-rope",
        "burpee",
        "jumping-jack",
        "high-knees",
        "shuttle-run",
        "battle-rope-waves",
        "bear-crawl",
        "interval-run",
        "shadow-boxing",
        "low-impact-jack",
    }
)
# Better than nothing, and nothing for long.
_ON_THE_SPOT = frozenset({"march-in-place", "step-touch", "seated-march"})
_MOST_ON_THE_SPOT = 900
_NOT_ASSUMED = frozenset({"swimming", "outdoor-cycling"})
_INTERVALS = (
    "bike-intervals",
    "rowing-intervals",
    "elliptical-intervals",
    "treadmill-incline-intervals",
    "run-walk-intervals",
    "interval-run",
    "outdoor-walk-intervals",
    "stationary-bike",
    "rowing-machine",
    "elliptical-trainer",
    "incline-treadmill-walk",
    "brisk-walk",
)
_ONLY_INTERVALS = frozenset(slug for slug in _INTERVALS if slug.endswith("-intervals"))
_RUNS = frozenset({"run-walk-intervals", "outdoor-run", "treadmill-run", "interval-run"})
_STEADY = (TrackingType.DURATION, TrackingType.DISTANCE_DURATION)


@dataclass(frozen=True, slots=True)
class _Intervals:
    """Rounds of work and easy movement, in seconds."""

    rounds: int
    work: int
    easy: int
    note: str


# Little 2011 and Helgerud 2007; whoever begins, or had better not strain, walks briskly instead.
_BRISK = _Intervals(6, 60, 120, "Brisk, then easy: you can still speak in short sentences.")
_SHORT = _Intervals(8, 30, 90, "Fast but even, 7 of 10; then easy until the next.")
_MINUTES = _Intervals(10, 60, 60, "Hard but even, 8 of 10; then easy until the next.")
_LONG = _Intervals(4, 240, 180, "Hard, at a pace you can hold for all four; then easy.")


def is_aerobic(brief: Brief) -> bool:
    """Return whether aerobic work is what this plan is for."""
    return brief.plan_type is PlanType.CARDIO or brief.goal_type in (
        GoalType.ENDURANCE,
        GoalType.LOSE_WEIGHT,
    )


def aerobic_share(brief: Brief) -> float:
    """Return the share of a week's minutes that is for aerobic work."""
    if brief.plan_type is PlanType.CARDIO:
        return _CARDIO_PLAN_SHARE
    share = _SHARE.get(brief.goal_type, 0.0)
    return min(share, _MOST_FOR_OLDER) if is_older(brief) else share


def steady_cardio(pool: Pool) -> list[ExerciseFacts]:
    """Return the exercises that can be kept up: measured in time or distance, and not hard."""
    return [
        e
        for e in pool.cardio
        if e.tracking_type in _STEADY and e.slug not in _HARD | _ONLY_INTERVALS | _NOT_ASSUMED
    ]


def easy_choices(brief: Brief, pool: Pool) -> Sequence[ExerciseFacts]:
    """Return the steady exercises for this person, best first."""
    is_trained = brief.fitness_level is not Level.BEGINNER and _may_run(brief)
    order = _TRAINED if is_trained else _GENTLE
    places = {slug: place for place, slug in enumerate(order)}
    possible = [e for e in steady_cardio(pool) if _may_run(brief) or not e.has_impact]
    if not is_trained:
        possible = [e for e in possible if e.slug not in _RUNS] or possible
    possible = [e for e in possible if e.slug not in _ON_THE_SPOT] or possible
    return sorted(possible, key=lambda e: (places.get(e.slug, len(places)), e.slug))


def gentlest(brief: Brief, pool: Pool) -> ExerciseFacts | None:
    """Return what raises the pulse before work, a walk where there is one."""
    walks = {"brisk-walk": 0, "treadmill-walk": 1, "march-in-place": 2}
    gentle = [e for e in easy_choices(brief, pool) if not e.has_impact] or easy_choices(brief, pool)
    return min(gentle, key=lambda e: (walks.get(e.slug, len(walks)), e.slug), default=None)


def aerobic_lines(brief: Brief, pool: Pool, day: DayFocus, index: int, most: float) -> list[PlannedExercise]:
    """Return the aerobic work of the `index`-th day of the week, from 0, of at most this many seconds."""
    choices = easy_choices(brief, pool)
    seconds = most if day.is_recovery and is_aerobic(brief) else min(_seconds(brief, day), most)
    if not choices or seconds < _LEAST_SECONDS:
        return []
    easy_before = easy_days_before(brief, index) if day.is_recovery else index
    lines: list[PlannedExercise] = []
    if not day.is_recovery:
        # The way from the weights.
        seconds -= SETUP_SECONDS
    if is_aerobic(brief) and _is_quality_day(brief, day, index):
        lines += list(_intervals(brief, pool, seconds))
        seconds -= sum(interval_seconds(line) for line in lines)
        choices = [e for e in choices if all(e.id != line.exercise_id for line in lines)]
    if seconds >= _LEAST_SECONDS and choices:
        exercise = choices[easy_before % min(3, len(choices))]
        lines.append(steady_work(exercise, seconds, grows=is_aerobic(brief)))
    return lines


def steady_line(
    exercise: ExerciseFacts, seconds: float, section: Section, notes: str | None = None
) -> PlannedExercise:
    """Return a line of an even effort, in whole half minutes."""
    return PlannedExercise(
        exercise.id,
        1,
        f"{whole_half_minutes(seconds)}s",
        section,
        target_rest_seconds=0,
        progression=NO_PROGRESSION,
        notes=notes,
    )


def whole_half_minutes(seconds: float) -> int:
    """Return seconds rounded down to half minutes, at least one."""
    return max(30, int(seconds // 30) * 30)


def interval_seconds(line: PlannedExercise) -> int:
    """Return how long intervals take with the easy parts between them."""
    work = int(line.target_reps.rstrip("s"))
    return line.target_sets * (work + (line.target_rest_seconds or 0))


def _seconds(brief: Brief, day: DayFocus) -> float:
    session = brief.minutes_per_session * 60
    if not aerobic_share(brief):
        return min(_RECOVERY_SHARE * session, _RECOVERY_SECONDS) if day.is_recovery else 0.0
    days = split_for(brief).days
    easy = sum(other.is_recovery for other in days)
    on_easy = session * (_EASY_DAY_SHARE - (_FOR_BALANCE if is_older(brief) else 0)) - _EASY_DAY_SECONDS
    if day.is_recovery:
        return on_easy
    wanted = aerobic_share(brief) * session * len(days)
    return max(0.0, wanted - easy * on_easy) / (len(days) - easy) + SETUP_SECONDS


def easy_days_before(brief: Brief, index: int) -> int:
    """Return how many easy days the week has before this one."""
    return sum(day.is_recovery for day in split_for(brief).days[:index])


def _is_quality_day(brief: Brief, day: DayFocus, index: int) -> bool:
    """Return whether this is the day with intervals: the week's first easy one, else the first."""
    days = split_for(brief).days
    if any(other.is_recovery for other in days):
        return day.is_recovery and easy_days_before(brief, index) == 0
    return index == 0


def steady_work(exercise: ExerciseFacts, seconds: float, *, grows: bool) -> PlannedExercise:
    """Return easy minutes, at most these; where they grow, they begin below and end there."""
    if exercise.slug in _ON_THE_SPOT:
        seconds = min(seconds, _MOST_ON_THE_SPOT)
    start = whole_half_minutes(_START * seconds if grows else seconds)
    step = max(30, whole_half_minutes(_GROWTH * start))
    line = steady_line(exercise, start, Section.MAIN, "Easy: you can speak in full sentences.")
    most = whole_half_minutes(seconds)
    growth = grows_to(most, step) if grows and most > start else None
    return replace(line, progression=growth or NO_PROGRESSION)


def _intervals(brief: Brief, pool: Pool, seconds: float) -> Iterator[PlannedExercise]:
    form = _form(brief)
    exercise = next(iter(_interval_choices(brief, pool)), None)
    rounds = min(form.rounds, int(seconds * 0.6 // (form.work + form.easy)))
    if exercise is None or rounds < 3:  # noqa: PLR2004 - fewer are no intervals
        return
    yield PlannedExercise(
        exercise.id,
        rounds,
        f"{form.work}s",
        target_rest_seconds=form.easy,
        progression=more_sets(rounds + _MORE_ROUNDS),
        notes=form.note,
    )


def _form(brief: Brief) -> _Intervals:
    if brief.fitness_level is Level.BEGINNER or not limits_of(brief).may_go_all_out:
        return _BRISK
    if is_older(brief) or not _may_run(brief) or brief.fitness_level is Level.INTERMEDIATE:
        return _SHORT
    return _LONG if brief.goal_type is GoalType.ENDURANCE else _MINUTES


def _interval_choices(brief: Brief, pool: Pool) -> list[ExerciseFacts]:
    places = {slug: place for place, slug in enumerate(_INTERVALS)}
    possible: Iterable[ExerciseFacts] = (e for e in pool.cardio if e.slug in places)
    if not _may_run(brief):
        possible = (e for e in possible if not e.has_impact and e.slug not in _RUNS)
    return sorted(possible, key=lambda e: (places[e.slug], e.slug))


def _may_run(brief: Brief) -> bool:
    heavy = (body_mass_index(brief) or 0) >= NO_RUNS_FROM_BMI
    return may_land(brief) and not heavy and limits_of(brief).may_go_all_out
