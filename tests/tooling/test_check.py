"""Every promise that `spotter db check` proves is broken once, to see that it would notice."""

import pytest

from local.database import style
from local.database.check import run_checks
from local.database.diff import write_baseline
from local.database.project import Project

from .conftest import diary

UNSOUND = """
create function private.unsound() returns void language plpgsql set search_path = '' as $$
begin
    perform from public.nowhere;
end;
$$;
create function private.unsound_trigger() returns trigger language plpgsql set search_path = '' as $$
begin
    new.nothing := 1;
    return new;
end;
$$;
create trigger unsound before insert on public.diary for each row execute function private.unsound_trigger();
"""
SOUND = "PL/pgSQL is sound"
BROKEN = {
    "migrations match the files (pg-delta)": "only_in_files",
    "migrations match the files (catalogue)": "only_in_files",
    "old and new projects end with equal grants": "diary",
    "the advisors have no advice": "no_primary_key",
    SOUND: "private.unsound, line 3",
    "client types are current": "docs/types/database.dart",
    "generated files are current": "docs/architecture.md is not current",
    "new migrations lock and break nothing": "ban-drop-function",
    "SQL is in style": "sql/shouting.sql:1: CP01",
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    project = diary(tmp_path_factory.mktemp("broken"))
    sql = project.root / "sql"
    (sql / "defaults.sql").write_text("create schema private;\n")
    (sql / "unsound.sql").write_text(UNSOUND)
    (sql / "shouting.sql").write_text("CREATE TABLE private.keyless (id uuid);\n")
    (sql / "indented.sql").write_text("create table private.indented (\n  id uuid primary key\n);\n")
    (project.root / "docs/architecture.md").write_text(
        "<!-- The folders: made from sql/order.toml by `uv run spotter db generate`. -->\n"
        "by hand\n<!-- The end of the folders. -->\n"
    )
    write_baseline(project, "baseline")
    later = project.root / "supabase/migrations/29990101000000_later.sql"
    later.write_text("drop function public.day_of;\n")
    (sql / "more.sql").write_text("create table public.only_in_files (id uuid primary key);\n")
    return {result.promise: result.findings for result in run_checks(project)}


def _case(promise: str) -> object:
    return pytest.param(promise, marks=pytest.mark.parity) if promise == SOUND else promise


@pytest.mark.parametrize("promise", [_case(promise) for promise in BROKEN])
def test_a_broken_promise_is_found(broken: dict[str, list[str]], promise: str) -> None:
    assert any(BROKEN[promise] in finding for finding in broken[promise])


@pytest.mark.parity
def test_an_unsound_trigger_function_is_found_on_its_table(broken: dict[str, list[str]]) -> None:
    assert any("private.unsound_trigger" in finding for finding in broken[SOUND])


def test_an_indent_of_two_is_found(broken: dict[str, list[str]]) -> None:
    assert "sql/indented.sql:2: indent by four spaces" in broken["SQL is in style"]


def test_a_file_that_the_linter_stumbles_over_is_a_finding(project: Project) -> None:
    (project.root / "pyproject.toml").write_text("[tool.sqlfluff.core]\ndialect = 'no such'\n")

    assert style.faults(project)
