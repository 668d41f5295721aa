"""How much one user may occupy at a time, checked as the Data API does: in the request's transaction."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.ai.customers import customer, details
from tests.database.athlete import NOON, Athlete, Connection, sign_up
from tests.support import acting_as

pytestmark = pytest.mark.quick

GOALS, WORKOUT = "/user_goals", "/rpc/log_workout"
AT_ONCE, READS, RUNNING, FAILED = 3, 12, 2, 150


@pytest.fixture(scope="module")
def limited(cluster: Cluster, template: str) -> str:
    """A database with the limits that the seed has: those of the other tests are lifted."""
    return cluster.create_database("admission", template)


@pytest.fixture
def db(limited: str) -> Iterator[Connection]:
    with psycopg.connect(limited, autocommit=True) as connection:
        yield connection


@pytest.fixture
def person(db: Connection) -> Athlete:
    return sign_up(db)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(20) as pool:
        yield pool


def reason(error: psycopg.Error) -> str:
    """What a refusal gives as its reason; for any other error its SQLSTATE."""
    told = error.diag.message_detail
    return str(json.loads(told)["reason"]) if told and told.startswith("{") else str(error.sqlstate)


class Door:
    """Requests of one user, each over a connection of its own."""

    def __init__(self, url: str, user: str) -> None:
        self.url = url
        self.user = user

    @contextmanager
    def open(self, path: str = GOALS, *, reads: bool = False) -> Iterator[Connection]:
        """A request that was let in and is under way. Raises what refuses it."""
        with psycopg.connect(self.url) as connection:
            connection.read_only = reads
            with self.admitted(connection, path):
                yield connection

    @contextmanager
    def admitted(self, connection: Connection, path: str) -> Iterator[None]:
        """The same over a connection that is there already."""
        with acting_as(connection, self.user):
            connection.execute("select set_config('request.path', %s, true)", [path])
            connection.execute("select gateway.check_request()")
            yield

    def ask(self, path: str = GOALS, statement: str = "select 1", *, reads: bool = False) -> str:
        """One whole request: "through", or why it was refused."""
        try:
            with self.open(path, reads=reads) as connection:
                connection.execute(statement.encode())
        except psycopg.Error as error:
            return reason(error)
        return "through"

    def ask_often(self, times: int, statement: str) -> list[str]:
        """So many requests, one after the other over one connection."""
        answers = []
        with psycopg.connect(self.url) as connection:
            for _ in range(times):
                try:
                    with self.admitted(connection, GOALS):
                        connection.execute(statement.encode())
                    answers.append("through")
                except psycopg.Error as error:
                    answers.append(reason(error))
        return answers


@pytest.fixture
def door(limited: str, person: Athlete) -> Door:
    return Door(limited, person.id)


def waiting(db: Connection) -> list[str]:
    """What the connections of this database wait for: `advisory` is a place in a queue."""
    return sorted(
        kind
        for (kind,) in db.execute(
            "select wait_event from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'"
        )
    )


def until(is_so: Callable[[], bool], *unfinished: Future[str]) -> None:
    """Wait until something is so. Requests that are to wait meanwhile must not end."""
    while not is_so():
        assert not any(future.done() for future in unfinished), [f.result() for f in unfinished if f.done()]
        time.sleep(0.01)


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


@pytest.mark.attack("fair-6")
@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("select 1 / 0", "22012"),
        ("set local statement_timeout = 1; select pg_sleep(60)", "57014"),
    ],
)
def test_changes_that_fail_or_are_cancelled_count(door: Door, fault: str, code: str) -> None:
    answers = Counter(door.ask_often(3 * FAILED, fault))
    # One in four is counted, as four: five standard deviations on either side.
    assert answers.keys() == {code, "failed_writes"}
    assert FAILED - 110 < answers[code] < FAILED + 110
    # From then on all writes are refused, but for one that was forgiven meanwhile; and no reads.
    assert "failed_writes" in door.ask_often(40, fault)
    assert door.ask(reads=True) == "through"


def test_changes_that_succeed_leave_nothing_behind(door: Door, person: Athlete) -> None:
    assert (
        door.ask_often(50, "insert into public.user_goals (goal_type) values ('maintain')")
        == ["through"] * 50
    )
    over = """
        select max(private.failed_writes_at(n, now())) > extract(epoch from now())::bigint %% 3600
        from unnest(%s::integer[]) as n
    """
    assert not person.value(over, places(person, "now()"))


def places(person: Athlete, at: object, secret: int | None = None) -> list[int]:
    """The two counts of a user."""
    query = f"""
        select array[private.failed_writes_place(h, 0), private.failed_writes_place(h, 1)]
        from private.failed_writes_hash(%s, coalesce(%s, (
            select l.secret from private.request_limits as l where l.tier = 'free'
        )), {"now()" if at == "now()" else "%s"}) as h
    """
    values = [person.id, secret] + ([] if at == "now()" else [at])
    return list(person.value(query, *values))


@pytest.mark.attack("fair-7")
def test_a_neighbour_of_one_count_is_not_refused(person: Athlete) -> None:
    """Both of a user's counts must be full, and they aren't the same users' in the next hour."""

    def charge(user: str) -> None:
        person.value("select private.charge_write(%s, 7, 40, %s)", user, NOON)

    mine = places(person, NOON, 7)
    found = """
        select u.id::text from (select gen_random_uuid() as id from generate_series(1, 50000)) as u
        cross join private.failed_writes_hash(u.id, 7, %s) as h
        where private.failed_writes_place(h, 0) = %s and private.failed_writes_place(h, 1) <> %s limit 1
    """
    neighbour = person.value(found, NOON, mine[0], mine[1])
    for _ in range(10):
        charge(person.id)
    with pytest.raises(psycopg.Error) as refused:
        charge(person.id)
    assert refused.value.sqlstate == "PT429"
    # Four failures are forgiven in a tenth of fifteen minutes.
    assert details(refused.value) == {"reason": "failed_writes", "retry_after": 90, "limit": 40}
    charge(neighbour)
    assert mine != places(person, NOON + timedelta(hours=1), 7)


