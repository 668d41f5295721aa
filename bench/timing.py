"""Measures two ways of doing the same thing, turn by turn: what else the machine does hits both."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Action: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """How long the runs of one action took, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Half of the runs were faster."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """19 of 20 runs were faster."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


class Trial(NamedTuple):
    """What is timed, and what comes before and after it and isn't."""

    act: Action
    before: Action | None = None
    after: Action | None = None

    def seconds(self) -> float:
        """Run it once; how long the act took."""
        if self.before:
            self.before()
        start = time.perf_counter()
        self.act()
        elapsed = time.perf_counter() - start
        if self.after:
            self.after()
        return elapsed


def repeated(trials: Iterable[Trial]) -> Timing:
    """Run one trial after the other."""
    gc.disable()
    try:
        return Timing(tuple(trial.seconds() for trial in trials))
    finally:
        gc.enable()


def interleaved(pairs: Iterable[tuple[Trial, Trial]]) -> tuple[Timing, Timing]:
    """Run both trials of every pair; who goes first changes from pair to pair."""
    first, second = in_turns(pairs, 2)
    return first, second


def in_turns(rounds: Iterable[Sequence[Trial]], sides: int) -> list[Timing]:
    """Run the trials of every round, one a side; who goes first changes from round to round."""
    times: list[list[float]] = [[] for _ in range(sides)]
    gc.disable()
    try:
        for turn, trials in enumerate(rounds):
            order = list(zip(trials, times, strict=True))
            first = turn % sides
            for trial, own in order[first:] + order[:first]:
                own.append(trial.seconds())
    finally:
        gc.enable()
    return [Timing(tuple(own)) for own in times]
