"""The local Postgres and its platform layer: both recover from whatever a crash leaves behind."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import psutil
import psycopg
import pytest

from local import account, platform
from local.binaries import VERSIONS, PostgresVersion
from local.errors import StackError
from local.platform import Regime
from local.postgres import SUPERUSER, Cluster

DEFAULT_RIGHTS = """
    select
        has_table_privilege(role, 'public.t', 'select'),
        has_function_privilege(role, 'public.f()', 'execute')
    from unnest(array['anon', 'authenticated', 'service_role']) as role
"""


@pytest.fixture
def home() -> Iterator[Path]:
    """A place for a cluster's data, within reach of Postgres' account (pytest's own is private)."""
    with TemporaryDirectory(prefix="spotter-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "postgres"


def answer(cluster: Cluster, query: str, role: str = SUPERUSER) -> object:
    with psycopg.connect(cluster.url(role)) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize("version", VERSIONS)
def test_each_version_of_the_wheel_starts_as_the_version_it_says(version: PostgresVersion) -> None:
    with Cluster(version=version) as cluster:
        assert str(answer(cluster, "show server_version")).startswith(f"{version}.")


def test_a_temporary_cluster_leaves_nothing_on_disk() -> None:
    with Cluster() as cluster:
        home = cluster.home
    assert not home.exists()


def test_data_are_durable_where_they_are_kept(home: Path) -> None:
    with Cluster(home) as cluster:
        assert answer(cluster, "show fsync") == "on"


def test_a_start_after_a_killed_initdb_begins_again(home: Path) -> None:
    (home / "data.unfinished").mkdir(parents=True)
    (home / "data.unfinished" / "PG_VERSION").write_text("16")
    with Cluster(home) as cluster:
        assert answer(cluster, "select 1") == 1


def test_a_data_folder_that_is_none_is_put_aside(home: Path) -> None:
    (home / "data").mkdir(parents=True)
    (home / "data" / "somebody's file").touch()
    with Cluster(home) as cluster:
        assert answer(cluster, "select 1") == 1
    assert [path.name for path in home.glob("data.broken.*/*")] == ["somebody's file"]


def test_a_pid_file_that_names_another_program_is_stale(home: Path) -> None:
    with Cluster(home) as cluster:
        pid_file = cluster.data / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with Cluster(home) as cluster:
        assert answer(cluster, "select 1") == 1


def test_a_killed_server_starts_again_with_its_data(home: Path) -> None:
    cluster = Cluster(home)
    cluster.start()
    with psycopg.connect(cluster.url(SUPERUSER)) as connection:
        connection.execute("create table kept as select 42 as n")
    postmaster = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    server = psutil.Process(postmaster)
    server.kill()
    server.wait()
    with Cluster(home) as again:
        assert answer(again, "select n from kept") == 42


def test_a_server_that_runs_already_is_taken_over(home: Path) -> None:
    with Cluster(home) as first:
        second = Cluster(home)
        second.start()
        assert second.port == first.port


def test_a_taken_port_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(StackError, match=f"Port {port} on 127.0.0.1 is in use"):
            Cluster(port=port).start()


def test_data_of_another_version_are_not_touched(home: Path) -> None:
    with Cluster(home, version="16"):
        pass
    with pytest.raises(StackError, match="from Postgres 16, not 18"):
        Cluster(home, version="18").start()


def test_nobody_gets_in_without_the_password() -> None:
    with Cluster() as cluster, pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url(SUPERUSER).replace(cluster.password, "guess"))


def test_nobody_gets_in_from_another_machine() -> None:
    with Cluster() as cluster:
        assert answer(cluster, "show listen_addresses") == "127.0.0.1"


def test_the_server_never_runs_as_root() -> None:
    with Cluster() as cluster:
        assert cluster.data.stat().st_uid != 0


def test_data_of_a_private_project_stand_where_the_server_can_reach_them(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert os.geteuid() != 0 or not account.state_folder(tmp_path / ".spotter").is_relative_to(tmp_path)


def test_migrations_run_as_no_superuser(cluster: Cluster) -> None:
    cluster.create_database("rights")
    platform.install(cluster.url(SUPERUSER, "rights"))
    query = "select rolsuper, rolbypassrls, rolcreaterole from pg_roles where rolname = current_user"
    with psycopg.connect(cluster.url(database="rights")) as connection:
        assert connection.execute(query).fetchone() == (False, True, True)


@pytest.mark.parametrize("regime", get_args(Regime))
def test_default_rights_are_those_of_the_projects_age(cluster: Cluster, regime: Regime) -> None:
    name = f"regime_{regime}"
    cluster.create_database(name)
    platform.install(cluster.url(SUPERUSER, name), regime)
    with psycopg.connect(cluster.url(database=name)) as connection:
        connection.execute("create table public.t (id int)")
        connection.execute("alter default privileges revoke execute on functions from public")
        connection.execute("create function public.f() returns int language sql return 1")
        rights = connection.execute(DEFAULT_RIGHTS).fetchall()
    assert set(rights) == {(regime == "old", regime == "old")}


def test_installing_the_platform_again_changes_nothing(cluster: Cluster) -> None:
    cluster.create_database("twice")
    for _ in range(2):
        platform.install(cluster.url(SUPERUSER, "twice"), "old")


@pytest.mark.parametrize(
    "statement",
    [
        "alter table auth.users add column secret text",
        "alter table storage.objects disable row level security",
        "create index on storage.objects (owner_id)",
        "create table auth.mine (id int)",
    ],
)
def test_a_migration_may_not_do_what_hosted_refuses(database: str, statement: str) -> None:
    with psycopg.connect(database) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_migration_may_write_policies_and_triggers_on_platform_tables(database: str) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("create policy mine on storage.objects for select to authenticated using (true)")
        connection.execute("create policy mine on realtime.messages for select to authenticated using (true)")
        connection.execute(
            "create function public.t() returns trigger language plpgsql as 'begin return new; end'"
        )
        connection.execute(
            "create trigger t after insert on auth.users for each row execute function public.t()"
        )
        connection.rollback()


def test_files_are_not_deleted_behind_storages_back(database: str) -> None:
    with psycopg.connect(database) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from storage.objects")


def test_a_broadcast_is_lost_with_a_warning_where_row_level_security_refuses_it(database: str) -> None:
    with psycopg.connect(database) as connection:
        warnings: list[str | None] = []
        connection.add_notice_handler(lambda notice: warnings.append(notice.message_primary))
        connection.execute("set local role authenticated")
        connection.execute("select realtime.send('{}', 'workout.started', 'user:1')")
    assert len(warnings) == 1
    assert "row-level security" in str(warnings[0])