@pytest.mark.attack("fair-13")
def test_nobody_can_tell_whose_count_they_share(person: Athlete, db: Connection) -> None:
    """The secret is this installation's, and no client sees it."""
    assert places(person, NOON) != places(person, NOON, 0)
    secrets = db.execute("select count(distinct secret), count(*) from private.request_limits").fetchone()
    assert secrets == (3, 3)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(db, person.id):
        db.execute("select secret from private.request_limits")


@pytest.mark.attack("fair-13")
def test_though_both_counts_are_full_the_gym_and_the_exit_are_open(door: Door, person: Athlete) -> None:
    full = "select private.keep_failed_writes(n, now(), extract(epoch from now())::int %% 3600 + 900)"
    person.value(f"{full} from unnest(%s::integer[]) as n", places(person, "now()"))
    assert door.ask() == "failed_writes"
    for path in (WORKOUT, "/rpc/finish_workout", "/session_exercises", "/rpc/delete_my_account"):
        assert door.ask(path) == "through", path
    more = full.replace("900", "1800")
    person.value(f"{more} from unnest(%s::integer[]) as n", places(person, "now()"))
    assert door.ask(WORKOUT) == "failed_writes"
    assert door.ask("/rpc/delete_my_account") == "through"


def test_four_counts_of_a_sequence_dont_touch_each_other(person: Athlete) -> None:
    for n in range(4):
        person.value("select private.keep_failed_writes(%s, %s, %s)", 8 + n, NOON, 1000 * n + 5)
    kept = [person.value("select private.failed_writes_at(%s, %s)", 8 + n, NOON) for n in range(4)]
    assert kept == [5, 1005, 2005, 3005]
    later = [
        person.value("select private.failed_writes_at(%s, %s)", 8 + n, NOON + timedelta(hours=1))
        for n in range(4)
    ]
    assert later == [0, 0, 0, 0]


def test_counts_are_spread_evenly_and_independently(person: Athlete) -> None:
    counted = """
        with u as materialized (
            select private.failed_writes_place(h, 0) as a, private.failed_writes_place(h, 1) as b
            from (select gen_random_uuid() as id from generate_series(1, 20000)) as o
            cross join private.failed_writes_hash(o.id, 0, now()) as h
        )
        select count(distinct a)::int, count(distinct b)::int, count(distinct (a, b))::int from u
    """
    first, second, pairs = person.sql.execute(counted).fetchone() or (0, 0, 0)
    # 20,000 users over 1,048,576 pairs: 19,810 different ones if the two are independent.
    assert (first, second) == (1024, 1024)
    assert pairs > 19_700


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
