"""A user whose rows must not change, whatever is sent in their name."""

import pytest

from local.services import Address
from tests.access.conftest import secret, shared_sql
from tests.access.world import World, live
from tests.support import Connection

__all__ = ["secret", "shared_sql"]


@pytest.fixture(scope="session")
def athlete(stack: Address, shared_sql: Connection) -> World:
    return live(stack, shared_sql)
