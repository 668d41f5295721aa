"""Reps, effort, rest and progression of an exercise, by goal and kind of exercise."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.plan import Progression
from shared.planner.terms import GoalType, Level, Mechanic, Muscle, TrackingType

LINEAR = Progression("linear")
DOUBLE = Progression("double")
NO_PROGRESSION = Progression("none")

# The smallest steps that most gyms can load and most people can follow.
COMPOUND_STEP_KG = 2.5
ISOLATION_STEP_KG = 1.0

# A session below this length takes the shorter rest of each pair.
_FULL_REST_MINUTES = 45
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
    """Reps with a load, bodyweight reps, reps in reserve, long and short rest in seconds."""

    fixed: str
    loaded: str
    bodyweight: str
    rir: int
    rest: tuple[int, int]


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
    _Kind.HEAVY: _Dose("8", "6-10", "8-15", 2, (120, 90)),
    _Kind.COMPOUND: _Dose("8", "6-10", "8-15", 2, (90, 75)),
    _Kind.ISOLATION: _Dose("12", "10-15", "10-20", 1, (75, 60)),
    _Kind.SMALL: _Dose("15", "12-20", "12-20", 1, (60, 45)),
}
# Strength: 1-6 reps at 75-90 % with 2-4 in reserve on the big lifts; the other exercises support them.
_STRENGTH: Mapping[_Kind, _Dose] = {
    _Kind.HEAVY: _Dose("5", "3-6", "5-10", 3, (180, 120)),
    _Kind.COMPOUND: _Dose("6", "6-8", "5-10", 2, (120, 90)),
    _Kind.ISOLATION: _Dose("10", "8-12", "8-15", 2, (75, 60)),
    _Kind.SMALL: _Dose("12", "12-15", "12-20", 1, (60, 45)),
}
# Local endurance: 15 reps and more with rests under 90 s (ACSM 2009, 10.1249/MSS.0b013e3181915670).
_ENDURANCE: Mapping[_Kind, _Dose] = {
    _Kind.HEAVY: _Dose("15", "15-20", "15-25", 3, (75, 60)),
    _Kind.COMPOUND: _Dose("15", "15-20", "15-25", 3, (60, 45)),
    _Kind.ISOLATION: _Dose("15", "15-20", "15-25", 2, (45, 40)),
    _Kind.SMALL: _Dose("15", "15-20", "15-25", 2, (45, 30)),
}
# Losing weight and maintaining keep the loads of growth: those preserve muscle.
_DOSES: Mapping[GoalType, Mapping[_Kind, _Dose]] = {
    GoalType.GAIN_MUSCLE: _GROWTH,
    GoalType.LOSE_WEIGHT: _GROWTH,
    GoalType.MAINTAIN: _GROWTH,
    GoalType.IMPROVE_STRENGTH: _STRENGTH,
    GoalType.ENDURANCE: _ENDURANCE,
}
_HOLD: Mapping[Level, str] = {
    Level.BEGINNER: "30s",
    Level.INTERMEDIATE: "45s",
    Level.ADVANCED: "60s",
}
_CARRY_DISTANCE = "40m"


def prescribe(brief: Brief, exercise: ExerciseFacts) -> Prescription:
    """Return the prescription of this exercise for this brief.

    Beginners' loaded compounds use linear progression: the same reps, more load each time. Everything else
    with reps uses double progression, reps first. Holds and distances have no progression.
    """
    kind = _kind(exercise)
    dose = _DOSES[brief.goal_type][kind]
    rest = dose.rest[0 if brief.minutes_per_session >= _FULL_REST_MINUTES else 1]
    most = 5 if kind is _Kind.HEAVY and brief.goal_type is GoalType.IMPROVE_STRENGTH else 4
    loaded = exercise.tracking_type is TrackingType.WEIGHT_REPS
    step = ISOLATION_STEP_KG if exercise.mechanic is Mechanic.ISOLATION else COMPOUND_STEP_KG
    match exercise.tracking_type:
        case TrackingType.DURATION:
            hold = _HOLD[brief.fitness_level]
            return Prescription(hold, rest, None, NO_PROGRESSION, None, most)
        case TrackingType.DISTANCE_DURATION:
            return Prescription(_CARRY_DISTANCE, rest, None, NO_PROGRESSION, None, most)
        case TrackingType.WEIGHT_REPS if _progresses_linearly(brief, exercise):
            return Prescription(dose.fixed, rest, dose.rir, LINEAR, step, most)
        case _:
            reps = dose.loaded if loaded else dose.bodyweight
            return Prescription(reps, rest, dose.rir, DOUBLE, step if loaded else None, most)


def _progresses_linearly(brief: Brief, exercise: ExerciseFacts) -> bool:
    return brief.fitness_level is Level.BEGINNER and exercise.mechanic is Mechanic.COMPOUND


def _kind(exercise: ExerciseFacts) -> _Kind:
    if exercise.primary_muscle in _SMALL_MUSCLES:
        return _Kind.SMALL
    if exercise.mechanic is Mechanic.ISOLATION:
        return _Kind.ISOLATION
    free = exercise.tracking_type is TrackingType.WEIGHT_REPS and not exercise.is_unilateral
    return _Kind.HEAVY if free else _Kind.COMPOUND
