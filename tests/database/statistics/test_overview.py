"""training_overview: everything at a glance, free."""

import json
from datetime import datetime, timedelta

import pytest

from tests.database.athlete import (
    BENCH,
    CURL,
    NOON,
    PUSH_UP,
    SQUAT,
    Athlete,
    Connection,
    one_set,
    sign_up,
    workout,
)
from tests.database.statistics.answers import exercise, overview

pytestmark = pytest.mark.quick

DAY = timedelta(days=1)
# NOON is a Wednesday.
MONDAY = NOON - 2 * DAY


def test_before_the_first_workout_everything_is_nothing(athlete: Athlete) -> None:
    told = overview(athlete)
    assert told["totals"] == {
        "workouts": 0,
        "days": 0,
        "sets": 0,
        "volume_kg": 0,
        "duration_seconds": 0,
        "first_day": None,
        "last_day": None,
    }
    assert told["mean_duration_seconds"] is None
    assert (told["favourite_exercises"], told["strongest_lifts"]) == ([], [])
    assert (told["this_week"]["days"], told["this_week"]["target"]) == (0, 3)
    assert {muscle["sets"] for muscle in told["this_week"]["muscles"]} == {0}


def test_totals_are_of_workouts_in_which_something_was_done(athlete: Athlete) -> None:
    athlete.log(workout(NOON - 400 * DAY, one_set(BENCH, 10, 50), one_set(BENCH, 5, 50), minutes=30))
    athlete.log(workout(NOON, one_set(BENCH, 10, 20, set_type="warmup"), one_set(BENCH, 5, 60), minutes=50))
    athlete.log(workout(NOON + timedelta(hours=3), one_set(BENCH, 10, 20, set_type="warmup")))
    told = overview(athlete)
    assert told["totals"] == {
        "workouts": 2,
        "days": 2,
        "sets": 3,
        "volume_kg": 1050,
        "duration_seconds": 4800,
        "first_day": (NOON - 400 * DAY).date().isoformat(),
        "last_day": NOON.date().isoformat(),
    }
    assert told["mean_duration_seconds"] == 2400


def test_favourites_are_what_is_trained_in_most_workouts(athlete: Athlete) -> None:
    for n, exercises in enumerate(([SQUAT], [BENCH, CURL], [BENCH, SQUAT], [BENCH, PUSH_UP])):
        sets = (one_set(e, 5, None if e == PUSH_UP else 60) for e in exercises for _ in range(2))
        athlete.log(workout(MONDAY + n * DAY, *sets))
    favourites = overview(athlete)["favourite_exercises"]
    assert [(f["exercise_id"], f["workouts"]) for f in favourites] == [
        (BENCH, 3), (SQUAT, 2), (PUSH_UP, 1), (CURL, 1),
    ]  # fmt: skip
    assert favourites[0]["name"] == "Barbell Bench Press"
    assert datetime.fromisoformat(favourites[0]["last_trained_at"]) == MONDAY + 3 * DAY


def test_a_lift_that_was_only_warmed_up_with_is_no_favourite(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60), one_set(SQUAT, 5, 60, set_type="warmup")))
    assert [f["exercise_id"] for f in overview(athlete)["favourite_exercises"]] == [BENCH]


def test_the_strongest_lifts_are_the_highest_estimates_with_their_confidence(athlete: Athlete) -> None:
    athlete.log(
        workout(
            NOON - DAY,
            one_set(BENCH, 5, 80),
            one_set(SQUAT, 8, 100),
            one_set(CURL, 13, 40),
            one_set(PUSH_UP, 9, None),
        )
    )
    athlete.log(workout(NOON, one_set(BENCH, 5, 70)))
    strongest = overview(athlete)["strongest_lifts"]
    # 100 x 36/29 and 80 x 36/32; of thirteen curls there is no estimate.
    assert [(s["exercise_id"], s["estimated_1rm_kg"], s["confidence"]) for s in strongest] == [
        (SQUAT, 124.138, "medium"),
        (BENCH, 90, "high"),
    ]
    assert datetime.fromisoformat(strongest[1]["achieved_at"]) == NOON - DAY


