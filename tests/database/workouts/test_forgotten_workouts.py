"""A workout that wasn't finished: after 24 hours a job ends it as its user would have."""

from datetime import datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, Athlete, one_set, sign_up

A_DAY = timedelta(hours=24)
A_MINUTE = timedelta(minutes=1)


def sweep(athlete: Athlete, at: datetime) -> None:
    while athlete.value("select private.end_forgotten_workouts(%s, 100)", at) == 100:
        pass


def state(athlete: Athlete, session: str) -> tuple[str, datetime | None]:
    [row] = athlete.rows("select status::text, ended_at from public.workout_sessions where id = %s", session)
    return row[0], row[1]


def test_with_a_working_set_it_is_completed_a_day_after_its_start(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60))
    sweep(athlete, NOON + 3 * A_DAY)
    assert state(athlete, session) == ("completed", NOON + A_DAY)


def test_completed_by_the_job_it_is_worth_what_it_is_worth_by_hand(athlete: Athlete) -> None:
    other = sign_up(athlete.sql)
    for person in (athlete, other):
        session = person.start(NOON)
        person.add_set(session, one_set(BENCH, 5, 60))
        if person is other:
            person.finish(session, NOON + 3 * A_DAY)
    sweep(athlete, NOON + 3 * A_DAY)
    points = "select experience_points from public.profiles where id = %s"
    assert athlete.value(points, athlete.id) == other.value(points, other.id) > 0


def test_without_a_working_set_it_is_abandoned_and_earns_nothing(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 20, set_type="warmup"))
    sweep(athlete, NOON + 3 * A_DAY)
    assert state(athlete, session) == ("abandoned", NOON + A_DAY)
    assert athlete.value("select experience_points from public.profiles where id = %s", athlete.id) == 0


def test_a_paused_one_is_forgotten_too(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.value(
        "select id from private.pause_workout(%s, %s, %s)", athlete.id, session, NOON + 5 * A_MINUTE
    )
    sweep(athlete, NOON + A_DAY)
    row = athlete.rows(
        "select status::text, paused_at, paused_seconds from public.workout_sessions where id = %s", session
    )
    assert row == [("abandoned", None, 24 * 3600 - 300)]


@pytest.mark.parametrize(
    ("after", "status"), [(A_DAY - A_MINUTE, "started"), (A_DAY, "abandoned")], ids=["before", "at 24 hours"]
)
def test_nobody_is_hurried(athlete: Athlete, after: timedelta, status: str) -> None:
    session = athlete.start(NOON)
    sweep(athlete, NOON + after)
    assert state(athlete, session)[0] == status


def test_after_it_a_new_workout_can_begin(athlete: Athlete) -> None:
    """One running session a user."""
    athlete.start(NOON)
    sweep(athlete, NOON + A_DAY)
    assert state(athlete, athlete.start(NOON + A_DAY + A_MINUTE))[0] == "started"


def test_who_writes_just_now_is_left_to_the_next_run(athlete: Athlete, database: str) -> None:
    session = athlete.start(NOON)
    with psycopg.connect(database) as other:
        other.execute("select private.lock_user(%s)", [athlete.id])
        sweep(athlete, NOON + A_DAY)
        assert state(athlete, session)[0] == "started"
    sweep(athlete, NOON + A_DAY)
    assert state(athlete, session)[0] == "abandoned"
