"""Sending columns that only the server writes."""

import httpx
import pytest

from tests.access.expectations import OWNED, WRITTEN_BY_CLIENTS
from tests.access.world import World, key_of
from tests.attacks.rows import new_row, owner_column
from tests.attacks.writable import INSERTABLE, UPDATABLE
from tests.support import Connection

# Generated: Postgres itself lets nobody write them.
REFUSED = {(403, "42501"), (400, "428C9")}
STORED = [name for name in OWNED if name not in ("streaks", "user_achievements")]


def unwritable(sql: Connection, table: str, privilege: str) -> list[str]:
    """The columns that a signed-in user may not write, from the catalogue's own grants."""
    found = sql.execute(
        """
        select a.attname::text from pg_attribute as a
        where a.attrelid = ('public.' || %(table)s)::regclass and a.attnum > 0 and not a.attisdropped
            and not has_column_privilege('authenticated', a.attrelid, a.attnum, %(privilege)s)
        order by a.attnum
        """,
        {"table": table, "privilege": privilege},
    ).fetchall()
    return [name for (name,) in found]


def let_in(answers: dict[str, httpx.Response]) -> dict[str, str]:
    return {
        column: answer.text
        for column, answer in answers.items()
        if (answer.status_code, answer.json().get("code") if answer.status_code >= 400 else None)
        not in REFUSED
    }


@pytest.mark.attack("mass-1")
@pytest.mark.parametrize("table", STORED)
def test_no_update_brings_a_column_of_the_servers(owner: World, shared_sql: Connection, table: str) -> None:
    """Not even with the value that it has."""
    before, row = owner.snapshot(), owner.row(table)
    key = {owner_column(table): f"eq.{owner.caller.id}"}
    columns = unwritable(shared_sql, table, "UPDATE")
    assert let_in({name: owner.caller.change(table, {name: row[name]}, **key) for name in columns}) == {}
    assert owner.snapshot() == before


@pytest.mark.attack("mass-1")
@pytest.mark.parametrize("verb", ["insert", "upsert", "insert of several"])
@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_no_new_row_brings_a_column_of_the_servers(
    owner: World, shared_sql: Connection, table: str, verb: str
) -> None:
    before = owner.snapshot()
    answers = {}
    for column in unwritable(shared_sql, table, "INSERT"):
        plain = new_row(table, owner, owner.caller.id)
        row = plain | {column: owner.row(table)[column]}
        match verb:
            case "insert":
                answers[column] = owner.caller.add(table, row)
            case "upsert":
                answers[column] = owner.caller.put(table, row, ",".join(key_of(shared_sql, table)))
            case _:
                answers[column] = owner.caller.add(table, [row, row])
    assert let_in(answers) == {}
    assert owner.snapshot() == before


@pytest.mark.attack("mass-6")
@pytest.mark.parametrize(("privilege", "declared"), [("INSERT", INSERTABLE), ("UPDATE", UPDATABLE)])
def test_clients_may_write_what_is_declared_and_no_other_column(
    sql: Connection, privilege: str, declared: dict[str, str]
) -> None:
    granted = sql.execute(
        """
        select c.relname::text, array_agg(a.attname::text) from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
            and has_column_privilege('authenticated', c.oid, a.attnum, %s)
        group by c.relname
        """,
        [privilege],
    ).fetchall()
    # In any order: a migrated table has its later columns at the end.
    assert {table: set(columns) for table, columns in granted} == {
        table: set(columns.split()) for table, columns in declared.items()
    }
