"""A Postgres of its own for measuring: durable, with the schema and the catalogue, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from local.binaries import PostgresVersion
from local.database.project import Project
from local.database.workshop import apply_files
from local.platform import install
from local.postgres import SUPERUSER, Cluster
from local.schema import seed

_DATABASE = "spotter"


class Laboratory:
    """The server and its database `spotter`."""

    database = _DATABASE

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def url(self, role: str = "postgres", database: str = _DATABASE) -> str:
        """A connection string, for the owner of the schema unless told otherwise."""
        return self._cluster.url(role, database)

    def copy(self, name: str) -> None:
        """Make database `name` anew, as a copy of this one, to which nobody may be connected."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        self._cluster.create_database(name, template=_DATABASE)


@contextmanager
def laboratory(version: PostgresVersion) -> Iterator[Laboratory]:
    """Start a server with default durability (fsync on, autovacuum on) and build the database in it."""
    home = Path(tempfile.mkdtemp(prefix="spotter-bench-"))
    cluster = Cluster(home, version=version)
    project = Project()
    try:
        cluster.start()
        url = cluster.create_database(_DATABASE)
        install(cluster.url(SUPERUSER, _DATABASE))
        apply_files(url, project)
        seed(project, url)
        yield Laboratory(cluster)
    finally:
        cluster.stop()
        shutil.rmtree(home, ignore_errors=True)
