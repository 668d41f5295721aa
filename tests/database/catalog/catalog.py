"""People and exercises for the catalogue's tests, at the level of SQL."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.people import give, insert_user
from tests.support import Connection, acting_as


def new_user(sql: Connection, *, role: str | None = None) -> uuid.UUID:
    user = insert_user(sql)
    give(sql, user, role=role)
    return uuid.UUID(user)


@contextmanager
def acting(sql: Connection, user: uuid.UUID | None) -> Iterator[Connection]:
    """The connection as the Data API has it for this user; without one, for a visitor."""
    caller = (str(user), "authenticated") if user else (None, "anon")
    with acting_as(sql, *caller) as connection:
        yield connection


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
