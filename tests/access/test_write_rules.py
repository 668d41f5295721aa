"""Limits on a client's writes, checked in the database's catalogue."""

from typing import Any

import psycopg
import pytest

from tests.access.catalogue import offenders

pytestmark = pytest.mark.quick

API_TABLES = "c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"

BOUNDED_BY_TRIGGER = {
    "profiles.timezone": "must be a zone that the server knows",
    "workout_plan_day_exercises.target_reps": "must be in its notation",
    "workout_plan_day_exercises.progression": "at most ten rules, or a scheme of 4 KB",
    "plan_templates.plan": "must be what create_plan takes; written by admins",
}

ONE_ROW_A_USER = {"profiles", "training_preferences", "notification_settings"}


def test_a_client_writes_500_rows_at_once_to_any_table(sql: psycopg.Connection[Any]) -> None:
    """A request counts once against the write limit, however many rows it writes."""
    unbounded = offenders(
        sql,
        f"""
        select c.relname || ' ' || v.verb
        from pg_class as c
        cross join (values ('INSERT', 4), ('UPDATE', 16), ('DELETE', 8)) as v (verb, bit)
        where {API_TABLES}
            and (
                v.verb = 'DELETE' and has_table_privilege('authenticated', c.oid, 'DELETE')
                or v.verb <> 'DELETE' and has_any_column_privilege('authenticated', c.oid, v.verb)
            )
            and not exists (
                select from pg_trigger as t
                where t.tgrelid = c.oid and t.tgfoid = 'private.bound_rows'::regproc and t.tgtype & v.bit <> 0
                    and pg_get_triggerdef(t.oid) like '%CURRENT_USER = ''authenticated''%(''500'')'
                    and t.tgname = 'all_at_once_' || lower(v.verb)
            )
        """,
    )
    assert {name.split()[0] for name in unbounded} == ONE_ROW_A_USER


def test_every_text_and_array_that_a_client_writes_is_bounded(sql: psycopg.Connection[Any]) -> None:
    unbounded = offenders(
        sql,
        f"""
        select c.relname || '.' || a.attname from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        inner join pg_type as t on t.oid = a.atttypid
        where {API_TABLES}
            and (a.atttypid in ('text'::regtype, 'jsonb'::regtype) or t.typcategory = 'A')
            and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
            and not exists (
                select from pg_constraint as k
                where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any(k.conkey)
            )
        """,
    )
    assert set(unbounded) == set(BOUNDED_BY_TRIGGER)
