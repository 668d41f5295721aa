import psycopg
import pytest

from local.database.catalogue import differences, inventory
from local.database.grants import Grant, all_grants
from local.database.project import Project
from local.database.workshop import Workshop
from local.postgres import Cluster


def test_old_and_new_projects_end_with_equal_grants(server: Cluster) -> None:
    workshop = Workshop(Project(), server)

    old, new = workshop.from_migrations("old"), workshop.from_migrations("new")

    assert differences(inventory(old), inventory(new)) == []


def test_without_a_revoke_old_projects_end_with_more(workshop: Workshop) -> None:
    # Should this pass as equal, the comparison would prove nothing.
    (workshop.project.root / "sql/defaults.sql").write_text("select 1;\n")

    assert differences(inventory(workshop.from_files("old")), inventory(workshop.from_files("new")))


@pytest.mark.parametrize(
    "grant",
    [
        Grant("table", "public.diary", "authenticated", "SELECT", grantable=False),
        Grant("column", "public.diary.mood", "authenticated", "INSERT", grantable=False),
        Grant("function", "public.day_of(public.diary)", "authenticated", "EXECUTE", grantable=False),
        Grant("type", "public.mood", "public", "USAGE", grantable=False),
        Grant("schema", "public", "anon", "USAGE", grantable=False),
    ],
    ids=lambda grant: grant.kind,
)
def test_every_kind_of_grant_is_listed(diary_database: str, grant: Grant) -> None:
    with psycopg.connect(diary_database) as connection:
        assert grant in all_grants(connection)


def test_a_function_without_acl_counts_as_open_to_everyone(diary_database: str) -> None:
    with psycopg.connect(diary_database) as connection:
        # Nothing but its owner's default privileges keeps a function from everyone.
        connection.execute("alter default privileges grant execute on functions to public")
        connection.execute("create function public.open() returns int language sql return 1")

        grants = all_grants(connection)
        connection.rollback()

    assert Grant("function", "public.open()", "public", "EXECUTE", grantable=False) in grants
