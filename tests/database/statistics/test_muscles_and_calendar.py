"""muscles_worked and training_calendar: which day did what."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    Athlete,
    Connection,
    line,
    one_set,
    sign_up,
    workout,
)
from tests.database.statistics.answers import Row, calendar, exercise, muscles

DAY = timedelta(days=1)
TODAY = NOON.date()
Statistic = Callable[..., list[Row]]


def test_a_set_counts_one_for_its_target_and_half_for_each_helper(athlete: Athlete) -> None:
    row = exercise(athlete, "lats", ["upper_back", "biceps"])
    athlete.log(workout(NOON, *(one_set(row, 10, 50) for _ in range(3))))
    assert muscles(athlete) == [
        {
            "day": TODAY,
            "sets": 3,
            "volume_kg": 1500,
            "sets_by_muscle": {"lats": 3, "upper_back": 1.5, "biceps": 1.5},
            "volume_by_muscle": {"lats": 1500, "upper_back": 750, "biceps": 750},
            "sets_by_group": {"back": 3, "biceps": 1.5},
        }
    ]


def test_a_set_counts_once_for_a_group_that_only_helps(athlete: Athlete) -> None:
    press = exercise(athlete, "chest", ["front_delts", "side_delts"])
    athlete.log(workout(NOON, one_set(press, 10, 50)))
    [row] = muscles(athlete)
    assert row["sets_by_group"] == {"chest": 1, "shoulders": 0.5}


def test_exercises_of_a_day_add_up(athlete: Athlete) -> None:
    fly = exercise(athlete, "chest")
    dip = exercise(athlete, "triceps", ["chest"])
    athlete.log(workout(NOON, one_set(fly, 10, 10), one_set(dip, 5, 20)))
    athlete.log(workout(NOON + timedelta(hours=2), one_set(fly, 10, 10)))
    [row] = muscles(athlete)
    assert (row["sets"], row["volume_kg"]) == (3, 300)
    assert row["sets_by_muscle"] == {"chest": 2.5, "triceps": 1}
    assert row["volume_by_muscle"] == {"chest": 250, "triceps": 100}


def test_warm_ups_and_help_are_no_volume(athlete: Athlete) -> None:
    fly = exercise(athlete, "chest")
    athlete.log(
        workout(
            NOON, one_set(fly, 10, 10, set_type="warmup"), one_set(fly, 10, 10), one_set(ASSISTED_DIP, 8, 20)
        )
    )
    [row] = muscles(athlete)
    assert (row["sets"], row["volume_kg"]) == (2, 100)


def test_the_calendar_tells_each_session_of_a_day(athlete: Athlete) -> None:
    [day] = athlete.days_of(athlete.create_plan([line(BENCH)]))
    evening = workout(NOON + timedelta(hours=6), one_set(BENCH, 5, 60), minutes=45, day=day, name="Press")
    morning = workout(NOON, one_set(BENCH, 10, 50), one_set(BENCH, 5, 50))
    athlete.log(evening)
    athlete.log(morning)
    [row] = calendar(athlete)
    assert row["day"] == TODAY
    assert [datetime.fromisoformat(s.pop("started_at")) for s in row["sessions"]] == [
        NOON,
        NOON + timedelta(hours=6),
    ]
    assert row["sessions"] == [
        {
            "session_id": morning["id"],
            "plan_workout_id": None,
            "name": None,
            "status": "completed",
            "duration_seconds": 3600,
            "sets": 2,
            "volume_kg": 750,
        },
        {
            "session_id": evening["id"],
            "plan_workout_id": day,
            "name": "Press",
            "status": "completed",
            "duration_seconds": 2700,
            "sets": 1,
            "volume_kg": 300,
        },
    ]


def test_pauses_are_no_training_time(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.value(
        "select status from private.pause_workout(%s, %s, %s)",
        athlete.id,
        session,
        NOON + timedelta(minutes=10),
    )
    athlete.value(
        "select status from private.resume_workout(%s, %s, %s)",
        athlete.id,
        session,
        NOON + timedelta(minutes=25),
    )
    athlete.finish(session, NOON + timedelta(minutes=60))
    assert calendar(athlete)[0]["sessions"][0]["duration_seconds"] == 45 * 60


def test_the_calendar_shows_skipped_and_running_but_not_canceled_ones(athlete: Athlete) -> None:
    [day] = athlete.days_of(athlete.create_plan([line(BENCH)]))
    athlete.value("select id from private.skip_workout(%s, %s, null, %s)", athlete.id, day, NOON - DAY)
    canceled = athlete.start(NOON)
    athlete.value("select id from private.cancel_workout(%s, %s, %s)", athlete.id, canceled, NOON)
    athlete.start(NOON + timedelta(hours=1))
    shown = [
        (row["day"], session["status"], session["duration_seconds"])
        for row in calendar(athlete)
        for session in row["sessions"]
    ]
    assert shown == [(TODAY - DAY, "skipped", 0), (TODAY, "started", None)]


@pytest.mark.parametrize("statistic", [muscles, calendar])
def test_twelve_weeks_unless_told(athlete: Athlete, statistic: Statistic) -> None:
    for days in (0, 83, 84):
        athlete.log(workout(NOON - days * DAY, one_set(BENCH, 5, 60)))
    assert [row["day"] for row in statistic(athlete)] == [TODAY - 83 * DAY, TODAY]
    assert [row["day"] for row in statistic(athlete, to=TODAY - DAY)] == [TODAY - 84 * DAY, TODAY - 83 * DAY]
    assert [row["day"] for row in statistic(athlete, TODAY - 84 * DAY, TODAY - 84 * DAY)] == [
        TODAY - 84 * DAY
    ]


@pytest.mark.parametrize("statistic", [muscles, calendar])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_days_are_the_users_own(athlete: Athlete, statistic: Statistic, zone: str) -> None:
    """Half past midnight and half past eleven at night of one day, at both ends of the world."""
    day = date(2026, 6, 9)
    offset = timedelta(hours=14 if zone == "Pacific/Kiritimati" else -11)
    first = datetime.combine(day, datetime.min.time(), NOON.tzinfo) - offset + timedelta(minutes=30)
    for at in (first, first + timedelta(hours=23)):
        athlete.log(workout(at, one_set(BENCH, 5, 60), timezone=zone, minutes=15), now=NOON + 2 * DAY)
    assert [row["day"] for row in statistic(athlete, day, day)] == [day]
    assert statistic(athlete, day + DAY, day + DAY) == statistic(athlete, day - DAY, day - DAY) == []


@pytest.mark.parametrize("statistic", [muscles, calendar])
def test_a_deleted_workout_is_gone_at_once(athlete: Athlete, statistic: Statistic) -> None:
    done = workout(NOON, one_set(BENCH, 5, 60))
    athlete.log(done)
    athlete.write("delete from public.workout_sessions where id = %s", done["id"])
    assert statistic(athlete) == []


@pytest.mark.parametrize("statistic", [muscles, calendar])
def test_others_training_is_never_told(athlete: Athlete, sql: Connection, statistic: Statistic) -> None:
    sign_up(sql).log(workout(NOON, one_set(BENCH, 5, 60)))
    assert statistic(athlete) == []


@pytest.mark.parametrize("statistic", [muscles, calendar])
@pytest.mark.parametrize(("since", "to"), [(TODAY, TODAY - DAY), (TODAY - 367 * DAY, TODAY)])
def test_more_than_a_year_or_less_than_a_day_is_refused(
    athlete: Athlete, statistic: Statistic, since: date, to: date
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        statistic(athlete, since, to)
    assert (refused.value.sqlstate, refused.value.diag.message_detail) == ("PT422", '{"field": "p_from"}')
