"""Data with a retention period is deleted after it, and not before."""

import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection

ROOT = Path(__file__).parents[3]


def purge(sql: Connection, limit: int = 1000, ahead: str = "0 days") -> int:
    row = sql.execute("select private.purge_expired(now() + %s::interval, %s)", [ahead, limit]).fetchone()
    assert row
    return int(row[0])


def keep(sql: Connection, table: str) -> timedelta:
    """By the real calendar: two years are two years from today."""
    row = sql.execute(
        "select now() - (now() - r.keep) from private.retention as r where r.table_name = %s", [table]
    ).fetchone()
    assert row
    kept: timedelta = row[0]
    return kept


def note(athlete: Athlete, age: timedelta) -> None:
    """An event in the user's log, that old."""
    athlete.sql.execute(
        "insert into public.audit_events (user_id, actor, action, created_at)"
        " values (%s, 'system', 'data_exported', now() - %s)",
        [athlete.id, age],
    )


def bury(athlete: Athlete, age: timedelta) -> None:
    athlete.sql.execute(
        "insert into private.tombstones (user_id, table_name, row_key, deleted_at)"
        " values (%s, 'x', '{}', now() - %s)",
        [athlete.id, age],
    )


def left(athlete: Athlete, table: str) -> int:
    query = f"select count(*) from {table} where user_id = %s"
    return int(athlete.value(query, athlete.id))


@pytest.fixture(autouse=True)
def nothing_due(sql: Connection) -> None:
    while purge(sql):
        pass


@pytest.mark.parametrize(("younger", "stays"), [(timedelta(minutes=1), 1), (timedelta(minutes=-1), 0)])
def test_a_row_goes_on_its_day_and_not_before(athlete: Athlete, younger: timedelta, stays: int) -> None:
    bury(athlete, keep(athlete.sql, "private.tombstones") - younger)
    assert purge(athlete.sql) == 1 - stays
    assert left(athlete, "private.tombstones") == stays


def test_an_event_goes_on_its_day_though_nobody_can_delete_it(athlete: Athlete) -> None:
    before = left(athlete, "public.audit_events")
    note(athlete, keep(athlete.sql, "public.audit_events") + timedelta(minutes=1))
    assert purge(athlete.sql) == 1
    assert left(athlete, "public.audit_events") == before


def test_an_event_that_has_time_left_is_nobodys_to_delete(athlete: Athlete) -> None:
    note(athlete, keep(athlete.sql, "public.audit_events") - timedelta(minutes=1))
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        athlete.sql.execute("delete from public.audit_events where user_id = %s", [athlete.id])


def test_the_ledger_of_xp_is_kept_whatever_its_age(athlete: Athlete) -> None:
    athlete.sql.execute(
        "insert into public.xp_events"
        " (user_id, event_type, source_type, source_id, xp, rule_version, created_at)"
        " values (%s, 'onboarding', 'profile', %s, 0, 1, '2000-01-01')",
        [athlete.id, athlete.id],
    )
    assert purge(athlete.sql) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        athlete.sql.execute("delete from public.xp_events where user_id = %s", [athlete.id])


def test_a_run_stops_at_its_limit_and_the_next_goes_on(athlete: Athlete) -> None:
    old = keep(athlete.sql, "private.tombstones") + timedelta(days=1)
    for _ in range(5):
        bury(athlete, old)
    note(athlete, timedelta(days=1000))
    assert [purge(athlete.sql, limit=2) for _ in range(4)] == [2, 2, 2, 0]


def test_of_a_partitioned_table_the_old_rows_go_and_no_neighbours(sql: Connection) -> None:
    """The first rows of two partitions have the same place in their files."""
    sql.execute(
        """
        create table private.parted (at timestamptz) partition by range (at);
        create table private.parted_old partition of private.parted
        for values from (minvalue) to ('2020-01-01');
        create table private.parted_new partition of private.parted default;
        insert into private.parted values ('2019-01-01'), (now());
        insert into private.retention values ('private.parted', 'at', '1 year', 'a test');
        """
    )
    try:
        assert purge(sql) == 1
        assert sql.execute("select at > now() - interval '1 day' from private.parted").fetchall() == [(True,)]
    finally:
        sql.execute("delete from private.retention where table_name = 'private.parted'")
        sql.execute("drop table private.parted")


def test_a_run_ahead_of_its_time_deletes_nothing_early(athlete: Athlete) -> None:
    before = left(athlete, "public.audit_events")
    bury(athlete, timedelta(0))
    assert purge(athlete.sql, ahead="10 years") == 0
    assert (left(athlete, "private.tombstones"), left(athlete, "public.audit_events")) == (1, before)


def test_every_rule_names_a_table_with_that_column(sql: Connection) -> None:
    """Else it would pass over it for ever."""
    unknown = sql.execute(
        """
        select r.table_name, r.time_column from private.retention as r
        where not exists (
            select from pg_attribute as a
            where a.attrelid = to_regclass(r.table_name) and a.attname = r.time_column
                and a.atttypid in ('timestamptz'::regtype, 'timestamp'::regtype)
        )
        """
    ).fetchall()
    assert unknown == []


def test_the_documentation_says_how_long(sql: Connection) -> None:
    page = (ROOT / "docs/privacy.md").read_text()
    documented = re.findall(r"^\| `([a-z_.]+)` \| `([a-z_]+)` \| ([^|]+) \|", page, re.MULTILINE)
    stored = sql.execute(
        """
        select r.table_name, r.time_column,
            replace(replace(r.keep::text, 'mons', 'months'), '1 mon', '1 month')
        from private.retention as r order by 1, 2
        """
    ).fetchall()
    assert sorted(documented) == stored
