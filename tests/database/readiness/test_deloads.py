"""Deload weeks: planned with the plan, suggested when lifts stall, and started by hand."""

import json
import uuid
from datetime import date, datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import (
    BENCH,
    CURL,
    NOON,
    PUSH_UP,
    SQUAT,
    Athlete,
    Connection,
    Document,
    exercise,
    line,
    one_set,
    sign_up,
    workout,
)
from tests.database.gear import rest

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
DEADLIFT = exercise("barbell-deadlift")
# What is still to come is asked of the clock, so these plans begin today.
NOW = datetime.now(NOON.tzinfo).replace(microsecond=0)
MONDAY = NOW.date() - NOW.weekday() * DAY


def plan(athlete: Athlete, *exercises: str, active: datetime | None = None, **head: object) -> str:
    """The id of a plan of one day with these exercises."""
    document = {
        "id": str(uuid.uuid4()),
        "name": "Plan",
        "plan_type": "full_body",
        "days_per_week": 3,
        "days": [{"name": "Day", "order_in_plan": 1, "exercises": [line(e) for e in exercises or (BENCH,)]}],
        **head,
    }
    made = athlete.value(
        "select private.create_plan(%s, %s, 'user', now())", athlete.id, json.dumps(document)
    )
    if active:
        athlete.activate(str(made), active)
    return str(made)


def light_weeks(athlete: Athlete) -> list[date]:
    """The first days of all deload weeks, each of which lasts seven days."""
    found = athlete.rows(
        "select starts_on, ends_on - starts_on from public.training_breaks"
        " where user_id = %s and kind = 'deload' order by starts_on",
        athlete.id,
    )
    assert {days for _, days in found} <= {6}
    return [first for first, _ in found]


# Planned


def test_every_fourth_week_of_a_plan_is_light(athlete: Athlete) -> None:
    plan(athlete, deload_every_weeks=4, total_weeks=13, active=NOW)
    assert light_weeks(athlete) == [MONDAY + 3 * WEEK, MONDAY + 7 * WEEK, MONDAY + 11 * WEEK]


def test_weeks_begin_on_the_day_they_do_for_the_user(athlete: Athlete) -> None:
    athlete.write("update public.profiles set week_starts_on = 7")
    plan(athlete, deload_every_weeks=3, total_weeks=3, active=NOW)
    assert [first.isoweekday() for first in light_weeks(athlete)] == [7]


def test_a_plan_without_an_end_is_laid_out_for_a_year(athlete: Athlete) -> None:
    plan(athlete, deload_every_weeks=12, active=NOW)
    assert light_weeks(athlete) == [MONDAY + n * WEEK for n in (11, 23, 35, 47)]


def test_a_plan_that_says_nothing_plans_no_light_week(athlete: Athlete) -> None:
    plan(athlete, active=NOW)
    assert light_weeks(athlete) == []


def test_a_plan_that_is_not_active_plans_no_light_week(athlete: Athlete) -> None:
    plan(athlete, deload_every_weeks=4)
    assert light_weeks(athlete) == []


def test_activating_the_active_plan_again_lays_out_nothing_twice(athlete: Athlete) -> None:
    made = plan(athlete, deload_every_weeks=4, total_weeks=4, active=NOW)
    athlete.activate(made, NOW + DAY)
    assert len(light_weeks(athlete)) == 1


@pytest.mark.parametrize(
    "leaving",
    [
        "select private.archive_plan(user_id, id, now()) from public.workout_plans where id = %s",
        "delete from public.workout_plans where id = %s",
        "update public.workout_plans set deload_every_weeks = null where id = %s",
    ],
)
def test_what_has_not_begun_goes_and_what_has_begun_stays(athlete: Athlete, leaving: str) -> None:
    made = plan(athlete, deload_every_weeks=3, total_weeks=9, active=NOW - 3 * WEEK)
    assert light_weeks(athlete) == [MONDAY - WEEK, MONDAY + 2 * WEEK, MONDAY + 5 * WEEK]
    athlete.sql.execute(leaving.encode(), [made])
    assert light_weeks(athlete) == [MONDAY - WEEK]


