"""The judge's clock against sessions worked out by hand, and two workouts in turn."""

import pytest

from bench.plans.case import Catalogue
from bench.plans.clock import line_seconds, seconds
from tests.bench.plans.made import brief, case, day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Set-up 90, four lighter sets of 18 repetitions 63, their rests 255, work 52.5, rests 360.
        ("barbell-back-squat 3 5 180", 820.5),
        # Set-up 90, two lighter sets 42, their rests 105, work 84, rests 300.
        ("barbell-bench-press 3 8 150", 621),
        ("dumbbell-curl 3 12 60", 273),
        # Both sides, one lighter set.
        ("dumbbell-row 3 10 90", 45 + 48 + 60 + 180 + 180),
        ("plank 3 45s 60", 255),
        ("w brisk-walk 1 300s 0", 300),
    ],
)
def test_a_line_takes_its_time(catalogue: Catalogue, text: str, expected: float) -> None:
    (line,) = case(catalogue, brief(catalogue), day(catalogue, text)).lines
    assert line_seconds(line) == expected


def test_a_session_adds_walks_between_stations(catalogue: Catalogue) -> None:
    made = case(
        catalogue, brief(catalogue), day(catalogue, "dumbbell-curl 3 12 60", "triceps-pushdown 3 12 60")
    )
    assert seconds(made.lines) == 273 + 60 + 273


def test_the_second_lift_of_a_kind_needs_no_ramp(catalogue: Catalogue) -> None:
    made = case(catalogue, brief(catalogue), day(catalogue, "leg-press 3 10 90", "hack-squat 3 10 90"))
    first, second = made.lines
    assert seconds(made.lines) == line_seconds(first) + 60 + line_seconds(second, ramps=False)


def test_two_workouts_in_turn_on_three_days_count_one_and_a_half_times(catalogue: Catalogue) -> None:
    wish = brief(catalogue, days_per_week=3)
    made = case(catalogue, wish, day(catalogue, "leg-press 4"), day(catalogue, "lunge 2"))
    assert made.weekly_sets(made.strength) == 9
