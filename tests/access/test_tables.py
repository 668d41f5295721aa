"""Every table and view by (owner, stranger, anonymous) by (select, insert, update, delete, upsert).

All over HTTP. Every test looks at what became of the rows, not only at the status.
"""

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest

from tests.access.callers import Caller
from tests.access.expectations import OWNED, SHARED, TABLES, VERBS, WRITTEN_BY_CLIENTS, Owned
from tests.access.world import OWNER_COLUMN, Row, World, key_of, tables, views

Connection = psycopg.Connection[Any]
CHILDREN_FIRST = [name for name, rule in reversed(OWNED.items()) if "delete" in rule.verbs]
TRIES = [(table, verb) for table in TABLES for verb in VERBS]


# A view has no primary key.
KEYS_OF_VIEWS = {"muscle_groups": ["muscle"], "user_achievements": ["user_id", "achievement_id"]}


def key_filter(sql: Connection, table: str, row: Row) -> dict[str, str]:
    """The filter that finds this very row."""
    columns = key_of(sql, table) or KEYS_OF_VIEWS.get(table, ["id"])
    return {column: f"eq.{row[column]}" for column in columns}


def with_a_fresh_key(row: Row) -> Row:
    return row | ({"id": str(uuid.uuid4())} if "id" in row else {})


def row_of(world: World, table: str) -> Row:
    """A row of this person's, or of everybody's where the table is shared, or of the person's view."""
    if table in world.rows:
        return world.rows[table]
    rows = world.caller.see(table, limit="1").json()
    assert rows, f"nobody made a row of {table}"
    return dict(rows[0])


# No client could send these: Postgres refuses them whoever asks.
GENERATED = {"workout_sessions": ("day",)}


def attempt(  # noqa: PLR0913, PLR0917 - who, where, what, with which row
    caller: Caller, sql: Connection, table: str, verb: str, row: Row, change: Row
) -> httpx.Response:
    """One verb on one row, as a client library sends it."""
    key = key_filter(sql, table, row)
    change = change or {column: row[column] for column in key}
    row = {column: value for column, value in row.items() if column not in GENERATED.get(table, ())}
    match verb:
        case "select":
            return caller.see(table, **key)
        case "insert":
            return caller.add(table, with_a_fresh_key(row))
        case "update":
            return caller.change(table, change, **key)
        case "delete":
            return caller.drop(table, **key)
        case _:
            return caller.put(table, row | change, ",".join(key))


@pytest.mark.quick
def test_every_table_and_view_has_an_expectation(shared_sql: Connection) -> None:
    assert sorted(tables(shared_sql) + views(shared_sql)) == sorted(TABLES)


def test_the_owner_has_a_row_in_every_table(owner: World) -> None:
    assert {table for table in OWNED if not row_of(owner, table)} == set()


@pytest.mark.parametrize("table", OWNED)
def test_the_owner_reads_its_rows(owner: World, shared_sql: Connection, table: str) -> None:
    row = row_of(owner, table)
    answer = owner.caller.see(table, **key_filter(shared_sql, table, row))
    assert answer.status_code == 200
    assert len(answer.json()) == 1


@pytest.mark.parametrize("table", [name for name, rule in OWNED.items() if "update" in rule.verbs])
def test_the_owner_changes_its_rows(owner: World, shared_sql: Connection, table: str) -> None:
    row, change = row_of(owner, table), OWNED[table].change
    answer = attempt(owner.caller, shared_sql, table, "update", row, change)
    assert (answer.status_code, len(answer.json())) == (200, 1), answer.text
    assert holds(owner, table, change)


@pytest.mark.parametrize("table", CHILDREN_FIRST)
def test_the_owner_deletes_its_rows(
    leave: Callable[[Callable[[World], bool]], World], shared_sql: Connection, table: str
) -> None:
    def key_in(world: World) -> dict[str, str]:
        return key_filter(shared_sql, table, row_of(world, table))

    leaver = leave(lambda world: bool(world.caller.see(table, **key_in(world)).json()))
    key = key_in(leaver)
    answer = leaver.caller.drop(table, **key)
    assert (answer.status_code, len(answer.json())) == (200, 1), answer.text
    assert leaver.caller.see(table, **key).json() == []


