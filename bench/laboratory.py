"""A temporary Postgres for measurements: durable, with the schema and the catalogue."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from local.binaries import PostgresVersion, find
from local.database.project import Project
from local.database.workshop import apply_files
from local.platform import install
from local.postgres import SUPERUSER, Cluster
from local.schema import fingerprint, seed, seed_files

_DATABASE = "spotter"
# A quarter of the memory of an 8 GB server. Postgres' default, 128 MB, is for much smaller databases.
_SETTINGS = {"shared_buffers": "2GB"}


class Laboratory:
    """The server and its database `spotter`, or a copy of it."""

    def __init__(self, cluster: Cluster, database: str = _DATABASE) -> None:
        self.database = database
        self._cluster = cluster

    @property
    def programs(self) -> Path:
        """The folder of the server version's programs."""
        return find(self._cluster.version)

    def url(self, role: str = "postgres", database: str | None = None) -> str:
        """Return a connection string, by default for the schema's owner."""
        return self._cluster.url(role, database or self.database)

    def copy(self, name: str) -> "Laboratory":
        """Recreate database `name` as a copy of this one, which must have no connections."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        self._cluster.create_database(name, template=self.database)
        return Laboratory(self._cluster, name)


@contextmanager
def laboratory(version: PostgresVersion) -> Iterator[Laboratory]:
    """Start a server with default durability (fsync on, autovacuum on) and build the database in it."""
    home = Path(tempfile.mkdtemp(prefix="spotter-bench-"))
    try:
        with _server(home, version) as cluster:
            yield _equipped(cluster)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def kept_laboratory(
    version: PostgresVersion, home: Path, contents: str, fill: Callable[[Laboratory], None]
) -> Iterator[Laboratory]:
    """A laboratory kept in `home` and reused for the same `contents` and schema.

    Anything else in `home` is deleted. An interrupted filling is started again.
    """
    label = home / "contents"
    wanted = f"{version} {_schema()} {contents}"
    if not label.exists() or label.read_text() != wanted:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        with _server(home, version) as cluster:
            fill(_equipped(cluster))
        label.write_text(wanted)
    with _server(home, version) as cluster:
        yield Laboratory(cluster)


@contextmanager
def _server(home: Path, version: PostgresVersion) -> Iterator[Cluster]:
    cluster = Cluster(home, version=version, settings=_SETTINGS)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _equipped(cluster: Cluster) -> Laboratory:
    project = Project()
    url = cluster.create_database(_DATABASE)
    install(cluster.url(SUPERUSER, _DATABASE))
    apply_files(url, project)
    seed(project, url)
    return Laboratory(cluster)


def _schema() -> str:
    project = Project()
    return fingerprint(path.read_bytes() for path in (*project.schema_files, *seed_files(project)))
