"""Putting an object of one's own where a function looks for one of ours.

The names of types are the weak point: plpgsql looks up `text` or `uuid` when it runs, and Postgres looks
among temporary types first, whatever search_path a function sets. So nobody may make any.
"""

import json
from collections.abc import Iterator
from itertools import product
from typing import Any

import psycopg
import pytest

from local.postgres import Cluster
from tests.access.catalogue import ROLES
from tests.database.athlete import BENCH, NOON, one_set, sign_up, workout
from tests.support import Connection, acting_as

PLANTS = {
    "a temporary table": "create temporary table workout_sessions (id uuid)",
    "a temporary type": "create type pg_temp.uuid as (id text)",
    "a temporary domain": "create domain pg_temp.text as pg_catalog.text",
    "a temporary function": "create function pg_temp.one() returns int language sql return 1",
    "a table": "create table public.sets (id uuid)",
    "a function": "create function public.lower(text) returns text language sql return $1",
    "a function in extensions": "create function extensions.lower(text) returns text language sql return $1",
    "an operator": "create operator public.= (leftarg = uuid, rightarg = uuid, procedure = uuid_ne)",
    "a schema": "create schema pg_tmp",
    "a trigger": "create trigger t before update on public.profiles execute function private.touch()",
    "a rule": "create rule r as on update to public.profiles do also notify heard",
    "a policy": "create policy p on public.profiles using (true)",
}
# What a person's day calls: between them they read and write most tables.
CALLS: dict[str, tuple[Any, ...]] = {
    "select public.next_workout()": (),
    "select public.training_overview()": (),
    "select public.record_check_in(%s, 'UTC')": (json.dumps({"sleep": 4}),),
    "select public.start_workout()": (),
    "select public.search_exercises('bench')": (),
    "select public.export_my_data()": (),
    "update public.profiles set bio = 'Lifts'": (),
    "select public.log_workout(%s)": (json.dumps(workout(NOON, one_set(BENCH, 8, 60))),),
}


@pytest.mark.attack("path-1")
@pytest.mark.parametrize("role", ROLES)
def test_no_role_of_a_request_may_make_anything(sql: Connection, role: str) -> None:
    allowed = sql.execute(
        """
        select p from unnest(array['CREATE', 'TEMPORARY']) as p
        where has_database_privilege(%(role)s, current_database(), p)
        union all
        select n.nspname::text from pg_namespace as n where has_schema_privilege(%(role)s, n.oid, 'CREATE')
        """,
        {"role": role},
    ).fetchall()
    assert allowed == []


@pytest.mark.attack("path-2")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("plant", PLANTS)
def test_nothing_can_be_planted(sql: Connection, role: str, plant: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting_as(sql, None, role):
        sql.execute(PLANTS[plant].encode())


# Named like what Postgres has: taken for it by whoever relies on the caller's search path.
BUILT_IN = ["now()", "lower(text)", "btrim(text)", "length(text)", "jsonb_typeof(jsonb)", "round(numeric)"]


@pytest.fixture(scope="module")
def garden(cluster: Cluster, template: str) -> Iterator[Connection]:
    """A session that could make temporary objects after all, and made one of each name that is ours."""
    url = cluster.create_database("garden", template)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            """
            grant temporary on database garden to authenticated;
            create schema planted;
            grant create, usage on schema planted to authenticated;
            """
        )
        user = sign_up(connection).id
    with psycopg.connect(url, autocommit=True) as connection:
        tables = connection.execute(
            """
            select distinct relname from pg_class
            where relnamespace in ('public'::regnamespace, 'private'::regnamespace) and relkind in ('r', 'v')
            """
        ).fetchall()
        functions = connection.execute(
            """
            select distinct p.oid::regprocedure::text from pg_proc as p
            where p.pronamespace = 'private'::regnamespace and p.prorettype <> 'trigger'::regtype
                -- A client can't even name a type of that schema.
                and not exists (
                    select from pg_type as t
                    where t.oid = any(p.proargtypes) and t.typnamespace = p.pronamespace
                )
            """
        ).fetchall()
        connection.execute("set role authenticated")
        connection.execute("create temporary table planted_marks (by name, what text)")
        connection.execute("grant insert on planted_marks to public")
        for (table,) in tables:
            connection.execute(f"create temporary table {table} (like planted_marks)".encode())
        signatures = [*BUILT_IN, *(name.removeprefix("private.") for (name,) in functions)]
        for schema, signature in product(("pg_temp", "planted"), signatures):
            connection.execute(
                f"""
                create function {schema}.{signature} returns void language plpgsql as $$
                begin
                    insert into pg_temp.planted_marks values (current_user, '{signature}');
                end
                $$
                """.encode()
            )
        claims = json.dumps({"role": "authenticated", "sub": user})
        connection.execute("select set_config('request.jwt.claims', %s, false)", [claims])
        yield connection


@pytest.mark.attack("path-3")
@pytest.mark.parametrize("path", ["pg_temp, planted, public", "planted, pg_catalog", "pg_temp"])
@pytest.mark.parametrize("call", CALLS)
def test_tables_and_functions_of_ones_own_are_never_taken_for_ours(
    garden: Connection, call: str, path: str
) -> None:
    """The second layer: with an empty search_path each name says its schema, whatever its caller's path."""
    garden.execute("delete from pg_temp.planted_marks")
    garden.execute("select set_config('search_path', %s, false)", [path])
    garden.execute(call.encode(), CALLS[call])
    assert garden.execute("select * from pg_temp.planted_marks").fetchall() == []
