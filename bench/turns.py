"""The requests to a database, cut into turns that several databases take alternately."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bench.athletes import SETS_PER_WORKOUT
from bench.calls import Call
from bench.laboratory import Laboratory
from bench.load import Inhabited
from bench.members import MOST_WORKOUTS, READERS, checking_in, logging, reading, rested, training
from bench.pgbench import Lane, Request, serve
from bench.timing import Timing

# Each turn has a connection of its own.
_TURNS = 8
# As in a pool, connections have compiled functions and generic plans, which takes Postgres five calls.
WARM_UP = 8
# The smallest database has no more users with a year of training. They log the same in all databases.
_WRITERS = 2
# A live workout: start, each set, finish.
_LIVE_WORKOUT = SETS_PER_WORKOUT + 2
_WARM_UP_WORKOUTS = 2
_RUNS_A_LIVE_WORKOUT = 10


class Side(NamedTuple):
    """A database, and the requests of one client by turn."""

    place: Laboratory
    turns: Sequence[Lane]


def take(sides: Sequence[Side]) -> list[dict[Call, Timing]]:
    """Return the durations of each call on each side, alternating which side goes first."""
    times: list[dict[Call, list[float]]] = [{} for _ in sides]
    for nth, lanes in enumerate(zip(*(side.turns for side in sides), strict=True)):
        everybody = list(zip(sides, lanes, times, strict=True))
        first = nth % len(everybody)
        for side, lane, taken in everybody[first:] + everybody[:first]:
            for call, timing in serve(side.place, [lane]).timings.items():
                taken.setdefault(call, []).extend(timing.seconds)
    return [{call: Timing(tuple(seconds)) for call, seconds in taken.items()} for taken in times]


def reads(inhabited: Inhabited, calls: Iterable[Call], runs: int) -> list[Lane]:
    """Return `runs` runs of each of these calls, alternating between up to forty users."""
    turns = _turns(runs)
    number = -(-runs // turns) + WARM_UP
    return _together(_cut(reading(inhabited, call, turns * number), number, WARM_UP) for call in calls)


def everybody_once(inhabited: Inhabited, calls: Iterable[Call]) -> Lane:
    """Return one uncounted request of each of these users."""
    return [request._replace(counts=False) for call in calls for request in reading(inhabited, call, READERS)]


def writes(inhabited: Inhabited, runs: int) -> list[Lane]:
    """Return `runs` check-ins, as many logged workouts as two users have days for, and some live workouts.

    Workouts are logged before the first live one: after a workout of today they would be out of order.
    """
    turns = _turns(runs)
    logs = -(-turns // 2)
    lives = turns - logs or 1
    members = rested(inhabited, _WRITERS, alike=True)
    number = -(-runs // turns) + WARM_UP
    logged = min(-(-runs // logs) + WARM_UP, _WRITERS * MOST_WORKOUTS // logs)
    lived = _WARM_UP_WORKOUTS + -(-runs // lives // _RUNS_A_LIVE_WORKOUT)
    logging_lanes = _cut(
        list(logging(members, -(-logs * logged // _WRITERS)))[: logs * logged], logged, WARM_UP
    )
    training_lanes = _cut(
        list(training(members, -(-lives * lived // _WRITERS)))[: lives * lived * _LIVE_WORKOUT],
        lived * _LIVE_WORKOUT,
        _WARM_UP_WORKOUTS * _LIVE_WORKOUT,
    )
    return _together(
        [
            _cut(checking_in(inhabited, turns * number), number, WARM_UP),
            logging_lanes + [[]] * (turns - logs),
            [[]] * (turns - lives) + training_lanes,
        ]
    )


def warmed_up(lane: Lane, warm_up: int = WARM_UP) -> Lane:
    """Return the same requests, with the first ones not counted."""
    return [request._replace(counts=nth >= warm_up) for nth, request in enumerate(lane)]


def _turns(runs: int) -> int:
    return min(_TURNS, runs)


def _cut(requests: Sequence[Request], number: int, warm_up: int) -> list[Lane]:
    return [warmed_up(requests[start : start + number], warm_up) for start in range(0, len(requests), number)]


def _together(kinds: Iterable[Sequence[Lane]]) -> list[Lane]:
    return [list(chain(*lanes)) for lanes in zip(*kinds, strict=True)]
