"""Writes that fail or are cancelled count, in counts that users share."""

from collections import Counter
from datetime import timedelta

import psycopg
import pytest

from tests.database.ai.customers import details
from tests.database.athlete import NOON, Athlete, Connection
from tests.database.limits.doors import WORKOUT, Door
from tests.support import acting_as

pytestmark = pytest.mark.quick

FAILED = 150


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


def test_above_two_a_second_nothing_is_counted(person: Athlete) -> None:
    charge = "select private.charge_write(%s, 7, %s, %s) from generate_series(1, 2000)"
    person.value(charge, person.id, 7201, NOON)
    with pytest.raises(psycopg.Error) as refused:
        person.value(charge, person.id, 7199, NOON)
    assert details(refused.value)["reason"] == "failed_writes"


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
