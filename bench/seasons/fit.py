"""Compares a target with what a person could do that day."""

from collections.abc import Sequence
from datetime import date

from bench.seasons.curve import Demand, deviation, possible
from bench.seasons.facts import Fit
from bench.seasons.people import Person
from bench.seasons.prescribed import Prescribed, written
from bench.seasons.schemes import LEAST_TRAINING_MAX, TRAINING_MAX, Line


def fit(person: Person, line: Line, prescribed: Prescribed, day: date, step_kg: float) -> Fit:
    """Return how a target with its loads fits.

    A target fits by the load with which its repetitions are possible with the planned ones in reserve, in
    the hardest set. A wave fits by its training max, which is nine tenths of the strength; as planned, from
    eight to nine.
    """
    lift, strength = line.lift, person.strength(line.lift, day)
    trend, slope = person.trend(lift, day), person.slope(lift)
    demands = prescribed.demands(lift, person.body_kg, line.top)
    moved = demands[-1].load_kg
    if line.is_wave:
        share = prescribed.heaviest_percent * TRAINING_MAX
        best = _nearest(person, line, share * trend, step_kg)
        wanted = share * strength
        of_the_day = moved / wanted - 1
        light = moved / (wanted * LEAST_TRAINING_MAX / TRAINING_MAX) - 1
        as_planned = of_the_day if of_the_day > 0 else min(light, 0)
        return Fit(
            moved, wanted, wanted, of_the_day, moved / (share * trend) - 1, best / wanted - 1, as_planned
        )

    def wanted_kg(reps: int) -> float:
        return possible(strength, slope, line.planned_reserve, reps, len(demands) - 1)

    of_the_day = deviation(demands, strength, slope, line.planned_reserve)
    return Fit(
        moved,
        wanted_kg(demands[-1].low),
        wanted_kg(demands[-1].high),
        of_the_day,
        deviation(demands, trend, slope, line.planned_reserve),
        _best(person, line, demands, day, step_kg),
        of_the_day,
    )


def _best(person: Person, line: Line, demands: Sequence[Demand], day: date, step_kg: float) -> float:
    slope, reserve = person.slope(line.lift), line.planned_reserve
    # A range as the plan has it, which the engine may narrow.
    ranged = written(len(demands), line.reps).demands(line.lift, person.body_kg, line.top)
    wanted = ranged if "-" in line.reps else demands
    if line.lift.bears == "body":
        # Only the repetitions can be chosen: fewer than the plan has, but no more.
        return min(deviation(wanted, person.strength(line.lift, day), slope, reserve), 0)
    low, high = (
        possible(person.trend(line.lift, day), slope, reserve, reps, len(wanted) - 1)
        for reps in (wanted[-1].low, wanted[-1].high)
    )
    load = _nearest(person, line, (low * high) ** 0.5, step_kg)
    return deviation(
        [one._replace(load_kg=load) for one in wanted], person.strength(line.lift, day), slope, reserve
    )


def _nearest(person: Person, line: Line, moved_kg: float, step_kg: float) -> float:
    load = line.lift.load_for(moved_kg, person.body_kg)
    return line.lift.borne(round(load / step_kg) * step_kg, person.body_kg)
