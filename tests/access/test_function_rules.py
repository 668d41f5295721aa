"""Rules that every function of ours keeps, checked in the database's catalogue."""

import re
import uuid
from typing import Any

import psycopg
import pytest

from tests.access.catalogue import CLIENTS, claim, offenders

pytestmark = pytest.mark.quick

# They take nobody's id, and answer about their caller or a value alone.
WITHOUT_A_USER = {
    "private.has_account()": "policies ask it; it looks at auth.uid() alone",
    "private.has_room_for_file(text,text,uuid,jsonb)": "policies ask it; it looks at auth.uid() alone",
    "private.is_deriving()": "triggers ask it as whoever writes; it looks at current_user alone",
    "private.has_role(app_role)": "policies ask it; it looks at auth.uid() alone",
    "private.are_body_metrics(jsonb)": "a check constraint on the value itself",
    "private.are_loads(numeric[],integer)": "a check constraint on the value itself",
}
# They take nobody's id either, and act for everybody: they begin with private.require_service.
THE_SERVICES = {
    "private.claim_file_deletions(integer,integer,timestamp with time zone)": "a queue",
    "private.settle_file_deletions(jsonb,timestamp with time zone)": "a queue",
    "private.settle_streaks(timestamp with time zone,integer,uuid)": "a job",
    "private.receive_billing_event(billing_provider,text,text,timestamp with time zone,text,jsonb,"
    "timestamp with time zone)": "an event, whose signature says who sent it",
    "private.process_billing_event(timestamp with time zone,uuid)": "a job",
    "private.run_keyed_batch(text,text,timestamp with time zone)": "a job",
    "private.claim_messages(integer,integer,message_channel[],timestamp with time zone)": "a queue",
    "private.settle_messages(jsonb,timestamp with time zone)": "a queue",
    "private.claim_receipts(integer,message_channel[],timestamp with time zone)": "a queue",
    "private.settle_receipts(jsonb,timestamp with time zone)": "a queue",
    "private.data_keys_of(text,timestamp with time zone)": "wrapped keys",
    "private.add_data_key(text,text,integer,timestamp with time zone)": "wrapped keys",
    "private.count_abuse_signals(jsonb,timestamp with time zone)": "counts of refusals",
    "private.tokens_to_seal(integer)": "a queue",
    "private.seal_tokens(jsonb,timestamp with time zone)": "a queue",
}

OURS = "p.pronamespace in ('public'::regnamespace, 'private'::regnamespace, 'gateway'::regnamespace)"
SIGNATURE = "p.oid::regprocedure::text"


def entries(sql: psycopg.Connection[Any]) -> list[tuple[str, str, str, list[str]]]:
    """Private functions that an API role may execute: (signature, name, body, argument types)."""
    return sql.execute(
        """
        select p.oid::regprocedure::text, p.proname, coalesce(pg_get_function_sqlbody(p.oid), p.prosrc),
            array(
                select format_type(a.type, null)
                from unnest(p.proargtypes) with ordinality as a (type, i) order by a.i
            )
        from pg_proc as p
        where p.pronamespace = 'private'::regnamespace
            and exists (
                select from aclexplode(p.proacl) as a
                where a.grantee in ('anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole)
            )
        order by 1
        """
    ).fetchall()


@pytest.mark.attack("definer-4")
def test_no_definer_function_in_the_exposed_schema(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            f"""
            select {SIGNATURE} from pg_proc as p
            where p.pronamespace = 'public'::regnamespace and p.prosecdef
            """,
        )
        == []
    )


@pytest.mark.attack("path-4")
def test_every_function_has_an_empty_search_path(sql: psycopg.Connection[Any]) -> None:
    """Else a definer function runs what its caller put in the way."""
    assert (
        offenders(
            sql,
            f"""
            select {SIGNATURE} from pg_proc as p
            where {OURS} and not coalesce(p.proconfig @> array['search_path=""'], false)
            """,
        )
        == []
    )