@pytest.mark.parametrize(("starts_on", "days", "week_start"), [(1, 2, 0), (7, 3, -1), (3, 1, 2)])
def test_the_week_begins_when_the_user_says(
    athlete: Athlete, starts_on: int, days: int, week_start: int
) -> None:
    """Trained on Sunday, Monday and Wednesday; asked on Wednesday."""
    for day in (-1, 0, 2):
        athlete.log(workout(MONDAY + day * DAY, one_set(BENCH, 5, 60), minutes=30))
    athlete.write("update public.profiles set week_starts_on = %s where id = %s", starts_on, athlete.id)
    week = overview(athlete, NOON + timedelta(hours=1))["this_week"]
    assert week["week_start"] == (MONDAY + week_start * DAY).date().isoformat()
    assert (week["days"], week["workouts"], week["sets"]) == (days, days, days)
    assert (week["volume_kg"], week["duration_seconds"]) == (300 * days, 1800 * days)


def test_this_week_begins_at_the_users_midnight(sql: Connection) -> None:
    """Sunday 23:00 in Greenwich is Monday in Berlin."""
    athlete = sign_up(sql, zone="Europe/Berlin")
    assert overview(athlete, MONDAY - timedelta(hours=13))["this_week"]["week_start"] == "2026-06-08"
    assert overview(athlete, MONDAY - timedelta(hours=15))["this_week"]["week_start"] == "2026-06-01"


@pytest.mark.parametrize(
    ("level", "sets", "status"),
    [
        (None, 7, "below"), (None, 8, "within"), (None, 12, "within"), (None, 13, "above"),
        ("beginner", 8, "within"), ("intermediate", 9, "below"),
        ("advanced", 20, "within"), ("advanced", 21, "above"),
    ],
)  # fmt: skip
def test_sets_of_the_week_against_the_landmarks(
    athlete: Athlete, level: str | None, sets: int, status: str
) -> None:
    """Chest: 8 to 12 for beginners, 10 to 20 from intermediate on, both ends included."""
    athlete.write("update public.profiles set fitness_level = %s where id = %s", level, athlete.id)
    fly = exercise(athlete, "chest", ["front_delts"])
    athlete.log(workout(NOON, *(one_set(fly, 10, 10) for _ in range(sets))))
    muscles = {muscle["muscle_group"]: muscle for muscle in overview(athlete)["this_week"]["muscles"]}
    assert (muscles["chest"]["sets"], muscles["chest"]["status"]) == (sets, status)
    assert muscles["shoulders"]["sets"] == sets / 2
    assert len(muscles) == 10


def test_the_overview_tells_the_streaks_as_the_view_does(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    streaks = {streak["streak_type"]: streak for streak in overview(athlete)["streaks"]}
    assert streaks["daily_login"]["current_streak"] == 1
    assert streaks["weekly_workout_completion"]["this_period_count"] == 1
    assert all("id" not in streak for streak in streaks.values())


def test_a_deleted_workout_is_gone_at_once(athlete: Athlete) -> None:
    before = overview(athlete)
    done = workout(NOON, one_set(BENCH, 5, 60))
    athlete.log(done)
    athlete.write("delete from public.workout_sessions where id = %s", done["id"])
    assert overview(athlete) == before


def test_others_training_is_never_told(athlete: Athlete, sql: Connection) -> None:
    before = overview(athlete)
    sign_up(sql).log(workout(NOON, one_set(BENCH, 5, 60)))
    assert overview(athlete) == before


def test_a_client_asks_without_saying_who(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    with athlete.signed_in() as sql:
        row = sql.execute("select public.training_overview()::text").fetchone()
    assert row
    assert json.loads(row[0])["totals"]["workouts"] == 1
