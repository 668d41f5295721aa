"""What each role of the API holds, and that serving requests changes none of it."""

import psycopg
import pytest

from local.database.grants import all_grants
from local.postgres import Cluster
from tests.access.catalogue import offenders
from tests.access.world import World
from tests.support import Connection

pytestmark = pytest.mark.quick


@pytest.mark.attack("visitor-3")
def test_visitors_hold_nothing_of_ours(sql: Connection) -> None:
    """Signing up and in is all that works without a token. PostgREST asks about visitors' requests too."""
    held = [
        str(grant)
        for grant in all_grants(sql)
        if grant.grantee in ("anon", "public")
        and grant.object.split(".")[0].split("(")[0] in ("public", "private", "gateway")
        and grant.kind in ("table", "column", "sequence", "function", "schema")
    ]
    assert sorted(held) == [
        "execute on function gateway.check_request() to anon",
        "usage on schema gateway to anon",
        "usage on schema public to anon",
        "usage on schema public to public",
    ]


@pytest.mark.attack("change-8")
def test_nobody_but_the_owner_may_truncate_reference_or_hang_triggers(sql: Connection) -> None:
    """TRUNCATE asks no policy."""
    assert (
        offenders(
            sql,
            """
            select c.oid::regclass || ' ' || a.privilege_type || ' ' || a.grantee::regrole
            from pg_class as c cross join lateral aclexplode(c.relacl) as a
            where c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)
                and a.grantee <> c.relowner
                and a.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
            """,
        )
        == []
    )


def test_no_client_reaches_into_private(sql: Connection) -> None:
    assert (
        offenders(
            sql,
            """
            select r.role from unnest(array['anon', 'authenticated']) as r (role)
            where has_schema_privilege(r.role, 'private', 'USAGE')
            """,
        )
        == []
    )


@pytest.mark.attack("definer-3")
def test_no_client_reads_a_private_table(sql: Connection) -> None:
    assert (
        offenders(
            sql,
            """
            select r.role || ' ' || c.oid::regclass
            from pg_class as c
            cross join unnest(array['anon', 'authenticated']) as r (role)
            where c.relnamespace = 'private'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
                and (
                    has_any_column_privilege(r.role, c.oid, 'SELECT, INSERT, UPDATE')
                    or has_table_privilege(r.role, c.oid, 'DELETE')
                )
            """,
        )
        == []
    )


def test_clients_read_whole_tables(sql: Connection) -> None:
    """A single column that can't be read breaks select=* and return=representation."""
    assert (
        offenders(
            sql,
            """
            select c.oid::regclass from pg_class as c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
                and has_any_column_privilege('authenticated', c.oid, 'SELECT, INSERT, UPDATE')
                and not has_table_privilege('authenticated', c.oid, 'SELECT')
            """,
        )
        == []
    )


def test_serving_requests_grants_nothing(
    owner: World, cluster: Cluster, template: str, database: str
) -> None:
    """`owner` has lived a whole life through the gateway; nobody has ever asked the template anything."""
    assert owner.caller.see("profiles").status_code == 200
    with psycopg.connect(cluster.url(database=template), autocommit=True) as untouched:
        before = all_grants(untouched)
    with psycopg.connect(database, autocommit=True) as served:
        assert all_grants(served) == before
