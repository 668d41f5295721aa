"""Gear, plan or workout, whatever came first: what is asked next can be built with what the user has now."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import ASSISTED_DIP, BENCH, CURL, Athlete, exercise
from tests.database.gear import own, pounds, prefer
from tests.database.lines import LINEAR, did, made_line, standing, suggested
from tests.database.progress import derived_anew, differences, state

LEG_PRESS = exercise("leg-press")
DUMBBELL_BENCH = exercise("dumbbell-bench-press")
WAVE = {"scheme": "percentage_wave"}

Tell = Callable[[Athlete], None]


def in_pounds(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")


def with_a_stack(athlete: Athlete) -> None:
    own(athlete, "leg-press-machine", step_kg=10, max_kg=200)


def with_few_plates(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[20.0, 10.0, 5.0])


def buildable(athlete: Athlete, exercise_id: str) -> list[Decimal]:
    loads: list[Decimal] = athlete.value(
        "select private.buildable_loads(%s, %s, 'infinity')", athlete.id, exercise_id
    )
    return loads


@pytest.mark.parametrize(
    ("tell", "exercise_id", "load", "expected"),
    [
        (in_pounds, BENCH, 61.235, pounds(140)[0]),
        (in_pounds, CURL, pounds(30)[0], pounds(35)[0]),
        (with_a_stack, LEG_PRESS, 40, 50),
        # Of 20, 30 … 90: 62.5 was neither there that day.
        (with_few_plates, BENCH, 60, 70),
    ],
)
def test_a_workout_of_before_the_gear_was_told_goes_on_with_that_gear(
    athlete: Athlete, tell: Tell, exercise_id: str, load: Any, expected: Any
) -> None:
    tell(athlete)
    line_id = made_line(
        athlete,
        exercise_id=exercise_id,
        current_suggested_weight_kg=float(load),
        progression=[{"axis": "load", "step": 2.5}],
    )
    athlete.log(did(line_id, exercise_id, *[(5, float(load))] * 3))
    assert suggested(athlete, line_id) == expected
    assert not differences(state(athlete), derived_anew(athlete))


def test_the_sets_of_a_wave_can_be_built_as_well(athlete: Athlete) -> None:
    in_pounds(athlete)
    line_id = made_line(athlete, progression=WAVE | {"training_max_kg": 128.367})  # 283 lb: 65, 75 and 85 %
    first = [float(kg) for kg in pounds(185, 210, 240)]
    assert standing(athlete, line_id) == ("3 x 5,5,5+", first)
    athlete.log(did(line_id, BENCH, *[(5, kg) for kg in first]))
    # 70, 80 and 90 %.
    assert standing(athlete, line_id) == ("3 x 3,3,3+", [float(kg) for kg in pounds(200, 225, 255)])


@pytest.mark.parametrize("tell", [in_pounds, with_few_plates])
def test_gear_told_after_the_plan_moves_what_was_trained_before(athlete: Athlete, tell: Tell) -> None:
    line_id = made_line(athlete, **LINEAR)
    tell(athlete)
    athlete.log(did(line_id, BENCH, *[(5, 60)] * 3))
    assert suggested(athlete, line_id) in buildable(athlete, BENCH)
    assert not differences(state(athlete), derived_anew(athlete))


def test_telling_the_gear_leaves_what_was_found_of_earlier_workouts(athlete: Athlete) -> None:
    """They were trained with what there was, whoever knew of it."""
    line_id = made_line(athlete, **LINEAR)
    outcomes = (
        "select outcome::text from public.prescriptions where plan_exercise_id = %s and superseded_at is null"
    )
    for day, load in enumerate((60, 62.5, 65)):
        athlete.log(did(line_id, BENCH, *[(5, load)] * 3, day=day))
    before = athlete.rows(outcomes, line_id)
    with_few_plates(athlete)
    assert suggested(athlete, line_id) == 70
    assert athlete.rows(f"{outcomes} and session_id is not null", line_id) == before


def test_history_that_is_imported_ends_at_a_load_that_can_be_built(athlete: Athlete) -> None:
    with_few_plates(athlete)
    line_id = made_line(athlete, **LINEAR)
    for day in range(20, 0, -1):
        athlete.log(did(line_id, BENCH, *[(5, 40 + 2.5 * day)] * 3, day=-10 * day))
    assert suggested(athlete, line_id) in buildable(athlete, BENCH)
    assert not differences(state(athlete), derived_anew(athlete))


def test_the_fourth_change_of_a_day_moves_a_plan_made_after_the_third(athlete: Athlete) -> None:
    for plates in ([10.0], [5.0], [20.0]):
        own(athlete, "barbell", base_kg=20, plates_kg=plates)
    line_id = made_line(athlete, **LINEAR)
    assert suggested(athlete, line_id) == 60
    own(athlete, "barbell", base_kg=20, plates_kg=[15.0])
    assert suggested(athlete, line_id) == 50
    assert not differences(state(athlete), derived_anew(athlete))


def test_a_change_that_is_taken_back_the_same_day_leaves_no_step(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    for plates in ([20.0], [10.0, 10.0], [15.0]):
        own(athlete, "barbell", base_kg=20, plates_kg=plates)
    assert suggested(athlete, line_id) == 50
    own(athlete, "barbell", base_kg=20, plates_kg=[10.0, 10.0])
    assert suggested(athlete, line_id) == 60
    assert not differences(state(athlete), derived_anew(athlete))


GEAR: dict[str, Tell] = {
    "pounds": in_pounds,
    "few plates": with_few_plates,
    "other plates": lambda one: own(one, "barbell", base_kg=15, plates_kg=[15.0, 7.5, 2.0]),
    "dumbbells": lambda one: prefer(one, dumbbells_kg=[8, 10, 14, 18, 24, 32]),
    "help": lambda one: own(one, "assisted-pull-up-machine", step_kg=7, max_kg=70),
    "pounds of plates": lambda one: prefer(
        one, gym_unit="imperial", bars_kg=pounds(45), plates_kg=pounds(45, 25, 10, 5, 2.5)
    ),
}
SCHEMES: list[Any] = [
    None, {"scheme": "double"}, WAVE, [{"axis": "load", "step": 7, "step_unit": "%", "after_failures": 1}],
]  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_comes_first_the_next_load_can_be_built(athlete: Athlete, data: st.DataObject) -> None:
    exercise_id = data.draw(st.sampled_from([BENCH, DUMBBELL_BENCH, ASSISTED_DIP]))
    # Of a workout that is long past, of today, and of a day to come.
    days = data.draw(st.lists(st.sampled_from([-400, -3, -1, 0, 300]), max_size=4))
    happenings = ["gear", "plan", *["workout"] * len(days), *data.draw(st.sampled_from([[], ["gear"]]))]
    line_id: str | None = None
    with athlete.sql.transaction(force_rollback=True):
        for number, happening in enumerate(data.draw(st.permutations(happenings))):
            if happening == "gear":
                GEAR[data.draw(st.sampled_from(list(GEAR)))](athlete)
            elif happening == "plan" or line_id is None:
                line_id = line_id or made_line(
                    athlete, exercise_id=exercise_id, target_reps="5-8",
                    progression=data.draw(st.sampled_from(SCHEMES)), current_suggested_weight_kg=61,
                    on_success_weight_increase_kg=2.5,
                )  # fmt: skip
            else:
                reps = data.draw(st.sampled_from([4, 8]))
                load = data.draw(st.sampled_from([20.0, 60.0, 61.0, 61.235]))
                day = days.pop() + number
                athlete.log(did(line_id, exercise_id, *[(reps, load)] * 3, day=day))
        assert line_id is not None
        loads = buildable(athlete, exercise_id)
        if loads is not None:
            _, asked = standing(athlete, line_id)
            every = asked if isinstance(asked, list) else [asked]
            assert {Decimal(str(load)) for load in every if load is not None} <= set(loads)
        assert not differences(state(athlete), derived_anew(athlete))
