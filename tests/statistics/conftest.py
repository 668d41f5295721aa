"""The connection of the database tests, and a person who trains."""

import pytest

from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.conftest import connection, sql

__all__ = ["connection", "sql"]


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    return sign_up(sql)
