"""The main lifts of a plan for strength: which, on which days, by which scheme.

Each movement twice a week, heavy on one day and lighter on the other. Beginners add load every time (three
sets of five), others run waves of 5/3/1 on the bar; who mustn't go to the limit stays within moderate reps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lifts import BARBELL_LIFTS, BIG_LIFTS
from shared.planner.people import complaints_of, limits_of
from shared.planner.plan import Progression
from shared.planner.pool import Pool
from shared.planner.prescription import COMPOUND_STEP_KG, DOUBLE, LINEAR, Prescription, prescribe, within
from shared.planner.selection import ranked
from shared.planner.splits import FULL_BODY, LEGS, LOWER, PUSH, UPPER, DayFocus, Split
from shared.planner.terms import GoalType, Level, Mechanic, MovementPattern, TrackingType

_SQUAT, _HINGE = MovementPattern.SQUAT, MovementPattern.HINGE
_BENCH, _PRESS = MovementPattern.HORIZONTAL_PUSH, MovementPattern.VERTICAL_PUSH
# Of each movement the lift to get strong in, the first that there is.
_LIFTS: Mapping[MovementPattern, Sequence[str]] = {
    _SQUAT: ("barbell-back-squat", "front-squat", "smith-machine-squat", "leg-press", "goblet-squat"),
    _HINGE: ("barbell-deadlift", "trap-bar-deadlift", "romanian-deadlift", "dumbbell-romanian-deadlift"),
    _BENCH: ("barbell-bench-press", "dumbbell-bench-press", "dumbbell-floor-press", "machine-chest-press"),
    _PRESS: ("overhead-press", "dumbbell-shoulder-press", "machine-shoulder-press"),
}
_LIGHT_HINGES = ("romanian-deadlift", "dumbbell-romanian-deadlift", "trap-bar-deadlift")
_LOWER_STEP_KG = 5.0

_Lift = tuple[MovementPattern, bool]
_HEAVY, _LIGHT = True, False
# By split: the lifts of each day that trains them, in turn.
_WHOLE: Mapping[int, Sequence[Sequence[_Lift]]] = {
    1: [[(_SQUAT, _HEAVY), (_BENCH, _HEAVY), (_HINGE, _HEAVY)]],
    2: [
        [(_SQUAT, _HEAVY), (_BENCH, _HEAVY), (_HINGE, _LIGHT)],
        [(_HINGE, _HEAVY), (_BENCH, _LIGHT), (_SQUAT, _LIGHT), (_PRESS, _HEAVY)],
    ],
    3: [
        [(_SQUAT, _HEAVY), (_BENCH, _HEAVY)],
        [(_HINGE, _HEAVY), (_PRESS, _HEAVY), (_SQUAT, _LIGHT)],
        [(_BENCH, _LIGHT), (_HINGE, _LIGHT)],
    ],
}
_UPPER = [[(_BENCH, _HEAVY), (_PRESS, _LIGHT)], [(_PRESS, _HEAVY), (_BENCH, _LIGHT)]]
_LOWER = [[(_SQUAT, _HEAVY), (_HINGE, _LIGHT)], [(_HINGE, _HEAVY), (_SQUAT, _LIGHT)]]
_SHORT_MINUTES = 45
# A day needs time for what opposes its main lifts.
_MOST_LIFTS = ((45, 1), (60, 2))
_HEAVY_REPS, _HEAVY_REST, _REST, _SHORT_REST = 5, 180, 120, 90


@dataclass(frozen=True, slots=True)
class MainLift:
    """A main lift of a day, with its own dose; `is_closed` where the scheme fixes the number of sets."""

    exercise: ExerciseFacts
    dose: Prescription
    sets: int
    is_closed: bool = False


def main_lifts(brief: Brief, pool: Pool, split: Split) -> list[list[MainLift]]:
    """Return the main lifts of each day; none unless the goal is strength."""
    if brief.goal_type is not GoalType.IMPROVE_STRENGTH:
        return [[] for _ in split.days]
    return [list(_of_day(brief, pool, lifts)) for lifts in _asked(split.days)]


def _asked(days: Sequence[DayFocus]) -> Iterator[Sequence[_Lift]]:
    whole = sum(day.muscles == FULL_BODY.muscles for day in days)
    seen = {"whole": 0, "upper": 0, "lower": 0}
    for day in days:
        if day.muscles == FULL_BODY.muscles:
            program: Sequence[Sequence[_Lift]] = _WHOLE.get(whole, []) if len(days) - whole < whole else []
            kind = "whole"
        elif day in (UPPER, PUSH):
            program, kind = _UPPER, "upper"
        elif day in (LOWER, LEGS):
            program, kind = _LOWER, "lower"
        else:
            yield []
            continue
        yield program[seen[kind] % len(program)] if program else []
        seen[kind] += 1


def _of_day(brief: Brief, pool: Pool, lifts: Sequence[_Lift]) -> Iterator[MainLift]:
    most = next((most for minutes, most in _MOST_LIFTS if brief.minutes_per_session < minutes), len(lifts))
    taken: set[str] = set()
    for pattern, is_heavy in lifts[:most]:
        exercise = _lift(brief, pool, pattern, is_heavy=is_heavy)
        if exercise is not None and exercise.id not in taken:
            taken.add(exercise.id)
            yield _dosed(brief, exercise, is_heavy=is_heavy)


def _lift(brief: Brief, pool: Pool, pattern: MovementPattern, *, is_heavy: bool) -> ExerciseFacts | None:
    slugs = _LIFTS[pattern]
    if pattern is _HINGE and not is_heavy:
        slugs = (*_LIGHT_HINGES, *slugs)
    by_slug = {e.slug: e for e in pool.strength if e.movement_pattern is pattern}
    for slug in slugs:
        if slug in by_slug:
            return by_slug[slug]
    compounds = [e for e in by_slug.values() if e.mechanic is Mechanic.COMPOUND]
    return next(iter(ranked(brief, compounds)), None)


def _dosed(brief: Brief, exercise: ExerciseFacts, *, is_heavy: bool) -> MainLift:
    usual, limits = prescribe(brief, exercise), limits_of(brief)
    is_lower = exercise.movement_pattern in (_SQUAT, _HINGE)
    step = _LOWER_STEP_KG if is_lower and exercise.slug in BIG_LIFTS else COMPOUND_STEP_KG
    if exercise.tracking_type is not TrackingType.WEIGHT_REPS:
        return MainLift(exercise, usual, min(3, usual.most_sets))
    if not limits.may_go_all_out:
        dose = replace(usual, reps=within("6-10" if is_heavy else "8-12", limits), progression=DOUBLE)
        return MainLift(exercise, _rested(brief, dose), limits.most_sets)
    if brief.fitness_level is Level.BEGINNER:
        dose = replace(usual, reps="5" if is_heavy else "8", progression=LINEAR, increase_kg=step)
        pulls_once = is_heavy and exercise.slug == "barbell-deadlift"
        return MainLift(exercise, _rested(brief, dose), 1 if pulls_once else 3)
    if is_heavy and exercise.slug in BARBELL_LIFTS and not complaints_of(brief):
        wave = Progression("percentage_wave", (("cycle_increase_kg", step),))
        rest = _heavy_rest(brief)
        dose = replace(usual, reps="5,5,5+", rest_seconds=rest, rir=None, progression=wave, increase_kg=None)
        return MainLift(exercise, dose, 3, is_closed=True)
    dose = replace(usual, reps="4-6" if is_heavy else "6-8", progression=DOUBLE)
    return MainLift(exercise, _rested(brief, dose), 3)


def _rested(brief: Brief, dose: Prescription) -> Prescription:
    if int(dose.reps.split("-")[0]) <= _HEAVY_REPS:
        return replace(dose, rest_seconds=_heavy_rest(brief))
    return replace(dose, rest_seconds=_SHORT_REST if brief.minutes_per_session < _SHORT_MINUTES else _REST)


def _heavy_rest(brief: Brief) -> int:
    return _REST if brief.minutes_per_session < _SHORT_MINUTES else _HEAVY_REST
