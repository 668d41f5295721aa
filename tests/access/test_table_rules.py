"""Rules that every table of ours keeps, checked in the database's catalogue."""

from typing import Any

import psycopg
import pytest

from tests.access.catalogue import offenders

pytestmark = pytest.mark.quick

TABLES = "c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)"
API_TABLES = "c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace"
OWNER_COLUMNS = "('user_id', 'created_by')"

# What its user can't change has nothing to synchronise, or is kept for good.
NO_TOMBSTONES = {
    "profiles": "the account itself: with it go all its rows",
    "user_roles": "written by admins, read anew with every token",
    "xp_events": "append-only",
    "prescriptions": "append-only",
    "ai_usage": "append-only",
    "audit_events": "append-only",
    "plan_templates": "published for all: its author is no owner",
}


def test_every_owned_table_has_an_index_that_its_owner_leads(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            f"""
            select c.oid::regclass from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and a.attname in {OWNER_COLUMNS}
            where {TABLES} and not a.attisdropped
                and (a.attname = 'user_id' or c.relname = 'exercises')
                and not exists (
                    select from pg_index as i
                    where i.indrelid = c.oid and i.indkey[0] = a.attnum and i.indpred is null
                )
                -- Looked up by its exercise; the owner is there for the policy alone.
                and c.relname <> 'exercise_equipment'
            """,
        )
        == []
    )


def test_every_foreign_key_leads_an_index(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            f"""
            select f.conrelid::regclass || ' ' || f.conname from pg_constraint as f
            inner join pg_class as c on c.oid = f.conrelid
            where f.contype = 'f' and {TABLES} and not exists (
                select from pg_index as i
                where i.indrelid = f.conrelid
                    -- Looking for references finds only what is not null.
                    and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = (
                        select format('(%I IS NOT NULL)', a.attname) from pg_attribute as a
                        where a.attrelid = f.conrelid and a.attnum = f.conkey[cardinality(f.conkey)]
                    ))
                    and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] = f.conkey
            )
            """,
        )
        == []
    )


def test_a_child_of_an_owned_parent_points_at_it_together_with_the_owner(
    sql: psycopg.Connection[Any],
) -> None:
    assert (
        offenders(
            sql,
            f"""
            with owned as (
                select a.attrelid, a.attnum from pg_attribute as a
                inner join pg_class as c on c.oid = a.attrelid
                where {TABLES} and a.attname = 'user_id' and not a.attisdropped
            )
            select f.conrelid::regclass || ' ' || f.conname from pg_constraint as f
            inner join owned as child on child.attrelid = f.conrelid
            inner join owned as parent on parent.attrelid = f.confrelid
            where f.contype = 'f' and (f.conkey[1] <> child.attnum or f.confkey[1] <> parent.attnum)
            """,
        )
        == []
    )


def test_two_tables_have_one_relationship_at_most(sql: psycopg.Connection[Any]) -> None:
    """Else every embed of them is ambiguous (PGRST201).

    PostgREST counts foreign keys, and as a many-to-many each table whose primary key holds two of them.
    From a table to itself every embed names its key anyway.
    """
    assert (
        offenders(
            sql,
            """
            with links as (
                select f.conrelid as a, f.confrelid as b, f.conname::text as via
                from pg_constraint as f
                where f.contype = 'f' and f.connamespace = 'public'::regnamespace
                    and f.confrelid::regclass::text !~ '^auth'
                union all
                select one.confrelid, two.confrelid, one.conrelid::regclass::text
                from pg_constraint as one
                inner join pg_constraint as two on two.conrelid = one.conrelid and two.oid > one.oid
                inner join pg_constraint as key on key.conrelid = one.conrelid and key.contype = 'p'
                where one.contype = 'f' and two.contype = 'f' and one.connamespace = 'public'::regnamespace
                    and one.conkey <@ key.conkey and two.conkey <@ key.conkey
            )
            select format(
                '%s and %s: %s',
                least(a, b)::regclass, greatest(a, b)::regclass, string_agg(via, ', ' order by via)
            )
            from links where a <> b group by least(a, b), greatest(a, b) having count(*) > 1
            """,
        )
        == []
    )


def test_every_insertable_column_is_updatable(sql: psycopg.Connection[Any]) -> None:
    """PostgREST's upsert sets every column it was sent, the key included."""
    assert (
        offenders(
            sql,
            f"""
            select r.role || ' ' || c.relname || '.' || a.attname
            from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            cross join (values ('authenticated'), ('service_role')) as r (role)
            where {API_TABLES}
                and has_column_privilege(r.role, c.oid, a.attnum, 'INSERT')
                and not has_column_privilege(r.role, c.oid, a.attnum, 'UPDATE')
            """,
        )
        == []
    )