def test_another_plan_takes_the_place_of_the_old_ones_weeks(athlete: Athlete) -> None:
    plan(athlete, deload_every_weeks=3, total_weeks=3, active=NOW)
    plan(athlete, deload_every_weeks=5, total_weeks=5, active=NOW)
    assert light_weeks(athlete) == [MONDAY + 4 * WEEK]


def test_another_interval_counts_from_the_activation_too(athlete: Athlete) -> None:
    made = plan(athlete, deload_every_weeks=3, total_weeks=9, active=NOW - WEEK)
    assert athlete.write("update public.workout_plans set deload_every_weeks = 4 where id = %s", made)
    assert light_weeks(athlete) == [MONDAY + 2 * WEEK, MONDAY + 6 * WEEK]


def test_a_light_week_of_a_plan_can_be_moved_and_dropped(athlete: Athlete) -> None:
    plan(athlete, deload_every_weeks=3, total_weeks=6, active=NOW)
    first, second = MONDAY + 2 * WEEK, MONDAY + 5 * WEEK
    moved = "update public.training_breaks set starts_on = %s, ends_on = %s where starts_on = %s"
    assert athlete.write(moved, first + WEEK, first + 2 * WEEK - DAY, first)
    assert athlete.write("delete from public.training_breaks where starts_on = %s", second)
    assert light_weeks(athlete) == [first + WEEK]


def test_the_interval_goes_with_a_copy(athlete: Athlete) -> None:
    made = plan(athlete, deload_every_weeks=6)
    copy = athlete.value("select private.duplicate_plan(%s, %s, null, now())", athlete.id, made)
    query = "select deload_every_weeks from public.workout_plans where id = %s"
    assert athlete.value(query, copy) == 6


# Suggested


def train(athlete: Athlete, exercise_id: str, *loads: float, last: datetime = NOON) -> None:
    """One set of five a workout, three days apart, the last one on a day."""
    for n, load in enumerate(loads, 1):
        at = last - (len(loads) - n) * 3 * DAY
        athlete.log(workout(at, one_set(exercise_id, 5, load)))


def stalled(athlete: Athlete, at: datetime = NOON + DAY) -> set[str]:
    return {
        str(row[0])
        for row in athlete.rows("select exercise_id from private.stalled_lifts(%s, %s)", athlete.id, at)
    }


def suggestion(athlete: Athlete, at: datetime = NOON + DAY) -> Document | None:
    told: Document | None = athlete.value("select private.next_workout(%s, %s)", athlete.id, at)["deload"]
    return told


@pytest.mark.parametrize(
    ("loads", "expected"),
    [
        ([100, 100, 100, 100], {BENCH}),
        # 0.49 % more is no progress, 0.5 % is.
        ([100, 100, 100, 100.49], {BENCH}),
        ([100, 100, 100, 100.5], set()),
        ([100, 102.5, 100, 100], set()),
        ([100, 102.5, 100, 100, 100], {BENCH}),
        # Three workouts have nothing before them.
        ([100, 100, 100], set()),
    ],
)
def test_a_lift_stands_still_after_three_workouts_without_half_a_percent(
    athlete: Athlete, loads: list[float], expected: set[str]
) -> None:
    plan(athlete, active=NOON - WEEK)
    train(athlete, BENCH, *loads)
    assert stalled(athlete) == expected


def test_only_compound_lifts_of_the_active_plan_stand_still(athlete: Athlete) -> None:
    plan(athlete, CURL, PUSH_UP, BENCH, active=NOON - WEEK)
    for exercise_id in (CURL, PUSH_UP, SQUAT):
        train(athlete, exercise_id, *[40] * 4)
    assert stalled(athlete) == set()


def test_what_is_older_than_six_weeks_does_not_count(athlete: Athlete) -> None:
    plan(athlete, active=NOON - WEEK)
    train(athlete, BENCH, *[100] * 4)
    assert stalled(athlete, NOON + 32 * DAY) == {BENCH}
    # The first of the four is now 42 days and an hour ago.
    assert stalled(athlete, NOON + 33 * DAY + timedelta(hours=1)) == set()


def test_a_light_week_is_no_standstill(athlete: Athlete) -> None:
    plan(athlete, active=NOON - WEEK)
    train(athlete, BENCH, 100, 100, 100, last=NOON - WEEK)
    rest(athlete, NOON.date() - 3 * DAY, 4)
    train(athlete, BENCH, 70)
    assert stalled(athlete) == set()


