"""What is small and may be repeated ends too: events, tombstones, notifications, recorded loads."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import details
from tests.database.athlete import BENCH, NOON, SQUAT, Athlete, Connection, one_set, workout
from tests.database.gear import own, prefer
from tests.database.limits.accounts import assert_true, budget, kept, many_sets, refusal
from tests.database.notifications.messages import notify, person, register, wish

DECIDE = """
    insert into public.user_consents (purpose, granted, version) values ('ai', %s, %s)
    on conflict (user_id, purpose) do update set granted = excluded.granted, version = excluded.version
"""
EVENTS_A_DAY = 200
NOTIFICATIONS_A_DAY = 100
# Far less than one round of any of these leaves.
FULL = {"history_bytes": 1}


def too_many(act: Callable[[], Any]) -> dict[str, Any]:
    """The details of the PT429 that this answers."""
    with pytest.raises(psycopg.Error) as error:
        act()
    assert error.value.sqlstate == "PT429", error.value
    return details(error.value)


def decide(athlete: Athlete, version: str, *, granted: bool) -> None:
    athlete.write(DECIDE, granted, version)


def events(athlete: Athlete, action: str) -> int:
    query = "select count(*) from public.audit_events where user_id = %s and action::text like %s"
    return int(athlete.value(query, athlete.id, action))


def leave_tombstones(athlete: Athlete) -> None:
    """Write and delete, so that the history isn't empty."""
    athlete.weigh(80)
    athlete.write("delete from public.body_measurements")
    assert kept(athlete)["history_bytes"] > 1


# What the audit log records


@pytest.mark.attack("full-7")
@pytest.mark.parametrize("granted", [True, False])
def test_changes_of_a_consent_end(athlete: Athlete, *, granted: bool) -> None:
    for n in range(EVENTS_A_DAY):
        decide(athlete, str(n), granted=granted)
    full = too_many(lambda: decide(athlete, "new", granted=True))
    assert (full["reason"], full["limit"]) == ("rate_limited", EVENTS_A_DAY)
    assert 86_000 < full["retry_after"] <= 86_400
    athlete.write("delete from public.user_consents")
    too_many(lambda: decide(athlete, "again", granted=granted))
    assert events(athlete, "consent%") <= EVENTS_A_DAY + 1


@pytest.mark.attack("full-7")
@pytest.mark.parametrize(
    "withdraw",
    [
        "update public.user_consents set granted = false",
        "update public.user_consents set granted = false, version = 'another'",
        "delete from public.user_consents",
        """
        insert into public.user_consents (purpose, granted, version) values ('ai', false, 'x')
        on conflict (user_id, purpose) do update set granted = false
        """,
    ],
)
def test_a_consent_is_withdrawn_after_any_number_of_changes(athlete: Athlete, withdraw: str) -> None:
    for n in range(EVENTS_A_DAY):
        decide(athlete, str(n), granted=True)
    assert athlete.write(withdraw) == 1
    assert events(athlete, "consent_withdrawn") == 1


def test_events_of_yesterday_and_of_others_do_not_count(athlete: Athlete) -> None:
    insert = """
        insert into public.audit_events (user_id, actor, action, created_at)
        select %s, %s, 'consent_given', now() - %s::interval from generate_series(1, %s)
    """
    athlete.sql.execute(insert.encode(), [athlete.id, "user", "24 hours", EVENTS_A_DAY])
    athlete.sql.execute(insert.encode(), [athlete.id, "service", "1 hour", EVENTS_A_DAY])
    decide(athlete, "1", granted=True)


def test_a_decision_that_is_repeated_is_no_event(athlete: Athlete) -> None:
    for _ in range(3):
        decide(athlete, "1", granted=True)
        athlete.write("update public.user_consents set version = version, granted = granted")
    assert events(athlete, "consent%") == 1


@pytest.mark.attack("full-7")
def test_events_of_deletions_end_but_deletions_do_not(athlete: Athlete) -> None:
    for _ in range(EVENTS_A_DAY + 5):
        athlete.create_plan([])
        assert athlete.write("delete from public.workout_plans") == 1
    assert events(athlete, "plan_deleted") == EVENTS_A_DAY
    # Of each kind as many: one doesn't hide the other.
    athlete.log(workout(NOON, one_set()))
    athlete.write("delete from public.workout_sessions")
    assert events(athlete, "workout_deleted") == 1


@pytest.mark.attack("full-7")
def test_exports_end(athlete: Athlete) -> None:
    def export() -> None:
        with athlete.signed_in() as sql:
            sql.execute("select public.export_my_data('files')")

    for _ in range(EVENTS_A_DAY):
        export()
    assert too_many(export)["retry_after"] > 0
    assert events(athlete, "data_exported") == EVENTS_A_DAY


@pytest.mark.attack("full-7")
def test_a_password_is_changed_after_any_number_of_changes(athlete: Athlete) -> None:
    change = b"update auth.users set encrypted_password = %s where id = %s"
    for n in range(EVENTS_A_DAY + 2):
        athlete.sql.execute(change, [str(n), athlete.id])
    assert events(athlete, "password_changed") == EVENTS_A_DAY
    there = athlete.value("select encrypted_password from auth.users where id = %s", athlete.id)
    assert there == str(EVENTS_A_DAY + 1)