@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_the_owner_adds_rows(builder: World, shared_sql: Connection, table: str) -> None:
    row = new_row(builder, shared_sql, table)
    answer = builder.caller.add(table, row)
    assert answer.status_code == 201, answer.text
    assert holds(builder, table, row)


@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_the_owner_upserts_the_same_row_twice(builder: World, shared_sql: Connection, table: str) -> None:
    """An upsert needs the right to update every column it sends, the key included."""
    row = new_row(builder, shared_sql, table)
    key = ",".join(key_of(shared_sql, table))
    first = builder.caller.put(table, row, key)
    again = builder.caller.put(table, row | OWNED[table].change, key)
    assert (first.status_code, again.status_code) == (201, 200), f"{first.text} {again.text}"
    assert holds(builder, table, row | OWNED[table].change)


@pytest.mark.attack("role-7")
@pytest.mark.parametrize(
    ("table", "verb"),
    [(table, verb) for table, rule in OWNED.items() for verb in VERBS if verb not in rule.verbs],
)
def test_the_owner_can_do_no_more_than_that(
    owner: World, shared_sql: Connection, table: str, verb: str
) -> None:
    before = owner.snapshot()
    rule = OWNED[table]
    answer = attempt(owner.caller, shared_sql, table, verb, row_of(owner, table), rule.change)
    assert owner.snapshot() == before
    refused(answer, verb, granted=verb in rule.for_admins)


@pytest.mark.attack("change-6")
@pytest.mark.parametrize(("table", "verb"), [(table, verb) for table, verb in TRIES if table in OWNED])
def test_a_stranger_moves_nothing(
    owner: World, stranger: World, shared_sql: Connection, table: str, verb: str
) -> None:
    rule = OWNED[table]
    before = owner.snapshot()
    answer = attempt(stranger.caller, shared_sql, table, verb, row_of(owner, table), rule.change)
    assert owner.snapshot() == before
    refused(answer, verb, granted=verb in rule.granted)


@pytest.mark.attack("change-7")
@pytest.mark.parametrize(("table", "verb"), [(table, verb) for table, verb in TRIES if table in SHARED])
def test_what_all_share_is_read_by_all_and_written_by_none(
    owner: World, shared_sql: Connection, table: str, verb: str
) -> None:
    row = row_of(owner, table)
    answer = attempt(owner.caller, shared_sql, table, verb, row, {})
    if verb == "select":
        assert (answer.status_code, len(answer.json())) == (200, 1)
    else:
        refused(answer, verb, granted=verb in SHARED[table].for_admins)
    assert owner.caller.see(table, **key_filter(shared_sql, table, row)).json() == [row]


@pytest.mark.attack("visitor-1")
@pytest.mark.parametrize(("table", "verb"), TRIES)
def test_without_a_token_there_is_nothing(
    owner: World, anonymous: Caller, shared_sql: Connection, table: str, verb: str
) -> None:
    row, rule = row_of(owner, table), TABLES[table]
    before = owner.snapshot()
    change = rule.change if isinstance(rule, Owned) else {}
    answer = attempt(anonymous, shared_sql, table, verb, row, change)
    assert answer.status_code == 401, answer.text
    assert answer.json()["code"] == "42501"
    assert owner.snapshot() == before


def refused(answer: httpx.Response, verb: str, *, granted: bool) -> None:
    """Not granted: 403. Granted, but not for this row: it can't be found, and a new one is refused."""
    if granted and verb in ("select", "update", "delete"):
        assert answer.status_code in (200, 204), answer.text
        assert not answer.content or answer.json() == []
    else:
        assert answer.status_code == 403, f"{answer.status_code} {answer.text}"
        assert answer.json()["code"] == "42501"


def new_row(world: World, sql: Connection, table: str) -> Row:
    """A row that its owner may add; where its key can't be chosen, the place for it is made free."""
    rule = WRITTEN_BY_CLIENTS[table]
    assert rule.new
    row = rule.new(world, world.caller.id)
    world.caller.drop(table, **key_filter(sql, table, row))
    return row


def holds(world: World, table: str, row: Row) -> bool:
    """Whether the table has a row of this person with these values."""
    owner = {OWNER_COLUMN.get(table, "user_id"): world.caller.id}
    return any(stored | row | owner == stored for stored in world.snapshot()[table])
