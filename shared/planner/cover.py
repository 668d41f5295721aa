"""The first things in a week: the main lifts, and a little of each movement on each day."""

from collections.abc import Iterable, Mapping, Sequence

from shared.planner.balance import Side
from shared.planner.facts import ExerciseFacts
from shared.planner.filling import SHORT_SETS, Filling, Today
from shared.planner.lifts import NO_REAL_PULLS
from shared.planner.load import DayLoad
from shared.planner.openings import MIN_SETS, Opening, opening
from shared.planner.session_time import set_seconds, setup_seconds
from shared.planner.strength import MainLift
from shared.planner.terms import Mechanic, Muscle
from shared.planner.volume import VolumeGroup, set_credits

# With less time for lifting than this each movement has one set.
_TINY_SECONDS = 600
# A single joint, or a pull against little, is the last resort.
_ALONE, _NEW_GEAR, _NEW_PATTERN = 0.3, 1.5, 1.3
# A big muscle more that the day doesn't train yet.
_EACH_UNTRAINED = 0.25
# Presses train the shoulders, and nothing but a horizontal one the chest.
_FOR_THE_CHEST = 1.4
_BIG = frozenset(
    {
        VolumeGroup.CHEST,
        VolumeGroup.BACK,
        VolumeGroup.QUADS,
        VolumeGroup.HAMSTRINGS,
        VolumeGroup.GLUTES,
        VolumeGroup.SHOULDERS,
    }
)
# Legs and arms in turn, so that days with time for two or three of them have others.
_ORDERS: Sequence[Sequence[Side]] = (
    (Side.KNEE, Side.PULL, Side.PUSH, Side.HIP),
    (Side.HIP, Side.PUSH, Side.PULL, Side.KNEE),
)


def take_main_lifts(filling: Filling, lifts: Sequence[Sequence[MainLift]]) -> None:
    """Take the main lifts of each day, as far as they fit."""
    for day, planned in enumerate(lifts):
        for lift in planned:
            _take_main(filling, day, lift)


def cover(filling: Filling) -> None:
    """Take a little of each movement that a day is open to.

    So a week has every movement twice before it has much of any, and something for each muscle in focus:
    where time is short, before all else.
    """
    lifting = [day for day, load in enumerate(filling.load.days) if load.muscles != frozenset()]
    for turn, day in enumerate(lifting):
        load = filling.load.days[day]
        if filling.brief.focus and filling.is_short:
            _cover_focus(filling, day, turn)
        tiny = filling.load.seconds_per_session - load.seconds < _TINY_SECONDS
        for side in _ORDERS[turn % len(_ORDERS)]:
            if all(filling.side(e) is not side for e in filling.week.chosen[day].values()):
                _cover_side(filling, day, side, 1 if tiny else MIN_SETS)
        if filling.brief.focus and not filling.is_short:
            _cover_focus(filling, day, turn)


def _cover_focus(filling: Filling, day: int, turn: int) -> None:
    """Take an exercise for a muscle that the person asked for, another on the next day."""
    muscle = sorted(filling.brief.focus)[turn % len(filling.brief.focus)]
    today = Today.of(filling.week, day)
    asked = (e for e in filling.candidates[day] if e.primary_muscle is muscle)
    values = {e: filling.likings[e.id] * filling.variety(today, e) for e in asked}
    _take_best(filling, filling.load.days[day], values, MIN_SETS)


def _take_main(filling: Filling, day: int, lift: MainLift) -> None:
    load, dose = filling.load.days[day], lift.dose
    each = set_seconds(dose.reps, dose.rest_seconds, is_unilateral=lift.exercise.is_unilateral)
    sets = min(lift.sets, SHORT_SETS) if filling.is_short and not lift.is_closed else lift.sets
    seconds = sets * each + setup_seconds(lift.exercise, dose.reps)
    if filling.load.fits(load, lift.exercise, sets, seconds, may_tip=True):
        filling.take(Opening(load, lift.exercise, sets, seconds))
        filling.week.doses[day, lift.exercise.id] = dose
        load.own_seconds[lift.exercise.id] = each
        if lift.is_closed:
            load.closed.add(lift.exercise.id)


def _cover_side(filling: Filling, day: int, side: Side, sets: int) -> None:
    load, today = filling.load.days[day], Today.of(filling.week, day)
    possible = (e for e in filling.candidates[day] if filling.side(e) is side)
    values = {e: filling.variety(today, e) * _value(filling, load, today, e) for e in possible}
    _take_best(filling, load, values, sets)


def _take_best(filling: Filling, load: DayLoad, values: Mapping[ExerciseFacts, float], sets: int) -> None:
    steps: Iterable[Opening | None] = (opening(filling.load, load, e, sets) for e in values)
    possible = [step for step in steps if step is not None]
    if possible:
        filling.take(max(possible, key=lambda step: (values[step.exercise], step.exercise.slug)))


def _value(filling: Filling, load: DayLoad, today: Today, exercise: ExerciseFacts) -> float:
    value = filling.likings[exercise.id]
    if exercise.mechanic is Mechanic.ISOLATION or exercise.slug in NO_REAL_PULLS:
        value *= _ALONE
    if exercise.equipment & (filling.gear - today.gear):
        value *= _NEW_GEAR
    if exercise.primary_muscle is Muscle.CHEST:
        value *= _FOR_THE_CHEST
    if filling.is_new_movement(exercise):
        value *= _NEW_PATTERN
    untrained = sum(group in _BIG and load.volume[group] < 1 for group in set_credits(exercise))
    return value * (1 + _EACH_UNTRAINED * untrained)
