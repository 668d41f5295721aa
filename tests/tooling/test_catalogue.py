"""The comparison detects a difference in every kind of object; otherwise a migration could lose it."""

import uuid

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from local.database.catalogue import differences, inventory
from local.database.workshop import Workshop
from local.postgres import Cluster

CHANGES = {
    "grant": "grant update on public.diary to anon",
    "column grant": "revoke insert (day) on public.diary from authenticated",
    "function grant": "grant execute on function public.day_of to public",
    "schema grant": "grant create on schema public to anon",
    "right on the database": "do $$ begin execute format("
    "'grant temporary on database %I to authenticated', current_database()); end $$",
    "default privileges": "alter default privileges in schema public grant select on tables to anon",
    "policy": "alter policy \"read all\" on public.diary using (mood = 'good')",
    "policy of the platform": 'drop policy "see pictures" on storage.objects',
    "row level security": "alter table public.diary disable row level security",
    "function body": "create or replace function public.day_of(p_entry public.diary) returns date "
    "language sql stable set search_path = '' return p_entry.day",
    "search path": "alter function public.day_of set search_path = public",
    "definer": "alter function public.day_of security definer",
    "column type": "alter table public.diary alter weight_kg type numeric(8, 3)",
    "default": "alter table public.diary alter day set default '2020-01-01'",
    "not null": "alter table public.diary alter day set not null",
    "constraint": "alter table public.diary add constraint light check (weight_kg < 500)",
    "index": "create index on public.diary (day)",
    "trigger": "create trigger idle before update on public.diary "
    "for each row execute function pg_catalog.suppress_redundant_updates_trigger()",
    "view": "create view public.good as select id from public.diary",
    "enum": "alter type public.mood add value 'so so'",
    "comment": "comment on table public.diary is 'Anything.'",
    "bucket": "update storage.buckets set public = true",
    "publication": "alter publication supabase_realtime add table public.diary",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_difference_of_any_kind_is_seen(server: Cluster, diary_database: str, change: str) -> None:
    template = conninfo_to_dict(diary_database)["dbname"]
    copy = server.create_database(f"copy_{uuid.uuid4().hex}", template=str(template))
    with psycopg.connect(copy, autocommit=True) as connection:
        connection.execute(change.encode())

    assert differences(inventory(diary_database), inventory(copy))


def test_two_databases_of_the_same_files_are_equal(workshop: Workshop, diary_database: str) -> None:
    assert differences(inventory(workshop.from_files()), inventory(diary_database)) == []


def test_signatures_longer_than_a_name_may_be_are_told_apart(workshop: Workshop) -> None:
    url = workshop.empty()
    with psycopg.connect(url, autocommit=True) as connection:
        for last in ("text", "uuid"):
            connection.execute(
                f"create function public.long(timestamptz, timestamptz, timestamptz, timestamptz, {last}) "
                "returns int language sql return 1".encode()
            )

    assert sum(thing.startswith("function public.long(") for thing in inventory(url)) == 2
