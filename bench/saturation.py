"""Figure 10: the maximum of workouts written per second, and what they wait for."""

import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Self

import psutil
import psycopg

from bench.load import Inhabited
from bench.members import MOST_WORKOUTS, logging, rested
from bench.pgbench import Lane, serve
from bench.report import Load
from bench.turns import WARM_UP, warmed_up
from local.postgres import SUPERUSER

_SAMPLE_SECONDS = 0.02
_SAMPLE = """
select
    case
        when state = 'active' then coalesce(wait_event_type || ':' || wait_event, 'CPU')
        else 'Client:ClientRead'
    end
from pg_stat_activity
where usename = 'authenticator' and application_name = 'pgbench'
"""
# From Postgres 18 on, WAL syncs are counted in pg_stat_io.
_SYNCS_ARE_IO = 180000
_WAL = {
    "16": "select wal_bytes, wal_sync from pg_stat_wal",
    "18": "select (select wal_bytes from pg_stat_wal), sum(fsyncs) from pg_stat_io where object = 'wal'",
}


def measure(inhabited: Inhabited, requests: int, numbers: Sequence[int]) -> list[Load]:
    """Let each number of clients log `requests` workouts in total, each client for its own users."""
    needs = [
        sum(_length(requests, clients) for clients in numbers if nth < clients) for nth in range(max(numbers))
    ]
    users = [-(-need // MOST_WORKOUTS) for need in needs]
    members = iter(rested(inhabited, sum(users)))
    streams = [
        logging(list(islice(members, number)), -(-need // number))
        for need, number in zip(needs, users, strict=True)
    ]
    return [
        _load(
            inhabited,
            [warmed_up(list(islice(stream, _length(requests, clients)))) for stream in streams[:clients]],
        )
        for clients in numbers
    ]


def _length(requests: int, clients: int) -> int:
    return requests // clients + WARM_UP


def _load(inhabited: Inhabited, lanes: Sequence[Lane]) -> Load:
    with _Gauge(inhabited) as gauge:
        served = serve(inhabited.place, lanes, while_it_runs=gauge.watch)
        [timing] = served.timings.values()
        seconds = gauge.seconds
        total = gauge.waits.total()
        return Load(
            clients=len(lanes),
            a_second=served.a_second,
            timing=timing,
            cores=gauge.processor_seconds / seconds,
            machine=gauge.machine,
            wal_mb=gauge.wal_bytes / 1e6 / seconds,
            syncs=gauge.syncs / seconds,
            waits={event: count / total for event, count in gauge.waits.most_common()},
        )


class _Gauge:
    """Watches a server while pgbench runs."""

    def __init__(self, inhabited: Inhabited) -> None:
        self._admin = psycopg.connect(inhabited.place.url(SUPERUSER), autocommit=True)
        self._postmaster = psutil.Process(psutil.Process(self._admin.info.backend_pid).ppid())
        self._wal = _WAL["18" if self._admin.info.server_version >= _SYNCS_ARE_IO else "16"]
        self._begun: dict[int, float] = {}
        self._latest: dict[int, float] = {}
        self.waits: Counter[str] = Counter()
        self.seconds = self.machine = self.wal_bytes = self.syncs = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.close()

    @property
    def processor_seconds(self) -> float:
        """The CPU time of the server's processes, including ended ones until they were last seen."""
        return sum(used - self._begun.get(pid, 0) for pid, used in self._latest.items())

    def watch(self, running: subprocess.Popen[str]) -> None:
        """Sample until the process ends."""
        began = time.monotonic()
        bytes_before, syncs_before = self._written()
        psutil.cpu_percent()
        self._begun = self._used()
        while running.poll() is None:
            self.waits.update(event for (event,) in self._admin.execute(_SAMPLE))
            self._latest |= self._used()
            time.sleep(_SAMPLE_SECONDS)
        self.machine = psutil.cpu_percent() / 100
        self.seconds = time.monotonic() - began
        bytes_after, syncs_after = self._written()
        self.wal_bytes, self.syncs = bytes_after - bytes_before, syncs_after - syncs_before

    def _written(self) -> tuple[float, float]:
        self._admin.execute("select pg_stat_force_next_flush()")
        row = self._admin.execute(self._wal.encode()).fetchone() or (0, 0)
        return float(row[0]), float(row[1])

    def _used(self) -> dict[int, float]:
        used = {}
        for process in [self._postmaster, *self._postmaster.children()]:
            try:
                spent = process.cpu_times()
            except psutil.NoSuchProcess:  # it has ended since
                continue
            used[process.pid] = spent.user + spent.system
        return used
