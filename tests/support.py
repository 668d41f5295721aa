"""Shared by all tests: acting in the database as a user."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


def lift_request_limits(connection: Connection) -> None:
    """Let every user send as many requests as they like, any number of them at once."""
    connection.execute("update private.write_limits set writes = 100000000")
    connection.execute(
        "update private.request_limits set writes_at_once = 1000, write_ms = 8000, failed_writes = 1000000,"
        " reads_at_once = 1000, reads_running = 1000, read_ms = 8000"
    )
    connection.execute("update private.ai_rates set requests = 1000000")


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
