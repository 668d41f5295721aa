"""A database with the limits that the seed has, and a user who meets them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.limits.doors import Door


@pytest.fixture(scope="session")
def limited(cluster: Cluster, template: str) -> str:
    """A database with the limits that the seed has: those of the other tests are lifted."""
    return cluster.create_database("limited", template)


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


@pytest.fixture
def door(limited: str, person: Athlete) -> Door:
    return Door(limited, person.id)
