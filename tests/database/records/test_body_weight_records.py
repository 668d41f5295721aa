"""Body weight is a load: a stated share of it, plus what is added, minus the help."""

from datetime import timedelta
from typing import Any

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PUSH_UP,
    SQUAT,
    Athlete,
    exercise,
    one_set,
    workout,
)
from tests.database.progress import derived_anew, differences, state

DAY = timedelta(days=1)
PULL_UP = exercise("weighted-pull-up")

# The value, what of it is body weight, the one before.
Best = tuple[Any, ...]


def with_body(athlete: Athlete, exercise_id: str) -> dict[str, Best]:
    """The bests with body weight by type."""
    rows = athlete.rows(
        """
        select record_type, value::float, body_kg::float, previous_value::float from public.personal_records
        where user_id = %s and exercise_id = %s and record_type::text like '%%with_body'
        """,
        athlete.id, exercise_id,
    )  # fmt: skip
    return {kind: (value, body, previous) for kind, value, body, previous in rows}


def test_what_is_added_is_lifted_with_the_body(athlete: Athlete) -> None:
    """80 kg, pull-ups with 10 kg x 8: 86 kg, for one repetition 106.8, 30.8 of them added."""
    athlete.weigh(80)
    summary = athlete.log(workout(NOON, one_set(PULL_UP, 8, 10)))
    bests = with_body(athlete, PULL_UP)
    assert bests["max_weight_with_body"] == (86, 76, None)
    value, body, _ = bests["estimated_1rm_with_body"]
    assert (round(value, 1), round(value - body, 1)) == (106.8, 30.8)
    assert bests["max_volume_with_body"] == (688, None, None)
    assert (summary["total_volume_kg"], summary["total_volume_with_body_kg"]) == (80, 688)
    # 12.4 kg would be the maximum of nobody who does pull-ups.
    kinds = athlete.rows("select record_type from public.personal_records where user_id = %s", athlete.id)
    assert ("estimated_1rm",) not in kinds


def test_help_is_taken_off(athlete: Athlete) -> None:
    """100 kg with 30 kg of help: 65 kg."""
    athlete.weigh(100)
    summary = athlete.log(workout(NOON, one_set(ASSISTED_DIP, 5, 30)))
    assert with_body(athlete, ASSISTED_DIP)["max_weight_with_body"] == (65, 95, None)
    assert (summary["total_volume_kg"], summary["total_volume_with_body_kg"]) == (0, 325)


def test_push_ups_have_a_volume(athlete: Athlete) -> None:
    """60 kg, ten push-ups: 414 kg. Of twenty nothing is estimated."""
    athlete.weigh(60)
    assert athlete.log(workout(NOON, one_set(PUSH_UP, 10, None)))["total_volume_with_body_kg"] == 414
    assert "estimated_1rm_with_body" in with_body(athlete, PUSH_UP)
    other = athlete.log(workout(NOON + DAY, one_set(exercise("pike-push-up"), 20, None)))
    assert other["total_volume_with_body_kg"] == 720
    assert set(with_body(athlete, exercise("pike-push-up"))) == {
        "max_weight_with_body", "max_volume_with_body",
    }  # fmt: skip


@pytest.mark.parametrize("lift", [BENCH, SQUAT])
def test_a_bar_is_the_bars(athlete: Athlete, lift: str) -> None:
    athlete.weigh(80)
    summary = athlete.log(workout(NOON, one_set(lift, 5, 100)))
    assert with_body(athlete, lift) == {}
    assert summary["total_volume_with_body_kg"] == summary["total_volume_kg"] == 500


def test_nobody_weighed_has_no_body_weight(athlete: Athlete) -> None:
    summary = athlete.log(workout(NOON, one_set(PULL_UP, 8, 10)))
    assert with_body(athlete, PULL_UP) == {}
    assert summary["total_volume_with_body_kg"] == 80


@pytest.mark.parametrize(
    ("weighed", "expected"),
    [
        # The last on or before the day, also in the evening.
        ([(-30, 90), (-1, 80), (2, 70)], 86),
        ([(-1, 90), (0.3, 80), (2, 70)], 86),
        # Else the first after it.
        ([(2, 80), (3, 70)], 86),
    ],
)
@pytest.mark.parametrize("is_told_late", [False, True])
def test_the_weight_of_the_day_counts_however_late_it_is_told(
    athlete: Athlete, weighed: list[tuple[float, float]], expected: float, *, is_told_late: bool
) -> None:
    done = workout(NOON, one_set(PULL_UP, 8, 10))
    if is_told_late:
        athlete.log(done)
    for days, kg in weighed:
        athlete.weigh(kg, NOON + days * DAY)
    if not is_told_late:
        athlete.log(done)
    assert with_body(athlete, PULL_UP)["max_weight_with_body"][0] == expected
    assert not differences(state(athlete), derived_anew(athlete))


def test_a_corrected_weight_corrects_the_load(athlete: Athlete) -> None:
    athlete.weigh(90)
    athlete.log(workout(NOON, one_set(PULL_UP, 8, 10)))
    athlete.write("update public.body_measurements set weight_kg = 80")
    assert with_body(athlete, PULL_UP)["max_weight_with_body"] == (86, 76, None)
    athlete.write("delete from public.body_measurements")
    assert with_body(athlete, PULL_UP) == {}
    athlete.check_in(NOON - DAY, weight_kg=70)
    assert with_body(athlete, PULL_UP)["max_weight_with_body"] == (76.5, 66.5, None)


def test_a_gain_of_weight_is_no_record(athlete: Athlete) -> None:
    """The best with body weight is kept; it earns nothing, is no event and no news."""
    athlete.weigh(80)
    athlete.log(workout(NOON, one_set(PULL_UP, 8, 10)))
    athlete.weigh(84, NOON + DAY)
    heavier = workout(NOON + 2 * DAY, one_set(PULL_UP, 8, 10))
    assert athlete.log(heavier)["records"] == []
    bests = with_body(athlete, PULL_UP)
    assert bests["max_weight_with_body"] == (89.8, 79.8, 86)
    named = athlete.value(
        """
        select set_id::text from public.personal_records
        where user_id = %s and record_type = 'estimated_1rm_with_body'
        """,
        athlete.id,
    )
    assert named == heavier["sets"][0]["id"]


def test_more_repetitions_with_the_same_plate_are_a_record(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(PULL_UP, 8, 10)))
    better = athlete.log(workout(NOON + DAY, one_set(PULL_UP, 9, 10)))
    assert {(r["record_type"], r["load_kg"]) for r in better["records"]} == {
        ("reps_at_load", 10), ("max_volume", None),
    }  # fmt: skip
