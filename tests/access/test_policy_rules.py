"""Rules that every policy of ours keeps, checked in the database's catalogue."""

import re
from typing import Any

import psycopg
import pytest

from tests.access.catalogue import offenders

pytestmark = pytest.mark.quick

TABLES = "c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)"
API_TABLES = "c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"


@pytest.mark.attack("read-9")
def test_row_level_security_is_on_everywhere(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(sql, f"select c.oid::regclass from pg_class as c where {TABLES} and not c.relrowsecurity")
        == []
    )


@pytest.mark.attack("read-10")
def test_views_look_with_the_eyes_of_the_caller(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            """
            select c.oid::regclass from pg_class as c
            where c.relkind in ('v', 'm') and c.relnamespace = 'public'::regnamespace
                and not coalesce(c.reloptions @> array['security_invoker=true'], false)
            """,
        )
        == []
    )


def test_every_granted_command_has_one_policy_that_opens_it_and_none_opens_all(
    sql: psycopg.Connection[Any],
) -> None:
    assert (
        offenders(
            sql,
            f"""
            with granted as (
                select c.relname, v.command
                from pg_class as c
                cross join (values ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) as v (command)
                where {API_TABLES} and case v.command
                    when 'DELETE' then has_table_privilege('authenticated', c.oid, 'DELETE')
                    else has_any_column_privilege('authenticated', c.oid, v.command)
                end
            ),
            policies as (
                select p.tablename as relname, p.cmd as command, count(*) as n
                from pg_policies as p
                where p.schemaname = 'public' and p.permissive = 'PERMISSIVE'
                    and p.roles = '{{authenticated}}'
                group by p.tablename, p.cmd
            )
            select concat_ws(' ', relname, command, coalesce(n, 0))
            from granted full join policies using (relname, command)
            where granted.command is null or n is distinct from 1
            """,
        )
        == []
    )


@pytest.mark.attack("visitor-4")
def test_no_policy_is_for_anybody_but_authenticated(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            """
            select p.tablename || ': ' || p.policyname from pg_policies as p
            where p.schemaname = 'public' and p.permissive = 'PERMISSIVE' and p.roles <> '{authenticated}'
            """,
        )
        == []
    )


@pytest.mark.attack("apps-4")
def test_every_table_is_closed_to_apps_whatever_else_opens_it(sql: psycopg.Connection[Any]) -> None:
    """One restrictive policy for every command and role, on each table that is added too; and no other."""
    assert (
        offenders(
            sql,
            rf"""
            with closed as (
                select p.polrelid from pg_policy as p
                where not p.polpermissive and p.polcmd = '*' and p.polroles = '{{0}}'
                    and p.polwithcheck is null
                    and pg_get_expr(p.polqual, p.polrelid)
                        ~ '^\(\( SELECT .*SELECT auth\.jwt\(\)[^?]* \? ''client_id''::text.* IS NOT TRUE\)$'
            )
            select c.oid::regclass from pg_class as c
            where ({API_TABLES} or c.oid in ('storage.objects'::regclass, 'realtime.messages'::regclass))
                and c.oid not in (select polrelid from closed)
            union all
            select p.polrelid::regclass from pg_policy as p
            where not p.polpermissive and p.polrelid not in (select polrelid from closed)
            """,
        )
        == []
    )


def test_every_private_table_has_a_policy_that_lets_nobody_in(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            """
            select c.oid::regclass from pg_class as c
            where c.relkind in ('r', 'p') and c.relnamespace = 'private'::regnamespace
                and array(
                    select pg_get_expr(p.polqual, p.polrelid) from pg_policy as p where p.polrelid = c.oid
                ) <> array['false']
            """,
        )
        == []
    )


@pytest.mark.attack("take-15")
def test_update_policies_check_the_row_as_it_becomes(sql: psycopg.Connection[Any]) -> None:
    """An update policy without a check lets a row be changed into one that its owner may not have."""
    assert (
        offenders(
            sql,
            r"""
            select p.tablename || ': ' || p.policyname from pg_policies as p
            where p.schemaname = 'public' and p.cmd = 'UPDATE'
                and coalesce(p.with_check !~ 'auth\.uid|private\.has_role', true)
            """,
        )
        == []
    )


def policy_conditions(sql: psycopg.Connection[Any]) -> list[tuple[str, str, set[str]]]:
    """(policy, one of its conditions, the columns of its table)."""
    rows = sql.execute(
        """
        select p.tablename || ': ' || p.policyname, e.condition,
            array(
                select a.attname::text from pg_attribute as a
                where a.attrelid = format('%I.%I', p.schemaname, p.tablename)::regclass and a.attnum > 0
            )
        from pg_policies as p
        cross join lateral (values (p.qual), (p.with_check)) as e (condition)
        where p.schemaname in ('public', 'private') and e.condition is not null
        """
    ).fetchall()
    return [(name, condition, set(columns)) for name, condition, columns in rows]


def test_no_policy_gives_a_column_of_the_row_to_a_function(sql: psycopg.Connection[Any]) -> None:
    """That would run it once a row: 6.9 s where a plain comparison takes 1 ms."""
    asked_per_row = [
        name
        for name, condition, columns in policy_conditions(sql)
        for arguments in re.findall(r"\w\(([^()]*)\)", condition)
        if columns & set(re.findall(r"\w+", re.sub(r"'[^']*'", "", arguments)))
    ]
    assert asked_per_row == []


def test_policies_ask_who_is_calling_once_a_statement(sql: psycopg.Connection[Any]) -> None:
    asked_per_row = [
        name
        for name, condition, _ in policy_conditions(sql)
        if re.search(r"(?<!SELECT )(auth\.\w+|private\.\w+)\(", condition)
    ]
    assert asked_per_row == []


def test_no_policy_reads_another_table(sql: psycopg.Connection[Any]) -> None:
    """Two that read each other recurse without end (42P17), and every one that reads is slow."""
    assert [name for name, condition, _ in policy_conditions(sql) if re.search(r"\bFROM\b", condition)] == []


def test_every_policy_on_a_table_of_the_platform_asks_who_it_is(sql: psycopg.Connection[Any]) -> None:
    """Storage itself looks for what it deletes: no request would show that the policy lets too much."""
    found = sql.execute(
        """
        select p.policyname::text, coalesce(p.qual, p.with_check), coalesce(p.with_check, p.qual)
        from pg_policies as p
        where p.schemaname in ('storage', 'realtime') and p.permissive = 'PERMISSIVE'
        """
    ).fetchall()
    assert len(found) >= 5
    assert [name for name, *conditions in found if any("auth.uid()" not in each for each in conditions)] == []
