"""What a person can lift: repetitions at a load, tiredness from set to set, and the load a target calls for.

Not the engine's formulas, on purpose: an exponential in the repetitions with a slope of the person's own, the
form that Mitter 2022 (10.1371/journal.pone.0268074) found as stable from test to test as a straight line. The
average person does 9 repetitions at 80 % and 14 at 70 %, more than the old tables and differently from person
to person (Nuzzo 2024, 10.1007/s40279-023-01937-7).
"""

from collections.abc import Sequence
from math import exp, inf, log
from typing import NamedTuple

# The share of the 1RM that can be lifted very often.
_FLOOR = 0.45
MOST_REPS = 60
# Strength lost by a set to failure after two to three minutes of rest, so that three of them have 10, 8 and 7
# repetitions (Willardson 2006, J Strength Cond Res 20:978). Each 2.5 repetitions in reserve make it a third;
# ten singles tire less than ten sets of ten.
_TIRING = 0.035
_TIRING_REPS = 10
_HALF_TIRING_REPS = 4
_SPARED = 2.5


class Demand(NamedTuple):
    """One set of a target: its load, and the fewest and the most repetitions it calls for."""

    load_kg: float
    low: int
    high: int


def share_for(reps: float, slope: float) -> float:
    """Return the share of the 1RM that can be lifted for so many repetitions at most."""
    return _FLOOR + (1 - _FLOOR) * exp(-slope * (reps - 1))


def most_reps(load_kg: float, strength_kg: float, slope: float) -> float:
    """Return the repetitions to failure, with a fraction; below 1 nothing can be lifted."""
    share = load_kg / strength_kg
    if share <= share_for(MOST_REPS, slope):
        return MOST_REPS
    return 1 - log((share - _FLOOR) / (1 - _FLOOR)) / slope if share <= 1 else 0


def tiring(reserve: float, reps: float) -> float:
    """Return the share of strength that a set costs the following ones, by repetitions left and done."""
    long = reps / (reps + _HALF_TIRING_REPS) * (1 + _HALF_TIRING_REPS / _TIRING_REPS)
    return _TIRING * exp(-max(reserve, 0) / _SPARED) * long


def possible(strength_kg: float, slope: float, reserve: float, reps: float, place: int = 0) -> float:
    """Return the load for so many repetitions with this reserve, in the set after `place` equal ones."""
    return strength_kg * (1 - place * tiring(reserve, reps)) * share_for(reps + reserve, slope)


def deviation(sets: Sequence[Demand], strength_kg: float, slope: float, reserve: float) -> float:
    """Return by which share the loads of a target are above (or below) what it calls for.

    The hardest set decides. Within a range of repetitions it is 0 where some number of them fits.
    """
    heavy = light = -inf
    for place, one in enumerate(sets):
        heavy = max(heavy, one.load_kg / possible(strength_kg, slope, reserve, one.low, place) - 1)
        light = max(light, one.load_kg / possible(strength_kg, slope, reserve, one.high, place) - 1)
    return heavy if heavy > 0 else min(light, 0)
