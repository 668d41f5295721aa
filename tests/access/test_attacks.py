"""What a stranger with a token of its own and all the ids would try."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.access.expectations import OWNED, WRITTEN_BY_CLIENTS
from tests.access.people import Address
from tests.access.world import OWNER_COLUMN, World, key_of, live

Connection = psycopg.Connection[Any]

# What hangs on something of the owner's.
CHILDREN = ["exercise_equipment", "workout_plan_days", "workout_plan_day_exercises", "session_exercises"]
CHANGEABLE = [name for name, rule in OWNED.items() if "update" in rule.verbs and rule.change]
# exercise_equipment has its owner from its exercise, and no client may name one.
KEYED_BY_OWNER = (
    "training_preferences",
    "user_equipment",
    "user_consents",
    "notification_settings",
    "notification_preferences",
)
OWNER_IS_SENT = [name for name in WRITTEN_BY_CLIENTS if name != "exercise_equipment"]


@pytest.fixture(scope="module")
def vandal(stack: Address, shared_sql: Connection) -> World:
    """A stranger whose own rows suffer too."""
    return live(stack, shared_sql)


def owner_column(table: str) -> str:
    return OWNER_COLUMN.get(table, "user_id")


@pytest.mark.parametrize("table", OWNED)
def test_reading_everything_shows_nothing_of_others(owner: World, stranger: World, table: str) -> None:
    answer = stranger.caller.see(table, limit="1000")
    assert answer.status_code == 200
    assert owner.caller.id not in answer.text


@pytest.mark.parametrize("table", OWNED)
def test_a_filter_with_or_shows_nothing_of_others(owner: World, stranger: World, table: str) -> None:
    column = owner_column(table)
    answer = stranger.caller.see(table, **{"or": f"({column}.eq.{owner.caller.id},{column}.not.is.null)"})
    assert answer.status_code == 200
    assert owner.caller.id not in answer.text


@pytest.mark.parametrize("table", OWNED)
def test_counting_counts_nothing_of_others(owner: World, stranger: World, table: str) -> None:
    answer = stranger.caller.http.head(
        f"/{table}", params={owner_column(table): f"eq.{owner.caller.id}"}, headers={"prefer": "count=exact"}
    )
    assert answer.status_code == 200
    assert answer.headers["content-range"] == "*/0"


@pytest.mark.parametrize("table", CHANGEABLE)
def test_an_update_without_a_filter_reaches_no_row_of_others(owner: World, vandal: World, table: str) -> None:
    before = owner.snapshot()
    vandal.caller.change(table, OWNED[table].change)
    assert owner.snapshot() == before


@pytest.mark.parametrize("table", [name for name in reversed(OWNED) if "delete" in OWNED[name].verbs])
def test_a_delete_by_owner_reaches_no_row_of_others(owner: World, stranger: World, table: str) -> None:
    before = owner.snapshot()
    stranger.caller.drop(table, **{owner_column(table): f"in.({owner.caller.id},{uuid.uuid4()})"})
    assert owner.snapshot() == before


@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_a_row_cant_be_handed_over(owner: World, stranger: World, shared_sql: Connection, table: str) -> None:
    """Defect 28."""
    owners, own = owner.snapshot(), stranger.snapshot()
    key = {column: f"eq.{stranger.row(table)[column]}" for column in key_of(shared_sql, table)}
    answer = stranger.caller.change(table, {owner_column(table): owner.caller.id}, **key)
    assert (answer.status_code, answer.json()["code"]) in [(422, "PT422"), (403, "42501")]
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.parametrize("table", [name for name in OWNER_IS_SENT if name not in KEYED_BY_OWNER])
def test_a_row_keeps_its_id(stranger: World, table: str) -> None:
    before = stranger.snapshot()
    answer = stranger.caller.change(table, {"id": str(uuid.uuid4())}, id=f"eq.{stranger.row(table)['id']}")
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert stranger.snapshot() == before


@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_a_row_cant_be_added_in_anothers_name(owner: World, stranger: World, table: str) -> None:
    """Defect 23."""
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    owners, own = owner.snapshot(), stranger.snapshot()
    answer = stranger.caller.add(table, new(stranger, owner.caller.id))
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.parametrize("table", CHILDREN)
def test_a_child_cant_be_hung_on_anothers_parent(owner: World, stranger: World, table: str) -> None:
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    owners, own = owner.snapshot(), stranger.snapshot()
    answer = stranger.caller.add(table, new(owner, stranger.caller.id))
    assert answer.json()["code"] in ("23503", "42501"), answer.text
    assert answer.status_code in (403, 409)
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.parametrize(
    ("table", "link"),
    [
        ("exercise_equipment", "exercise_id"),
        ("workout_plan_days", "plan_id"),
        ("workout_plan_day_exercises", "plan_workout_id"),
        ("session_exercises", "workout_session_id"),
    ],
)
def test_a_child_cant_be_moved_to_anothers_parent(
    owner: World, stranger: World, shared_sql: Connection, table: str, link: str
) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    key = {column: f"eq.{stranger.row(table)[column]}" for column in key_of(shared_sql, table)}
    answer = stranger.caller.change(table, {link: owner.row(table)[link]}, **key)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.parametrize("table", ["workout_plan_day_exercises", "session_exercises"])
def test_anothers_exercise_cant_be_used(owner: World, stranger: World, table: str) -> None:
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    before = stranger.snapshot()
    row = new(stranger, stranger.caller.id) | {"exercise_id": owner.row("exercises")["id"]}
    answer = stranger.caller.add(table, row)
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404")
    assert stranger.snapshot() == before


def test_a_set_cant_be_linked_to_anothers_plan(owner: World, stranger: World) -> None:
    new = WRITTEN_BY_CLIENTS["session_exercises"].new
    assert new
    before = stranger.snapshot()
    row = new(stranger, stranger.caller.id)
    row["workout_plan_exercise_id"] = owner.row("workout_plan_day_exercises")["id"]
    answer = stranger.caller.add("session_exercises", row)
    assert (answer.status_code, answer.json()["code"]) == (409, "23503")
    assert stranger.snapshot() == before


@pytest.mark.parametrize("whose", ["its own", "the owner's"])
@pytest.mark.parametrize("table", [name for name in OWNER_IS_SENT if name not in KEYED_BY_OWNER])
def test_anothers_row_cant_be_taken_by_an_upsert_of_its_id(
    owner: World, stranger: World, table: str, whose: str
) -> None:
    """Defect 22."""
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    owners, own = owner.snapshot(), stranger.snapshot()
    name = stranger.caller.id if whose == "its own" else owner.caller.id
    answer = stranger.caller.put(table, new(stranger, name) | {"id": owner.row(table)["id"]}, "id")
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.parametrize("verb", ["insert", "upsert"])
@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_an_array_of_own_and_foreign_rows_writes_none_of_them(
    owner: World, vandal: World, shared_sql: Connection, table: str, verb: str
) -> None:
    new = WRITTEN_BY_CLIENTS[table].new
    assert new
    owners, own = owner.snapshot(), vandal.snapshot()
    rows = [new(vandal, vandal.caller.id), new(vandal, owner.caller.id)]
    if verb == "insert":
        answer = vandal.caller.add(table, rows)
    else:
        answer = vandal.caller.put(table, rows, ",".join(key_of(shared_sql, table)))
    assert answer.status_code in (403, 409), answer.text
    assert (owner.snapshot(), vandal.snapshot()) == (owners, own)
