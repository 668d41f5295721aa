"""A type of notification, or a push platform, that is declared in one place only is refused, not guessed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from local.database.project import Project
from local.postgres import Cluster
from tests.database.athlete import Connection
from tests.database.notifications.messages import inbox, notify, person, waiting

DECLARATION = Path("sql/notifications/notification_types.sql")


def values(sql: Connection, enum: str) -> list[str]:
    return [row[0] for row in sql.execute(f"select unnest(enum_range(null::public.{enum}))::text")]


@pytest.fixture
def undeclared(cluster: Cluster, template: str) -> Iterator[Connection]:
    """A database whose enum has a type that nobody declared."""
    url = cluster.create_database(f"undeclared_{uuid4().hex[:8]}", template)
    with psycopg.connect(url, autocommit=True) as sql:
        sql.execute("alter type public.notification_type add value 'scratch'")
        yield sql


def test_an_undeclared_type_fails_and_is_not_mailed(undeclared: Connection) -> None:
    someone = person(undeclared)
    with pytest.raises(psycopg.Error, match="notification type scratch is not declared"):
        notify(someone, datetime.now(UTC), kind="scratch")
    assert (inbox(someone), waiting(someone)) == ([], [])


def test_the_schema_cannot_be_built_with_an_undeclared_type(undeclared: Connection) -> None:
    declaration = (Project().root / DECLARATION).read_text()
    check = declaration[declaration.index("do $$") :]
    with pytest.raises(psycopg.Error, match="notification type scratch is not declared"):
        undeclared.execute(check.encode())


def test_every_platform_has_its_channel(sql: Connection) -> None:
    channels = {f"push_{platform}" for platform in values(sql, "push_platform")}
    assert channels | {"email"} == set(values(sql, "message_channel"))
