"""What is recorded of a user's equipment ends."""

from collections.abc import Callable

import psycopg
import pytest

from tests.database.ai.customers import details
from tests.database.athlete import Athlete
from tests.database.gear import own, prefer
from tests.database.limits.accounts import budget, kept, refusal

MANY_BARS = [20 + n / 1000 for n in range(20)]


def doubling(number: int) -> list[float]:
    """So many plates, which make as many sums as there can be."""
    return [0.05 * 2**n for n in range(number)]


@pytest.mark.attack("full-11")
@pytest.mark.parametrize(
    "act",
    [
        # 128 sums on each of twenty bars.
        lambda one: prefer(one, bars_kg=[20 + n / 1000 for n in range(20)], plates_kg=doubling(7)),
        # 1024 sums beside 1200 steps of a stack.
        lambda one: own(
            one,
            "barbell",
            base_kg=20,
            plates_kg=doubling(10),
            step_kg=0.151,
            max_kg=201.2,
        ),
    ],
)
def test_a_piece_of_equipment_makes_2000_loads_at_most(
    athlete: Athlete, act: Callable[[Athlete], None]
) -> None:
    """Each part alone is allowed."""
    with pytest.raises(psycopg.Error) as error:
        act(athlete)
    assert error.value.sqlstate == "PT422"
    assert details(error.value) == {"field": "plates_kg", "max": 2000}
    prefer(athlete, bars_kg=[20.0], plates_kg=doubling(7))
    own(athlete, "barbell", base_kg=20, plates_kg=doubling(10))


@pytest.mark.attack("full-11")
def test_the_unit_is_changed_though_equipment_makes_more_from_before(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20.0], plates_kg=[5])
    many = "update public.training_preferences set bars_kg = %s, plates_kg = %s where user_id = %s"
    athlete.sql.execute("alter table public.training_preferences disable trigger keep_gear")
    try:
        athlete.sql.execute(many.encode(), [MANY_BARS, doubling(7), athlete.id])
    finally:
        athlete.sql.execute("alter table public.training_preferences enable trigger keep_gear")
    athlete.write("update public.profiles set preferred_unit = 'imperial'")
    assert athlete.value("select private.gym_unit(%s, now())::text", athlete.id) == "imperial"


@pytest.mark.attack("full-11")
def test_a_day_of_changes_of_the_unit_leaves_three_moments(athlete: Athlete) -> None:
    change = "update public.profiles set preferred_unit = %s"
    for n in range(10):
        athlete.write(change, ("imperial", "metric")[n % 2])
    facts = athlete.rows(
        "select unit::text from private.gym_unit_facts where user_id = %s order by valid_from", athlete.id
    )
    assert facts == [("imperial",), ("metric",), ("metric",)]
    assert athlete.value("select private.gym_unit(%s, now())::text", athlete.id) == "metric"
    athlete.write(change, "imperial")
    assert athlete.value("select private.gym_unit(%s, now())::text", athlete.id) == "imperial"


@pytest.mark.attack("full-11")
def test_preferences_end_at_the_budget_for_what_is_recorded_of_them(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20], plates_kg=[10])
    with budget(athlete.sql, bytes=kept(athlete)["bytes"]):
        assert refusal(lambda: prefer(athlete, plates_kg=[10, 5, 2]))["full"] == "bytes"
        athlete.write("update public.training_preferences set days_per_week = 2")
        athlete.write("delete from public.training_preferences")
