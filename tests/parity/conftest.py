"""A server as hosted Supabase has it, for what the wheel's Postgres lacks. Needs root on a Linux with apt."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local.database.project import Project
from local.database.workshop import Workshop
from local.parity import ParityCluster

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
