"""The connection of the database tests, and people on the running stack."""

from collections.abc import Iterator

import pytest

from shared.ops.settings import Settings
from tests.access.conftest import admin, shared_sql
from tests.access.people import Address
from tests.access.world import World, live
from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.conftest import connection, sql
from tests.privacy.proxy import Proxy

__all__ = ["admin", "connection", "shared_sql", "sql"]


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    return sign_up(sql)


@pytest.fixture
def person(stack: Address, sql: Connection) -> World:
    """Somebody with a row in every table."""
    return live(stack, sql)


@pytest.fixture
def settings(stack: Address) -> Settings:
    """What delete_files is told on this stack."""
    return Settings.from_environment(
        {
            "SUPABASE_URL": stack.url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
        }
    )


@pytest.fixture
def proxy(stack: Address) -> Iterator[Proxy]:
    """The stack by another address, where Storage fails as told."""
    with Proxy(stack.url) as proxy:
        yield proxy
