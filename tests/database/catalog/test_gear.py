"""Which loads can be built, and from when on."""

from decimal import Decimal

import psycopg
import pytest

from tests.database.athlete import BENCH, CURL, PUSH_UP, Athlete, exercise
from tests.database.gear import kilos, own, pounds, prefer

DEADLIFT_ON_PLATES = exercise("deficit-deadlift")
KETTLEBELL_CLEAN = exercise("kettlebell-clean")
LEG_PRESS = exercise("leg-press")
PRESS = exercise("arnold-press")  # dumbbells


def loads(athlete: Athlete, exercise_id: str, at: str = "infinity") -> list[Decimal] | None:
    found: list[Decimal] | None = athlete.value(
        "select private.buildable_loads(%s, %s, %s)", athlete.id, exercise_id, at
    )
    return found


def known(athlete: Athlete, exercise_id: str) -> list[Decimal]:
    found = loads(athlete, exercise_id)
    assert found is not None
    return found


# What is there


def test_who_never_told_of_gear_may_lift_anything(athlete: Athlete) -> None:
    assert athlete.value("select private.has_gear(%s)", athlete.id) is False
    assert loads(athlete, BENCH) is None


def test_a_bar_takes_its_plates_in_pairs(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10, 5])
    assert athlete.value("select private.has_gear(%s)", athlete.id) is True
    assert known(athlete, BENCH) == kilos(20, 30, 40, 50)


def test_a_weight_named_twice_is_two_pairs(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[20, 20])
    assert known(athlete, BENCH) == kilos(20, 60, 100)


def test_preferences_stand_for_bars_and_dumbbells(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20, 15], plates_kg=[5], dumbbells_kg=[12, 8, 10])
    assert known(athlete, BENCH) == kilos(15, 20, 25, 30)
    assert known(athlete, PRESS) == kilos(8, 10, 12)
    assert loads(athlete, KETTLEBELL_CLEAN) is None


def test_equipment_of_ones_own_says_otherwise(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20], plates_kg=[5], dumbbells_kg=[8])
    own(athlete, "barbell", base_kg=15)
    own(athlete, "dumbbell", loads_kg=[6, 4])
    assert known(athlete, BENCH) == kilos(15, 25)
    assert known(athlete, PRESS) == kilos(4, 6)


def test_equipment_that_says_nothing_of_loads_leaves_it_to_the_preferences(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20], plates_kg=[5])
    own(athlete, "barbell")
    assert known(athlete, BENCH) == kilos(20, 30)


@pytest.mark.parametrize("half", [{"bars_kg": [20]}, {"plates_kg": [20, 10]}])
def test_neither_a_bar_nor_plates_alone_make_a_load(athlete: Athlete, half: dict[str, list[int]]) -> None:
    prefer(athlete, **half)
    assert loads(athlete, BENCH) is None


def test_a_stack_goes_in_even_steps(athlete: Athlete) -> None:
    own(athlete, "leg-press-machine", base_kg=5, step_kg=10, max_kg=40)
    assert known(athlete, LEG_PRESS) == kilos(5, 15, 25, 35)


def test_a_stack_may_have_pins_of_its_own(athlete: Athlete) -> None:
    own(athlete, "leg-press-machine", step_kg=20, max_kg=40, loads_kg=[30])
    assert known(athlete, LEG_PRESS) == kilos(0, 20, 30, 40)


def test_a_body_carries_loose_plates(athlete: Athlete) -> None:
    prefer(athlete, plates_kg=[5.0, 2.5])
    assert known(athlete, PUSH_UP) == kilos(0, 2.5, 5, 7.5, 10, 12.5, 15)


def test_all_the_plates_of_a_gym_are_not_too_many(athlete: Athlete) -> None:
    own_weights = [25.0] * 8 + [20.0, 15.0, 10.0, 5.0, 2.5, 1.25, 0.5, 0.25] * 2
    prefer(athlete, bars_kg=[20], plates_kg=own_weights)
    assert known(athlete, PUSH_UP)[-1] == 250
    assert known(athlete, BENCH)[-1] == 20 + 2 * sum(own_weights)


def test_plates_to_stand_on_bear_nothing(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20], plates_kg=[20])
    assert known(athlete, DEADLIFT_ON_PLATES) == kilos(20, 60)


# Pounds


