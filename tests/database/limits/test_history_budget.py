"""Tombstones end too: of rows that aren't weighed, of running workouts and of corrections."""

import uuid
from datetime import timedelta

import pytest

from tests.database.athlete import BENCH, NOON, SQUAT, Athlete, Connection, one_set, workout
from tests.database.gear import prefer
from tests.database.limits.accounts import assert_true, budget, decide, kept, many_sets, refusal
from tests.database.notifications.messages import person, register

# Far less than one round of any of these leaves.
FULL = {"history_bytes": 1}


def leave_tombstones(athlete: Athlete) -> None:
    """Write and delete, so that the history isn't empty."""
    athlete.weigh(80)
    athlete.write("delete from public.body_measurements")
    assert kept(athlete)["history_bytes"] > 1


@pytest.mark.attack("full-8")
@pytest.mark.parametrize(
    ("table", "insert"),
    [
        ("user_consents", "(purpose, granted, version) values ('ai', true, '1')"),
        ("notification_preferences", "(category) values ('coach')"),
        ("notification_settings", "(locale) values ('de')"),
        ("training_preferences", "(days_per_week) values (3)"),
    ],
)
def test_rows_made_and_deleted_again_and_again_end(athlete: Athlete, table: str, insert: str) -> None:
    make = f"insert into public.{table} {insert}"
    there = f"select count(*) from public.{table} where user_id = %s"
    athlete.write(make)
    with budget(athlete.sql, **FULL):
        assert athlete.write(f"delete from public.{table}") == 1
        full = refusal(lambda: athlete.write(make))
        assert (full["reason"], full["full"], full["delete"]) == ("quota_exceeded", "history_bytes", [])
        assert athlete.value(there, athlete.id) == 0
    athlete.write(make)
    assert_true(athlete)


@pytest.mark.attack("full-8")
def test_devices_registered_again_and_again_end(sql: Connection) -> None:
    """Each one above twenty takes the place of another, which leaves a tombstone."""
    someone = person(sql, devices=21)
    assert kept(someone)["history_rows"] == 1
    with budget(sql, **FULL):
        assert refusal(lambda: register(someone))["full"] == "history_bytes"


@pytest.mark.attack("full-8")
def test_two_accounts_that_take_a_device_from_each_other_end(sql: Connection) -> None:
    one, other = person(sql, devices=0), person(sql, devices=0)
    token = str(uuid.uuid4())
    for someone in (one, other, one):
        register(someone, token)
    with budget(sql, **FULL):
        refusal(lambda: register(other, token))


def test_with_a_full_history_what_is_there_is_changed(sql: Connection) -> None:
    someone = person(sql, devices=0)
    token = str(uuid.uuid4())
    device = register(someone, token)
    decide(someone, "1", granted=True)
    prefer(someone, bars_kg=[20])
    leave_tombstones(someone)
    with budget(sql, **FULL):
        assert register(someone, token) == device
        decide(someone, "1", granted=False)
        someone.write("delete from public.user_consents")
        decide(someone, "1", granted=False)
        someone.write("update public.training_preferences set days_per_week = 2")


# Tombstones in spite of what always passes


@pytest.mark.attack("full-9")
def test_sets_of_a_running_workout_end_and_it_can_be_finished(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    kept_set = athlete.add_set(session, one_set())
    athlete.write(
        "delete from public.session_exercises where id = %s", athlete.add_set(session, one_set(BENCH))
    )
    with budget(athlete.sql, bytes=1, **FULL):
        full = refusal(lambda: athlete.add_set(session, one_set()))
        assert full["full"] == "history_bytes"
        athlete.write("update public.workout_sessions set notes = 'Still here'")
        assert athlete.finish(session, NOON + timedelta(hours=1))["sets"] == 1
        athlete.write("delete from public.session_exercises where id = %s", kept_set)
    assert_true(athlete)


@pytest.mark.attack("full-9")
def test_a_running_workout_is_finished_before_others_with_a_full_history(athlete: Athlete) -> None:
    """Then the triggers weigh it."""
    athlete.log(workout(NOON, *many_sets(3)))
    session = athlete.start(NOON - timedelta(days=1))
    athlete.add_set(session, one_set())
    leave_tombstones(athlete)
    with budget(athlete.sql, **FULL):
        athlete.finish(session, NOON - timedelta(days=1, hours=-1))
    assert_true(athlete)


@pytest.mark.attack("full-9")
@pytest.mark.parametrize("notes", ["n" * 4000, ""])
def test_corrections_with_new_sets_end(athlete: Athlete, notes: str) -> None:
    """Also those that take back more than they add."""
    logged = workout(NOON, *many_sets(20)) | {"notes": "n" * 4000}
    athlete.log(logged)

    def correct() -> None:
        athlete.correct(logged | {"notes": notes, "sets": workout(NOON, *many_sets(20))["sets"]})

    with budget(athlete.sql, history_bytes=3000):
        correct()
        assert refusal(correct)["full"] == "history_bytes"
        # What leaves none passes.
        there = "select id::text from public.session_exercises where user_id = %s"
        ids = [row[0] for row in athlete.rows(there, athlete.id)]
        sets = [one | {"id": key} for one, key in zip(logged["sets"], ids, strict=True)]
        athlete.correct(logged | {"notes": "", "sets": sets})
    assert_true(athlete)


@pytest.mark.attack("full-9")
def test_changes_of_sets_that_delete_records_end(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH)))
    leave_tombstones(athlete)
    before = kept(athlete)["history_bytes"]
    other = "update public.session_exercises set exercise_id = %s"
    with budget(athlete.sql, **FULL):
        refusal(lambda: athlete.write(other, SQUAT))
    assert kept(athlete)["history_bytes"] == before
    athlete.write(other, SQUAT)
    assert kept(athlete)["history_bytes"] > before
