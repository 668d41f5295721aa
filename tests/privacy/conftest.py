"""The connection of the database tests, and people on the running stack."""

import pytest

from local.services import Address
from tests.access.conftest import admin, shared_sql
from tests.access.world import World, live
from tests.database.athlete import Connection
from tests.database.conftest import athlete, connection, sql
from tests.functions.delete_files.conftest import settings

__all__ = ["admin", "athlete", "connection", "settings", "shared_sql", "sql"]


@pytest.fixture
def person(stack: Address, sql: Connection) -> World:
    """Somebody with a row in every table."""
    return live(stack, sql)
