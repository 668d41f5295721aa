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


def premium_rpcs(sql: psycopg.Connection[Any]) -> list[str]:
    """The RPCs that say they are premium: their comment begins with the word."""
    return offenders(
        sql,
        """
        select p.proname from pg_proc as p
        where p.pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') ~ '^Premium\\.'
        """,
    )


def users_functions(sql: psycopg.Connection[Any], schema: str) -> dict[str, str]:
    """The functions of a schema that users may execute, each with its body."""
    rows = sql.execute(
        """
        select p.proname, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) from pg_proc as p
        where p.pronamespace = %s::regnamespace
            and has_function_privilege('authenticated', p.oid, 'execute')
        order by 1
        """,
        [schema],
    ).fetchall()
    return dict(rows)
