"""Copies the life of one user to many: all of its rows, both facts and derived ones.

Derived rows don't depend on the user, except for ids. So one user's derived rows become another's by
replacing every id in them, and a database of millions only needs to derive the original lives.
"""

import logging
import time
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import psycopg
from psycopg import sql

from bench.athletes import Athlete
from bench.laboratory import Laboratory
from local.postgres import SUPERUSER

_log = logging.getLogger(__name__)

_PREPARE = """
create schema bench;
create table bench.repetitions (
    original uuid not null, id uuid primary key, number integer not null, tail text not null
);
create table bench.names (id uuid primary key, kind text, rest text);
"""
# Ids made by private.stable_id of the user and the rest of a key, and some without a kind, which stay.
_NAMES = """
create index on bench.repetitions (original);
insert into bench.names
select private.stable_id('week', user_id || rest), 'week', rest
from private.training_weeks cross join lateral (select ':' || week_start) as _ (rest)
union all
select private.stable_id('check_in', user_id || rest), 'check_in', rest
from public.check_ins cross join lateral (select ':' || day) as _ (rest)
union all
select private.stable_id('personal_record', user_id || rest), 'personal_record', rest
from public.personal_records
cross join lateral (
    select concat_ws(':', '', exercise_id, record_type, trim_scale(distance_m), trim_scale(load_kg))
) as _ (rest)
union all
select private.stable_id('onboarding', id::text), 'onboarding', '' from public.profiles
union all
select id, null, null from public.achievements;
analyze bench.names, bench.repetitions;
"""
_NAME = """
select coalesce(private.stable_id(n.kind, r.id || n.rest), n.id) from bench.names as n where n.id = t.{0}
"""
# Columns with the user's id as text.
_USER_IDS_AS_TEXT = ("provider_subscription_id", "subscription_key")
_NAMED = {("personal_records", "id"), ("xp_events", "source_id"), ("body_measurements", "id")}
# Ids of the catalogue are shared, so they stay.
_SHARED = ("exercise_id", "equipment_id", "achievement_id", "instance_id")
# A user's rows are scattered among those of others, as all users train at the same time. Ids of sessions
# begin with their time.
_ORDER = (
    "workout_session_id", "session_id", "started_at", "week_start", "logged_at", "day", "achieved_at",
    "source_id",
)  # fmt: skip
_TABLES = """
select n.nspname, c.relname, o.attname, a.columns
from pg_class as c
inner join pg_namespace as n on n.oid = c.relnamespace
inner join pg_attribute as o on o.attrelid = c.oid
cross join lateral (
    select jsonb_object_agg(f.attname, format_type(f.atttypid, null)) as columns
    from pg_attribute as f
    where f.attrelid = c.oid and f.attnum > 0 and not f.attisdropped
        and f.attgenerated = '' and f.attidentity = ''
) as a
where c.relkind = 'r'
    and (
        o.attname = 'user_id' and n.nspname in ('public', 'private')
        or o.attname = 'id' and (n.nspname, c.relname) in (('auth', 'users'), ('public', 'profiles'))
    )
order by pg_table_size(c.oid) desc
"""
# Indexes that only speed up reads are rebuilt after all rows are inserted; those that foreign keys need stay.
_INDEXES = """
select format('drop index %%I.%%I', n.nspname, c.relname), pg_get_indexdef(i.indexrelid)
from pg_index as i
inner join pg_class as c on c.oid = i.indexrelid
inner join pg_namespace as n on n.oid = c.relnamespace
where i.indrelid = %(table)s::regclass
    and not exists (select from pg_constraint as k where k.conindid = i.indexrelid)
union all
select
    format('alter table %%s drop constraint %%I', k.conrelid::regclass, k.conname),
    format(
        'alter table %%s add constraint %%I %%s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)
    )
from pg_constraint as k
where k.conrelid = %(table)s::regclass and k.contype in ('p', 'u')
    and not exists (select from pg_constraint as f where f.contype = 'f' and f.conindid = k.conindid)
"""
_WORTH_TELLING = 100_000
# Memory for sorting and for building indexes; no checkpoint meanwhile.
_HASTE = {"max_wal_size": "16GB", "maintenance_work_mem": "1GB", "work_mem": "1GB"}


