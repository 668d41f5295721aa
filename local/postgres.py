"""Our own Postgres server on 127.0.0.1, from the programs in the wheel."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import psycopg
from psycopg import sql

from local import account, binaries
from local.binaries import PostgresVersion
from local.errors import StackError
from local.ports import free_port, is_free

SUPERUSER = "supabase_admin"
_START_SECONDS = 60
# A cluster without a home is temporary, so it needs no durability.
_CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Cluster:
    """One Postgres server. `with Cluster() as cluster:` starts a temporary one.

    With a `home` the data stays there and is durable; without, it is in a temporary folder, written fast and
    not durably, and removed by `stop()`. All login roles share one random password. `settings` are settings
    of Postgres, added to ours.
    """

    def __init__(
        self,
        home: Path | None = None,
        *,
        port: int | None = None,
        version: PostgresVersion = "16",
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.version: PostgresVersion = version
        self.port = port or free_port()
        self._temporary = home is None
        self._settings = settings or {}
        self._account = account.unprivileged()
        self._bin = binaries.find(version)
        self.home = home or self._temporary_home()
        self.data = self.home / "data"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.home / "postgres.log"

    @property
    def password(self) -> str:
        """The password of all login roles, generated with the cluster."""
        return (self.home / "password").read_text()

    @property
    def running(self) -> bool:
        """Whether a server runs on our data folder, even if another process started it."""
        return self._running_port() is not None

    def url(self, role: str = "postgres", database: str = "postgres") -> str:
        """Return a connection string for `role`; only `supabase_admin` is a superuser."""
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the data folder if necessary, and start the server. Returns when it accepts connections.

        Raises StackError if the port is taken, or the folder belongs to another major version.
        """
        try:
            self._start()
        except BaseException:
            if self._temporary:
                shutil.rmtree(self.home, ignore_errors=True)
            raise

    def stop(self) -> None:
        """Stop the server, aborting running queries. Does nothing if it isn't running."""
        if self._running_port() is not None:
            self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast", f"--pgdata={self.data}")
        if self._temporary:
            shutil.rmtree(self.home, ignore_errors=True)

    def back_up(self, home: Path) -> None:
        """Take a base backup of the running server into `home`; a `Cluster(home)` replays the archive."""
        account.give(home, self._account)
        secret = home / "password"
        shutil.copy2(self.home / "password", secret)
        if self._account:
            os.chown(secret, self._account.uid, self._account.gid)
        self._run(
            "pg_basebackup",
            f"--pgdata={home / 'data'}",
            f"--dbname=host=127.0.0.1 port={self.port} user={SUPERUSER}",
            "--wal-method=none",
            "--checkpoint=fast",
            "--no-sync",
            environment={"PGPASSWORD": self.password},
        )

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database (as a copy of `template`) and return its URL for `postgres`, its owner.

        There must be no connections to the template.
        """
        with psycopg.connect(self.url(SUPERUSER), autocommit=True) as connection:
            role = connection.execute("select 1 from pg_roles where rolname = 'postgres'").fetchone()
            connection.execute(
                sql.SQL("create database {} owner {} template {}").format(
                    sql.Identifier(name),
                    sql.Identifier("postgres" if role else SUPERUSER),
                    sql.Identifier(template or "template1"),
                )
            )
            if template:
                # A copy lacks the privileges on the database itself.
                connection.execute(
                    "update pg_database set datacl = "
                    "(select t.datacl from pg_database as t where t.datname = %s) where datname = %s",
                    [template, name],
                )
        return self.url(database=name)

    def _start(self) -> None:
        self._refuse_other_version()
        running = self._running_port()
        if running is not None:
            self.port = running
            return
        if not is_free(self.port):
            raise StackError(f"Port {self.port} on 127.0.0.1 is in use.", "Choose another with --port.")
        if not self.data.exists():
            self._make_data()
        options = {"port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        options |= _CARELESS if self._temporary else {}
        options |= self._settings
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run("pg_ctl", "start", "--wait", "--silent", f"--timeout={_START_SECONDS}", f"--log={self.log}",
                  f"--pgdata={self.data}", f"--options={flags}")  # fmt: skip

    def _temporary_home(self) -> Path:
        base = Path(tempfile.gettempdir())
        if self._account and not account.reachable(base / "any"):
            base = Path("/var/tmp")  # noqa: S108 - mkdtemp makes a private folder in it
        home = Path(tempfile.mkdtemp(prefix="spotter-postgres-", dir=base))
        account.give(home, self._account)
        return home

    def _make_data(self) -> None:
        """Run initdb next to the final folder, so that an interrupted one isn't taken for a finished one."""
        account.give(self.home, self._account)
        unfinished = self.home / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        secret = self.home / "password"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(24))
        if self._account:
            os.chown(secret, self._account.uid, self._account.gid)
        # Collation by bytes as on hosted projects, with non-ASCII letters classified.
        locale = ["--locale=C.UTF-8"]
        if sys.platform == "darwin":  # has no C.UTF-8
            locale = ["--locale=C", "--lc-ctype=en_US.UTF-8"]
        self._run(
            "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *locale,
            "--set=timezone=UTC",
            "--set=log_timezone=UTC",
            "--no-instructions",
            "--no-sync",  # saves seconds; a power cut would only lose an empty cluster
        )
        unfinished.rename(self.data)

    def _refuse_other_version(self) -> None:
        marker = self.data / "PG_VERSION"
        if self.data.exists() and not marker.exists():
            # Every data folder has this file: this is the rest of an interrupted start.
            self.data.rename(self.home / f"data.broken.{secrets.token_hex(4)}")
        elif marker.exists() and (made_by := marker.read_text().strip()) != self.version:
            raise StackError(
                f"The data in {self.data} is from Postgres {made_by}, not {self.version}.",
                f"Start with --postgres {made_by}, or delete it: spotter reset",
            )

    def _running_port(self) -> int | None:
        """Return the port of the server on our data folder, None without one."""
        pid_file = self.data / "postmaster.pid"
        try:
            lines = pid_file.read_text().splitlines()
            words = psutil.Process(int(lines[0])).cmdline()
        except psutil.AccessDenied:
            words = ["somebody else's"]
        except psutil.ZombieProcess:
            # Killed, but not yet reaped by init: Postgres would take it for alive.
            words = ["a dead one's"]
        except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
            return None  # Postgres itself removes a stale pid file
        if any(word.endswith(str(self.data)) for word in words):
            return int(lines[3])
        if words:
            # After a crash the pid may belong to another program, and Postgres would refuse to start.
            pid_file.unlink(missing_ok=True)
        return None

    def _run(self, program: str, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        # Output goes to a file: the server inherits it and would keep a pipe open forever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self._bin / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env={**os.environ, "LC_ALL": "C", "TZ": "UTC", **(environment or {})},
                # Ctrl-C must not interrupt initdb or pg_ctl; we handle it.
                start_new_session=True,
                user=self._account.uid if self._account else None,
                group=self._account.gid if self._account else None,
                extra_groups=[] if self._account else None,
                check=False,
            )
            output.seek(0)
            said = output.read().strip()
        if done.returncode != 0:
            tail = "\n".join(self.log.read_text().splitlines()[-5:]) if self.log.exists() else ""
            raise StackError(f"Postgres' {program} failed: {said}\n{tail}".strip(), f"See {self.log}")
