"""Two unrelated users: neither may see or change the other's rows."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from local.services import Address
from tests.access.callers import Caller, service, sign_up, visitor
from tests.access.world import World, live
from tests.people import give


@pytest.fixture(scope="session")
def shared_sql(database: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def owner(stack: Address, shared_sql: psycopg.Connection[Any]) -> World:
    return live(stack, shared_sql)


@pytest.fixture(scope="session")
def stranger(stack: Address, shared_sql: psycopg.Connection[Any]) -> World:
    return live(stack, shared_sql)


@pytest.fixture(scope="session")
def anonymous(stack: Address) -> Caller:
    return visitor(stack)


@pytest.fixture(scope="session")
def secret(stack: Address) -> Caller:
    return service(stack)


@pytest.fixture(scope="session")
def builder(stack: Address, shared_sql: psycopg.Connection[Any]) -> World:
    """A person to whom rows may be added."""
    return live(stack, shared_sql)


@pytest.fixture(scope="session")
def leave(stack: Address, shared_sql: psycopg.Connection[Any]) -> Callable[[Callable[[World], bool]], World]:
    """`leave(has)`: a person whose rows may go, and who still has the one that `has` looks for.

    With a row goes what hangs on it.
    """
    leavers: list[World] = []

    def found(has: Callable[[World], bool]) -> World:
        if not leavers or not has(leavers[-1]):
            leavers.append(live(stack, shared_sql))
        return leavers[-1]

    return found


@pytest.fixture(scope="session")
def admin(stack: Address, shared_sql: psycopg.Connection[Any]) -> Caller:
    caller = sign_up(stack)
    give(shared_sql, caller.id, role="admin")
    return caller


@pytest.fixture(scope="session")
def links(shared_sql: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """(child, parent) for every foreign key of the API, but those of a table to itself."""
    rows = shared_sql.execute(
        """
        select child.relname, parent.relname from pg_constraint as f
        inner join pg_class as child on child.oid = f.conrelid
        inner join pg_class as parent on parent.oid = f.confrelid
        where f.contype = 'f' and f.conrelid <> f.confrelid
            and child.relnamespace = 'public'::regnamespace and parent.relnamespace = 'public'::regnamespace
        order by 1, 2
        """
    ).fetchall()
    return [(child, parent) for child, parent in rows]
