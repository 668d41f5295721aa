"""A small project of its own for each test, on one Postgres for all of them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.database.project import ROOT, Project
from local.database.workshop import Workshop
from local.postgres import Cluster

CONFIG = """
project_id = "small"
[api]
schemas = ["public"]
[db]
major_version = 17
[db.migrations]
schema_paths = ["../sql/defaults.sql", "../sql/types.sql", "../sql/*.sql", "../policies/*.sql"]
"""
DEFAULTS = """\
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
"""
TYPES = "create type public.mood as enum ('good', 'bad');\n"
DIARY = """\
create table public.diary (
    id uuid primary key default gen_random_uuid(),
    written_at timestamptz not null default now(),
    day date,
    mood public.mood not null,
    tags text[] not null default '{}',
    weight_kg numeric(7, 3)
);
comment on table public.diary is 'What a day was like.';
create function public.day_of(p_entry public.diary) returns date
language sql stable set search_path = ''
return (p_entry.written_at at time zone 'UTC')::date;
"""
POLICIES = """\
alter table public.diary enable row level security;
grant select, insert (mood, day, tags, weight_kg) on public.diary to authenticated;
grant execute on function public.day_of to authenticated;
create policy "read all" on public.diary for select to authenticated using (true);
create policy "write all" on public.diary for insert to authenticated with check (true);
"""
PLATFORM = """\
insert into storage.buckets (id, name, public) values ('pictures', 'pictures', false)
on conflict (id) do update set public = excluded.public;
drop policy if exists "see pictures" on storage.objects;
create policy "see pictures" on storage.objects for select to authenticated using (bucket_id = 'pictures');
"""


def diary(folder: Path) -> Project:
    """One table, one enum, one function, their policies, and a bucket."""
    files = {
        "supabase/config.toml": CONFIG,
        "sql/order.toml": "folder = []\n",
        "docs/architecture.md": "",
        "sql/defaults.sql": DEFAULTS,
        "sql/types.sql": TYPES,
        "sql/diary.sql": DIARY,
        "policies/diary.sql": POLICIES,
        "policies/platform.sql": PLATFORM,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name in ("pyproject.toml", ".squawk.toml"):
        shutil.copy(ROOT / name, folder)
    return Project(folder)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return diary(tmp_path)


@pytest.fixture(scope="session")
def server() -> Iterator[Cluster]:
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def workshop(project: Project, server: Cluster) -> Workshop:
    return Workshop(project, server)


@pytest.fixture(scope="session")
def diary_database(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of a database made from the diary's files; nobody writes to it."""
    return Workshop(diary(tmp_path_factory.mktemp("diary")), server).from_files()
