"""Taking over other users' rows, giving rows away, and attaching rows to others'."""

import uuid

import pytest

from tests.access.expectations import OWNED, WRITTEN_BY_CLIENTS
from tests.access.world import World, key_of
from tests.attacks.rows import (
    CHILDREN,
    LINKS,
    OWNER_IS_SENT,
    WITH_AN_ID,
    new_row,
    owner_column,
    unique_keys,
)
from tests.support import Connection

UNIQUE_AMONG_ALL = {
    "profiles_username_key": "chosen to be known; who asks for one that is taken is told no more than that",
    "exercise_equipment_pkey": "begins with an exercise's random id",
    "exercises_slug_key": "of our own exercises; no client writes one",
    "plan_origins_pkey": "a plan's random id; no client writes one",
    "push_devices_token_hash_key": "register_device moves a token without a word",
    "subscriptions_provider_provider_subscription_id_key": "no client writes one",
}


@pytest.mark.quick
@pytest.mark.attack("take-1")
@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_a_row_cant_be_handed_over(owner: World, stranger: World, shared_sql: Connection, table: str) -> None:
    """Not by an update that names another owner."""
    owners, own = owner.snapshot(), stranger.snapshot()
    key = {column: f"eq.{stranger.row(table)[column]}" for column in key_of(shared_sql, table)}
    answer = stranger.caller.change(table, {owner_column(table): owner.caller.id}, **key)
    assert (answer.status_code, answer.json()["code"]) in [(422, "PT422"), (403, "42501")]
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-2")
@pytest.mark.parametrize("table", WITH_AN_ID)
def test_a_row_keeps_its_id(stranger: World, table: str) -> None:
    before = stranger.snapshot()
    answer = stranger.caller.change(table, {"id": str(uuid.uuid4())}, id=f"eq.{stranger.row(table)['id']}")
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert stranger.snapshot() == before


@pytest.mark.quick
@pytest.mark.attack("take-3")
@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_a_row_cant_be_added_in_anothers_name(owner: World, stranger: World, table: str) -> None:
    """The user_id in a body is not believed."""
    owners, own = owner.snapshot(), stranger.snapshot()
    answer = stranger.caller.add(table, new_row(table, stranger, owner.caller.id))
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-4")
def test_every_child_that_a_client_adds_is_tried(shared_sql: Connection) -> None:
    """Of foreign keys that a client fills, those that cascade lead to a parent."""
    found = shared_sql.execute(
        """
        select child.relname::text, a.attname::text, parent.relname::text from pg_constraint as f
        inner join pg_class as child on child.oid = f.conrelid
        inner join pg_class as parent on parent.oid = f.confrelid
        inner join pg_attribute as a
            on a.attrelid = child.oid and a.attnum = f.conkey[cardinality(f.conkey)]
        where f.contype = 'f' and f.confdeltype = 'c' and child.relnamespace = 'public'::regnamespace
            and has_column_privilege('authenticated', child.oid, a.attnum, 'INSERT')
        """
    ).fetchall()
    children = {child: link for child, link, parent in found if parent in OWNED and parent != "profiles"}
    assert children == LINKS


@pytest.mark.attack("take-4")
@pytest.mark.parametrize("table", CHILDREN)
def test_a_child_cant_be_hung_on_anothers_parent(owner: World, stranger: World, table: str) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    answer = stranger.caller.add(table, new_row(table, owner, stranger.caller.id))
    assert answer.json()["code"] in ("23503", "42501"), answer.text
    assert answer.status_code in (403, 409)
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-5")
@pytest.mark.parametrize(("table", "link"), LINKS.items())
def test_a_child_cant_be_moved_to_anothers_parent(
    owner: World, stranger: World, shared_sql: Connection, table: str, link: str
) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    key = {column: f"eq.{stranger.row(table)[column]}" for column in key_of(shared_sql, table)}
    answer = stranger.caller.change(table, {link: owner.row(table)[link]}, **key)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-6")
@pytest.mark.parametrize("table", ["workout_plan_day_exercises", "session_exercises"])
def test_anothers_exercise_cant_be_used(owner: World, stranger: World, table: str) -> None:
    before = stranger.snapshot()
    row = new_row(table, stranger, stranger.caller.id) | {"exercise_id": owner.row("exercises")["id"]}
    answer = stranger.caller.add(table, row)
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404")
    assert stranger.snapshot() == before


