"""Embedding parents and children works without a hint, and never includes another user's rows."""

import pytest

from tests.access.callers import REPRESENTATION
from tests.access.catalogue import offenders
from tests.access.world import World
from tests.support import Connection

Pair = tuple[str, str]


def cannot_embed(owner: World, pairs: list[Pair]) -> dict[Pair, str]:
    """What the Data API says of the pairs of (table, embedded) that it can't bring together."""
    failed = {}
    for table, embedded in pairs:
        answer = owner.caller.see(table, select=f"*,{embedded}(*)", limit="1")
        if answer.status_code != 200 or any(embedded not in row for row in answer.json()):
            failed[table, embedded] = answer.text
    return failed


def test_every_child_embeds_its_parent(owner: World, links: list[Pair]) -> None:
    # Not profiles: Lite takes every table that points at two others for a link between them, where PostgREST
    # wants both foreign keys in its primary key, and asks for a hint.
    assert cannot_embed(owner, [(child, parent) for child, parent in links if parent != "profiles"]) == {}


def test_every_parent_embeds_its_children(owner: World, links: list[Pair]) -> None:
    assert cannot_embed(owner, [(parent, child) for child, parent in links]) == {}


@pytest.mark.attack("read-7")
def test_no_embed_shows_anything_of_others(owner: World, stranger: World, links: list[Pair]) -> None:
    shown = [
        f"{table}({embedded})"
        for child, parent in links
        for table, embedded in ((child, parent), (parent, child))
        if owner.caller.id in stranger.caller.see(table, select=f"*,{embedded}(*)", limit="1000").text
    ]
    assert shown == []


@pytest.fixture(scope="session")
def related(shared_sql: Connection) -> set[Pair]:
    """The pairs of tables that PostgREST can embed without a hint."""
    rows = shared_sql.execute(
        """
        with keys as (
            select f.conrelid as child, f.confrelid as parent, f.conname,
                exists (
                    select from pg_constraint as p
                    where p.conrelid = f.conrelid and p.contype = 'p' and f.conkey <@ p.conkey
                ) as is_in_key
            from pg_constraint as f
            where f.contype = 'f' and f.confrelid in (
                select c.oid from pg_class as c where c.relnamespace = 'public'::regnamespace
            )
        ),
        pairs as (
            select child as a, parent as b from keys
            union
            select parent, child from keys
            union
            select one.parent, two.parent from keys as one
            inner join keys as two on two.child = one.child and two.conname <> one.conname
            where one.is_in_key and two.is_in_key
        )
        select a.relname, b.relname from pairs
        inner join pg_class as a on a.oid = pairs.a
        inner join pg_class as b on b.oid = pairs.b
        """
    ).fetchall()
    return {(a, b) for a, b in rows}


def test_no_embed_works_here_alone(owner: World, shared_sql: Connection, related: set[Pair]) -> None:
    """Else an app written against the local stack would break on a hosted project."""
    tables = offenders(
        shared_sql,
        """
        select c.relname from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
            and has_table_privilege('authenticated', c.oid, 'select')
        """,
    )
    pairs = {(a, b) for a in tables for b in tables} - related
    assert len(pairs) > 500
    served = [
        (table, embedded, answer.text[:100])
        for table, embedded in sorted(pairs)
        if (answer := owner.caller.see(table, select=f"{embedded}(*)", limit="1")).status_code != 400
        or answer.json()["code"] != "PGRST200"
    ]
    assert served == []


@pytest.mark.parametrize(
    ("path", "select"),
    [
        # Foreign keys of ours have the owner in them, so none has a column that could name it.
        ("workout_plans", "id,workout_plans!source_plan_id(id)"),
        ("workout_plan_days", "id,plan_id(id)"),
        ("workout_plan_days", "id,workout_plans!plan_id(id)"),
        ("workout_plan_days", "id,workout_plans!nothing(id)"),
        ("exercises", "id,workout_sessions!session_exercises(id)"),
        # A function that returns a table of its own is related to nothing.
        ("rpc/search_exercises", "id,exercises(id)"),
        ("rpc/search_exercises", "id,exercise_equipment(equipment_id)"),
        ("rpc/search_exercises", "id,a:exercises(exercise_equipment(equipment_id))"),
        # Below the first level, under another name, spread, joined.
        ("workout_plan_days", "id,workout_plan_day_exercises(id,workout_sessions(id))"),
        ("workout_plan_days", "id,a:workout_plan_day_exercises(id,b:workout_sessions(id))"),
        ("workout_plan_days", "id,workout_plan_day_exercises(id,exercises(...workout_sessions(id)))"),
        ("exercises", "id,workout_sessions!inner(id)"),
    ],
)
def test_an_embed_that_postgrest_does_not_find_is_refused(owner: World, path: str, select: str) -> None:
    answer = owner.caller.see(path, select=select)
    assert (answer.status_code, answer.json()["code"]) == (400, "PGRST200")


def test_what_is_written_and_returned_is_embedded_by_the_same_rules(owner: World) -> None:
    before = owner.snapshot()
    answer = owner.caller.http.post(
        "/body_measurements?select=id,workout_sessions(id)", json={"weight_kg": 70}, headers=REPRESENTATION
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "PGRST200")
    assert owner.snapshot() == before


@pytest.mark.attack("embeds-1")
@pytest.mark.parametrize("levels", [5, 6, 12, 40])
def test_embeds_do_not_multiply(owner: World, levels: int) -> None:
    """Down and up again, each level has the rows of the one above times those of its table."""
    select = "id"
    for level in range(levels, 0, -1):
        select = f"id,{'workout_sessions' if level % 2 == 0 else 'session_exercises'}({select})"
    answer = owner.caller.see("workout_sessions", select=select)
    assert answer.status_code == 400, answer.text[:200]
