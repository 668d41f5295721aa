"""How much one user may occupy at a time, checked as the Data API does: in the request's transaction."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.database.ai.customers import customer, details
from tests.database.athlete import Connection, sign_up
from tests.database.limits.doors import GOALS, WORKOUT, Door, until, waiting

pytestmark = pytest.mark.quick

AT_ONCE, READS, RUNNING, FAILED = 3, 12, 2, 150


@pytest.mark.attack("fair-1")
def test_two_changes_are_under_way_at_most_and_the_next_is_refused_without_waiting(
    door: Door, db: Connection, threads: ThreadPoolExecutor
) -> None:
    with door.open():
        second = threads.submit(door.ask)
        until(lambda: waiting(db) == ["advisory"], second)
        with pytest.raises(psycopg.Error) as refused, door.open():
            pass
        assert details(refused.value) == {"reason": "busy", "retry_after": 1, "at_once": AT_ONCE - 1}
        assert refused.value.sqlstate == "PT429"
        assert not second.done()
    assert second.result() == "through"


@pytest.mark.attack("fair-2")
def test_a_workout_has_its_place_and_waits_for_one_change_at_most(
    door: Door, db: Connection, threads: ThreadPoolExecutor
) -> None:
    order: list[str] = []

    def asked(name: str, path: str) -> str:
        answer = door.ask(path, "select pg_sleep(0)")
        order.append(name)
        return answer

    with door.open():
        change = threads.submit(asked, "change", GOALS)
        until(lambda: waiting(db) == ["advisory"], change)
        # The change waits in the queue of changes, the workout before it for the user's lock.
        workout = threads.submit(asked, "workout", WORKOUT)
        until(lambda: waiting(db) == ["advisory", "transactionid"], change, workout)
        assert door.ask(WORKOUT) == "busy"
    assert [workout.result(), change.result()] == ["through", "through"]


def test_an_idle_user_may_send_three_workouts_at_once(
    door: Door, db: Connection, threads: ThreadPoolExecutor
) -> None:
    with door.open(WORKOUT):
        others = [threads.submit(door.ask, WORKOUT) for _ in range(AT_ONCE - 1)]
        until(lambda: len(waiting(db)) == AT_ONCE - 1, *others)
        assert door.ask(WORKOUT) == "busy"
        assert door.ask(GOALS) == "busy"
    assert [other.result() for other in others] == ["through"] * (AT_ONCE - 1)


def test_one_users_requests_take_nobody_elses_place(door: Door, db: Connection, limited: str) -> None:
    other = Door(limited, sign_up(db).id)
    with door.open(WORKOUT):
        assert other.ask() == "through"
        assert other.ask(reads=True) == "through"
        # Writes and reads don't take each other's places either.
        assert door.ask(reads=True) == "through"


@pytest.mark.attack("fair-3")
@pytest.mark.parametrize("path", [GOALS, WORKOUT])
def test_a_lock_that_is_held_too_long_is_told_as_busy(door: Door, limited: str, path: str) -> None:
    with psycopg.connect(limited) as job:
        job.execute("select private.lock_user(%s)", [door.user])
        assert door.ask(path) == "busy"


@pytest.mark.attack("fair-3")
def test_a_change_in_the_queue_is_told_as_busy_too(door: Door) -> None:
    with door.open():
        assert door.ask() == "busy"


@pytest.mark.attack("fair-3")
def test_waiting_twice_is_not_waiting_twice_as_long(
    door: Door, limited: str, threads: ThreadPoolExecutor
) -> None:
    """In the queue of changes, and then for the user's lock: two seconds together."""
    with psycopg.connect(limited) as other:
        other.execute("select private.lock_user(%s)", [door.user])
        first = threads.submit(door.ask)
        # It gets its turn when the first one gives up, and has then waited for a second and a half.
        time.sleep(0.5)
        began = time.monotonic()
        assert door.ask() == "busy"
        assert time.monotonic() - began < 3
    assert first.result() == "busy"


@pytest.mark.attack("fair-16")
def test_reads_that_wait_beyond_those_of_one_user_wait_for_a_moment(
    door: Door, db: Connection, threads: ThreadPoolExecutor
) -> None:
    places = """
        select pg_advisory_lock(hashtextextended('private.patience_of_reads', n))
        from generate_series(1, 13) as n
    """
    with psycopg.connect(door.url) as others, door.open(reads=True), door.open(reads=True):
        others.execute(places)
        began = time.monotonic()
        assert threads.submit(door.ask, reads=True).result() == "busy"
        assert time.monotonic() - began < 1.5
        others.execute("select pg_advisory_unlock_all()")
        patient = threads.submit(door.ask, reads=True)
        until(lambda: waiting(db) == ["advisory"], patient)
        time.sleep(0.4)
        assert not patient.done()
    assert patient.result() == "through"


@pytest.mark.attack("fair-4")
def test_what_runs_too_long_is_ended(door: Door, db: Connection) -> None:
    with door.open() as write, door.open(reads=True) as read:
        settings = [c.execute("show statement_timeout").fetchone() for c in (write, read)]
    assert settings == [("2s",), ("3s",)]
    # A long life's data, which is everybody's right.
    for path in ("/rpc/export_my_data", "/rpc/delete_my_account"):
        with door.open(path) as right:
            assert right.execute("show statement_timeout").fetchone() == ("30s",)
    with db.transaction(force_rollback=True):
        assert door.ask(statement="set local statement_timeout = 1; select pg_sleep(60)") == "57014"
    assert door.ask() == "through"


@pytest.mark.attack("fair-5")
def test_a_dozen_reads_are_served_two_at_a_time_and_the_next_is_refused(
    door: Door, db: Connection, threads: ThreadPoolExecutor
) -> None:
    with door.open(reads=True), door.open(reads=True):
        others = [threads.submit(door.ask, reads=True) for _ in range(READS - RUNNING)]
        until(lambda: waiting(db) == ["advisory"] * (READS - RUNNING), *others)
        assert door.ask(reads=True) == "busy"
    assert [other.result() for other in others] == ["through"] * (READS - RUNNING)


def test_who_pays_has_more_places(db: Connection, limited: str, threads: ThreadPoolExecutor) -> None:
    door = Door(limited, customer(db, "active").id)
    with door.open(reads=True), door.open(reads=True), door.open(reads=True):
        others = [threads.submit(door.ask, reads=True) for _ in range(13)]
        until(lambda: waiting(db) == ["advisory"] * 13, *others)
        assert door.ask(reads=True) == "busy"
    assert [other.result() for other in others] == ["through"] * 13


def test_without_limits_everybody_gets_through(db: Connection, door: Door) -> None:
    rows = db.execute("delete from private.request_limits returning *").fetchall()
    try:
        with door.open(), door.open(reads=True), door.open(reads=True), door.open(reads=True):
            pass
        assert door.ask_often(FAILED + 1, "select 1 / 0") == ["22012"] * (FAILED + 1)
    finally:
        places = ", ".join(["%s"] * len(rows[0]))
        for row in rows:
            db.execute(f"insert into private.request_limits values ({places})".encode(), row)
