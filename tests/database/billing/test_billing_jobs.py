"""The jobs of billing: late, repeated, concurrent, and with failures."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import Connection
from tests.database.billing.buyers import buyer
from tests.database.billing.purchases import process, send, store
from tests.fakes.billing.events import anonymous, moment, revenuecat, transfer

# Later than all other tests' events.
LATER = moment(5000)
MINUTE = timedelta(minutes=1)


def run(sql: Connection, job: str, at: datetime, limit: int = 1000) -> int:
    row = sql.execute(f"select private.{job}(%s, %s)".encode(), [at, limit]).fetchone()
    assert row
    return int(row[0])


def event(sql: Connection, event_id: str) -> tuple[Any, ...]:
    """State, attempts and when it is tried next."""
    query = "select state::text, attempts, next_attempt_at from private.billing_events where id = %s"
    row = sql.execute(query, [event_id]).fetchone()
    assert row
    return tuple(row)


@pytest.fixture
def alone(sql: Connection) -> Iterator[None]:
    """Nobody is there from other tests and nothing is left to do, and of this one nothing stays."""
    with sql.transaction(force_rollback=True):
        sql.execute("delete from auth.users")
        run(sql, "process_billing_events", LATER)
        run(sql, "expire_subscriptions", LATER)
        yield


@pytest.mark.usefixtures("alone")
def test_subscriptions_expire_in_bounded_batches(sql: Connection) -> None:
    people = [buyer(sql) for _ in range(3)]
    for person in people:
        send(sql, revenuecat("NON_RENEWING_PURCHASE", 6000, person.id, 6000, 6030), moment(6000))
    assert [run(sql, "expire_subscriptions", moment(6029), 2)] == [0]
    assert [person.shown() for person in people] == ["active"] * 3
    assert [run(sql, "expire_subscriptions", moment(6030), 2) for _ in range(3)] == [2, 1, 0]
    assert [(person.shown(), person.subscription()) for person in people] == [("free", "expired")] * 3


@pytest.mark.usefixtures("alone")
def test_a_job_that_never_ran_changes_nobodys_access(sql: Connection) -> None:
    person = buyer(sql)
    send(sql, revenuecat("NON_RENEWING_PURCHASE", 0, person.id, 0, 30), moment(0))
    assert (person.status(31), person.shown()) == ("free", "active")


@pytest.mark.usefixtures("alone")
def test_stored_events_are_processed_in_bounded_batches(sql: Connection) -> None:
    people = [buyer(sql) for _ in range(3)]
    for person in people:
        store(sql, revenuecat("INITIAL_PURCHASE", 5000, person.id, 5000, 5030), LATER)
    assert [run(sql, "process_billing_events", LATER, 2) for _ in range(3)] == [2, 1, 0]
    assert [person.shown() for person in people] == ["active"] * 3


@pytest.fixture
def broken(sql: Connection, alone: None) -> Callable[[], None]:  # noqa: ARG001 - within its transaction
    """Processing fails until this is called."""
    sql.execute("delete from private.billing_settings")

    def mend() -> None:
        sql.execute("insert into private.billing_settings default values")

    return mend


def test_what_fails_is_tried_later_and_later_and_is_dead_in_the_end(
    sql: Connection, broken: Callable[[], None]
) -> None:
    person = buyer(sql)
    at = LATER
    one = store(sql, revenuecat("INITIAL_PURCHASE", 5000, person.id, 5000, 9000), at)
    waits = []
    while event(sql, one)[0] == "received":
        assert run(sql, "process_billing_events", at) == 1
        _, _, following = event(sql, one)
        assert run(sql, "process_billing_events", following - timedelta(seconds=1)) == 0
        waits.append(int((following - at) / MINUTE))
        at = following
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert event(sql, one)[:2] == ("dead", 10)
    error = sql.execute("select error from private.billing_events where id = %s", [one]).fetchone()
    assert error == ("P0002: query returned no rows",)
    assert run(sql, "process_billing_events", at + timedelta(days=9)) == 0
    broken()
    replayed = sql.execute("select private.replay_billing_events(%s, %s)", [LATER, at]).fetchone()
    assert replayed == (1,)
    assert run(sql, "process_billing_events", at) == 1
    assert (event(sql, one)[:2], person.shown()) == (("processed", 1), "active")


@pytest.mark.usefixtures("alone")
def test_a_replay_of_everything_changes_nothing(sql: Connection) -> None:
    person = buyer(sql)
    send(sql, revenuecat("INITIAL_PURCHASE", 0, anonymous(person.id), 0, 9000), LATER)
    send(sql, transfer(5, [anonymous(person.id)], [person.id]), LATER)
    everything = "select jsonb_agg(to_jsonb(s) - 'updated_at' order by id) from public.subscriptions as s"
    before = sql.execute(everything).fetchone()
    sql.execute("select private.replay_billing_events('-infinity', %s)", [LATER])
    while run(sql, "process_billing_events", LATER):
        pass
    assert sql.execute(everything).fetchone() == before
    assert person.shown() == "active"


@pytest.mark.usefixtures("alone")
def test_what_counts_for_nobody_is_forgotten_after_400_days(sql: Connection) -> None:
    person = buyer(sql)
    ignored = store(sql, revenuecat("INITIAL_PURCHASE", 0, anonymous(person.id), 0, 30), moment(0))
    kept = store(sql, revenuecat("INITIAL_PURCHASE", 0, person.id, 0, 30), moment(0))
    for each in (ignored, kept):
        process(sql, each, moment(0))
    left = "select count(*) from private.billing_events where id = any(%s)"
    run(sql, "forget_billing_events", moment(400))
    assert sql.execute(left, [[ignored, kept]]).fetchone() == (2,)
    run(sql, "forget_billing_events", moment(400) + MINUTE)
    assert sql.execute(left, [[kept]]).fetchone() == sql.execute(left, [[ignored, kept]]).fetchone() == (1,)


def test_who_is_at_an_event_is_left_to_it(sql: Connection, database: str) -> None:
    person = buyer(sql)
    one = store(sql, revenuecat("INITIAL_PURCHASE", 0, person.id, 0, 9000), moment(0))
    with psycopg.connect(database) as other:
        assert process(other, one, moment(0)) == "processed"
        assert process(sql, one, moment(0)) == "received", "answered at once, not after a wait"
        other.commit()
    assert process(sql, one, moment(0)) == "processed"
    assert event(sql, one)[1] == 1


def test_events_of_the_same_people_at_once_leave_nothing_undone(sql: Connection, database: str) -> None:
    """Two subscriptions handed to and fro, in forty transactions at a time."""
    one, two = buyer(sql), buyer(sql)
    events = [
        revenuecat("INITIAL_PURCHASE", 0, one.id, 0, 9000),
        revenuecat("INITIAL_PURCHASE", 0, two.id, 0, 9000),
    ]
    for day in range(1, 20):
        events.append(transfer(day, [one.id], [two.id]))
        events.append(transfer(day + 0.5, [two.id], [one.id]))

    def deliver(given: Any) -> None:
        with psycopg.connect(database, autocommit=True) as connection:
            send(connection, given, moment(30))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, reversed(events)))
    run(sql, "process_billing_events", moment(30) + timedelta(days=1))
    owners = "select count(*) from public.subscriptions where user_id = %s"
    assert [sql.execute(owners, [person.id]).fetchone() for person in (one, two)] == [(2,), (0,)]
    assert (one.shown(), two.shown()) == ("active", "free")
