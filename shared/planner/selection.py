"""Preferences among exercises: matters of judgement, separate from the binding rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zlib import crc32

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lifts import (
    BIG_LIFTS,
    FIRST_RUNGS,
    NO_REAL_PULLS,
    NOT_FIRST,
    POWER,
    SHRUGS,
    STAPLES,
)
from shared.planner.people import advice, is_older, is_young
from shared.planner.terms import (
    Contraindication,
    GoalType,
    Level,
    Mechanic,
    MovementPattern,
    Muscle,
    TrackingType,
)
from shared.planner.trunk import TRUNK

_STAPLE = 1.8
_BIG_LIFT_FOR_STRENGTH = 1.6
_BIG_LIFT_FOR_TRAINED = 1.3
_COMPOUND = 1.4
_LOADED = 1.5
# Unilateral work takes twice the time for the same counted sets; a hold can't progress in load; machine
# assistance is only for lack of anything simpler.
_ONE_SIDED = 0.85
_HOLD = 0.6
_ASSISTED = 0.6
_ABOVE_LEVEL = 0.6
# What asks for care, and what loads a spine that is old or still grows.
_WITH_CARE = 0.4
_ON_THE_SPINE = 0.5
# How far taste moves a choice either way: coaches agree on the movement, seldom on the exercise.
_TASTE = 0.35
_NO_REAL_PULL, _SKILL, _POWER, _WRONG_RUNG = 0.3, 0.5, 0.1, 0.2
_MAX_PER_KIND = 6


def preference(brief: Brief, exercise: ExerciseFacts) -> float:
    """Return the weight of this exercise for this brief; 1 is neutral."""
    value = 1.0 if exercise.primary_muscle in TRUNK else _measure(exercise)
    if exercise.slug in STAPLES:
        value *= _STAPLE
    if exercise.mechanic is Mechanic.COMPOUND:
        value *= _COMPOUND
    if exercise.slug in BIG_LIFTS and brief.goal_type is GoalType.IMPROVE_STRENGTH:
        value *= _BIG_LIFT_FOR_STRENGTH
    elif exercise.slug in BIG_LIFTS and brief.fitness_level is not Level.BEGINNER:
        value *= _BIG_LIFT_FOR_TRAINED
    if exercise.is_unilateral:
        value *= _ONE_SIDED
    return value * _by_kind(exercise) * _by_person(brief, exercise) * _taste(brief, exercise)


def _by_kind(exercise: ExerciseFacts) -> float:
    """Return a factor for what is second choice for everybody."""
    value = 1.0
    if exercise.slug in NO_REAL_PULLS | SHRUGS:
        value *= _NO_REAL_PULL
    if exercise.is_skill:
        value *= _SKILL
    if exercise.has_impact or exercise.slug in POWER:
        value *= _POWER
    return value


def _by_person(brief: Brief, exercise: ExerciseFacts) -> float:
    """Return a factor for how an exercise suits the person's level, age and complaints."""
    value = 1.0
    begins = brief.fitness_level is Level.BEGINNER or is_older(brief)
    if (exercise.difficulty or Level.BEGINNER).rank > brief.fitness_level.rank:
        value *= _ABOVE_LEVEL
    if exercise.slug in (NOT_FIRST if begins else FIRST_RUNGS):
        value *= _WRONG_RUNG
    if advice(brief, exercise) is Contraindication.CAUTION:
        value *= _WITH_CARE
    if exercise.spinal_load > 1 and (is_older(brief) or is_young(brief)):
        value *= _ON_THE_SPINE
    return value


def _taste(brief: Brief, exercise: ExerciseFacts) -> float:
    """Return a factor near 1, the same for the same person: so that not everybody gets the same ten lifts.

    It doesn't depend on time: with more minutes a plan grows, and stays the same plan.
    """
    return 1 - _TASTE + 2 * _TASTE * _drawn(_person(brief), exercise.slug)


@lru_cache(maxsize=16384)
def _drawn(person: str, slug: str) -> float:
    return crc32(f"{person} {slug}".encode()) / 0xFFFFFFFF


@lru_cache(maxsize=64)
def _person(brief: Brief) -> str:
    decade = None if brief.age is None else brief.age // 10
    return f"{brief.goal_type} {brief.fitness_level} {brief.sex} {decade} {brief.days_per_week}"


def _measure(exercise: ExerciseFacts) -> float:
    match exercise.tracking_type:
        case TrackingType.WEIGHT_REPS:
            return _LOADED
        case TrackingType.REPS_ONLY:
            return 1.0
        case TrackingType.ASSISTED:
            return _ASSISTED
        case TrackingType.DURATION | TrackingType.DISTANCE_DURATION:
            return _HOLD


def ranked(brief: Brief, exercises: Iterable[ExerciseFacts]) -> list[ExerciseFacts]:
    """Return the exercises by preference, ties by slug."""
    return sorted(exercises, key=lambda e: (-preference(brief, e), e.slug, e.id))


def shortlist(brief: Brief, exercises: Iterable[ExerciseFacts]) -> list[ExerciseFacts]:
    """Return the best few of each kind, so that a catalogue of thousands costs no more than ours."""
    kinds: defaultdict[tuple[MovementPattern, Muscle], int] = defaultdict(int)
    chosen = []
    for exercise in ranked(brief, exercises):
        kind = (exercise.movement_pattern, exercise.primary_muscle)
        if kinds[kind] < _MAX_PER_KIND:
            kinds[kind] += 1
            chosen.append(exercise)
    return chosen


def alternatives(
    brief: Brief, exercise: ExerciseFacts, candidates: Iterable[ExerciseFacts], most: int = 3
) -> Sequence[str]:
    """Return ids of exercises for the same muscle, those with the same movement pattern first."""
    same = ranked(
        brief,
        (e for e in candidates if e.primary_muscle is exercise.primary_muscle and e.id != exercise.id),
    )
    same.sort(key=lambda other: other.movement_pattern is not exercise.movement_pattern)
    return tuple(other.id for other in same[:most])
