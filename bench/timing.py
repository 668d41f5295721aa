"""Measures two alternatives in turns, so that other load on the machine affects both."""

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

Action: TypeAlias = Callable[[], object]


@dataclass(frozen=True)
class Timing:
    """The durations of an action's runs, in seconds."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The 95th percentile."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


class Trial(NamedTuple):
    """The action to time, and untimed actions before and after it."""

    act: Action
    before: Action | None = None
    after: Action | None = None

    def seconds(self) -> float:
        """Run it once; return the duration of the timed action."""
        if self.before:
            self.before()
        start = time.perf_counter()
        self.act()
        elapsed = time.perf_counter() - start
        if self.after:
            self.after()
        return elapsed


def repeated(trials: Iterable[Trial]) -> Timing:
    """Run the trials in order."""
    gc.disable()
    try:
        return Timing(tuple(trial.seconds() for trial in trials))
    finally:
        gc.enable()


def interleaved(pairs: Iterable[tuple[Trial, Trial]]) -> tuple[Timing, Timing]:
    """Run both trials of every pair, alternating which goes first."""
    first, second = in_turns(pairs, 2)
    return first, second


def in_turns(rounds: Iterable[Sequence[Trial]], sides: int) -> list[Timing]:
    """Run the trials of every round, one per side, alternating which goes first."""
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
