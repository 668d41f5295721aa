"""What the audit log records of a user's own changes ends; the changes that are a right don't."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import details
from tests.database.athlete import NOON, Athlete, one_set, workout
from tests.database.limits.accounts import decide

EVENTS_A_DAY = 200


def too_many(act: Callable[[], Any]) -> dict[str, Any]:
    """The details of the PT429 that this answers."""
    with pytest.raises(psycopg.Error) as error:
        act()
    assert error.value.sqlstate == "PT429", error.value
    return details(error.value)


def events(athlete: Athlete, action: str) -> int:
    query = "select count(*) from public.audit_events where user_id = %s and action::text like %s"
    return int(athlete.value(query, athlete.id, action))


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