def test_after_a_light_week_three_new_workouts_decide(athlete: Athlete) -> None:
    plan(athlete, active=NOON - WEEK)
    train(athlete, BENCH, *[100] * 4, last=NOON - 2 * WEEK)
    rest(athlete, NOON.date() - 12 * DAY, 5)
    train(athlete, BENCH, 100, 100, last=NOON - 3 * DAY)
    assert stalled(athlete) == set()
    train(athlete, BENCH, 100)
    assert stalled(athlete) == {BENCH}


def test_two_lifts_that_stand_still_suggest_a_light_week(athlete: Athlete) -> None:
    plan(athlete, BENCH, SQUAT, DEADLIFT, active=NOON - WEEK)
    train(athlete, BENCH, *[100] * 4)
    assert suggestion(athlete) is None
    train(athlete, SQUAT, *[140] * 4)
    told = suggestion(athlete)
    assert told
    assert told["suggested"] is True
    assert {e["exercise_id"] for e in told["exercises"]} == {BENCH, SQUAT}
    assert told["reason"].startswith("2 lifts have not progressed for three workouts")


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        # Every four weeks of the plan, from its second on: days 21, 49, 77 and 105.
        (7, [3, 9, 21, 33, 45]),
        # Its fourth week ends a day after the first suggestion, too soon for another: days 36, 64 and 92.
        (20, [3, 16, 28, 40]),
    ],
)
def test_a_light_week_is_suggested_once_in_four_weeks(
    athlete: Athlete, begun: int, expected: list[int]
) -> None:
    """Sixteen weeks without progress are no reason to say it each time; once in each mesocycle is enough."""
    plan(athlete, BENCH, SQUAT, active=NOON - begun * DAY)
    hinted = []
    for n in range(48):
        at = NOON + n * DAY * 7 / 3
        sets = [one_set(e, 5, 100, order=order) for order, e in enumerate((BENCH, SQUAT), 1)]
        athlete.log(workout(at, *sets))
        if suggestion(athlete, at + timedelta(hours=5)):
            hinted.append(n)
    assert hinted == expected


# Begun by hand


def start(athlete: Athlete, at: datetime, first: date | None = None, days: int | None = 7) -> Document:
    answer: Document = athlete.value(
        "select to_jsonb(b) from private.start_deload(%s, %s, %s, %s) as b", athlete.id, first, days, at
    )
    return answer


def test_a_deload_begins_today_and_lasts_a_week(athlete: Athlete) -> None:
    begun = start(athlete, NOON)
    assert (begun["starts_on"], begun["ends_on"]) == ("2026-06-10", "2026-06-16")
    assert (begun["load_percent"], begun["is_suggested"]) == (70, False)


def test_today_is_the_users_own(sql: Connection) -> None:
    kiribati = sign_up(sql, zone="Pacific/Kiritimati")
    assert start(kiribati, NOON)["starts_on"] == "2026-06-11"


def test_starting_it_twice_starts_one(athlete: Athlete) -> None:
    assert start(athlete, NOON) == start(athlete, NOON + 2 * DAY)
    assert len(light_weeks(athlete)) == 1


def test_an_accepted_suggestion_says_so_and_is_not_repeated(athlete: Athlete) -> None:
    plan(athlete, BENCH, SQUAT, active=NOON - WEEK)
    train(athlete, BENCH, *[100] * 4)
    train(athlete, SQUAT, *[140] * 4)
    assert start(athlete, NOON + DAY)["is_suggested"] is True
    assert suggestion(athlete) is None
    answer = athlete.value("select private.next_workout(%s, %s)", athlete.id, NOON + DAY)
    assert answer["easing"]["reason_code"] == "deload"


@pytest.mark.parametrize(
    ("first", "days", "field"),
    [
        (None, 0, "p_days"),
        (None, 29, "p_days"),
        (None, None, "p_days"),
        (date(2025, 6, 8), 7, "p_starts_on"),
        (date(2027, 6, 12), 7, "p_starts_on"),
    ],
)
def test_what_is_no_deload_is_refused(
    athlete: Athlete, first: date | None, days: int | None, field: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        start(athlete, NOON, first, days)
    assert refused.value.sqlstate == "PT422"
    assert f'"{field}"' in str(refused.value.diag.message_detail)
