"""The users of tests/access, and one more whose own rows suffer from its attacks."""

import pytest

from local.services import Address
from tests.access.conftest import admin, anonymous, builder, links, owner, secret, shared_sql, stranger
from tests.access.world import World, live
from tests.database.athlete import Athlete, sign_up
from tests.support import Connection

__all__ = ["admin", "anonymous", "builder", "links", "owner", "secret", "shared_sql", "stranger"]


@pytest.fixture(scope="session")
def vandal(stack: Address, shared_sql: Connection) -> World:
    """A stranger that may lose what it has."""
    return live(stack, shared_sql)


@pytest.fixture
def author(sql: Connection) -> Athlete:
    """Somebody who writes."""
    return sign_up(sql)
