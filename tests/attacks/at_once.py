"""Concurrent requests over HTTP, each in a thread of its own."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import httpx

from tests.support import Connection

Ask = Callable[[], httpx.Response]


def at_once(asks: Sequence[Ask]) -> list[httpx.Response]:
    """What each is answered; none of them 5xx: neither a deadlock nor a rule that was only met too late."""
    together = Barrier(len(asks))

    def go(ask: Ask) -> httpx.Response:
        together.wait(timeout=30)
        return ask()

    with ThreadPoolExecutor(len(asks)) as pool:
        answers = list(pool.map(go, asks))
    assert [answer.text for answer in answers if answer.status_code >= 500] == []
    return answers


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    """How many there are of each status."""
    return Counter(answer.status_code for answer in answers)


def count(sql: Connection, query: str, *arguments: object) -> int:
    """The number that a query tells."""
    row = sql.execute(query.encode(), arguments).fetchone()
    assert row
    return int(row[0])


@contextmanager
def limits_of_ten(sql: Connection) -> Iterator[None]:
    """Let ten rows be enough for anybody, so that a limit is soon reached."""
    before = sql.execute("select table_name, free, premium from private.row_limits").fetchall()
    sql.execute("update private.row_limits set free = 10, premium = 10")
    try:
        yield
    finally:
        for table, free, premium in before:
            sql.execute(
                "update private.row_limits set free = %s, premium = %s where table_name = %s",
                [free, premium, table],
            )


@contextmanager
def side_by_side(sql: Connection) -> Iterator[None]:
    """Let a user's requests run at the same time.

    What counts them holds the user's lock first, and so lets them in one by one: a rule must hold without it.
    """
    row = sql.execute("select pg_get_functiondef('gateway.check_request()'::regprocedure)").fetchone()
    assert row
    sql.execute(
        "create or replace function gateway.check_request() returns void language plpgsql"
        " security definer set search_path = '' as 'begin end'"
    )
    try:
        yield
    finally:
        sql.execute(row[0])