class _Table(NamedTuple):
    schema: str
    name: str
    owner: str
    columns: dict[str, str]

    @property
    def full_name(self) -> sql.Identifier:
        return sql.Identifier(self.schema, self.name)


def repeat(
    place: Laboratory, repetitions: Iterable[tuple[Athlete, Athlete]], only: Collection[str] = ()
) -> None:
    """Copy the first athlete's life to the second one of each pair: the rows of all tables, or `only` some.

    Two tables at a time; memory use doesn't depend on the number of users.
    """
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        admin.execute(_PREPARE)
        with admin.cursor().copy("copy bench.repetitions from stdin") as copy:
            for original, other in repetitions:
                copy.write_row((original.id, other.id, other.number, f"{other.number:012x}"))
        admin.execute(_NAMES)
        tables = [_Table(*row) for row in admin.execute(_TABLES) if not only or row[1] in only]
        for name, value in _HASTE.items():
            admin.execute(sql.SQL("alter system set {} = {}").format(sql.Identifier(name), value))
        admin.execute("select pg_reload_conf()")
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda table: _fill(place, table), tables))
        for name in _HASTE:
            admin.execute(sql.SQL("alter system reset {}").format(sql.Identifier(name)))
        admin.execute("select pg_reload_conf()")
        admin.execute("drop schema bench cascade")


def _fill(place: Laboratory, table: _Table) -> None:
    with psycopg.connect(place.url(SUPERUSER), autocommit=True) as admin:
        name = f"{table.schema}.{table.name}"
        began = time.monotonic()
        indexes = admin.execute(_INDEXES, {"table": name}).fetchall()
        with admin.transaction():
            for drop, _ in indexes:
                admin.execute(drop.encode())
            admin.execute("set local session_replication_role = replica")
            rows = admin.execute(_repetition(table)).rowcount
            written = time.monotonic()
            for _, create in indexes:
                admin.execute(create.encode())
        admin.execute(sql.SQL("vacuum (analyze) {}").format(table.full_name))
    if rows > _WORTH_TELLING:
        done = time.monotonic()
        _log.info(
            "%s: %s rows in %.0f s, indexes in %.0f s", name, f"{rows:,}", written - began, done - written
        )


def _repetition(table: _Table) -> sql.Composed:
    names = list(table.columns)
    order = next((name for name in _ORDER if name in names), None)
    return sql.SQL(
        "insert into {table} ({columns}) select {values} from {table} as t"
        " inner join bench.repetitions as r on r.original = t.{owner} order by {order} r.number, t.ctid"
    ).format(
        table=table.full_name,
        columns=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(_value(table, name) for name in names),
        owner=sql.Identifier(table.owner),
        order=sql.SQL("t.{},").format(sql.Identifier(order)) if order else sql.SQL(""),
    )


def _value(table: _Table, column: str) -> sql.Composed:
    kind = table.columns[column]
    if column == table.owner:
        return sql.SQL("r.id").format()
    if (table.name, column) == ("users", "email"):
        template = "'athlete' || r.number || '@example.com'"
    elif kind == "uuid" and column not in _SHARED:
        # The beginning stays, as it may be a time; the rest differs between users.
        template = "case when t.{0} = r.original then r.id else (left(t.{0}::text, 24) || r.tail)::uuid end"
        if (table.name, column) in _NAMED:
            template = f"coalesce(({_NAME}), {template})"
    elif column == "event_id":
        template = "left(t.{0}, 24) || r.tail"
    elif column == "planned":
        template = "replace(t.{0}::text, right(r.original::text, 12), r.tail)::jsonb"
    elif kind == "private.settled_streaks" or column in _USER_IDS_AS_TEXT:
        template = f"replace(t.{{0}}::text, r.original::text, r.id::text)::{kind}"
    else:
        template = "t.{0}"
    return sql.SQL(template).format(sql.Identifier(column))
