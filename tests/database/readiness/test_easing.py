"""A day that asks for less than the target: after a bad night and in light weeks. The target stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.database.athlete import ASSISTED_DIP, BENCH, NOON, PUSH_UP, Athlete, line
from tests.database.gear import own, rest
from tests.database.lines import FIVES, LINEAR, active_line, did, made_line, step, steps, today

pytestmark = pytest.mark.quick

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WORN_OUT = ("readiness_deload", 90, 100)
LIGHT_WEEK = ("planned_deload", 70, 100)
# With gear, moments have to come after it was told, and that is now.
SOON = datetime.now(NOON.tzinfo).replace(microsecond=0) + DAY


def easing(athlete: Athlete, at: datetime) -> tuple[str, int, int] | None:
    """Why the day is easier, percent of load, percent of sets."""
    [row] = athlete.rows(
        """
        select e.reason_code::text, e.load_percent::integer, e.sets_percent::integer
        from private.load_reduction_at(%s, %s, %s) as e
        """,
        athlete.id, at, at.date(),
    )  # fmt: skip
    return row if row[0] else None


# Readiness


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"sleep": 1}, ("readiness_deload", 90, 100)),
        ({"sleep": 2}, ("readiness_hold", 100, 100)),
        ({"sleep": 3}, None),
        # 2, 6 - 4, 4 / 2 and 2: a mean of 2.
        ({"sleep": 2, "soreness": 4, "energy": 4, "mood": 2}, ("readiness_hold", 100, 100)),
        # 1, 2, 1 and 1: 1.25, rounded 1.
        ({"sleep": 1, "soreness": 4, "energy": 2, "mood": 1}, ("readiness_deload", 90, 100)),
        # 3 and 2: 2.5, rounded 3.
        ({"sleep": 3, "mood": 2}, None),
        # Energy 1 of 10 is 1, not one half.
        ({"energy": 1, "mood": 2}, ("readiness_hold", 100, 100)),
        # Severe soreness counts by itself, whatever the rest says.
        ({"sleep": 5, "soreness": 5, "energy": 10, "mood": 5}, ("readiness_deload", 90, 100)),
        ({"weight_kg": 80}, None),
        ({}, None),
    ],
)
def test_readiness_is_the_mean_of_what_was_said(
    athlete: Athlete, said: dict[str, Any], expected: tuple[str, int, int] | None
) -> None:
    athlete.check_in(NOON, **said)
    assert easing(athlete, NOON + HOUR) == expected


@pytest.mark.parametrize(
    ("hours", "expected"), [(-0.1, None), (0, WORN_OUT), (35.9, WORN_OUT), (36, None), (72, None)]
)
def test_a_check_in_speaks_for_36_hours(
    athlete: Athlete, hours: float, expected: tuple[str, int, int] | None
) -> None:
    athlete.check_in(NOON, sleep=1)
    assert easing(athlete, NOON + hours * HOUR) == expected


def test_the_last_check_in_counts(athlete: Athlete) -> None:
    athlete.check_in(NOON, sleep=1)
    athlete.check_in(NOON + 20 * HOUR, sleep=4)
    assert easing(athlete, NOON + 21 * HOUR) is None


def test_a_check_in_that_says_nothing_leaves_the_word_to_the_one_before(athlete: Athlete) -> None:
    athlete.check_in(NOON, sleep=1)
    athlete.check_in(NOON + 20 * HOUR, weight_kg=80)
    assert easing(athlete, NOON + 21 * HOUR) == WORN_OUT


# Deload weeks


@pytest.mark.parametrize(("day", "expected"), [(-1, None), (0, LIGHT_WEEK), (6, LIGHT_WEEK), (7, None)])
def test_a_deload_week_eases_its_days(
    athlete: Athlete, day: int, expected: tuple[str, int, int] | None
) -> None:
    rest(athlete, NOON.date())
    assert easing(athlete, NOON + day * DAY) == expected


def test_other_breaks_ease_nothing(athlete: Athlete) -> None:
    rest(athlete, NOON.date(), kind="travel")
    assert easing(athlete, NOON) is None


@pytest.mark.parametrize(
    ("week", "sleep", "expected"),
    [
        ({}, 2, ("planned_deload", 70, 100)),
        ({}, 1, ("planned_deload", 70, 100)),
        ({"load_percent": 95}, 1, ("readiness_deload", 90, 100)),
        ({"load_percent": 100, "sets_percent": 50}, 1, ("planned_deload", 100, 50)),
        ({"load_percent": 100}, 2, ("planned_deload", 100, 100)),
    ],
)
def test_the_stronger_reduction_counts(
    athlete: Athlete, week: dict[str, int], sleep: int, expected: tuple[str, int, int]
) -> None:
    rest(athlete, NOON.date(), **week)
    athlete.check_in(NOON, sleep=sleep)
    assert easing(athlete, NOON + HOUR) == expected


# What is asked for


def test_worn_out_takes_a_tenth_off_and_leaves_the_target(athlete: Athlete) -> None:
    line_id = active_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    athlete.check_in(NOON + DAY, soreness=5)
    told = today(athlete, NOON + DAY + HOUR)
    # 90 % of 62.5 is 56.25: down to whole steps of 2.5 kg.
    assert told["suggested_weight_kg"] == 55
    assert told["reason_code"] == "readiness_deload"
    assert told["reason"] == "Very sore today: 3 x 5 at 55 kg instead of 3 x 5 at 62.5 kg."
    assert told["standing"]["weight_kg"] == 62.5


def test_a_bad_night_holds_the_last_step_back(athlete: Athlete) -> None:
    line_id = active_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, FIVES)
    athlete.check_in(NOON + DAY, sleep=2)
    told = today(athlete, NOON + DAY + HOUR)
    assert (told["suggested_weight_kg"], told["reason_code"]) == (60, "readiness_hold")
    assert told["reason"] == "Not well rested today: repeat 3 x 5 at 60 kg; the next step can wait."
    assert told["standing"]["weight_kg"] == 62.5


def test_a_bad_night_holds_nothing_back_that_did_not_rise(athlete: Athlete) -> None:
    line_id = active_line(athlete, **LINEAR)
    steps(athlete, line_id, BENCH, [(4, 60)] * 3)
    athlete.check_in(NOON + DAY, sleep=2)
    told = today(athlete, NOON + DAY + HOUR)
    assert (told["suggested_weight_kg"], told["reason_code"]) == (60, "missed_reps")


def test_a_light_week_lowers_load_and_sets(athlete: Athlete) -> None:
    active_line(athlete, **LINEAR)
    rest(athlete, NOON.date(), load_percent=60, sets_percent=50)
    told = today(athlete, NOON)
    # 60 % of 60 is 36, down to 35; half of three sets, rounded, is two.
    assert (told["target_sets"], told["suggested_weight_kg"]) == (2, 35)
    assert told["reason_code"] == "planned_deload"
    assert told["reason"] == "Planned light week until 2026-06-16: 2 x 5 at 35 kg instead of 3 x 5 at 60 kg."


def test_help_grows_where_load_would_shrink(athlete: Athlete) -> None:
    active_line(athlete, exercise_id=ASSISTED_DIP, **LINEAR | {"current_suggested_weight_kg": 20})
    rest(athlete, NOON.date())
    # 130 % of 20 kg of help is 26, up to 27.5.
    assert today(athlete, NOON)["suggested_weight_kg"] == 27.5


def test_without_a_load_nothing_but_sets_can_be_eased(athlete: Athlete) -> None:
    active_line(athlete, exercise_id=PUSH_UP, target_reps="10")
    rest(athlete, NOON.date())
    assert today(athlete, NOON)["reason_code"] == "first_time"


def test_an_eased_load_can_be_built(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[10, 10, 5])
    active_line(athlete, **LINEAR)
    rest(athlete, SOON.date())
    # Of 20, 30 … 70: not above 42.
    assert today(athlete, SOON)["suggested_weight_kg"] == 40


def test_what_a_running_workout_asks_for_was_settled_when_it_began(athlete: Athlete) -> None:
    plan = athlete.create_plan([line(**LINEAR)])
    athlete.activate(plan, NOON)
    athlete.start(NOON + HOUR, athlete.days_of(plan)[0])
    athlete.check_in(NOON + 2 * HOUR, sleep=1)
    assert today(athlete, NOON + 3 * HOUR)["suggested_weight_kg"] == 60


# What a workout of such a day counts for


@pytest.mark.parametrize("kind", ["readiness_deload", "readiness_hold", "planned_deload"])
def test_a_light_day_is_held_and_no_failure(athlete: Athlete, kind: str) -> None:
    line_id = made_line(athlete, **LINEAR)
    if kind == "planned_deload":
        rest(athlete, NOON.date())
    else:
        athlete.check_in(NOON - HOUR, sleep=1 if kind == "readiness_deload" else 2)
    assert step(athlete.log(did(line_id, BENCH, *[(3, 50)] * 3))) == ("held", kind, 3, "5", 60)
    # The row of failures begins with the next one: two more are not the third.
    done = [step(athlete.log(did(line_id, BENCH, *[(3, 60)] * 3, day=n))) for n in (10, 11)]
    assert [d[1] for d in done] == ["missed_reps", "missed_reps"]


def test_who_lifts_the_target_on_a_light_day_progresses(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    rest(athlete, NOON.date())
    assert step(athlete.log(did(line_id, BENCH, *FIVES)))[0] == "success"


def outcomes(athlete: Athlete) -> list[tuple[str, str, int]]:
    return athlete.rows(
        """
        select outcome::text, reason_code::text, failures::integer from public.prescriptions
        where user_id = %s and superseded_at is null order by effective_at
        """,
        athlete.id,
    )


FAILED = [("failure", "missed_reps", 1), ("failure", "missed_reps", 2)]


def test_a_check_in_that_changes_or_goes_judges_again(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    athlete.check_in(NOON - HOUR, sleep=4)
    steps(athlete, line_id, BENCH, [(3, 60)] * 3)
    athlete.log(did(line_id, BENCH, *[(3, 60)] * 3, day=5))
    assert outcomes(athlete) == FAILED
    athlete.write("update public.check_ins set sleep = 1")
    assert outcomes(athlete) == [("held", "readiness_deload", 0), ("failure", "missed_reps", 1)]
    athlete.write("delete from public.check_ins")
    assert outcomes(athlete) == FAILED


def test_a_deload_that_comes_late_moves_or_goes_judges_again(athlete: Athlete) -> None:
    line_id = made_line(athlete, **LINEAR)
    for day in (0, 8):
        athlete.log(did(line_id, BENCH, *[(3, 60)] * 3, day=day))
    assert outcomes(athlete) == FAILED
    rest(athlete, NOON.date())
    assert outcomes(athlete) == [("held", "planned_deload", 0), ("failure", "missed_reps", 1)]
    athlete.write("update public.training_breaks set starts_on = starts_on + 7, ends_on = ends_on + 7")
    assert outcomes(athlete) == [("failure", "missed_reps", 1), ("held", "planned_deload", 1)]
    athlete.write("delete from public.training_breaks")
    assert outcomes(athlete) == FAILED
