"""Another user's row must be indistinguishable from one that doesn't exist."""

import uuid

import pytest

from tests.access.expectations import OWNED
from tests.access.world import World
from tests.attacks.rows import CHILDREN, LINKS, WITH_AN_ID, new_row, owner_column
from tests.support import Connection, acting_as

TOUCHED = [
    (table, verb)
    for table, rule in OWNED.items()
    for verb in ("select", "update", "delete")
    if verb in rule.granted
]


def place(world: World, table: str) -> tuple[str, str]:
    """The column and the value by which one asks for a row of this person's."""
    row = world.rows.get(table, {})
    column = "id" if "id" in row else owner_column(table)
    return column, str(row.get(column, world.caller.id))


def touch(world: World, table: str, verb: str, column: str, key: str) -> tuple[int, str, dict[str, str]]:
    """Status, body and headers, but for the time of day and the request's own address."""
    caller, filters = world.caller, {column: f"eq.{key}"}
    match verb:
        case "select":
            answer = caller.see(table, **filters)
        case "update":
            answer = caller.change(table, OWNED[table].change or {column: key}, **filters)
        case _:
            answer = caller.drop(table, **filters)
    said = {name: value for name, value in answer.headers.items() if name not in ("date", "content-location")}
    return answer.status_code, answer.text, said


@pytest.mark.attack("same-1")
@pytest.mark.parametrize(("table", "verb"), TOUCHED)
def test_anothers_row_answers_like_no_row(owner: World, stranger: World, table: str, verb: str) -> None:
    column, theirs = place(owner, table)
    foreign = touch(stranger, table, verb, column, theirs)
    assert foreign == touch(stranger, table, verb, column, str(uuid.uuid4()))


@pytest.mark.attack("same-2")
@pytest.mark.parametrize(("table", "verb"), TOUCHED)
def test_anothers_row_is_looked_for_like_no_row(
    owner: World, stranger: World, sql: Connection, table: str, verb: str
) -> None:
    """The same plan takes the same way: what it costs tells nothing either."""
    column, theirs = place(owner, table)
    changed = next(iter(OWNED[table].change), "exercise_id")
    statement = {
        "select": f"select * from public.{table}",
        "update": f"update public.{table} set {changed} = {changed}",
        "delete": f"delete from public.{table}",
    }[verb]

    def plan(key: str) -> list[str]:
        explain = f"explain (costs off) {statement} where {column} = '{key}'"
        with acting_as(sql, stranger.caller.id):
            # A few rows are read whole by any plan; of many rows, this one would be chosen.
            sql.execute("set local enable_seqscan = off")
            lines = sql.execute(explain.encode()).fetchall()
        return [line.replace(key, "the id") for (line,) in lines]

    assert plan(theirs) == plan(str(uuid.uuid4()))


@pytest.mark.attack("same-3")
@pytest.mark.parametrize("table", CHILDREN)
def test_anothers_parent_answers_like_no_parent(owner: World, stranger: World, table: str) -> None:
    def hang_on(parent: str) -> tuple[int, str]:
        row = new_row(table, stranger, stranger.caller.id) | {LINKS[table]: parent}
        answer = stranger.caller.add(table, row)
        return answer.status_code, answer.text.replace(parent, "the parent")

    assert hang_on(str(owner.row(table)[LINKS[table]])) == hang_on(str(uuid.uuid4()))


@pytest.mark.attack("same-4")
@pytest.mark.parametrize("table", WITH_AN_ID)
def test_an_id_that_is_taken_doesnt_say_by_whom(owner: World, stranger: World, table: str) -> None:
    def take(world: World) -> tuple[int, str]:
        row = new_row(table, stranger, stranger.caller.id) | {"id": world.row(table)["id"]}
        answer = stranger.caller.add(table, row)
        return answer.status_code, answer.text

    status, said = take(owner)
    assert (status, said) == take(stranger)
    assert status == 409