@pytest.mark.attack("take-7")
def test_a_set_cant_be_linked_to_anothers_plan(owner: World, stranger: World) -> None:
    before = stranger.snapshot()
    row = new_row("session_exercises", stranger, stranger.caller.id)
    row["workout_plan_exercise_id"] = owner.row("workout_plan_day_exercises")["id"]
    answer = stranger.caller.add("session_exercises", row)
    assert (answer.status_code, answer.json()["code"]) == (409, "23503")
    assert stranger.snapshot() == before


@pytest.mark.attack("take-8")
@pytest.mark.parametrize("whose", ["its own", "the owner's"])
@pytest.mark.parametrize("table", WITH_AN_ID)
def test_anothers_row_cant_be_taken_by_an_upsert_of_its_id(
    owner: World, stranger: World, table: str, whose: str
) -> None:
    """An upsert by id asks who owns the row that is there."""
    owners, own = owner.snapshot(), stranger.snapshot()
    name = stranger.caller.id if whose == "its own" else owner.caller.id
    answer = stranger.caller.put(table, new_row(table, stranger, name) | {"id": owner.row(table)["id"]}, "id")
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-9")
@pytest.mark.parametrize("verb", ["insert", "upsert"])
@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_an_array_of_own_and_foreign_rows_writes_none_of_them(
    owner: World, vandal: World, shared_sql: Connection, table: str, verb: str
) -> None:
    owners, own = owner.snapshot(), vandal.snapshot()
    rows = [new_row(table, vandal, vandal.caller.id), new_row(table, vandal, owner.caller.id)]
    if verb == "insert":
        answer = vandal.caller.add(table, rows)
    else:
        answer = vandal.caller.put(table, rows, ",".join(key_of(shared_sql, table)))
    assert answer.status_code in (403, 409), answer.text
    assert (owner.snapshot(), vandal.snapshot()) == (owners, own)


@pytest.mark.attack("take-10")
@pytest.mark.parametrize("table", WITH_AN_ID)
def test_a_duplicate_that_is_ignored_takes_and_shows_nothing(
    owner: World, stranger: World, table: str
) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    answer = stranger.caller.http.post(
        f"/{table}",
        json=new_row(table, stranger, stranger.caller.id) | {"id": owner.row(table)["id"]},
        headers={"prefer": "resolution=ignore-duplicates,return=representation"},
    )
    assert answer.json() == []
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-11")
@pytest.mark.parametrize("preferences", ["missing=default", "resolution=merge-duplicates,missing=default"])
@pytest.mark.parametrize("table", OWNER_IS_SENT)
def test_naming_the_columns_smuggles_no_owner_in(
    owner: World, stranger: World, table: str, preferences: str
) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    row = new_row(table, stranger, owner.caller.id)
    answer = stranger.caller.http.post(
        f"/{table}", json=[row], params={"columns": ",".join(row)}, headers={"prefer": preferences}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "42501"), answer.text
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-12")
@pytest.mark.parametrize("table", WRITTEN_BY_CLIENTS)
def test_an_upsert_on_any_unique_key_takes_nothing_over(
    owner: World, stranger: World, shared_sql: Connection, table: str
) -> None:
    owners, own = owner.snapshot(), stranger.snapshot()
    for key in unique_keys(shared_sql, table):
        theirs = {column: owner.row(table)[column] for column in key}
        answer = stranger.caller.put(
            table, new_row(table, stranger, stranger.caller.id) | theirs, ",".join(key)
        )
        assert answer.status_code in (403, 409), f"{key}: {answer.text}"
    assert (owner.snapshot(), stranger.snapshot()) == (owners, own)


@pytest.mark.attack("take-13")
def test_what_is_unique_among_all_users_is_known(sql: Connection) -> None:
    """Whoever chooses a value that is taken learns that it is. Of ids, which are random, and of these."""
    shared = sql.execute(
        """
        select i.indexrelid::regclass::text from pg_index as i
        inner join pg_class as c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
        where i.indisunique and c.relname = any(%s)
            and pg_get_indexdef(i.indexrelid) !~ '[(, ](user_id|created_by)[,) ]'
            and pg_get_indexdef(i.indexrelid) !~ '\\(id\\)$'
        """,
        [list(OWNED)],
    ).fetchall()
    assert {name for (name,) in shared} == set(UNIQUE_AMONG_ALL)
