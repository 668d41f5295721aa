"""One connection for all tests of this folder: a new one compiles every function again, 0.1 s a test."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.database.athlete import Athlete, sign_up
from tests.support import Connection


@pytest.fixture(scope="session")
def connection(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture
def sql(connection: Connection) -> Connection:
    """The connection as `postgres`. Each statement is its own transaction."""
    assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    return connection


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    """A person who trains."""
    return sign_up(sql)
