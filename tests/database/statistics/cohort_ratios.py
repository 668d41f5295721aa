"""What private.draw_ratios promises, written again: the joint exponential mechanism, with exact odds."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp, log

POINTS = [0.10, 0.25, 0.50, 0.75, 0.90]
GRID = [n / 20 for n in range(1, 71)]
EPSILON = 1.0

# Indexes into the grid, ascending: what can be published.
Drawn = tuple[int, ...]


def log_sum(weights: Sequence[float]) -> float:
    """The logarithm of the sum of what these are the logarithms of."""
    most = max(weights)
    return most + log(sum(exp(weight - most) for weight in weights))


@dataclass(frozen=True)
class Cohort:
    """People who lift so much: what may be published of them, and how likely each outcome is."""

    below: list[int]
    people: int

    @classmethod
    def of(cls, ratios: Sequence[float]) -> "Cohort":
        """The cohort of people with these ratios."""
        ascending = sorted(ratios)
        return cls([bisect_right(ascending, ratio + 1e-9) for ratio in GRID], len(ascending))

    def weight(self, n: int, before: int, here: int) -> float:
        """The logarithm of the weight of the share before point n, if that many are below its ends."""
        ends = [0, *POINTS, 1]
        expected = (ends[n + 1] - ends[n]) * self.people
        return -EPSILON / 4 * abs(here - before - expected)

    def rests(self) -> list[list[float]]:
        """For each point at each ratio of the grid, the logarithm of the weight of all that may follow."""
        last = len(POINTS)
        found = [[self.weight(last, here, self.people) for here in self.below]]
        for n in reversed(range(1, last)):
            found.insert(
                0,
                [
                    log_sum(
                        [
                            self.weight(n, here, there) + rest
                            for there, rest in zip(self.below[i:], found[0][i:], strict=True)
                        ]
                    )
                    for i, here in enumerate(self.below)
                ],
            )
        return found

    def total(self, rests: list[list[float]]) -> float:
        """The logarithm of the weight of all outcomes."""
        return log_sum(
            [self.weight(0, 0, here) + rest for here, rest in zip(self.below, rests[0], strict=True)]
        )

    def draw(self, rests: list[list[float]], fractions: Sequence[float]) -> Drawn:
        """What these fractions choose."""
        drawn: list[int] = []
        at, before = 0, 0
        for n, fraction in enumerate(fractions):
            weights = [
                self.weight(n, before, here) + rest
                for here, rest in zip(self.below[at:], rests[n][at:], strict=True)
            ]
            most = max(weights)
            so_far = list(accumulate(exp(weight - most) for weight in weights))
            at += min(bisect_right(so_far, fraction * so_far[-1]), len(so_far) - 1)
            before = self.below[at]
            drawn.append(at)
        return tuple(drawn)

    def log_odds(self, drawn: Drawn, total: float) -> float:
        """The logarithm of how likely an outcome is."""
        below = [0, *(self.below[i] for i in drawn), self.people]
        return sum(self.weight(n, *pair) for n, pair in enumerate(pairwise(below))) - total


def worst_case(one: Cohort, other: Cohort) -> float:
    """The logarithm of how much likelier any outcome is, at most, with one than with the other."""
    best = [one.weight(0, 0, a) - other.weight(0, 0, b) for a, b in zip(one.below, other.below, strict=True)]
    for n in range(1, len(POINTS)):
        best = [
            max(
                best[i]
                + one.weight(n, one.below[i], one.below[k])
                - other.weight(n, other.below[i], other.below[k])
                for i in range(k + 1)
            )
            for k in range(len(GRID))
        ]
    last = len(POINTS)
    most = max(
        reached + one.weight(last, a, one.people) - other.weight(last, b, other.people)
        for reached, a, b in zip(best, one.below, other.below, strict=True)
    )
    return most - one.total(one.rests()) + other.total(other.rests())


def place(ratio: float, ratios: Sequence[float]) -> float:
    """The percentile that a ratio is told, in steps of five."""
    points = [100 * point for point in POINTS]
    first, after = bisect_left(ratios, ratio), bisect_right(ratios, ratio)
    if after > first:
        exact = (points[first] + points[after - 1]) / 2
    elif after == 0:
        exact = points[0] * ratio / ratios[0]
    elif after == len(points):
        exact = points[-1]
    else:
        low, high = ratios[after - 1], ratios[after]
        exact = points[after - 1] + (ratio - low) / (high - low) * (points[after] - points[after - 1])
    return 5 * round(exact / 5)