def test_a_gym_of_pounds_goes_by_fives_where_nothing_is_told(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    assert known(athlete, BENCH)[:4] == pounds(0, 5, 10, 15)
    assert known(athlete, CURL)[:4] == pounds(0, 2.5, 5, 7.5)
    assert known(athlete, BENCH)[-1] == known(athlete, CURL)[-1] == pounds(2000)[0]


def test_without_a_word_on_the_gym_the_profiles_unit_counts(athlete: Athlete) -> None:
    athlete.write("update public.profiles set preferred_unit = 'imperial'")
    assert known(athlete, BENCH)[1:2] == pounds(5)
    prefer(athlete, gym_unit="metric")
    assert loads(athlete, BENCH) is None


def test_pounds_add_up_to_the_gram(athlete: Athlete) -> None:
    """45 and a pair of 45 lb are 135 lb, 61.235 kg; three times 20.412 kg would be 61.236."""
    own(athlete, "barbell", base_kg=20.412, plates_kg=[20.412, 11.34, 4.536, 1.134])
    assert set(pounds(45, 50, 65, 135, 185, 205, 210)) <= set(known(athlete, BENCH))


@pytest.mark.parametrize("kilograms", [11, 22, 1.25, 0.5, 25])
def test_kilograms_are_not_taken_for_pounds(athlete: Athlete, kilograms: float) -> None:
    """11 kg are 24.25 lb to the gram, but two of them are no 21.999 kg."""
    own(athlete, "barbell", base_kg=20, plates_kg=[kilograms, kilograms])
    assert known(athlete, BENCH) == kilos(20, 20 + 2 * kilograms, 20 + 4 * kilograms)


# Since when


def test_new_gear_leaves_the_past_as_it_was(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10])
    own(athlete, "barbell", base_kg=20, plates_kg=[20])
    first, second = athlete.rows(
        "select c::text from private.gear_changes(%s, %s, '-infinity') as c", athlete.id, BENCH
    )
    assert loads(athlete, BENCH, "2020-01-01") is None
    assert loads(athlete, BENCH, first[0]) == kilos(20, 40)
    assert loads(athlete, BENCH, second[0]) == kilos(20, 60)


def test_only_what_changes_the_loads_of_an_exercise_is_a_change_for_it(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10])
    prefer(athlete, dumbbells_kg=[10])
    athlete.write("update public.profiles set preferred_unit = 'imperial'")
    changes = "select count(*) from private.gear_changes(%s, %s, '-infinity')"
    assert athlete.value(changes, athlete.id, BENCH) == 1
    assert athlete.value(changes, athlete.id, PRESS) == 1
    assert athlete.value(changes, athlete.id, LEG_PRESS) == 1  # the unit


def test_the_same_gear_again_is_no_change(athlete: Athlete) -> None:
    for _ in range(2):
        own(athlete, "barbell", base_kg=20, plates_kg=[10])
        prefer(athlete, notes="Mornings")
    assert athlete.value("select count(*) from private.gear_facts where user_id = %s", athlete.id) == 1


def test_gear_that_is_gone_lets_any_load_go_from_then_on(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10])
    then = athlete.value("select now()")
    athlete.write("delete from public.user_equipment")
    assert loads(athlete, BENCH) is None
    assert loads(athlete, BENCH, then) == kilos(20, 40)


# What is refused


@pytest.mark.parametrize(
    "row",
    [
        {"plates_kg": [0]},
        {"plates_kg": [501]},
        {"plates_kg": [None]},
        {"plates_kg": [[1, 2], [3, 4]]},
        {"plates_kg": [1.25] * 51},
        {"loads_kg": [1] * 201},
        {"step_kg": 5},
        {"max_kg": 100},
        {"base_kg": -1},
        {"loads_kg": [float("nan")]},
    ],
)
def test_what_can_be_no_gear_is_refused(athlete: Athlete, row: dict[str, object]) -> None:
    with pytest.raises((psycopg.errors.CheckViolation, psycopg.errors.FeatureNotSupported)):
        own(athlete, "barbell", **row)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"base_kg": 20, "plates_kg": [0.001 * 2**n for n in range(12)]}, "plates_kg"),
        ({"step_kg": 0.1, "max_kg": 2000}, "step_kg"),
    ],
)
def test_gear_of_too_many_loads_is_refused_with_its_field(
    athlete: Athlete, row: dict[str, object], field: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        own(athlete, "barbell", **row)
    assert refused.value.sqlstate == "PT422"
    assert f'"{field}"' in str(refused.value.diag.message_detail)


def test_an_account_with_gear_can_be_deleted(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10])
    prefer(athlete, gym_unit="imperial")
    athlete.sql.execute("delete from auth.users where id = %s", [athlete.id])
    assert athlete.value("select count(*) from private.gear_facts where user_id = %s", athlete.id) == 0
