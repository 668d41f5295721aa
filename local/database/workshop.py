"""Scratch databases: the schema built from its files, and from its migrations."""

from itertools import count
from types import TracebackType
from typing import Protocol, Self

import psycopg

from local.database import tools
from local.database.project import Project
from local.errors import StackError
from local.platform import Regime, install
from local.postgres import SUPERUSER, Cluster

_numbers = count(1)


class Server(Protocol):
    """A Postgres server as a workshop needs it: `Cluster` or `ParityCluster`."""

    def start(self) -> None:
        """Start it; return when it accepts connections."""

    def stop(self) -> None:
        """Stop it and remove its data."""

    def url(self, role: str = ..., database: str = ...) -> str:
        """Return a connection string."""

    def create_database(self, name: str, template: str | None = ...) -> str:
        """Create a database owned by `postgres`; return its URL."""


class Workshop:
    """Builds databases of a schema on a server that runs within the context."""

    def __init__(self, project: Project, server: Server | None = None) -> None:
        self.project = project
        self._server = server or Cluster()
        self._platforms: dict[Regime, str] = {}

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    def empty(self, regime: Regime = "new") -> str:
        """Create a database with only the platform layer. Like the others, returns its URL for `postgres`."""
        if regime not in self._platforms:
            name = f"platform_{next(_numbers)}"
            self._server.create_database(name)
            install(self._server.url(SUPERUSER, name), regime)
            self._platforms[regime] = name
        return self._server.create_database(f"scratch_{next(_numbers)}", template=self._platforms[regime])

    def from_files(self, regime: Regime = "new") -> str:
        """Create a database by running `sql/` and `policies/` in their declared order."""
        url = self.empty(regime)
        apply_files(url, self.project)
        return url

    def from_migrations(self, regime: Regime = "new") -> str:
        """Create a database as a hosted project is made: by `supabase db push`."""
        url = self.empty(regime)
        tools.supabase("db", "push", "--remote", url, "--skip-vault", "--yes", cwd=self.project.root)
        return url


def apply_files(url: str, project: Project) -> None:
    """Run the schema's files. Raises StackError with the file and line of an error."""
    with psycopg.connect(url) as connection:
        for path in project.schema_files:
            script = path.read_text()
            try:
                connection.execute(script.encode())
            except psycopg.Error as error:
                position = int(error.diag.statement_position or 0)
                line = f":{script[:position].count(chr(10)) + 1}" if position else ""
                raise StackError(f"{project.name(path)}{line}: {error}") from error
