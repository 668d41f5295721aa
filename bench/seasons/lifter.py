"""What a person does with a prescription: sets, repetitions, and how hard they say it was."""

from collections.abc import Iterator
from datetime import date
from random import Random

from bench.seasons.curve import most_reps, possible, tiring
from bench.seasons.facts import SetDone
from bench.seasons.people import Person, Rating
from bench.seasons.prescribed import Prescribed, written
from bench.seasons.schemes import TRAINING_MAX, Line

# Sets for as many repetitions as possible stop one before failure.
_OPEN_RESERVE = 1
# First loads are guessed a little low.
_FIRST_GUESS, _GUESS_SPREAD = 0.93, 0.05
_MISSED_BY_FAR = 2
_LIGHTER = 0.9
# Shares of the load, with repetitions.
_RAMP = ((0.5, 5), (0.75, 3))
_BACK_OFF = (0.7, 8)


def first_load(person: Person, line: Line, day: date) -> float | None:
    """Return the load that a person guesses for a line on the first day."""
    if line.lift.bears == "body":
        return None
    chance = person.chance("guess", line.lift.slug, line.part)
    factor = chance.gauss(_FIRST_GUESS, _GUESS_SPREAD)
    trend, slope = person.trend(line.lift, day), person.slope(line.lift)
    if line.is_wave:
        moved = factor * trend * TRAINING_MAX * written(line.sets, line.reps).heaviest_percent
    else:
        low = written(line.sets, line.reps).low(0)
        moved = factor * possible(trend, slope, line.planned_reserve, low, line.sets - 1)
    step = line.lift.step_kg
    load = line.lift.load_for(moved, person.body_kg)
    # More assistance is the cautious side.
    steps = -(-load // step) if line.lift.bears == "assisted" else load // step
    return max(steps * step, step)


def do_line(person: Person, line: Line, prescribed: Prescribed, day: date, step_kg: float) -> list[SetDone]:
    """Return the sets that a person does and logs for one exercise of a workout."""
    done = list(_planned(person, line, prescribed, day, step_kg))
    if person.logs_everything and line.lift.bears == "load" and line.sets > 1:
        top = done[-1].load_kg or 0
        extra = [
            SetDone(max(round(top * share / step_kg) * step_kg, step_kg), reps, None, is_extra=True)
            for share, reps in (*_RAMP, _BACK_OFF)
        ]
        done = [*extra[:-1], *done, extra[-1]]
    return done


def _planned(
    person: Person, line: Line, prescribed: Prescribed, day: date, step_kg: float
) -> Iterator[SetDone]:
    chance = person.chance("sets", day, line.lift.slug, line.part)
    strength, slope = person.strength(line.lift, day), person.slope(line.lift)
    guess = first_load(person, line, day) if prescribed.load_kg is None else None
    can_lighten = line.lift.bears == "load" and not line.is_wave
    tired, lighter = 0.0, 1.0
    for place in range(prescribed.sets):
        load = prescribed.load(place)
        if load is None:
            load = guess
        if load is not None and lighter < 1:
            load = round(load * lighter / step_kg) * step_kg
        moved = line.lift.borne(load, person.body_kg)
        most = most_reps(moved, strength * (1 - tired), slope)
        low = prescribed.low(place)
        if prescribed.is_open(place):
            wanted = max(low, int(most - _OPEN_RESERVE))
        else:
            wanted = min(max(low, int(most - line.planned_reserve)), prescribed.high(place))
        reps = min(wanted, int(most))
        tired += tiring(most - reps, reps)
        yield SetDone(load, reps, _rating(person, most - reps, chance, failed=reps < low))
        # Everybody gives in to half the repetitions.
        if can_lighten and (reps < low / 2 or (person.backs_off and reps <= low - _MISSED_BY_FAR)):
            lighter = _LIGHTER


def _rating(person: Person, reserve: float, chance: Random, *, failed: bool) -> float | None:
    error = chance.gauss(-0.5, 0.8)
    match person.rating:
        case Rating.NONE:
            return None
        case Rating.ALWAYS_8:
            return 8
        case Rating.HONEST | Rating.BOASTING:
            felt = 10.0 if failed else 10 - max(reserve + error, 0)
            if person.rating is Rating.BOASTING:
                felt -= 2
            return max(round(felt * 2) / 2, 5.0)