def test_insertable_tables_keep_their_keys(sql: psycopg.Connection[Any]) -> None:
    """Every owner, key and created_at that a client may name in an update is frozen by a trigger."""
    assert (
        offenders(
            sql,
            f"""
            select c.relname || '.' || a.attname
            from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where {API_TABLES}
                and has_column_privilege('authenticated', c.oid, a.attnum, 'UPDATE')
                and (
                    a.attname in ('id', 'user_id', 'created_by', 'created_at')
                    or exists (
                        select from pg_constraint as k
                        where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any(k.conkey)
                    )
                )
                and not exists (
                    select from pg_trigger as t
                    where t.tgrelid = c.oid and t.tgfoid = 'private.freeze'::regproc
                        and a.attname::text = any(string_to_array(encode(t.tgargs, 'escape'), '\\000'))
                )
                -- An admin may give and take roles; whose they are can't change, which they are can.
                and (c.relname, a.attname) <> ('user_roles', 'role')
            """,
        )
        == []
    )


def test_rows_know_when_they_were_made_and_changed(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            f"""
            select c.relname || ' ' || w.name from pg_class as c
            cross join (values ('created_at'), ('updated_at')) as w (name)
            where {API_TABLES}
                and exists (select from pg_attribute as a where a.attrelid = c.oid and a.attname = 'user_id')
                and not exists (
                    select from pg_attribute as a
                    where a.attrelid = c.oid and a.attname = w.name and a.atttypid = 'timestamptz'::regtype
                        and a.attnotnull and a.atthasdef
                )
            """,
        )
        == []
    )


def test_updated_at_follows_every_change(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            f"""
            select c.relname from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'updated_at'
            where {API_TABLES} and not exists (
                select from pg_trigger as t
                where t.tgrelid = c.oid
                    and t.tgfoid in ('private.touch'::regproc, 'private.append_only'::regproc)
            )
            """,
        )
        == []
    )


def test_deleted_rows_leave_a_tombstone(sql: psycopg.Connection[Any]) -> None:
    without = offenders(
        sql,
        f"""
        select c.relname from pg_class as c
        where {API_TABLES}
            and exists (
                select from pg_attribute as a
                where a.attrelid = c.oid and (a.attname in {OWNER_COLUMNS} or c.relname = 'profiles')
            )
            and not exists (
                select from pg_trigger as t where t.tgrelid = c.oid and t.tgfoid = 'private.bury'::regproc
            )
        """,
    )
    assert set(without) == set(NO_TOMBSTONES)


def test_every_table_and_view_is_explained(sql: psycopg.Connection[Any]) -> None:
    assert (
        offenders(
            sql,
            """
            select c.oid::regclass from pg_class as c
            where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
                and c.relkind in ('r', 'p', 'v', 'm') and obj_description(c.oid, 'pg_class') is null
            """,
        )
        == []
    )


def test_every_view_can_be_changed_by_a_migration(sql: psycopg.Connection[Any]) -> None:
    """`spotter db diff` drops a view that changes, and can't while an attribute of a type has its rows.

    Nor does it get to a view that is `as values`: what Postgres gives back of that reads differently again.
    """
    assert (
        offenders(
            sql,
            """
            select v.oid::regclass || ' is named by ' || c.oid::regclass
            from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and not a.attisdropped
            inner join pg_type as t on t.oid = a.atttypid
            left join pg_type as e on e.oid = t.typelem
            inner join pg_class as v on v.oid in (t.typrelid, e.typrelid) and v.relkind = 'v'
            where c.relkind in ('c', 'r')
                and v.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
            union all
            select v.oid::regclass || ' is as values' from pg_class as v
            where v.relkind = 'v' and v.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
                and pg_get_viewdef(v.oid) like '%"*VALUES*"%'
            """,
        )
        == []
    )


def test_every_document_column_is_explained(sql: psycopg.Connection[Any]) -> None:
    """A name can't say what keys a document has."""
    assert (
        offenders(
            sql,
            f"""
            select c.relname || '.' || a.attname from pg_class as c
            inner join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            where {API_TABLES} and a.atttypid in ('jsonb'::regtype, 'json'::regtype)
                and col_description(c.oid, a.attnum) is null
            """,
        )
        == []
    )
