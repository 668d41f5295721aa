"""Somebody whose rows must stay as they are, whatever is sent in their name."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.access.people import Address, Caller, service
from tests.access.world import World, live
from tests.support import Connection


@pytest.fixture(scope="session")
def shared_sql(database: str) -> Iterator[Connection]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def athlete(stack: Address, shared_sql: Connection) -> World:
    return live(stack, shared_sql)


@pytest.fixture(scope="session")
def secret(stack: Address) -> Caller:
    return service(stack)
