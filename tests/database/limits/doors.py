"""Requests of one user to the Data API, as it makes them: each in a transaction that is checked first."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import psycopg

from tests.database.athlete import Connection
from tests.support import acting_as

GOALS, WORKOUT = "/user_goals", "/rpc/log_workout"


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
