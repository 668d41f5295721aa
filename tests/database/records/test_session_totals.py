"""The totals of a workout, calculated by hand."""

from decimal import Decimal

import pytest

from tests.database.athlete import ASSISTED_DIP, BENCH, NOON, PUSH_UP, SPLIT_SQUAT, Athlete, one_set, workout

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("sets", "kg"),
    [
        ([one_set(BENCH, 8, 60), one_set(BENCH, 7, 62.5)], "917.500"),
        # A one-sided exercise is done for both sides.
        ([one_set(SPLIT_SQUAT, 10, 20)], "400.000"),
        # Absent load or reps count as nothing.
        ([one_set(PUSH_UP, 20, None)], "0.000"),
        ([one_set(PUSH_UP, 10, 5)], "50.000"),
        ([one_set(BENCH, 0, 100)], "0.000"),
        ([one_set(BENCH, 10, 40, set_type="warmup"), one_set(BENCH, 5, 60)], "300.000"),
        ([one_set(BENCH, 10, 40, set_type="drop"), one_set(BENCH, 5, 60, set_type="failure")], "700.000"),
        # Help is not lifted.
        ([one_set(ASSISTED_DIP, 10, 30)], "0.000"),
        # Loads aren't whole numbers.
        ([one_set(BENCH, 4, 22.5), one_set(BENCH, 1, 61.235)], "151.235"),
    ],
)
def test_volume(athlete: Athlete, sets: list[dict[str, object]], kg: str) -> None:
    athlete.log(workout(NOON, *sets))
    volume = athlete.value(
        "select total_volume_kg from public.workout_sessions where user_id = %s", athlete.id
    )
    assert volume == Decimal(kg)
