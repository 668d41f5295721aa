"""Rows with every column filled, or every column empty that may be: by the catalogue, past all triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any

import psycopg

from tests.access.world import OWNER_COLUMN
from tests.support import Connection

# Every table of whose rows a function reads something, itself or in the answer of an RPC.
TABLES = (
    "profiles",
    "user_goals",
    "training_preferences",
    "check_ins",
    "training_breaks",
    "exercises",
    "workout_plans",
    "workout_plan_days",
    "workout_plan_day_exercises",
    "workout_sessions",
    "session_exercises",
    "personal_records",
    "coach_memories",
    "ai_coach_messages",
    "plan_changes",
    "plan_origins",
    "notifications",
)
# Tried in turn, until the column's checks let one pass.
_VALUES: dict[str, tuple[Any, ...]] = {
    "int2": (3, 1, 60, 0),
    "int4": (3, 1, 60, 0),
    "int8": (3, 1),
    "numeric": (2.5, 1, 60.25, 0),
    "float8": (2.5,),
    "bool": (True,),
    "text": ("Some words", "words", "en", "8-12", "https://example.com/a", "UTC"),
    "date": ("2001-02-03", "2026-02-03", "2096-02-03"),
    "timestamptz": ("2026-01-02T03:04:05.678Z", "2096-02-03T03:04:05.678Z"),
    "jsonb": ('{"scheme": "double"}', '["words"]', "[]"),
    "_text": (["words"], []),
}


# Refused in every combination that one statement can set: keys, and what hangs on the row's other columns.
STAYS = frozenset(
    {
        "ai_coach_messages.kind",
        "ai_coach_messages.level",
        "personal_records.record_type",
        "personal_records.set_id",
        "profiles.current_goal_id",
        "workout_plans.archived_at",
        "workout_sessions.current_plan_exercise_id",
        "workout_sessions.ended_at",
    }
)


@dataclass(frozen=True)
class Column:
    """A column of a table, with its type: an enum's values if it is one."""

    table: str
    name: str
    type: str
    is_nullable: bool
    values: tuple[str, ...]
    is_set_by_us: bool


def columns(sql: Connection) -> list[Column]:
    """The columns of these tables that are no key and not computed by Postgres."""
    rows = sql.execute(
        """
        select c.relname, a.attname, t.typname, not a.attnotnull,
            coalesce((select array_agg(e.enumlabel order by e.enumsortorder) from pg_enum as e
                where e.enumtypid in (t.oid, t.typelem)), '{}'),
            a.attgenerated = '' and not exists (
                select from pg_constraint as k
                where k.conrelid = c.oid and k.contype in ('p', 'f') and a.attnum = any(k.conkey)
            )
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        inner join pg_type as t on t.oid = a.atttypid
        where c.relnamespace = 'public'::regnamespace and c.relname = any(%s)
        order by c.relname, a.attnum
        """,
        [list(TABLES)],
    ).fetchall()
    return [
        Column(table, name, kind, is_nullable, tuple(values), is_set_by_us)
        for table, name, kind, is_nullable, values, is_set_by_us in rows
    ]


# Muscles and movements have more values; the exercises of the catalogue have them all.
_MOST_ROUNDS = 8


def rounds(sql: Connection) -> int:
    """How many rounds it takes until every value of every other enum has been there."""
    return min(max(len(column.values) for column in columns(sql)), _MOST_ROUNDS)


def fill(sql: Connection, user: str, round_: int) -> list[str]:
    """Fill every column of the user's rows; after the first round enums alone, each with this round's value.

    Returns what can't be filled.
    """
    with _past_triggers(sql):
        return [
            f"{column.table}.{column.name}"
            for column in columns(sql)
            if (column.values or (column.is_nullable and round_ == 0)) and column.is_set_by_us
            if not any(_set(sql, user, column, value) for value in _tried(column, round_))
        ]


def empty(sql: Connection, user: str) -> None:
    """Empty every column of the user's rows that may be."""
    with _past_triggers(sql):
        for column in columns(sql):
            if column.is_nullable and column.is_set_by_us:
                _set(sql, user, column, None)


def _tried(column: Column, round_: int) -> Iterator[Any]:
    if not column.values:
        yield from _VALUES.get(column.type, ())
    # Some combinations are refused: a running workout has no end.
    for value in islice(cycle(column.values), round_, round_ + len(column.values)):
        yield [value] if column.type.startswith("_") else value


def _set(sql: Connection, user: str, column: Column, value: Any) -> bool:
    owner = OWNER_COLUMN.get(column.table, "user_id")
    cast = f"::public.{column.type[1:]}[]" if isinstance(value, list) and column.values else ""
    statement = f"update public.{column.table} set {column.name} = %s{cast} where {owner} = %s"
    try:
        with sql.transaction():
            sql.execute(statement.encode(), [value, user])
    except psycopg.Error:
        return False
    return True


@contextmanager
def _past_triggers(sql: Connection) -> Iterator[None]:
    with sql.transaction():
        for table in TABLES:
            sql.execute(f"alter table public.{table} disable trigger user".encode())
        yield
        for table in TABLES:
            sql.execute(f"alter table public.{table} enable trigger user".encode())
