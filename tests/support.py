"""Shared by all tests: acting in the database as a user."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


@contextmanager
def acting_as(
    connection: Connection, user_id: str | None, role: str = "authenticated"
) -> Iterator[Connection]:
    """One transaction with the role and claims that PostgREST sets for this user's token."""
    claims = {"role": role} | ({"sub": user_id, "aud": "authenticated"} if user_id else {})
    with connection.transaction():
        connection.execute(
            "select set_config('request.jwt.claims', %s, true), set_config('role', %s, true)",
            [json.dumps(claims), role],
        )
        yield connection
        # Within the caller's transaction, restore the previous role afterwards.
        connection.execute(
            "select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)"
        )
