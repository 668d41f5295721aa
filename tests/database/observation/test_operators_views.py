"""What operators see of queues, quotas and costs."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.database.ai.customers import customer
from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.billing.purchases import store
from tests.database.notifications import messages
from tests.fakes.billing.events import moment, revenuecat

# Long before anything else in the database.
DAY = datetime(2001, 2, 3, 23, 59, tzinfo=UTC)


@pytest.fixture
def quiet(sql: Connection) -> Iterator[Connection]:
    """A transaction in which there is nothing but what the test puts there, taken back afterwards."""
    with sql.transaction(force_rollback=True):
        for table in (
            "outbox", "billing_events", "file_deletions", "quota_use", "write_use",
        ):  # fmt: skip
            sql.execute(f"delete from private.{table}".encode())
        yield sql


def queue(sql: Connection, name: str) -> Any:
    """Waiting, due, seconds for which the oldest has been due, dead."""
    row = sql.execute(
        "select waiting, due, oldest_due_seconds, dead from private.queue_ages where queue = %s", [name]
    ).fetchone()
    assert row
    return row


@pytest.mark.parametrize("name", ["messages", "billing events", "files to delete"])
def test_an_empty_queue_has_a_row(quiet: Connection, name: str) -> None:
    assert queue(quiet, name) == (0, 0, 0, 0)


def test_the_age_of_a_queue_is_how_long_its_oldest_row_has_been_due(quiet: Connection) -> None:
    rows = [("pending", -90), ("pending", -30), ("pending", 3600), ("dead", -7200)]
    for state, seconds in rows:
        quiet.execute(
            "insert into private.file_deletions (bucket_id, prefix, state, next_attempt_at)"
            " values ('avatars', %s, %s, now() + %s)",
            [f"{uuid.uuid4()}/", state, timedelta(seconds=seconds)],
        )
    assert queue(quiet, "files to delete") == (3, 2, 90, 1)


def test_a_message_waits_until_it_is_delivered_or_given_up(quiet: Connection) -> None:
    person = messages.person(quiet)
    states = [("pending", -20), ("claimed", 60), ("delivered", -500), ("dead", -500)]
    for state, seconds in states:
        told = messages.notify(person, DAY)
        quiet.execute(
            "update private.outbox set state = %s, next_attempt_at = now() + %s,"
            " settled_at = case when %s then now() end where notification_id = %s",
            [state, timedelta(seconds=seconds), state in ("delivered", "dead"), told],
        )
    assert queue(quiet, "messages") == (2, 1, 20, 1)


def test_a_billing_event_waits_until_it_is_processed(quiet: Connection) -> None:
    store(quiet, revenuecat("INITIAL_PURCHASE", 0, sign_up(quiet).id, 0, 30), moment(0))
    quiet.execute("update private.billing_events set next_attempt_at = now() - interval '7 seconds'")
    assert queue(quiet, "billing events") == (1, 1, 7, 0)


def test_costs_are_summed_by_day_function_model_and_outcome(sql: Connection) -> None:
    one, two = customer(sql), customer(sql)
    calls = [(one, "ok", 10, 1, "0.25", 100, 0), (two, "ok", 20, 2, "0.50", 300, 0),
             (two, "ok", 30, 3, "1", 200, 0), (two, "timeout", 0, 0, "0", 9000, 0),
             (two, "ok", 1000, 1000, "99", 5, 2)]  # fmt: skip
    with sql.transaction(force_rollback=True):
        for person, outcome, inputs, outputs, cost, latency, minutes in calls:
            sql.execute(
                "insert into public.ai_usage (user_id, feature, model, input_tokens, output_tokens, cost_usd,"
                " latency_ms, outcome, created_at) values (%s, 'coach_chat', 'm', %s, %s, %s, %s, %s, %s)",
                [person.id, inputs, outputs, cost, latency, outcome, DAY + timedelta(minutes=minutes)],
            )
        rows = sql.execute(
            "select outcome::text, calls, users, input_tokens, output_tokens, cost_usd::float8,"
            " median_ms, p95_ms from private.ai_cost_by_day where day = '2001-02-03' order by outcome"
        ).fetchall()
    assert rows == [("ok", 3, 2, 60, 6, 1.75, 200, 300), ("timeout", 1, 1, 0, 0, 0.0, 9000, 9000)]


def test_quota_use_tells_who_has_used_up_the_day(quiet: Connection) -> None:
    use = [("active", 60), ("active", 59), ("trial", 20), ("active", 0)]
    for status, used in use:
        quiet.execute(
            "insert into private.quota_use (user_id, feature, period, starts_on, used)"
            " values (%s, 'coach_chat', 'day', '2001-02-03', %s)",
            [customer(quiet, status).id, used],
        )
    row = quiet.execute(
        "select users, requests, most_of_a_user, users_at_limit from private.quota_use_by_day"
    ).fetchall()
    assert row == [(3, 139, 60, 2)]


def test_write_use_tells_who_may_write_no_more(quiet: Connection) -> None:
    quiet.execute("update private.write_limits set writes = 2 where tier = 'free'")

    def write(person: Athlete, times: int, ago: timedelta = timedelta(0)) -> None:
        for _ in range(times):
            person.value("select private.count_write(%s, now() - %s)", person.id, ago)

    write(sign_up(quiet), 2)
    write(sign_up(quiet), 1)
    write(sign_up(quiet), 2, timedelta(minutes=15))
    row = quiet.execute(
        "select most, users, writes, users_at_limit from private.write_use_by_tier where tier = 'free'"
    ).fetchall()
    assert row == [(2, 2, 3, 1)]


@pytest.mark.parametrize("view", ["queue_ages", "write_use_by_tier", "quota_use_by_day", "ai_cost_by_day"])
@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
def test_only_the_owner_reads_them(sql: Connection, view: str, role: str) -> None:
    may = "select has_table_privilege(%s, %s, 'select') or has_schema_privilege(%s, 'private', 'usage')"
    assert sql.execute(may, [role, f"private.{view}", role]).fetchone() == (False,)