# Tombstones of rows that aren't weighed


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


# Notifications


@pytest.mark.attack("full-10")
@pytest.mark.parametrize("inbox", [True, False])
def test_notifications_end(sql: Connection, *, inbox: bool) -> None:
    someone = person(sql, devices=2)
    wish(someone, "progress", inbox=inbox, push=True)
    at = datetime.now(UTC)
    made = [notify(someone, at + timedelta(minutes=n)) for n in range(NOTIFICATIONS_A_DAY + 5)]
    assert [n for n, one in enumerate(made) if one is None] == list(range(NOTIFICATIONS_A_DAY, len(made)))
    waiting = "select count(*) from private.outbox where user_id = %s"
    assert someone.value(waiting, someone.id) == 2 * NOTIFICATIONS_A_DAY
    # What the account has to be told comes from outside. A day later the others go on.
    assert notify(someone, at, kind="premium_ended")
    assert notify(someone, at + timedelta(days=1, minutes=30))


@pytest.mark.attack("full-10")
def test_a_workout_is_logged_though_no_more_is_told(sql: Connection) -> None:
    someone = person(sql)
    now = datetime.now(UTC)
    for n in range(NOTIFICATIONS_A_DAY):
        notify(someone, now - timedelta(minutes=n))
    before = someone.value("select count(*) from public.notifications where user_id = %s", someone.id)
    assert someone.log(workout(now - timedelta(hours=2), one_set(load=60)))["sets"] == 1
    assert someone.log(workout(now - timedelta(hours=1), one_set(load=70)))["records"]
    assert someone.value("select count(*) from public.notifications where user_id = %s", someone.id) == before


# Recorded loads

MANY_BARS = [20 + n / 1000 for n in range(20)]


def doubling(number: int) -> list[float]:
    """So many plates, which make as many sums as there can be."""
    return [0.05 * 2**n for n in range(number)]


@pytest.mark.attack("full-11")
@pytest.mark.parametrize(
    "act",
    [
        # 128 sums on each of twenty bars.
        lambda one: prefer(one, bars_kg=[20 + n / 1000 for n in range(20)], plates_kg=doubling(7)),
        # 1024 sums beside 1200 steps of a stack.
        lambda one: own(
            one,
            "barbell",
            base_kg=20,
            plates_kg=doubling(10),
            step_kg=0.151,
            max_kg=201.2,
        ),
    ],
)
def test_a_piece_of_equipment_makes_2000_loads_at_most(
    athlete: Athlete, act: Callable[[Athlete], None]
) -> None:
    """Each part alone is allowed."""
    with pytest.raises(psycopg.Error) as error:
        act(athlete)
    assert error.value.sqlstate == "PT422"
    assert details(error.value) == {"field": "plates_kg", "max": 2000}
    prefer(athlete, bars_kg=[20.0], plates_kg=doubling(7))
    own(athlete, "barbell", base_kg=20, plates_kg=doubling(10))


@pytest.mark.attack("full-11")
def test_the_unit_is_changed_though_equipment_makes_more_from_before(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20.0], plates_kg=[5])
    many = "update public.training_preferences set bars_kg = %s, plates_kg = %s where user_id = %s"
    athlete.sql.execute("alter table public.training_preferences disable trigger keep_gear")
    try:
        athlete.sql.execute(many.encode(), [MANY_BARS, doubling(7), athlete.id])
    finally:
        athlete.sql.execute("alter table public.training_preferences enable trigger keep_gear")
    athlete.write("update public.profiles set preferred_unit = 'imperial'")
    assert athlete.value("select private.gym_unit(%s, now())::text", athlete.id) == "imperial"


@pytest.mark.attack("full-11")
def test_a_day_of_changes_of_the_unit_leaves_three_moments(athlete: Athlete) -> None:
    change = "update public.profiles set preferred_unit = %s"
    for n in range(10):
        athlete.write(change, ("imperial", "metric")[n % 2])
    facts = athlete.rows(
        "select unit::text from private.gym_unit_facts where user_id = %s order by valid_from", athlete.id
    )
    assert facts == [("imperial",), ("metric",), ("metric",)]
    assert athlete.value("select private.gym_unit(%s, now())::text", athlete.id) == "metric"
    athlete.write(change, "imperial")
    assert athlete.value("select private.gym_unit(%s, now())::text", athlete.id) == "imperial"


@pytest.mark.attack("full-11")
def test_preferences_end_at_the_budget_for_what_is_recorded_of_them(athlete: Athlete) -> None:
    prefer(athlete, bars_kg=[20], plates_kg=[10])
    with budget(athlete.sql, bytes=kept(athlete)["bytes"]):
        assert refusal(lambda: prefer(athlete, plates_kg=[10, 5, 2]))["full"] == "bytes"
        athlete.write("update public.training_preferences set days_per_week = 2")
        athlete.write("delete from public.training_preferences")
