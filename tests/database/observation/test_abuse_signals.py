"""Counts of refusals and bursts of sign-ups, as the operator sees them."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.database.athlete import Athlete, Connection, sign_up

UNUSUAL = "select kind, user_id::text, address_hash, seen, ordinary from private.unusual_activity"
COUNTS = "select kind, user_id::text, address_hash, seen from private.abuse_signals order by kind, seen"


@pytest.fixture
def quiet(sql: Connection) -> Iterator[Connection]:
    """A transaction without signals, and with nobody who has signed up lately, taken back afterwards."""
    with sql.transaction(force_rollback=True):
        sql.execute("delete from private.abuse_signals")
        sql.execute("alter table public.profiles disable trigger user")
        sql.execute("update public.profiles set created_at = now() - interval '50 days'")
        sql.execute("alter table public.profiles enable trigger user")
        yield sql


def count(sql: Connection, *signals: dict[str, Any], ago: str = "0 hours") -> None:
    query = "select private.count_abuse_signals(%s, now() - %s::interval)"
    sql.execute(query, [Jsonb(signals), ago])


def hashed(number: int) -> str:
    return f"{number:032x}"


def signed_up(sql: Connection, people: int, ago: str) -> None:
    """So many accounts within one hour, in their middle."""
    sql.execute(
        "insert into auth.users (id, email, created_at) select gen_random_uuid(),"
        " gen_random_uuid() || '@example.com',"
        " date_trunc('hour', now() - %s::interval) + interval '30 minutes'"
        " from generate_series(1, %s)",
        [ago, people],
    )


def test_refusals_of_an_hour_and_a_caller_are_one_row(quiet: Connection) -> None:
    person = sign_up(quiet)
    for times in (3, 4):
        count(quiet, {"kind": "not_found", "user_id": person.id, "seen": times})
    count(
        quiet,
        {"kind": "unauthorized", "address_hash": hashed(1), "seen": 2},
        {"kind": "unauthorized", "seen": 9},
    )
    assert quiet.execute(COUNTS).fetchall() == [
        ("not_found", person.id, None, 7),
        ("unauthorized", None, hashed(1), 2),
        ("unauthorized", None, None, 9),
    ]
    count(quiet, {"kind": "not_found", "user_id": person.id, "seen": 1}, ago="1 hour")
    assert len(quiet.execute(COUNTS).fetchall()) == 4


def test_an_account_that_is_gone_is_counted_as_nobody(quiet: Connection) -> None:
    count(quiet, {"kind": "not_found", "user_id": str(uuid.uuid4()), "seen": 5})
    assert quiet.execute(COUNTS).fetchall() == [("not_found", None, None, 5)]


def test_counts_go_with_the_account(quiet: Connection) -> None:
    person = sign_up(quiet)
    count(quiet, {"kind": "not_found", "user_id": person.id, "seen": 5})
    quiet.execute("delete from auth.users where id = %s", [person.id])
    assert quiet.execute(COUNTS).fetchall() == []


@pytest.mark.attack("abuse-3")
def test_a_thousand_addresses_an_hour_are_told_apart_and_the_rest_is_counted_together(
    quiet: Connection,
) -> None:
    for begin in (0, 700, 1400):
        many = [
            {"kind": "unauthorized", "address_hash": hashed(number), "seen": 1}
            for number in range(begin, begin + 700)
        ]
        count(quiet, *many)
    # One that is known is known for another kind as well.
    count(quiet, {"kind": "not_found", "address_hash": hashed(5), "seen": 3})
    rows = quiet.execute(COUNTS).fetchall()
    assert len(rows) == 1002
    assert [row for row in rows if row[2] is None] == [("unauthorized", None, None, 1100)]
    assert rows[0] == ("not_found", None, hashed(5), 3)


@pytest.mark.attack("abuse-4")
@pytest.mark.parametrize(
    "signal",
    [
        {"kind": "sign_up", "seen": 1},
        {"kind": "not_found"},
        {"kind": "not_found", "seen": 0},
        {"kind": "not_found", "seen": 1, "address_hash": "192.0.2.1"},
        {"kind": "not_found", "seen": 1, "path": "/plans/7"},
        {"kind": "not_found", "seen": 1, "user_id": "someone"},
    ],
)
def test_nothing_but_counts_is_taken(quiet: Connection, signal: dict[str, Any]) -> None:
    with pytest.raises(psycopg.Error) as refused, quiet.transaction():
        count(quiet, signal)
    assert refused.value.sqlstate == "PT422"
    with pytest.raises(psycopg.Error), quiet.transaction():
        count(quiet, *[{"kind": "not_found", "seen": 1}] * 1001)
    assert quiet.execute(COUNTS).fetchall() == []


def test_who_is_refused_more_than_is_ordinary_is_shown(quiet: Connection) -> None:
    scanner, other = sign_up(quiet), sign_up(quiet)
    count(
        quiet,
        {"kind": "not_found", "user_id": scanner.id, "seen": 11},
        {"kind": "not_found", "user_id": other.id, "seen": 10},
        {"kind": "rate_limited", "user_id": other.id, "seen": 100},
        {"kind": "unauthorized", "address_hash": hashed(1), "seen": 101},
    )
    assert sorted(quiet.execute(UNUSUAL).fetchall()) == [
        ("not_found", scanner.id, None, 11, 10),
        ("unauthorized", None, hashed(1), 101, 100),
    ]


@pytest.mark.attack("abuse-5")
def test_a_burst_of_sign_ups_is_shown(quiet: Connection) -> None:
    signed_up(quiet, 20, "30 hours")
    assert quiet.execute(UNUSUAL).fetchall() == []
    signed_up(quiet, 21, "3 hours")
    assert quiet.execute(UNUSUAL).fetchall() == [("sign_up", None, None, 21, 20)]


def test_what_is_usual_is_the_mean_of_the_week_before(quiet: Connection) -> None:
    # 840 in a week are five an hour.
    for day in range(1, 7):
        signed_up(quiet, 140, f"{day} days")
    signed_up(quiet, 25, "2 hours")
    shown = {row[3] for row in quiet.execute(UNUSUAL).fetchall()}
    assert 25 not in shown
    signed_up(quiet, 2, "2 hours")
    assert ("sign_up", None, None, 27, 25) in quiet.execute(UNUSUAL).fetchall()


def test_failed_changes_show_that_several_users_fail(quiet: Connection) -> None:
    def fail(person: Athlete, times: int) -> None:
        for _ in range(times):
            quiet.execute("select private.charge_write(%s, 7, 100, now())", [person.id])

    people = [sign_up(quiet) for _ in range(8)]
    try:
        for person in people:
            fail(person, 12)
        assert quiet.execute(UNUSUAL).fetchall() == []
        for person in people:
            fail(person, 1)
        # Eight users in 1024 counts, some of whom may share one.
        ((kind, _, _, seen, _),) = quiet.execute(UNUSUAL).fetchall()
        assert kind == "failed_write"
        assert 3 <= seen <= 8
    finally:
        # Sequences keep what a transaction did to them.
        forgive = """
            select private.keep_failed_writes(private.failed_writes_place(h, n), now(), 0)
            from private.failed_writes_hash(%s, 7, now()) as h, generate_series(0, 1) as n
        """
        for person in people:
            quiet.execute(forgive.encode(), [person.id])


@pytest.mark.attack("abuse-6")
def test_a_count_is_gone_after_thirty_days(quiet: Connection) -> None:
    count(quiet, {"kind": "not_found", "seen": 1}, ago="29 days")
    count(quiet, {"kind": "not_found", "seen": 2}, ago="31 days")
    quiet.execute("select private.purge_expired(now(), 100000)")
    assert [row[3] for row in quiet.execute(COUNTS).fetchall()] == [1]
