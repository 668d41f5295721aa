"""People and exercises for the catalogue's tests, at the level of SQL."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

Connection = psycopg.Connection[Any]


def new_user(sql: Connection, *, role: str | None = None) -> uuid.UUID:
    user = uuid.uuid4()
    sql.execute("insert into auth.users (id, email) values (%s, %s)", [user, f"{user}@example.com"])
    sql.execute("insert into public.profiles (id) values (%s) on conflict do nothing", [user])
    if role:
        sql.execute("insert into public.user_roles (user_id, role) values (%s, %s)", [user, role])
    return user


@contextmanager
def acting(sql: Connection, user: uuid.UUID | None) -> Iterator[Connection]:
    """The connection as the Data API has it for this user; without one, for a visitor."""
    role = "authenticated" if user else "anon"
    claims = json.dumps({"sub": str(user), "role": role} if user else {"role": role})
    with sql.transaction():
        sql.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)", [role, claims]
        )
        yield sql
        sql.execute("select set_config('role', 'none', true), set_config('request.jwt.claims', '', true)")


def slug_id(sql: Connection, slug: str, table: str = "exercises") -> uuid.UUID:
    row = sql.execute(f"select id from public.{table} where slug = %s", [slug]).fetchone()
    assert row, f"no {slug} in {table}"
    return uuid.UUID(str(row[0]))


def new_exercise(sql: Connection, owner: uuid.UUID, name: str, **columns: object) -> uuid.UUID:
    """A custom exercise, made as its owner makes it."""
    row = {
        "id": uuid.uuid4(),
        "name": name,
        "primary_muscle_group": "chest",
        "movement_pattern": "horizontal_push",
        "mechanic": "compound",
        **columns,
    }
    with acting(sql, owner):
        sql.execute(
            f"insert into public.exercises ({', '.join(row)}) values ({', '.join(['%s'] * len(row))})",
            list(row.values()),
        )
    return uuid.UUID(str(row["id"]))


def sees(sql: Connection, user: uuid.UUID, exercise: uuid.UUID) -> bool:
    with acting(sql, user):
        return sql.execute("select 1 from public.exercises where id = %s", [exercise]).fetchone() is not None


def found(sql: Connection, user: uuid.UUID, query: str | None, **arguments: object) -> list[str]:
    """Names that search_exercises answers, best first."""
    named = "".join(f", {key} => %s" for key in arguments)
    with acting(sql, user):
        rows = sql.execute(
            f"select name from public.search_exercises(%s{named})", [query, *arguments.values()]
        ).fetchall()
    return [row[0] for row in rows]


def fault(error: psycopg.Error) -> tuple[str | None, str | None]:
    """The code of an error and the field that it names."""
    detail = error.diag.message_detail
    return error.sqlstate, json.loads(detail).get("field") if detail else None
