"""A stack of its own whose parts can be killed while others work, and put back."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.services import Address, Services
from tests.support import Connection

# An acknowledged commit has been written. What fsync adds is for power cuts: a killed process leaves the
# system's cache as it was, and recovery without it takes a tenth of the time.
DURABLE = {"synchronous_commit": "on", "full_page_writes": "on", "autovacuum": "on"}

_DYING_SECONDS = 60


@dataclass(frozen=True)
class Rig:
    """A durable Postgres and the services before it.

    `database_url` leads straight to Postgres; the services may have been given a detour.
    """

    cluster: Cluster
    services: Services
    address: Address
    database_url: str

    @contextmanager
    def sql(self) -> Iterator[Connection]:
        """A connection as `postgres`. Each statement is its own transaction."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            yield connection

    def kill_postgres(self) -> None:
        """SIGKILL for the postmaster and every one of its processes, as if the machine had gone."""
        kill_family(psutil.Process(int((self.cluster.data / "postmaster.pid").read_text().splitlines()[0])))

    def kill_gateway(self) -> None:
        """SIGKILL for the gateway."""
        gateway = self._gateway()
        gateway.kill()
        gateway.wait(_DYING_SECONDS)

    def _gateway(self) -> psutil.Process:
        port = int(self.address.url.rpartition(":")[2])
        for child in psutil.Process().children():
            with suppress(psutil.NoSuchProcess):
                listening = [c for c in child.net_connections() if c.status == psutil.CONN_LISTEN]
                if any(connection.laddr.port == port for connection in listening):
                    return child
        raise AssertionError("the gateway isn't running")


@contextmanager
def served(cluster: Cluster, database_url: str, folder: Path, detour: str | None = None) -> Iterator[Rig]:
    """Gateway and functions before a database; they reach it by the URL `detour`, if there is one."""
    services = Services(free_port(), Keys.generate(), folder)
    address = services.start(detour or database_url)
    try:
        yield Rig(cluster, services, address, database_url)
    finally:
        services.stop()


def kill_family(victim: psutil.Process) -> None:
    """SIGKILL for a process without threads and all that it started; returns when they are gone."""
    # Else it could start another between the count and the kill.
    victim.suspend()
    family = [victim, *victim.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    deadline = time.monotonic() + _DYING_SECONDS
    while any(_is_alive(process) for process in family):
        assert time.monotonic() < deadline, "still there after SIGKILL"
        time.sleep(0.01)


def _is_alive(process: psutil.Process) -> bool:
    # Who reaps an orphan takes its time over it; it holds nothing by then.
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
