"""advanced_stats: weeks, volume by muscle, consistency; premium."""

from datetime import date, timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, PUSH_UP, RUN, Athlete, Connection, one_set, sign_up, workout
from tests.database.billing.purchases import subscribe
from tests.database.statistics.answers import advanced, exercise, timed
from tests.database.weeks import take_break

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
# NOON is a Wednesday.
MONDAY = NOON - 2 * DAY


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    athlete = sign_up(sql)
    subscribe(sql, athlete.id)
    return athlete


def train(athlete: Athlete, week: int, *days: int) -> None:
    """A workout of three sets of 5 x 60, 45 minutes, on these days of a week from this one on."""
    for day in days:
        athlete.log(
            workout(MONDAY + week * WEEK + day * DAY, *(one_set(BENCH, 5, 60) for _ in range(3)), minutes=45)
        )


def test_before_the_first_workout_there_is_the_running_week_alone(athlete: Athlete) -> None:
    told = advanced(athlete, NOON)
    assert (told["from"], told["to"]) == ("2026-06-08", "2026-06-14")
    [week] = told["by_week"]
    assert (week["is_running"], week["workouts"], week["volume_kg"], week["average_rpe"]) == (
        True,
        0,
        0,
        None,
    )
    assert set(told["weekly_average"].values()) == {None}
    assert {(m["sets_a_week"], m["status"]) for m in told["muscles"]} == {(None, None)}
    assert told["exercises"] == []
    assert told["consistency"]["share"] is None


def test_a_week_tells_its_volume_and_frequency(athlete: Athlete) -> None:
    train(athlete, -1, 0, 3)
    athlete.log(workout(MONDAY - 7 * DAY + timedelta(hours=3), one_set(BENCH, 10, 50), minutes=15))
    last, running = advanced(athlete, NOON)["by_week"]
    assert last == {
        "week_start": "2026-06-01",
        "is_running": False,
        "workouts": 3,
        "days": 2,
        "target": 3,
        "is_paused": False,
        "sets": 7,
        "volume_kg": 2300,
        "duration_seconds": 6300,
        "average_rpe": None,
        # 2300 kg in 105 minutes.
        "density_kg_per_minute": 21.9,
    }
    assert (running["week_start"], running["workouts"]) == ("2026-06-08", 0)


def test_rpe_is_a_mean_of_rated_working_sets(athlete: Athlete) -> None:
    athlete.log(
        workout(
            MONDAY,
            one_set(BENCH, 5, 60, difficulty_rating=5, set_type="warmup"),
            one_set(BENCH, 5, 60, difficulty_rating=8),
            one_set(BENCH, 5, 60),
            one_set(PUSH_UP, 5, None, difficulty_rating=9.5),
        )
    )
    athlete.log(workout(MONDAY - WEEK, one_set(BENCH, 5, 60, difficulty_rating=7)))
    told = advanced(athlete, NOON)
    assert [week["average_rpe"] for week in told["by_week"]] == [7, 8.75]
    assert told["average_rpe"] == 8.17


def test_density_leaves_out_workouts_without_a_load(athlete: Athlete) -> None:
    train(athlete, 0, 0)
    athlete.log(workout(MONDAY + DAY, timed(RUN, 1800, 6000), minutes=30))
    told = advanced(athlete, NOON)
    assert told["by_week"][0]["duration_seconds"] == 75 * 60
    assert told["density_kg_per_minute"] == 20


def test_averages_are_of_whole_weeks_since_the_first_workout(athlete: Athlete) -> None:
    train(athlete, -3, 0, 2)
    train(athlete, -1, 1)
    train(athlete, 0, 0, 1)
    told = advanced(athlete, NOON)
    assert [week["workouts"] for week in told["by_week"]] == [2, 0, 1, 2]
    assert told["weekly_average"] == {
        "workouts": 1,
        "days": 1,
        "sets": 3,
        "volume_kg": 900,
        "duration_seconds": 2700,
    }


def test_so_many_weeks_and_the_running_one_are_told(athlete: Athlete) -> None:
    for week in range(-6, 1):
        train(athlete, week, 0)
    assert [week["week_start"] for week in advanced(athlete, NOON, 2)["by_week"]] == [
        "2026-05-25",
        "2026-06-01",
        "2026-06-08",
    ]


