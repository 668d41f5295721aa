"""Questions to the database's own catalogue, from which the access tests take their lists."""

import json
import uuid
from typing import Any

import psycopg

CLIENTS = ("anon", "authenticated")
ROLES = (*CLIENTS, "service_role")


def offenders(sql: psycopg.Connection[Any], query: str) -> list[str]:
    """The first column of what a query finds: names of what breaks a rule."""
    return sorted(str(row[0]) for row in sql.execute(query.encode()).fetchall())


def claim(sql: psycopg.Connection[Any], role: str, user: uuid.UUID | None) -> None:
    """Make the running transaction a request of this role and user, as the Data API does."""
    claims = {"role": role} | ({"sub": str(user)} if user else {})
    sql.execute(
        "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
        [role, json.dumps(claims)],
    )
