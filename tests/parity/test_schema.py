import psycopg

from local.database import plpgsql
from local.database.catalogue import Difference, differences, inventory
from local.database.project import Project
from local.database.workshop import Workshop


def test_it_is_the_major_version_of_hosted(parity_database: str) -> None:
    with psycopg.connect(parity_database) as connection:
        assert connection.info.server_version // 10_000 == Project().config["db"]["major_version"]


def test_the_migrations_apply(parity_database: str) -> None:
    with psycopg.connect(parity_database) as connection:
        applied = connection.execute("select version from supabase_migrations.schema_migrations").fetchall()

    assert {version for (version,) in applied} == {path.name.split("_")[0] for path in Project().migrations}


def test_old_and_new_projects_end_with_equal_grants(parity_workshop: Workshop, parity_database: str) -> None:
    old = parity_workshop.from_migrations("old")

    assert differences(inventory(old), inventory(parity_database)) == []


def test_the_schema_is_that_of_the_local_version(parity_database: str) -> None:
    with Workshop(Project()) as workshop:
        local = inventory(workshop.from_migrations())

    assert [d for d in differences(local, inventory(parity_database)) if not _is_maintain(d)] == []


def test_plpgsql_check_finds_nothing(parity_database: str) -> None:
    assert plpgsql.faults(Project(), parity_database) == []


def _is_maintain(difference: Difference) -> bool:
    # A privilege that owners have since 17.
    return difference.thing.startswith("grant maintain ")
