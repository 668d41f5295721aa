"""Filling a week: the main lifts, a little of each movement, the best step at a time, what still lacks."""

from collections.abc import Iterable, Mapping, Sequence

from shared.planner.balance import BASIC_PATTERNS, OPPOSITE, Side
from shared.planner.cover import cover, take_main_lifts
from shared.planner.exchange import even_out, untip, use_gear
from shared.planner.facts import Brief
from shared.planner.filling import FilledWeek, Filling
from shared.planner.greedy import greedy
from shared.planner.load import DayLoad, WeekLoad
from shared.planner.openings import MIN_SETS, Opening, frequency_openings, volume_openings
from shared.planner.pool import Pool
from shared.planner.sections import Frame
from shared.planner.selection import preference
from shared.planner.splits import Split
from shared.planner.strength import main_lifts
from shared.planner.terms import Mechanic, MovementPattern
from shared.planner.volume import GROUP_OF, VolumeGroup, set_credits

# How far a side may be ahead: an exercise while its opposite is still to come, in the end a set.
AN_EXERCISE, _A_SET = 3, 1
_SIDES: Mapping[VolumeGroup, Side] = {
    VolumeGroup.CHEST: Side.PUSH,
    VolumeGroup.BACK: Side.PULL,
    VolumeGroup.QUADS: Side.KNEE,
    VolumeGroup.HAMSTRINGS: Side.HIP,
    VolumeGroup.GLUTES: Side.HIP,
}


def fill_week(brief: Brief, pool: Pool, split: Split, frames: Sequence[Frame]) -> FilledWeek:
    """Choose exercises and sets for every day of a split, within what its frame leaves of the time.

    The result depends on the arguments alone.
    """
    loads = [DayLoad(day.muscles, frame.seconds) for day, frame in zip(split.days, frames, strict=True)]
    week = FilledWeek(WeekLoad(brief, pool.sides, loads, slack=AN_EXERCISE), [{} for _ in loads])
    filling = Filling(brief, pool, split, week)
    take_main_lifts(filling, main_lifts(brief, pool, split))
    cover(filling)
    greedy(filling).fill()
    use_gear(filling)
    _repair(filling)
    even_out(filling)
    week.load.slack = _A_SET
    untip(filling)
    # Sets for one side may have made room for the other.
    _repair(filling)
    return week


def complete_week(brief: Brief, pool: Pool, split: Split, week: FilledWeek) -> None:
    """Add what a week lacks, within all limits: empty days, volume, frequency, basic movements.

    Leaves no opening that a check would report.
    """
    filling = Filling(brief, pool, split, week)
    greedy(filling).fill_empty_days()
    for pattern in sorted(BASIC_PATTERNS - week.patterns.keys()):
        _take_best_of(filling, pattern)
    _repair(filling)


def _repair(filling: Filling) -> None:
    """Use every remaining opening for muscles below their band or trained too rarely.

    Repeats until nothing changes, because sets for one side may make room for the other.
    """
    while any(_mend(filling, group) for group in VolumeGroup):
        pass


def _mend(filling: Filling, group: VolumeGroup) -> bool:
    load = filling.load
    low = load.bands[group].low
    if load.volume[group] < low:
        found = _take_best(filling, group, volume_openings(load, filling.pool, group))
        return found or _free(filling, group)
    rare = load.days_training(group) < min(2, filling.split.days_for(group))
    return low > 0 and rare and _take_best(filling, group, frequency_openings(load, filling.pool, group))


def _free(filling: Filling, group: VolumeGroup) -> bool:
    """Do what lets a group have more: more for the opposite side, or less for what has plenty.

    Presses for the chest train the shoulders, too, and these have exercises of their own.
    """
    side, load = _SIDES.get(group), filling.load
    if side is not None and load.would_lead(side, MIN_SETS):
        return filling.take_best_for(OPPOSITE[side])
    if group is not VolumeGroup.CHEST:
        return False
    shoulders = load.bands[VolumeGroup.SHOULDERS]
    if load.volume[VolumeGroup.SHOULDERS] <= max(shoulders.low + MIN_SETS, shoulders.high - MIN_SETS):
        return False
    possible = [
        (day, exercise)
        for day, chosen in enumerate(filling.week.chosen)
        for exercise in chosen.values()
        if GROUP_OF.get(exercise.primary_muscle) is VolumeGroup.SHOULDERS
        and (day, exercise.id) not in filling.week.doses
    ]
    if possible and filling.exchanges > 0:
        filling.exchanges -= 1
        filling.drop(*max(possible, key=lambda at: (filling.week.sets(*at), at[1].slug)))
        return True
    return False


def _take_best(filling: Filling, group: VolumeGroup, openings: Iterable[Opening]) -> bool:
    found = max(
        openings,
        key=lambda o: (
            set_credits(o.exercise)[group] * preference(filling.brief, o.exercise),
            -o.day.volume[group],
            -o.day.sets,
        ),
        default=None,
    )
    if found is not None:
        filling.take(found)
    return found is not None


def _take_best_of(filling: Filling, pattern: MovementPattern) -> None:
    found = max(
        (
            step
            for day in range(len(filling.week.chosen))
            for step in filling.steps(day)
            if step.exercise.movement_pattern is pattern and step.exercise.mechanic is Mechanic.COMPOUND
        ),
        key=lambda step: (preference(filling.brief, step.exercise), -step.day.sets),
        default=None,
    )
    if found is not None:
        filling.take(found)
