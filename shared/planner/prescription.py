"""Reps, effort, rest and progression of an exercise, by goal, kind of exercise and person."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shared.planner.doable import doable_reps
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lifts import BARBELL_LIFTS, POWER
from shared.planner.people import Limits, advice, limits_of
from shared.planner.plan import Progression
from shared.planner.reps import parse_reps
from shared.planner.terms import (
    Condition,
    Contraindication,
    ExerciseType,
    GoalType,
    Level,
    Mechanic,
    Muscle,
    TrackingType,
)
from shared.planner.trunk import TRUNK

LINEAR = Progression("linear")
DOUBLE = Progression("double")
NO_PROGRESSION = Progression("none")

# The smallest steps that most gyms can load and most people can follow.
COMPOUND_STEP_KG = 2.5
ISOLATION_STEP_KG = 1.0

_SMALL_MUSCLES = frozenset(
    {
        Muscle.SIDE_DELTS,
        Muscle.REAR_DELTS,
        Muscle.CALVES,
        Muscle.ABS,
        Muscle.OBLIQUES,
        Muscle.FOREARMS,
        Muscle.NECK,
    }
)


class _Kind(Enum):
    HEAVY = auto()
    COMPOUND = auto()
    ISOLATION = auto()
    SMALL = auto()


@dataclass(frozen=True, slots=True)
class _Dose:
    """Reps with a load, bodyweight reps, and reps in reserve."""

    fixed: str
    loaded: str
    bodyweight: str
    rir: int


@dataclass(frozen=True, slots=True)
class Prescription:
    """What a plan prescribes for an exercise, except the number of sets."""

    reps: str
    rest_seconds: int
    rir: int | None
    progression: Progression
    increase_kg: float | None
    most_sets: int


# Growth: compounds 5-10 reps at 70-80 %, isolation 8-15, small muscles 12-20, 1-3 in reserve and 0-1
# in isolation (Liftosaur's guide). Bodyweight ranges are wider, because there reps must increase
# instead of a load.
_GROWTH: Mapping[_Kind, _Dose] = {
    _Kind.HEAVY: _Dose("8", "6-10", "8-15", 2),
    _Kind.COMPOUND: _Dose("8", "6-10", "8-15", 2),
    _Kind.ISOLATION: _Dose("12", "10-15", "10-20", 1),
    _Kind.SMALL: _Dose("15", "12-20", "12-20", 1),
}
# Strength: 1-6 reps at 75-90 % with 2-4 in reserve on the big lifts; the other exercises support them.
_STRENGTH: Mapping[_Kind, _Dose] = {
    _Kind.HEAVY: _Dose("5", "3-6", "5-10", 3),
    _Kind.COMPOUND: _Dose("6", "6-8", "5-10", 2),
    _Kind.ISOLATION: _Dose("10", "8-12", "8-15", 2),
    _Kind.SMALL: _Dose("12", "12-15", "12-20", 1),
}
# Local endurance: 15 reps and more with rests under 90 s (ACSM 2009, 10.1249/MSS.0b013e3181915670). Not with
# a heavy bar: there form goes before the muscles do.
_ENDURANCE: Mapping[_Kind, _Dose] = {
    _Kind.HEAVY: _Dose("10", "8-12", "12-20", 3),
    _Kind.COMPOUND: _Dose("15", "12-15", "12-15", 3),
    _Kind.ISOLATION: _Dose("15", "15-20", "15-20", 2),
    _Kind.SMALL: _Dose("15", "15-20", "15-20", 2),
}
# Losing weight and maintaining keep the loads of growth: those preserve muscle.
_DOSES: Mapping[GoalType, Mapping[_Kind, _Dose]] = {
    GoalType.GAIN_MUSCLE: _GROWTH,
    GoalType.LOSE_WEIGHT: _GROWTH,
    GoalType.MAINTAIN: _GROWTH,
    GoalType.IMPROVE_STRENGTH: _STRENGTH,
    GoalType.ENDURANCE: _ENDURANCE,
}
# Rest by the fewest reps of a compound: the heavier, the longer (Singer 2024, 10.3389/fspor.2024.1429789).
# In a short session less of it costs less than the sets that it would take.
_COMPOUND_RESTS = ((5, 180), (8, 120), (12, 90), (999, 75))
_SHORT_COMPOUND_RESTS = ((5, 120), (8, 90), (999, 60))
_OWN_WEIGHT_REST, _SHORT_OWN_WEIGHT_REST = 90, 60
_SINGLE_JOINT_REST, _SMALL_REST, _TRUNK_REST = 75, 60, 45
_SHORT_SINGLE_JOINT_REST, _CIRCUIT_REST = 60, 45
_SHORT_MINUTES = 45

_HOLD: Mapping[Level, int] = {Level.BEGINNER: 20, Level.INTERMEDIATE: 30, Level.ADVANCED: 45}
_CARRY_SECONDS, _CARRY_METRES = 30, 40
_HOLD_STEP, _METRE_STEP, _GROWS_BY = 5, 10, 2
_CAREFUL_RIR = 3
# Tired, a skill is practised wrong.
_SKILL_REPS = "3-5"
_POWER_REPS = "12-15"


def grows_to(ceiling: int, step: int) -> Progression:
    """Return the progression of a hold or a distance: a step after each success, up to a ceiling.

    Both in the unit of the target: seconds or metres.
    """
    return Progression("rules", rules=({"axis": "reps", "step": step, "ceiling": ceiling},))


def more_sets(ceiling: int) -> Progression:
    """Return the progression of rounds: one more after each success, up to a ceiling."""
    return Progression("rules", rules=({"axis": "sets", "step": 1, "ceiling": ceiling},))


def prescribe(brief: Brief, exercise: ExerciseFacts) -> Prescription:
    """Return the prescription of this exercise for this brief.

    Beginners' loaded compounds use linear progression: the same reps, more load each time. Everything else
    with reps uses double progression, reps first. Holds and distances get longer.
    """
    kind, limits = _kind(exercise), limits_of(brief)
    dose = _DOSES[brief.goal_type][kind]
    most = 5 if kind is _Kind.HEAVY and brief.goal_type is GoalType.IMPROVE_STRENGTH else 4
    most = min(most, limits.most_sets)
    loaded = exercise.tracking_type is TrackingType.WEIGHT_REPS
    step = ISOLATION_STEP_KG if exercise.mechanic is Mechanic.ISOLATION else COMPOUND_STEP_KG
    rir = max(dose.rir, limits.least_rir)
    if advice(brief, exercise) is Contraindication.CAUTION or exercise.slug in POWER:
        rir = max(rir, _CAREFUL_RIR)
    match exercise.tracking_type:
        case TrackingType.DURATION:
            hold = _HOLD[brief.fitness_level]
            rest = _rest(brief, exercise, hold)
            return Prescription(f"{hold}s", rest, None, grows_to(_GROWS_BY * hold, _HOLD_STEP), None, most)
        case TrackingType.DISTANCE_DURATION:
            growth = grows_to(_GROWS_BY * _CARRY_METRES, _METRE_STEP)
            return Prescription(f"{_CARRY_METRES}m", _TRUNK_REST * 2, None, growth, None, most)
        case TrackingType.WEIGHT_REPS if progresses_linearly(brief, exercise):
            reps = within(dose.fixed, limits)
            rest = _rest(brief, exercise, parse_reps(reps).low)
            return Prescription(reps, rest, rir, _grows(brief, LINEAR), step, most)
        case _:
            reps = within(_reps(brief, exercise, dose), limits)
            rest = _rest(brief, exercise, parse_reps(reps).low)
            return Prescription(reps, rest, rir, _grows(brief, DOUBLE), step if loaded else None, most)


def _grows(brief: Brief, progression: Progression) -> Progression:
    # Late in a pregnancy to keep is enough.
    late = any(complaint.condition is Condition.LATE_PREGNANCY for complaint in brief.complaints)
    return NO_PROGRESSION if late else progression


def _reps(brief: Brief, exercise: ExerciseFacts, dose: _Dose) -> str:
    if exercise.is_skill:
        return doable_reps(brief, exercise) or _SKILL_REPS
    if exercise.slug in POWER:
        return _POWER_REPS
    loaded = exercise.tracking_type is TrackingType.WEIGHT_REPS
    return doable_reps(brief, exercise) or (dose.loaded if loaded else dose.bodyweight)


def progresses_linearly(brief: Brief, exercise: ExerciseFacts) -> bool:
    """Return whether an exercise takes more load each time: what beginners can do with several joints."""
    return brief.fitness_level is Level.BEGINNER and exercise.mechanic is Mechanic.COMPOUND


def within(reps: str, limits: Limits) -> str:
    """Return reps moved into a person's limits, as narrow a range as they were."""
    target = parse_reps(reps)
    low = min(max(target.low, limits.least_reps), limits.most_reps)
    high = min(max(target.high, low), limits.most_reps)
    return str(low) if low == high else f"{low}-{high}"