@pytest.mark.attack("visitor-5")
def test_no_function_is_open_to_everybody_or_to_anon(sql: psycopg.Connection[Any]) -> None:
    """But what PostgREST calls before a visitor's request, as the visitor."""
    open_ones = offenders(
        sql,
        f"""
        select {SIGNATURE} from pg_proc as p
        where {OURS} and (
            p.proacl is null
            or exists (select from aclexplode(p.proacl) as a where a.grantee in (0, 'anon'::regrole))
        )
        """,
    )
    assert open_ones == ["gateway.check_request()"]


def test_every_function_of_the_api_is_granted_and_explained(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            f"""
            select {SIGNATURE} from pg_proc as p
            where p.pronamespace = 'public'::regnamespace and (
                obj_description(p.oid, 'pg_proc') is null
                or not exists (
                    select from aclexplode(p.proacl) as a
                    where a.grantee in ('authenticated'::regrole, 'service_role'::regrole)
                )
            )
            """,
        )
        == []
    )


def test_every_private_entry_takes_the_user_first(sql: psycopg.Connection[Any]) -> None:
    strangers = {name for name, _, _, types in entries(sql) if types[:1] != ["uuid"]}
    assert strangers == {*WITHOUT_A_USER, *THE_SERVICES}


def test_what_takes_no_user_is_granted_to_the_service_alone(sql: psycopg.Connection[Any]) -> None:
    granted = sql.execute(
        "select f.name from unnest(%s::text[]) as f (name)"
        " where has_function_privilege('authenticated', f.name, 'execute')",
        [list(THE_SERVICES)],
    ).fetchall()
    assert granted == []


@pytest.mark.attack("definer-6")
def test_every_private_entry_asks_who_calls_before_anything_else(sql: psycopg.Connection[Any]) -> None:
    late = []
    for signature, name, body, _ in entries(sql):
        called = [called for called in re.findall(r"\bprivate\.(\w+)\s*\(", body) if called != name]
        first = ["require_service"] if signature in THE_SERVICES else ["require_caller"]
        if signature not in WITHOUT_A_USER and called[:1] not in (first, ["require_session"]):
            late.append(signature)
    assert late == []


@pytest.mark.attack("definer-5")
@pytest.mark.parametrize("role", CLIENTS)
def test_every_private_entry_refuses_to_act_for_somebody_else(
    sql: psycopg.Connection[Any], role: str
) -> None:
    """Called by name, as if a client had found a way into the schema: the function itself has to say no."""
    caller, victim = uuid.uuid4(), uuid.uuid4()
    open_doors = []
    for signature, name, _, types in entries(sql):
        if signature in WITHOUT_A_USER or signature in THE_SERVICES:
            continue
        for user in (str(victim), None):
            arguments = ", ".join([f"%s::{types[0]}", *(f"null::{kind}" for kind in types[1:])])
            with sql.transaction(force_rollback=True):
                sql.execute(f"grant usage on schema private to {role}")
                sql.execute(f"grant execute on function {signature} to {role}")
                claim(sql, role, caller)
                try:
                    with sql.transaction():
                        sql.execute(f"select private.{name}({arguments})", [user])
                except psycopg.errors.InsufficientPrivilege as error:
                    if "sign in first" not in str(error):
                        open_doors.append((signature, str(error)))
                except psycopg.Error as error:
                    open_doors.append((signature, str(error)))
                else:
                    open_doors.append((signature, "answered"))
    assert open_doors == []


def test_triggers_that_run_as_the_client_call_nothing_private(sql: psycopg.Connection[Any]) -> None:
    """By name they can't: the client has no USAGE there, and its change would fail for the wrong reason."""
    assert (
        offenders(
            sql,
            f"""
            select {SIGNATURE} from pg_proc as p
            where {OURS} and p.prorettype = 'trigger'::regtype and not p.prosecdef and p.prosrc ~ 'private\\.'
            """,
        )
        == []
    )
