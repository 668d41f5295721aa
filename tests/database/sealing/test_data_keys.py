"""Wrapped data keys: versions in order, and none is deleted while something is sealed with it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.database.athlete import Athlete, Connection
from tests.database.notifications.messages import person

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    sql.execute("delete from private.secrets")
    sql.execute("delete from private.data_keys")
    return person(sql)


def add(sql: Connection, after: int, at: datetime = NOW, wrapped: str = "AAAA") -> int:
    query = "select private.add_data_key('push_token', %s, %s, %s)"
    [row] = sql.execute(query, [wrapped, after, at]).fetchall()
    return int(row[0])


def keys(sql: Connection, at: datetime = NOW) -> list[tuple[Any, ...]]:
    query = "select version, wrapped, seals from private.data_keys_of('push_token', %s)"
    return sql.execute(query, [at]).fetchall()


def seal(someone: Athlete, version: int, words: str = "A" * 30) -> int:
    [device] = someone.rows("select id from public.push_devices where user_id = %s", someone.id)
    row = {"user_id": someone.id, "device_id": str(device[0]), "sealed": f"v1|{version}|{'A' * 16}|{words}"}
    return int(str(someone.value("select private.seal_tokens(%s, %s)", Jsonb([row]), NOW)))


def stored(someone: Athlete) -> list[tuple[Any, ...]]:
    return someone.rows(
        "select key_version, sealed like '%%B' from private.secrets where user_id = %s", someone.id
    )


def test_the_latest_key_seals_for_ninety_days(sql: Connection, someone: Athlete) -> None:
    assert (keys(sql), add(sql, 0)) == ([], 1)
    assert add(sql, 1, NOW + DAY, "BBBB") == 2
    assert keys(sql, NOW + DAY) == [(1, "AAAA", False), (2, "BBBB", True)]
    assert keys(sql, NOW + 91 * DAY) == [(1, "AAAA", False), (2, "BBBB", False)]
    assert someone.id


def test_of_two_that_add_at_once_one_does(sql: Connection, someone: Athlete) -> None:
    assert (add(sql, 0), add(sql, 0, NOW, "BBBB")) == (1, 1)
    # Nor can anything be added before the latest, or after one that isn't there.
    assert (add(sql, 5), keys(sql)) == (1, [(1, "AAAA", True)])
    assert someone.id


def test_a_retired_key_seals_nothing_more(sql: Connection, someone: Athlete) -> None:
    add(sql, 0)
    sql.execute("select private.rotate_data_key('push_token', %s)", [NOW])
    assert keys(sql) == [(1, "AAAA", False)]
    assert someone.id


def test_a_key_stays_while_something_is_sealed_with_it(sql: Connection, someone: Athlete) -> None:
    add(sql, 0)
    assert seal(someone, 1) == 1
    add(sql, 1)
    with pytest.raises(psycopg.errors.ForeignKeyViolation), sql.transaction():
        sql.execute("delete from private.data_keys where version = 1")
    assert seal(someone, 2) == 1
    assert [version for version, _, _ in keys(sql)] == [2]


def test_an_earlier_key_replaces_nothing(sql: Connection, someone: Athlete) -> None:
    add(sql, 0)
    seal(someone, 1)
    add(sql, 1)
    other = person(sql)
    seal(other, 1)
    assert seal(someone, 2, "A" * 29 + "B") == 1
    assert (seal(someone, 1), stored(someone)) == (0, [(2, True)])


def test_what_is_sealed_with_a_key_that_is_gone_is_not_stored(sql: Connection, someone: Athlete) -> None:
    add(sql, 0)
    assert (seal(someone, 7), stored(someone)) == (0, [])
    clear = someone.value("select token is not null from public.push_devices where user_id = %s", someone.id)
    assert clear is True


def test_a_device_of_somebody_else_takes_no_token(sql: Connection, someone: Athlete) -> None:
    add(sql, 0)
    other = person(sql)
    [device] = other.rows("select id from public.push_devices where user_id = %s", other.id)
    row = {"user_id": someone.id, "device_id": str(device[0]), "sealed": f"v1|1|{'A' * 16}|{'A' * 30}"}
    query = "select private.seal_tokens(%s, %s)"
    assert someone.value(query, Jsonb([row]), NOW) == 0
    assert stored(other) == []


@pytest.mark.parametrize(
    "call",
    [
        "private.data_keys_of('another', now())",
        "private.data_keys_of(null, now())",
        "private.add_data_key('another', 'AAAA', 0, now())",
        "private.add_data_key('push_token', 'with space', 0, now())",
        "private.add_data_key('push_token', '', 0, now())",
        "private.add_data_key('push_token', null, 0, now())",
        "private.add_data_key('push_token', 'AAAA', -1, now())",
        "private.add_data_key('push_token', 'AAAA', null, now())",
        "private.tokens_to_seal(0)",
        "private.tokens_to_seal(1001)",
        "private.tokens_to_seal(null)",
        "private.seal_tokens('{}', now())",
        "private.seal_tokens(null, now())",
        "private.seal_tokens('[{}]', now())",
        'private.seal_tokens(\'[{"user_id": 1, "device_id": 2, "sealed": 3}]\', now())',
    ],
)
def test_what_is_no_argument_is_refused(sql: Connection, call: str) -> None:
    with pytest.raises(psycopg.Error) as raised, sql.transaction():
        sql.execute(f"select * from {call}".encode())
    assert raised.value.sqlstate == "PT422"
