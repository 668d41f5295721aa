"""The parity database: Debian's PostgreSQL 17 with everything that the wheel lacks, in a chroot of its own.

It has pgvector, pg_cron, plpgsql_check, hypopg and pgTAP, and hosted Supabase's major version. Needs root on
Linux with apt; the folder is made once (in about half a minute) and kept.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from local.errors import StackError
from local.ports import free_port
from local.postgres import SUPERUSER

_SUITE = "trixie"
_EXTENSIONS = ("cron", "hypopg", "pgtap", "pgvector", "plpgsql-check")
_PACKAGES = ("postgresql-17", *(f"postgresql-17-{name}" for name in _EXTENSIONS))
# On hosted projects, supautils lets `postgres` create these although it isn't a superuser.
_TRUSTED = ("hypopg", "pgtap", "plpgsql_check", "vector")
_CACHE = Path("/var/cache/spotter")
_PROGRAMS = "/usr/lib/postgresql/17/bin"
# pg_cron works in a single database of a cluster.
CRON_DATABASE = "cron"
# As hosted projects do after `create extension pg_cron`: jobs are created by function, not in the table.
_CRON = """
create extension if not exists pg_cron with schema pg_catalog;
grant usage on schema cron to postgres with grant option;
grant all on all functions in schema cron to postgres with grant option;
grant all on all tables in schema cron to postgres with grant option;
revoke all on cron.job from postgres;
grant select on cron.job to postgres with grant option;
"""


class ParityCluster:
    """A temporary parity server, used like a `Cluster`."""

    def __init__(self) -> None:
        self.port = free_port()
        self._root = _system()
        self._home = f"/var/lib/postgresql/{secrets.token_hex(8)}"
        self._password = secrets.token_urlsafe(24)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def url(self, role: str = "postgres", database: str = "postgres") -> str:
        """Return a connection string for `role`; the superuser is `supabase_admin`."""
        return f"postgresql://{role}:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Make the data folder and start the server. Returns when it accepts connections."""
        self._run("mkdir", "--mode=700", self._home)
        secret = self._root / self._home[1:] / "password"
        secret.write_text(self._password)
        self._run(f"{_PROGRAMS}/initdb", f"--pgdata={self._home}/data", f"--username={SUPERUSER}",
                  "--no-sync", f"--pwfile={self._home}/password", "--auth=scram-sha-256", "--encoding=UTF8",
                  "--locale=C.UTF-8", "--set=timezone=UTC", "--set=log_timezone=UTC")  # fmt: skip
        options = {
            "port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "",
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
            # The chroot has no /dev/shm, and nothing is mounted into it.
            "dynamic_shared_memory_type": "mmap",
            "shared_preload_libraries": "pg_cron", "cron.database_name": CRON_DATABASE,
            # Background workers need no password, as on hosted projects.
            "cron.use_background_workers": "on",
        }  # fmt: skip
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run(f"{_PROGRAMS}/pg_ctl", "start", "--wait", "--silent", f"--pgdata={self._home}/data",
                  f"--log={self._home}/log", f"--options={flags}")  # fmt: skip

    def stop(self) -> None:
        """Stop the server and remove its data. Does nothing if it doesn't exist."""
        home = self._root / self._home[1:]
        if (home / "data/postmaster.pid").exists():
            self._run(f"{_PROGRAMS}/pg_ctl", "stop", "--wait", "--silent", "--mode=immediate",
                      f"--pgdata={self._home}/data")  # fmt: skip
        shutil.rmtree(home, ignore_errors=True)

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database (as a copy of `template`) and return its URL for `postgres`, its owner."""
        with psycopg.connect(self.url(SUPERUSER), autocommit=True) as connection:
            role = connection.execute("select 1 from pg_roles where rolname = 'postgres'").fetchone()
            connection.execute(
                sql.SQL("create database {} owner {} template {}").format(
                    sql.Identifier(name),
                    sql.Identifier("postgres" if role else SUPERUSER),
                    sql.Identifier(template or "template1"),
                )
            )
        return self.url(database=name)

    def enable_cron(self) -> str:
        """Enable pg_cron in `CRON_DATABASE`, which must have the platform layer. Returns its URL."""
        with psycopg.connect(self.url(SUPERUSER, CRON_DATABASE)) as connection:
            connection.execute(_CRON.encode())
        return self.url(database=CRON_DATABASE)

    def _run(self, *command: str) -> None:
        account = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
        environment = {"PATH": "/usr/sbin:/usr/bin", "LC_ALL": "C.UTF-8", "HOME": "/var/lib/postgresql"}
        # Output goes to a file: the server inherits it and would keep a pipe open forever.
        log = self._root / "tmp" / f"spotter-{secrets.token_hex(8)}"
        try:
            with log.open("w") as output:
                done = subprocess.run(
                    ["chroot", str(self._root), *account, *command], stdin=subprocess.DEVNULL, stdout=output,
                    stderr=output, env=environment, check=False, timeout=120,
                )  # fmt: skip
            if done.returncode != 0:
                raise StackError(f"The parity database's {command[0]} failed: {log.read_text().strip()}")
        finally:
            log.unlink(missing_ok=True)


def available() -> bool:
    """Return whether this machine can have a parity database: root on Linux with apt."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _system() -> Path:
    """Return the folder of the Debian system; make it if it doesn't exist."""
    if not available():
        raise StackError(
            "The parity database needs root on Linux with apt.", "Skip its tests: -m 'not parity'"
        )
    root = _CACHE / f"parity-{hashlib.sha256(' '.join((_SUITE, *_PACKAGES)).encode()).hexdigest()[:12]}"
    if not root.exists():
        unfinished = root.with_name(f"{root.name}.{os.getpid()}")
        root.parent.mkdir(parents=True, exist_ok=True)
        try:
            _unpack(unfinished)
            if not root.exists():  # another process may have made it meanwhile
                unfinished.rename(root)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    return root


def _unpack(folder: Path) -> None:
    if shutil.which("mmdebstrap") is None:
        _demand("apt-get", "update")
        programs = ("mmdebstrap", "debian-archive-keyring")
        _demand("apt-get", "install", "--yes", "--no-install-recommends", *programs)
    _demand(
        "mmdebstrap", "--variant=apt", f"--include={','.join(_PACKAGES)}",
        "--aptopt=APT::Install-Recommends false", "--dpkgopt=path-exclude=/usr/share/doc/*",
        "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/locale/*",
        # Debian would create a cluster of its own.
        '--essential-hook=mkdir -p "$1/etc/postgresql-common"',
        '--essential-hook=echo create_main_cluster=false > "$1/etc/postgresql-common/createcluster.conf"',
        _SUITE, str(folder),
    )  # fmt: skip
    for name in _TRUSTED:
        control = folder / f"usr/share/postgresql/17/extension/{name}.control"
        control.write_text(control.read_text() + "trusted = true\n")


def _demand(*command: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=False,
        timeout=600,
    )  # fmt: skip
    if done.returncode != 0:
        raise StackError(f"{command[0]} failed: {done.stderr.strip()[-2000:]}")
