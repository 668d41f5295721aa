"""A workout that wasn't finished in time: it ends with its last set, whoever ends it."""

from datetime import datetime, timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, Athlete, one_set, sign_up
from tests.database.workouts.verbs import run

A_DAY = timedelta(hours=24)
AN_HOUR = timedelta(hours=1)
A_MINUTE = timedelta(minutes=1)


def sweep(athlete: Athlete, at: datetime) -> None:
    while athlete.value("select private.end_forgotten_workouts(%s, 100)", at) == 100:
        pass


def state(athlete: Athlete, session: str) -> tuple[str, datetime | None]:
    [row] = athlete.rows("select status::text, ended_at from public.workout_sessions where id = %s", session)
    return row[0], row[1]


def test_with_a_working_set_it_is_completed_when_that_was_done(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    sweep(athlete, NOON + 3 * A_DAY)
    assert state(athlete, session) == ("completed", NOON + AN_HOUR)


def test_finished_after_35_hours_it_is_as_long_as_the_training(athlete: Athlete) -> None:
    """In the summary, in the mean and in the energy."""
    athlete.weigh(80)
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    summary = athlete.finish(session, NOON + 35 * AN_HOUR)
    assert summary["duration_seconds"] == 3600
    overview = athlete.value("select private.training_overview(%s, %s)", athlete.id, NOON + 35 * AN_HOUR)
    assert (overview["mean_duration_seconds"], overview["totals"]["duration_seconds"]) == (3600, 3600)
    in_time = sign_up(athlete.sql)
    in_time.weigh(80)
    other = in_time.start(NOON)
    in_time.add_set(other, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    assert in_time.finish(other, NOON + AN_HOUR)["energy_kcal"] == summary["energy_kcal"] > 0


@pytest.mark.parametrize(
    ("finished", "ended"),
    [(AN_HOUR * 4, AN_HOUR * 4), (AN_HOUR * 4 + A_MINUTE, AN_HOUR)],
    ids=["three hours after the last set", "later"],
)
def test_who_does_something_else_after_the_last_set_is_believed(
    athlete: Athlete, finished: timedelta, ended: timedelta
) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    athlete.finish(session, NOON + finished)
    assert state(athlete, session) == ("completed", NOON + ended)


def test_a_rest_after_the_last_set_belongs_to_it(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    run(athlete, "rest", session, minutes=70)
    athlete.finish(session, NOON + 20 * AN_HOUR)
    assert state(athlete, session)[1] == NOON + 70 * A_MINUTE


def test_pauses_before_the_end_count_and_later_ones_don_t(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    run(athlete, "pause", session, minutes=10)
    run(athlete, "resume", session, minutes=20)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    run(athlete, "pause", session, minutes=65)
    assert athlete.finish(session, NOON + 20 * AN_HOUR)["duration_seconds"] == 55 * 60
    assert state(athlete, session)[1] == NOON + 65 * A_MINUTE


def test_a_long_pause_is_no_sign_of_a_forgotten_workout(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    run(athlete, "pause", session, minutes=70)
    run(athlete, "resume", session, minutes=370)
    assert athlete.finish(session, NOON + 7 * AN_HOUR)["duration_seconds"] == 2 * 3600


def test_a_pause_after_the_last_set_takes_nothing_from_the_training(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    run(athlete, "pause", session, minutes=70)
    run(athlete, "resume", session, minutes=370)
    assert athlete.finish(session, NOON + 20 * AN_HOUR)["duration_seconds"] == 3600


@pytest.mark.parametrize("logged", [-A_DAY, 40 * A_DAY], ids=["before it began", "in the future"])
def test_a_set_of_a_wrong_clock_doesn_t_tell(athlete: Athlete, logged: timedelta) -> None:
    session = athlete.start(NOON)
    for at in (NOON + AN_HOUR, NOON + logged):
        athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=at))
    athlete.finish(session, NOON + 20 * AN_HOUR)
    assert state(athlete, session)[1] == NOON + AN_HOUR


def test_sets_that_all_have_a_wrong_clock_end_nothing(athlete: Athlete) -> None:
    """A client in New York that writes local times without an offset: they are read as UTC."""
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON - 4 * AN_HOUR + 50 * A_MINUTE))
    assert athlete.finish(session, NOON + AN_HOUR)["duration_seconds"] == 3600


def test_without_a_set_nothing_tells_when_it_ended(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    assert athlete.finish(session, NOON + 35 * AN_HOUR)["duration_seconds"] == 24 * 3600


def test_canceled_it_ends_there_too(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    athlete.add_set(session, one_set(BENCH, 5, 60, logged_at=NOON + AN_HOUR))
    run(athlete, "cancel", session, minutes=35 * 60)
    assert state(athlete, session) == ("canceled", NOON + AN_HOUR)


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
    athlete.add_set(session, one_set(BENCH, 5, 20, set_type="warmup", logged_at=NOON + A_MINUTE))
    sweep(athlete, NOON + 3 * A_DAY)
    assert state(athlete, session) == ("abandoned", NOON + A_MINUTE)
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
    assert row == [("abandoned", None, 0)]
    assert state(athlete, session)[1] == NOON + 5 * A_MINUTE


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
