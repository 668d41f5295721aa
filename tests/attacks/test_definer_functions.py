"""Calling definer functions directly instead of through their public counterpart."""

from itertools import starmap

import psycopg
import pytest

from tests.access.catalogue import ROLES, offenders
from tests.access.world import World
from tests.support import Connection, acting_as

OURS = "('public'::regnamespace, 'private'::regnamespace, 'gateway'::regnamespace)"
HIDDEN = [
    "private",
    "gateway",
    "auth",
    "storage",
    "realtime",
    "extensions",
    "pg_catalog",
    "information_schema",
    "supabase_migrations",
    "cron",
]


@pytest.mark.attack("definer-1")
@pytest.mark.parametrize("role", ROLES)
def test_no_private_function_can_be_called_by_name(owner: World, sql: Connection, role: str) -> None:
    """Whatever its arguments: the schema itself is closed, to the service too."""
    functions = sql.execute(
        """
        select p.oid::regprocedure::text, format('select private.%I(%s)', p.proname, array_to_string(
            array(select 'null::' || format_type(a, null) from unnest(p.proargtypes) as a), ', '
        ))
        from pg_proc as p where p.pronamespace = 'private'::regnamespace
        """
    ).fetchall()

    def refused(_name: str, call: str) -> bool:
        try:
            with acting_as(sql, owner.caller.id, role):
                sql.execute(call.encode())
        except psycopg.errors.InsufficientPrivilege as error:
            return "schema private" in str(error)
        return False

    assert functions
    assert [name for name, call in functions if not refused(name, call)] == []


@pytest.mark.attack("definer-2")
@pytest.mark.parametrize("schema", HIDDEN)
def test_no_header_opens_another_schema(owner: World, stranger: World, schema: str) -> None:
    http, before = stranger.caller.http, owner.snapshot()
    workout = {"p_user": owner.caller.id, "p_session_id": owner.row("workout_sessions")["id"]}
    somebody = {"id": f"eq.{owner.caller.id}"}
    content, accept = {"content-profile": schema}, {"accept-profile": schema}
    answers = [
        http.get("/users", headers=accept),
        http.get("/rpc/has_account", headers=accept),
        http.post("/rpc/finish_workout", json=workout, headers=content),
        http.post("/users", json={"id": stranger.caller.id}, headers=content),
        http.patch("/users", params=somebody, json={"role": "service_role"}, headers=content),
        http.delete("/users", params=somebody, headers=content),
        http.get(f"/{schema}.users"),
        http.post(f"/rpc/{schema}.finish_workout", json=workout),
        http.get("/profiles", params={"select": f"*,{schema}.users(*)"}),
    ]
    refusals = {(406, "PGRST106"), (404, "PGRST202"), (404, "PGRST205"), (400, "PGRST200"), (400, "PGRST100")}
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} <= refusals
    assert owner.snapshot() == before


@pytest.mark.attack("definer-7")
def test_nothing_of_ours_belongs_to_a_superuser_or_to_a_client(sql: Connection) -> None:
    """A definer function has the rights of its owner."""
    assert (
        offenders(
            sql,
            f"""
            select o.name from (
                select oid::regprocedure::text, proowner from pg_proc where pronamespace in {OURS}
                union all
                select oid::regclass::text, relowner from pg_class where relnamespace in {OURS}
            ) as o (name, owner)
            inner join pg_roles as r on r.oid = o.owner
            where r.rolsuper or r.rolname in ('anon', 'authenticated', 'service_role', 'authenticator')
            """,
        )
        == []
    )


@pytest.mark.attack("definer-8")
def test_what_is_made_tomorrow_is_open_to_nobody(sql: Connection) -> None:
    """A function, table or sequence whose grants somebody forgets."""
    with sql.transaction(force_rollback=True):
        sql.execute(
            """
            create function public.forgotten() returns int language sql security definer return 1;
            create function private.forgotten() returns int language sql security definer return 1;
            create table public.forgotten (id int generated always as identity, note text);
            create view public.forgotten_view as select note from public.forgotten;
            """
        )
        open_to = starmap(
            "{} {}".format,
            sql.execute(
                """
                select r.rolname, o.name from pg_roles as r
                cross join lateral (values
                    ('public.forgotten()', has_function_privilege(r.oid, 'public.forgotten()', 'EXECUTE')),
                    ('private.forgotten()', has_function_privilege(r.oid, 'private.forgotten()', 'EXECUTE')),
                    ('table', has_any_column_privilege(r.oid, 'public.forgotten', 'SELECT, INSERT, UPDATE')),
                    ('rows', has_table_privilege(r.oid, 'public.forgotten', 'DELETE, TRUNCATE')),
                    ('view', has_any_column_privilege(r.oid, 'public.forgotten_view', 'SELECT, UPDATE')),
                    ('sequence', has_sequence_privilege(r.oid, 'public.forgotten_id_seq', 'USAGE, SELECT'))
                ) as o (name, is_open)
                where r.rolname in ('anon', 'authenticated', 'service_role') and o.is_open
                """
            ).fetchall(),
        )
        assert list(open_to) == []


@pytest.mark.attack("definer-9")
def test_the_data_api_asks_one_function_and_no_other_of_its_schema(sql: Connection) -> None:
    functions = sql.execute(
        "select proname, pronargs from pg_proc where pronamespace = 'gateway'::regnamespace"
    ).fetchall()
    assert functions == [("check_request", 0)]