def _rest(brief: Brief, exercise: ExerciseFacts, reps: int) -> int:
    if exercise.exercise_type is not ExerciseType.STRENGTH or exercise.primary_muscle in TRUNK:
        return _TRUNK_REST
    if brief.goal_type is GoalType.ENDURANCE and _kind(exercise) is not _Kind.HEAVY:
        return _CIRCUIT_REST
    if exercise.primary_muscle in _SMALL_MUSCLES:
        return _SMALL_REST
    short = brief.minutes_per_session < _SHORT_MINUTES
    if exercise.mechanic is Mechanic.ISOLATION:
        return _SHORT_SINGLE_JOINT_REST if short else _SINGLE_JOINT_REST
    if exercise.tracking_type is not TrackingType.WEIGHT_REPS:
        return _SHORT_OWN_WEIGHT_REST if short else _OWN_WEIGHT_REST
    rests = _SHORT_COMPOUND_RESTS if short else _COMPOUND_RESTS
    return next(rest for most, rest in rests if reps <= most)


def _kind(exercise: ExerciseFacts) -> _Kind:
    if exercise.primary_muscle in _SMALL_MUSCLES:
        return _Kind.SMALL
    if exercise.mechanic is Mechanic.ISOLATION:
        return _Kind.ISOLATION
    return _Kind.HEAVY if exercise.slug in BARBELL_LIFTS else _Kind.COMPOUND
