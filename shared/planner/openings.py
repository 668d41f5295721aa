"""Openings: where a week could still take sets for a muscle. Shared by making and checking.

A shortfall is an error only if it could be fixed: the planner stops when no opening is left, and the
check reports a shortfall as an error only if there is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.planner.facts import ExerciseFacts
from shared.planner.load import DayLoad, WeekLoad
from shared.planner.pool import Pool
from shared.planner.volume import VolumeGroup

# A single set of an exercise is rarely worth the set-up time.
MIN_SETS = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """Sets of an exercise that fit into a day: a new exercise, or one more set of a present one."""

    day: DayLoad
    exercise: ExerciseFacts
    sets: int
    seconds: float


def opening(week: WeekLoad, day: DayLoad, exercise: ExerciseFacts, sets: int) -> Opening | None:
    """Return the opening for `sets` of an exercise on a day, or None where a limit forbids it."""
    demand = week.demand(exercise)
    present = day.exercises.get(exercise.id, 0)
    if present + sets > demand.most_sets or exercise.id in day.closed:
        return None
    each = day.own_seconds.get(exercise.id, demand.seconds)
    seconds = sets * each + (0 if present else demand.setup)
    if not week.fits(day, exercise, sets, seconds):
        return None
    return Opening(day, exercise, sets, seconds)


def volume_openings(week: WeekLoad, pool: Pool, group: VolumeGroup) -> Iterator[Opening]:
    """Yield every way to give this group more sets within all limits."""
    for day in week.days:
        for exercise in pool.by_group[group]:
            sets = 1 if exercise.id in day.exercises else MIN_SETS
            if found := opening(week, day, exercise, sets):
                yield found


def frequency_openings(week: WeekLoad, pool: Pool, group: VolumeGroup) -> Iterator[Opening]:
    """Yield every way to train this group on a day that doesn't train it yet."""
    for found in volume_openings(week, pool, group):
        if found.day.volume[group] < 1.0:
            yield found
