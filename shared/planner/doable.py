"""Reps of body-weight lifts that people of a level can do.

A plan asks for 60-80 % of what a set to the limit would give, for people a tier below those who log
(StrengthLevel 2026-03, 5th to 95th percentile), and from 65 years of a level less. Whoever can't do three
uses an easier form.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.people import OLDER_FROM
from shared.planner.terms import Level, Sex

_Range = str | None


@dataclass(frozen=True, slots=True)
class Reps:
    """The reps of a lift for men and women of one level; None is too few to train with."""

    men: _Range
    women: _Range


_NOBODY = Reps(None, None)


def _levels(beginner: Reps, intermediate: Reps, advanced: Reps) -> Mapping[Level, Reps]:
    return {Level.BEGINNER: beginner, Level.INTERMEDIATE: intermediate, Level.ADVANCED: advanced}


def _alike(beginner: _Range, intermediate: _Range, advanced: _Range) -> Mapping[Level, Reps]:
    return _levels(Reps(beginner, beginner), Reps(intermediate, intermediate), Reps(advanced, advanced))


_PULL_UP = _levels(_NOBODY, Reps("3-6", None), Reps("5-10", "3-6"))
_PUSH_UP = _levels(Reps("5-10", None), Reps("10-20", "5-12"), Reps("15-30", "10-20"))
_HARD_PUSH_UP = _levels(_NOBODY, Reps("5-12", None), Reps("8-15", "5-10"))

DOABLE: Mapping[str, Mapping[Level, Reps]] = {
    "pull-up": _PULL_UP,
    "neutral-grip-pull-up": _PULL_UP,
    "towel-pull-up": _levels(_NOBODY, _NOBODY, Reps("3-6", None)),
    "weighted-pull-up": _levels(_NOBODY, _NOBODY, Reps("4-8", "3-5")),
    "chin-up": _levels(_NOBODY, Reps("4-7", None), Reps("5-10", "4-7")),
    "negative-pull-up": _alike("3-5", "3-5", "4-6"),
    "band-assisted-pull-up": _alike("6-10", "6-10", "6-12"),
    "assisted-pull-up": _alike("6-10", "6-12", "6-12"),
    "dip": _levels(_NOBODY, Reps("4-8", None), Reps("8-15", "4-8")),
    "weighted-dip": _levels(_NOBODY, _NOBODY, Reps("5-8", "4-6")),
    "assisted-dip": _alike("6-10", "6-12", "6-12"),
    "band-assisted-dip": _alike("6-10", "6-10", "6-12"),
    "negative-dip": _alike("3-5", "3-5", "4-6"),
    "push-up": _PUSH_UP,
    "knee-push-up": _alike("6-12", "10-20", "15-25"),
    "incline-push-up": _alike("6-12", "10-20", "15-25"),
    "wall-push-up": _alike("8-15", "15-25", "20-30"),
    "decline-push-up": _HARD_PUSH_UP,
    "diamond-push-up": _HARD_PUSH_UP,
    "ring-push-up": _HARD_PUSH_UP,
    "archer-push-up": _levels(_NOBODY, _NOBODY, Reps("4-8", "3-6")),
    "pike-push-up": _alike("5-8", "6-12", "8-15"),
    "handstand-push-up": _levels(_NOBODY, Reps("2-4", None), Reps("3-5", "1-4")),
    "muscle-up": _levels(_NOBODY, _NOBODY, Reps("1-4", "1-4")),
    "pistol-squat": _levels(_NOBODY, Reps("1-4", "1-4"), Reps("3-5", "3-5")),
    "nordic-curl": _levels(_NOBODY, Reps("3-5", "3-5"), Reps("3-5", "3-5")),
    "assisted-nordic-curl": _alike("3-5", "3-6", "5-8"),
    "inverted-row": _alike("6-10", "8-15", "10-20"),
    "ring-row": _alike("6-12", "8-15", "10-20"),
    "suspension-row": _alike("6-12", "8-15", "10-20"),
    "hanging-leg-raise": _levels(_NOBODY, Reps("5-10", "4-8"), Reps("8-15", "6-12")),
    "hanging-knee-raise": _alike("6-10", "8-15", "10-20"),
    "toes-to-bar": _levels(_NOBODY, Reps("3-5", None), Reps("4-8", "3-5")),
    "leg-raise": _alike("6-10", "8-15", "10-20"),
    "ab-wheel-rollout": _alike("4-8", "6-12", "8-15"),
    "burpee": _alike("5-8", "8-12", "10-15"),
    "turkish-get-up": _alike("2-3", "2-4", "3-5"),
}


def is_doable(brief: Brief, exercise: ExerciseFacts) -> bool:
    """Return whether this person can do enough reps of the exercise to train with."""
    reps = DOABLE.get(exercise.slug)
    return reps is None or _of(brief, reps) is not None


def doable_reps(brief: Brief, exercise: ExerciseFacts) -> str | None:
    """Return the reps this person can do; None where the goal decides."""
    reps = DOABLE.get(exercise.slug)
    return None if reps is None else _of(brief, reps)


def _of(brief: Brief, reps: Mapping[Level, Reps]) -> _Range:
    # Without a word about sex the lower figures: too easy is mended by the first workout.
    level = brief.fitness_level
    if brief.age is not None and brief.age >= OLDER_FROM and level is not Level.BEGINNER:
        level = Level.INTERMEDIATE if level is Level.ADVANCED else Level.BEGINNER
    possible = reps[level]
    return possible.men if brief.sex is Sex.MALE else possible.women
