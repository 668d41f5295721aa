"""A gym in pounds: its loads are whole pounds from the lightest to the heaviest, and nothing drifts."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.database.athlete import BENCH, CURL, Athlete, exercise, line
from tests.database.gear import POUND, own, pounds, prefer
from tests.database.lines import LATER, active_line, did, made_line, set_by_hand, standing, suggested, today

SWING = exercise("kettlebell-clean")
DUMBBELL_BENCH = exercise("dumbbell-bench-press")
LEG_PRESS = exercise("leg-press")
# However large a step is for its load: this is about which loads there are.
FREE: dict[str, Any] = {"progression": [{"axis": "load", "step": 2.5}], "current_suggested_weight_kg": 60}


def lb(load: float) -> float:
    """So many pounds in kilograms, as JSON has them."""
    return float(pounds(load)[0])


def climb(athlete: Athlete, line_id: str, workouts: int) -> list[Decimal]:
    """The loads after so many workouts that did what was asked."""
    after: list[Decimal] = []
    while workouts > 0:
        rows = athlete.value(
            "select private.simulate_progression(%s, %s, %s, now())",
            athlete.id, line_id, json.dumps([{"reps": [5, 5, 5]}] * min(workouts, 52)),
        )  # fmt: skip
        after += [Decimal(str(row["weight_kg"])) for row in rows]
        workouts -= 52
        set_by_hand(athlete, line_id, current_suggested_weight_kg=after[-1])
    return after


@pytest.mark.parametrize(
    ("exercise_id", "step", "grid"),
    [
        (BENCH, 2.5, 5),
        # 5 lb as clients send it: to the gram, to 10 g, and a little less than it is.
        (BENCH, 2.268, 5),
        (BENCH, 2.27, 5),
        (BENCH, 2.26, 5),
        (CURL, 1, 2.5),
        (CURL, 1.134, 2.5),
        # 10 lb.
        (BENCH, 4.536, 10),
    ],
)
def test_loads_rise_by_whole_pounds_from_5_to_500(
    athlete: Athlete, exercise_id: str, step: float, grid: float
) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(
        athlete, exercise_id=exercise_id, progression=[{"axis": "load", "step": step}],
        current_suggested_weight_kg=lb(grid),
    )  # fmt: skip
    number = int(500 / grid) - 1
    assert climb(athlete, line_id, number) == pounds(*[grid * n for n in range(2, number + 2)])


def test_a_load_of_whole_fives_is_asked_as_it_was_written(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    grid = range(5, 505, 5)
    for part in (grid[:50], grid[50:]):
        lines = [
            line(current_suggested_weight_kg=lb(load), order_in_workout=n) for n, load in enumerate(part, 1)
        ]
        [day] = athlete.days_of(athlete.create_plan(lines))
        assert [suggested(athlete, one) for one in athlete.lines_of(day)] == pounds(*part)


@pytest.mark.parametrize(
    ("slug", "exercise_id", "gear", "expected"),
    [
        # A pair of 2.5 lb makes 5 lb.
        (
            "barbell", BENCH, {"base_kg": pounds(45)[0], "plates_kg": pounds(45, 45, 25, 10, 10, 5, 2.5)},
            range(45, 331, 5),
        ),
        # Without it, every 10 lb: 5 lb is not enough for the next load, which is the only way up.
        (
            "barbell", BENCH, {"base_kg": pounds(45)[0], "plates_kg": pounds(45, 25, 10, 5)},
            [45, 55, 65, 75, 95, 105, 115, 125, 135, 145, 155, 165, 185, 195, 205, 215],
        ),
        ("dumbbell", DUMBBELL_BENCH, {"loads_kg": pounds(*range(5, 105, 5))}, range(5, 105, 5)),
        ("dumbbell", DUMBBELL_BENCH, {"loads_kg": pounds(10, 20, 30, 50, 70)}, [10, 20, 30, 50, 70]),
        (
            "leg-press-machine", LEG_PRESS,
            {"base_kg": pounds(10)[0], "step_kg": pounds(10)[0], "max_kg": pounds(300)[0]},
            range(10, 301, 10),
        ),
        (
            "leg-press-machine", LEG_PRESS,
            {"base_kg": pounds(5)[0], "step_kg": pounds(2.5)[0], "max_kg": pounds(50)[0]},
            range(5, 51, 5),
        ),
    ],
)  # fmt: skip
def test_gear_in_pounds_is_climbed_load_by_load(
    athlete: Athlete, slug: str, exercise_id: str, gear: dict[str, Any], expected: Any
) -> None:
    prefer(athlete, gym_unit="imperial")
    own(athlete, slug, **gear)
    first, *others = list(expected)
    line_id = made_line(athlete, exercise_id=exercise_id, **FREE | {"current_suggested_weight_kg": lb(first)})
    # At the top there is nothing heavier.
    assert climb(athlete, line_id, len(others) + 1) == pounds(*others, others[-1])


# What somebody typed


@pytest.mark.parametrize("load", [397, 7, 53, 101.0, 499])
def test_pounds_that_were_typed_are_asked_while_the_gear_is_unknown(athlete: Athlete, load: float) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(athlete, **FREE | {"current_suggested_weight_kg": lb(load)})
    assert suggested(athlete, line_id) == pounds(load)[0]
    # To 10 g, as clients that round have it.
    rounded = pounds(load)[0].quantize(Decimal("0.01"))
    other = made_line(athlete, **FREE | {"current_suggested_weight_kg": float(rounded)})
    asked = suggested(athlete, other)
    assert asked is not None
    assert abs(asked - pounds(load)[0]) <= Decimal("0.005")


def test_from_a_typed_load_the_next_is_one_of_the_gym(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(athlete, **FREE | {"current_suggested_weight_kg": lb(397)})
    athlete.log(did(line_id, BENCH, *[(5, lb(397))] * 3, day=LATER))
    assert suggested(athlete, line_id) == pounds(400)[0]


def test_a_typed_load_stays_when_the_profile_changes_to_pounds(athlete: Athlete) -> None:
    line_id = made_line(athlete, **FREE | {"current_suggested_weight_kg": lb(397)})
    other = made_line(athlete, **FREE)
    athlete.write("update public.profiles set preferred_unit = 'imperial'")
    assert suggested(athlete, line_id) == pounds(397)[0]
    assert suggested(athlete, other) == pounds(130)[0]  # of 60 kg, 132.3 lb


def test_with_gear_that_is_told_a_typed_load_is_rounded_to_it(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=pounds(45)[0], plates_kg=pounds(45, 45, 45, 25, 10, 5, 2.5))
    line_id = made_line(athlete, **FREE | {"current_suggested_weight_kg": lb(302)})
    assert suggested(athlete, line_id) == pounds(300)[0]


# Kettlebells


@pytest.mark.parametrize(
    ("load", "expected"),
    [
        (24, [24, 28, 32]),
        (8, [8, 10, 12]),
        (16, [16, 18, 20]),
        # In pounds who has them in pounds.
        (50 * POUND, [50 * POUND, 55 * POUND, 60 * POUND]),
        # A bell that nobody casts, but somebody typed.
        (22, [22, 24, 28]),
        (53 * POUND, [53 * POUND, 55 * POUND, 60 * POUND]),
    ],
)
def test_a_kettlebell_goes_on_in_the_unit_it_is_cast_in(
    athlete: Athlete, load: Decimal, expected: list[Decimal]
) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(
        athlete, exercise_id=SWING, **FREE | {"current_suggested_weight_kg": float(round(Decimal(load), 3))}
    )
    for day, kg in enumerate(expected):
        asked = suggested(athlete, line_id)
        assert asked == round(Decimal(kg), 3)
        athlete.log(did(line_id, SWING, *[(5, float(asked))] * 3, day=LATER + day))


def test_a_kettlebell_in_kilograms_done_in_a_gym_of_pounds_counts(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(athlete, exercise_id=SWING, **FREE | {"current_suggested_weight_kg": 24})
    summary = athlete.log(did(line_id, SWING, *[(5, 24)] * 3, day=LATER))
    assert summary["progression"][0]["outcome"] == "success"
    assert standing(athlete, line_id) == ("3 x 5", 28)


def test_what_is_foreseen_and_eased_of_a_kettlebell_is_in_its_unit(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = active_line(athlete, exercise_id=SWING, **FREE | {"current_suggested_weight_kg": 28})
    assert climb(athlete, line_id, 2) == [32, 36]
    set_by_hand(athlete, line_id, current_suggested_weight_kg=28)
    now = datetime.now(UTC) + timedelta(hours=1)
    athlete.check_in(now - timedelta(minutes=1), sleep=1, soreness=5)
    # 90 % of 28.
    assert today(athlete, now)["suggested_weight_kg"] == 24


def test_a_bar_in_a_gym_of_pounds_takes_no_kilograms(athlete: Athlete) -> None:
    prefer(athlete, gym_unit="imperial")
    line_id = made_line(athlete, **FREE | {"current_suggested_weight_kg": 24})
    assert suggested(athlete, line_id) == pounds(55)[0]
