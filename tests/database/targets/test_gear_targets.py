"""Targets are loads that can be built, and follow the gear."""

import json
import uuid
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import ASSISTED_DIP, BENCH, Athlete, stable_id
from tests.database.gear import own, pounds, prefer
from tests.database.lines import FIVES, LATER, LINEAR, did, made_line, steps, suggested
from tests.database.progress import derived_anew, differences, state


def test_new_plates_move_the_target_to_the_nearest_load(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    own(athlete, "barbell", base_kg=20, plates_kg=[15, 5])
    assert suggested(athlete, line_id) == 60
    own(athlete, "barbell", base_kg=20, plates_kg=[15])
    assert suggested(athlete, line_id) == 50
    told = athlete.rows(
        "select rule, reason_code::text from public.prescriptions where plan_exercise_id = %s", line_id
    )
    assert told == [("gear", "manual")]


def test_new_plates_leave_the_steps_before_them_alone(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    own(athlete, "barbell", base_kg=20, plates_kg=[15])
    assert suggested(athlete, line_id) == 50
    athlete.log(did(line_id, BENCH, *[(5, 62.5)] * 3, day=1))
    [first, second, gear] = athlete.rows(
        """
        select new_target ->> 'weight_kg' from public.prescriptions
        where plan_exercise_id = %s and superseded_at is null order by effective_at
        """,
        line_id,
    )
    assert [Decimal(row[0]) for row in (first, second, gear)] == [Decimal("62.5"), 65, 50]


@pytest.mark.parametrize(
    ("plates", "expected"),
    [
        # 62.5 can be built.
        ([20.0, 1.25], [60, 62.5]),
        # Nothing between 60 and 70, which is 17 % more: repetitions first.
        ([10.0, 10.0, 5.0], [60, 60]),
        # All that there is.
        ([20.0], [60, 60]),
        # 60 can't be built: 50 and 80 can, and 50 is nearer.
        ([15.0, 15.0], [50, 50]),
    ],
)
def test_a_plan_made_with_gear_asks_for_what_can_be_built(
    athlete: Athlete, plates: list[float], expected: list[float]
) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=plates)
    line_id = made_line(athlete, **LINEAR)
    start = suggested(athlete, line_id)
    assert start is not None
    athlete.log(did(line_id, BENCH, *[(5, float(start))] * 3, day=LATER))
    assert [start, suggested(athlete, line_id)] == expected


def test_falling_back_ends_on_a_load_that_can_be_built(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10.0, 10.0, 5.0])
    line_id = made_line(athlete, **LINEAR | {"current_suggested_weight_kg": 70})
    for day in range(3):
        athlete.log(did(line_id, BENCH, *[(3, 70)] * 3, day=LATER + day))
    # 90 % of 70 is 63, down to a whole step 62.5; of 20, 30 … 70 that is 60.
    assert suggested(athlete, line_id) == 60


def test_pounds_go_up_by_pounds(athlete: Athlete) -> None:
    """From 135 lb by 2.5 kg, which are 5.5 lb: 140 lb."""
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(athlete, **LINEAR | {"current_suggested_weight_kg": 61.235})
    athlete.log(did(line_id, BENCH, *[(5, 61.235)] * 3, day=LATER))
    assert suggested(athlete, line_id) == pounds(140)[0]


def test_help_goes_down_by_the_pins_of_the_stack(athlete: Athlete) -> None:
    own(athlete, "assisted-pull-up-machine", step_kg=7, max_kg=70)
    line_id = made_line(athlete, exercise_id=ASSISTED_DIP, **LINEAR | {"current_suggested_weight_kg": 21})
    athlete.log(did(line_id, ASSISTED_DIP, *[(5, 21)] * 3, day=LATER))
    assert suggested(athlete, line_id) == 14


def test_a_custom_exercise_that_gets_a_bar_is_derived_anew(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10.0, 10.0])
    custom = str(uuid.uuid4())
    athlete.write(
        """
        insert into public.exercises (id, name, primary_muscle_group, movement_pattern, mechanic)
        values (%s, %s, 'chest', 'horizontal_push', 'compound')
        """,
        custom, f"Press {custom}",
    )  # fmt: skip
    line_id = made_line(athlete, exercise_id=custom, **LINEAR)
    athlete.log(did(line_id, custom, *FIVES, day=LATER))
    assert suggested(athlete, line_id) == Decimal("62.5")
    athlete.write(
        "insert into public.exercise_equipment (exercise_id, equipment_id) values (%s, %s)",
        custom, stable_id("equipment", "barbell"),
    )  # fmt: skip
    assert suggested(athlete, line_id) == 60
    assert not differences(state(athlete), derived_anew(athlete))


SCHEMES: list[Any] = [
    {"scheme": "linear"},
    {"scheme": "double", "step": 1},
    {"scheme": "percentage_wave", "training_max_kg": 100},
    [{"axis": "load", "step": 7, "step_unit": "%", "after_failures": 1, "deload_percent": 15}],
]


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    plates=st.lists(st.sampled_from([20.0, 11.34, 10.0, 5.0, 2.268, 1.25]), max_size=6),
    start=st.floats(0, 200),
    scheme=st.sampled_from(SCHEMES),
    did=st.lists(st.sampled_from([3, 8, 12]), min_size=12, max_size=12),
)
def test_every_load_that_is_ever_asked_for_can_be_built(
    athlete: Athlete, plates: list[float], start: float, scheme: Any, did: list[int]
) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=plates)
    line_id = made_line(
        athlete, progression=scheme, current_suggested_weight_kg=round(start, 3), target_reps="5-8"
    )
    there = athlete.value("select private.buildable_loads(%s, %s, now())", athlete.id, BENCH)
    simulated = athlete.value(
        "select private.simulate_progression(%s, %s, %s, now())",
        athlete.id, line_id, json.dumps([{"reps": [reps] * 3} for reps in did]),
    )  # fmt: skip
    loads = [suggested(athlete, line_id)]
    for told in simulated:
        loads += [Decimal(str(load)) for load in [told["weight_kg"], *told.get("loads_kg", [])]]
    assert set(loads) <= set(there)