def test_sets_a_week_stand_against_the_landmarks(athlete: Athlete) -> None:
    """Three weeks of 12, 0 and 9 rows, and biceps that only help: 7 and 3.5 a week."""
    row = exercise(athlete, "lats", ["biceps", "upper_back"])
    for week, sets in ((-3, 12), (-1, 9), (0, 30)):
        athlete.log(workout(MONDAY + week * WEEK, *(one_set(row, 10, 50) for _ in range(sets))))
    muscles = {muscle["muscle_group"]: muscle for muscle in advanced(athlete, NOON)["muscles"]}
    assert muscles["back"] == {
        "muscle_group": "back",
        "sets_a_week": 7,
        "min_sets": 8,
        "max_sets": 14,
        "status": "below",
        "sets_by_week": {"2026-05-18": 12, "2026-06-01": 9, "2026-06-08": 30},
    }
    assert (muscles["biceps"]["sets_a_week"], muscles["calves"]["sets_a_week"]) == (3.5, 0)
    assert (muscles["calves"]["status"], muscles["calves"]["sets_by_week"]) == ("within", {})


def test_consistency_is_the_share_of_planned_days(athlete: Athlete) -> None:
    """Targets of three: 3 of 3, 2 of 3, and 4, which make up for nothing. The running week isn't over."""
    athlete.write("update public.profiles set weekly_workout_target = 3 where id = %s", athlete.id)
    train(athlete, -3, 0, 2, 4)
    train(athlete, -2, 0, 2)
    train(athlete, -1, 0, 1, 2, 3)
    train(athlete, 0, 0)
    told = advanced(athlete, NOON)["consistency"]
    assert (told["weeks"], told["weeks_met"]) == (3, 2)
    assert (told["planned_days"], told["planned_days_trained"], told["share"]) == (9, 8, 0.889)


@pytest.mark.parametrize(("days", "weeks", "share"), [((0,), 1, 1), ((0, 2, 4), 2, 1)])
def test_a_break_excuses_a_week_and_takes_none_away(
    athlete: Athlete, days: tuple[int, ...], weeks: int, share: float
) -> None:
    train(athlete, -2, 0, 2, 4)
    train(athlete, -1, *days)
    starts_on = (MONDAY - WEEK + DAY).date()
    take_break(athlete, "illness", starts_on, starts_on + 4 * DAY)
    told = advanced(athlete, NOON)
    assert [week["is_paused"] for week in told["by_week"]] == [False, True, False]
    assert (told["consistency"]["weeks"], told["consistency"]["share"]) == (weeks, share)


def test_regularity_is_told_by_the_days_between(athlete: Athlete) -> None:
    """Monday, Wednesday, Friday, Monday: 2, 2, 3 days; twice on one day is once."""
    train(athlete, -1, 0, 2, 4)
    train(athlete, 0, 0)
    athlete.log(workout(MONDAY + timedelta(hours=4), one_set(BENCH, 5, 60)))
    told = advanced(athlete, NOON)["consistency"]
    assert told["days_between"] == {"mean": 2.33, "standard_deviation": 0.58, "longest": 3}
    assert {day["weekday"]: day["days"] for day in told["weekdays"]} == {
        1: 2,
        2: 0,
        3: 1,
        4: 0,
        5: 1,
        6: 0,
        7: 0,
    }


def test_weeks_begin_when_the_user_says(athlete: Athlete) -> None:
    """Sunday belongs to the week of Monday after it."""
    athlete.write("update public.profiles set week_starts_on = 7 where id = %s", athlete.id)
    train(athlete, 0, -1, 0)
    told = advanced(athlete, NOON)
    assert [(week["week_start"], week["days"]) for week in told["by_week"]] == [("2026-06-07", 2)]
    muscles = {muscle["muscle_group"]: muscle["sets_by_week"] for muscle in told["muscles"]}
    assert muscles["chest"] == {"2026-06-07": 6}


@pytest.mark.parametrize("weeks", [None, 0, 53, -1])
def test_other_than_1_to_52_weeks_are_refused(athlete: Athlete, weeks: int) -> None:
    with pytest.raises(psycopg.Error) as refused:
        advanced(athlete, NOON, weeks)
    assert (refused.value.sqlstate, refused.value.diag.message_detail) == ("PT422", '{"field": "p_weeks"}')


@pytest.mark.parametrize("status", ["free", "canceled", "active"])
def test_without_premium_it_is_refused(sql: Connection, status: str) -> None:
    athlete = sign_up(sql)
    # Paid for a month, which was over in April.
    subscribe(sql, athlete.id, status, until=30)
    with pytest.raises(psycopg.Error) as refused:
        advanced(athlete, NOON)
    assert refused.value.sqlstate == "PT402"


def test_others_training_is_never_told(athlete: Athlete, sql: Connection) -> None:
    before = advanced(athlete, NOON)
    train(sign_up(sql), -1, 0, 1, 2)
    assert advanced(athlete, NOON) == before


def test_the_first_day_of_the_answer_is_a_first_day_of_a_week(athlete: Athlete) -> None:
    train(athlete, -1, 4)
    assert date.fromisoformat(advanced(athlete, NOON)["from"]).isoweekday() == 1
