"""What tests of every kind share: the database, and as a user sees it."""

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
    """One transaction with the role and the claims that PostgREST would set for this user's token."""
    claims = {"role": role} | ({"sub": user_id, "aud": "authenticated"} if user_id else {})
    with connection.transaction():
        connection.execute(
            "select set_config('request.jwt.claims', %s, true), set_config('role', %s, true)",
            [json.dumps(claims), role],
        )
        yield connection
        # Within a transaction of the caller's, what follows is asked as before.
        connection.execute(
            "select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)"
        )
