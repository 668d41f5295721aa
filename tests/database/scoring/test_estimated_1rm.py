"""The estimated 1RM against values worked out by hand or printed in their sources."""

from decimal import Decimal

import pytest

from tests.database.athlete import Athlete

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("load", "reps", "rpe", "expected"),
    [
        # For 100 kg, the lower of Epley and Brzycki as tabulated by reps: 112.50, 124.14, 133.33, 140.00.
        (100, 5, None, "112.500"),
        (100, 8, None, "124.138"),
        (100, 10, None, "133.333"),
        (100, 12, None, "140.000"),
        # Repetitions in reserve count as done: 4 at RPE 9 are 5; 7 at RPE 9 are 8; 3.5 reserve are 8.5.
        (100, 4, 9, "112.500"),
        (100, 7, 9, "124.138"),
        (100, 5, 6.5, "126.316"),
        # One repetition is the load itself, not 103.3 % of it.
        (100, 1, None, "100"),
        (100, 1, 10, "100"),
        (142.5, 1, None, "142.5"),
        # Beyond twelve, no formula holds; reserve counts there too.
        (100, 13, None, None),
        (100, 8, 5, None),
        (100, 12, 9.5, None),
        # Brzycki at 36, 37 and 38 reps would be 36 times the load, infinite, negative.
        (100, 36, None, None),
        (100, 37, None, None),
        (100, 38, None, None),
        (0, 5, None, None),
        (100, 0, None, None),
        (None, 5, None, None),
    ],
)
def test_estimated_1rm(athlete: Athlete, load: float, reps: int, rpe: float, expected: str | None) -> None:
    value = athlete.value("select private.estimated_1rm(%s::numeric, %s, %s::numeric)", load, reps, rpe)
    assert value == (None if expected is None else Decimal(expected))


def test_estimated_1rm_never_falls_with_one_more_repetition(athlete: Athlete) -> None:
    values = [athlete.value("select private.estimated_1rm(100, %s, null)", reps) for reps in range(1, 13)]
    assert values == sorted(values)
