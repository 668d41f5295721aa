"""A sound installation, copies of its database to break, and a project that answers what a test wants."""

import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import psycopg
import pytest

from local.database.project import Project
from local.doctor.installation import Installation
from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.services import Services

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Databases:
    """The database of the sound installation, and how to get copies of it."""

    cluster: Cluster
    template: str

    def copy(self) -> str:
        """Return the URL of a copy, to break."""
        url = self.cluster.create_database(f"patient_{next(_numbers)}", self.template)
        with psycopg.connect(url) as connection:
            # Seeded just now, whenever the template was: a job that has never run is late ten minutes after.
            connection.execute("update private.jobs set created_at = now()")
        return url


@pytest.fixture(scope="session")
def databases(project: Project, cluster: Cluster, template: str) -> Databases:
    """Schema and seed, with the history that `supabase db push` leaves, also where the files made them."""
    name = f"patient_{next(_numbers)}"
    with psycopg.connect(cluster.create_database(name, template)) as connection:
        connection.execute("create schema if not exists supabase_migrations")
        connection.execute(
            "create table if not exists supabase_migrations.schema_migrations (version text primary key)"
        )
        remember = (
            "insert into supabase_migrations.schema_migrations (version) values (%s) on conflict do nothing"
        )
        for path in project.migrations:
            connection.execute(remember, [path.name.partition("_")[0]])
    return Databases(cluster, name)


@pytest.fixture(scope="session")
def sound(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with nothing wrong."""
    database = databases.copy()
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("doctor"))
    address = services.start(database)
    yield Installation(
        address.url,
        address.publishable_key,
        address.secret_key,
        address.jwt_secret,
        database,
        address.functions_url,
    )
    services.stop()


class ScriptedProject:
    """A project configured as a test says: path → status and document. Whatever else is asked is 404."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        project = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, document = project.answers.get(self.path.partition("?")[0], (404, {}))
                content = json.dumps(document).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.installation = Installation(
            f"http://127.0.0.1:{self._server.server_port}", "sb_publishable_a", "sb_secret_b", "", "", ""
        )

    def close(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def scripted() -> Iterator[ScriptedProject]:
    """A project that answers what the test tells it to."""
    project = ScriptedProject()
    yield project
    project.close()
