"""A server as hosted Supabase has it, for what the wheel's Postgres lacks. Needs root on a Linux with apt."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from local import schema
from local.database.project import Project
from local.database.workshop import Workshop
from local.parity import CRON_DATABASE, ParityCluster
from tests.support import Connection

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker("parity")


@pytest.fixture(scope="session")
def parity_server() -> Iterator[ParityCluster]:
    with ParityCluster() as server:
        yield server


@pytest.fixture(scope="session")
def parity_workshop(parity_server: ParityCluster) -> Workshop:
    return Workshop(Project(), parity_server)


@pytest.fixture(scope="session")
def parity_database(parity_workshop: Workshop) -> str:
    """The URL of a database that has the project's migrations; nobody writes to it."""
    return parity_workshop.from_migrations()


@pytest.fixture(scope="session")
def cron(
    parity_server: ParityCluster, parity_workshop: Workshop, parity_database: str
) -> Iterator[Connection]:
    """A connection as `postgres` to the one database in which pg_cron works: migrated and seeded.

    SPOTTER_SCHEMA=files takes sql/ and policies/ in place of the migrations, for work that has none yet.
    """
    from_files = os.environ.get("SPOTTER_SCHEMA") == "files"
    base = parity_workshop.from_files() if from_files else parity_database
    parity_server.create_database(CRON_DATABASE, template=base.rpartition("/")[2])
    url = parity_server.enable_cron()
    schema.seed(Project(), url)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection
