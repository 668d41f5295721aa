"""Drives pgbench: requests as PostgREST issues them, over any number of connections."""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, TypeAlias

import psycopg

from bench.athletes import Athlete
from bench.calls import CALLS, Call
from bench.laboratory import Laboratory
from bench.load import CLAIMS, claims
from bench.timing import Timing

# A client reads its next request in one transaction, and sends it in the next one, which alone is timed.
# So body and claims are parameters, as from PostgREST. Its db-pre-request is gateway.check_request.
_LEARN = """\
select claims, kind, body from bench.requests where client = :client_id and nth = :nth \\gset
\\set nth :nth + 1
"""
_ASK = """\
begin isolation level read committed {mode};
{claims};
select gateway.check_request();
{query};
commit;
"""
_TABLE = """
drop schema if exists bench cascade;
create schema bench;
create table bench.requests (
    client integer, nth integer, claims text not null, kind integer not null, body text not null,
    primary key (client, nth)
);
grant usage on schema bench to authenticator;
grant select on bench.requests to authenticator;
-- Counted as always, but one athlete writes as much as thousands would.
update private.write_limits set writes = 1000000000;
update private.request_limits set writes_at_once = 1000, reads_at_once = 1000, reads_running = 1000;
update private.row_limits set free = 1000000000, premium = 1000000000;
"""


class Request(NamedTuple):
    """An athlete's request with its body; whether it counts, or only warms the connection up."""

    call: Call
    athlete: Athlete
    body: str = ""
    counts: bool = True


Lane: TypeAlias = Sequence[Request]
"""What one client asks for, one after the other."""


class Done(NamedTuple):
    """A request, the time it ended, and its duration in seconds."""

    call: Call
    ended: float
    seconds: float


class Served(NamedTuple):
    """The results of the requests that count, by client."""

    lanes: list[list[Done]]

    @property
    def a_second(self) -> float:
        """The requests served per second while all clients were active."""
        began, ended = self.window
        inside = sum(began < one.ended <= ended for lane in self.lanes for one in lane)
        return inside / (ended - began)

    @property
    def window(self) -> tuple[float, float]:
        """The time from the last client's first request to the first client's last one."""
        return max(lane[0].ended - lane[0].seconds for lane in self.lanes), min(
            lane[-1].ended for lane in self.lanes
        )

    @property
    def timings(self) -> Mapping[Call, Timing]:
        """The durations of the requests, by call."""
        times: dict[Call, list[float]] = {}
        for lane in self.lanes:
            for one in lane:
                times.setdefault(one.call, []).append(one.seconds)
        return {call: Timing(tuple(seconds)) for call, seconds in times.items()}


def serve(
    place: Laboratory,
    lanes: Sequence[Lane],
    while_it_runs: Callable[[subprocess.Popen[str]], None] | None = None,
) -> Served:
    """Run one client per lane, all at once, each with the requests of its lane.

    Raises RuntimeError if a request fails.
    """
    [length] = {len(lane) for lane in lanes}
    _write_down(place, lanes)
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as name:
        folder = Path(name)
        script = folder / "requests.sql"
        script.write_text(
            _script(sorted({request.call for lane in lanes for request in lane}, key=CALLS.index))
        )
        command = [
            str(place.programs / "pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={script}",
            f"--client={len(lanes)}", f"--transactions={2 * length}", "--define=nth=0", "--define=asking=0",
            "--log", f"--log-prefix={folder / 'log'}", place.url("authenticator"),
        ]  # fmt: skip
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
        ) as running:
            if while_it_runs:
                while_it_runs(running)
            _, said = running.communicate()
        if running.returncode:
            raise RuntimeError(f"pgbench failed: {said}")
        done = _read(folder.glob("log*"))
    lanes_done = [
        [Done(request.call, *one) for request, one in zip(lane, done[client], strict=True) if request.counts]
        for client, lane in enumerate(lanes)
    ]
    return Served(lanes_done)


def _write_down(place: Laboratory, lanes: Sequence[Lane]) -> None:
    with psycopg.connect(place.url("supabase_admin")) as admin:
        admin.execute(_TABLE.encode())
        with admin.cursor().copy("copy bench.requests from stdin") as copy:
            for client, lane in enumerate(lanes):
                for nth, (call, athlete, body, _) in enumerate(lane):
                    copy.write_row((client, nth, claims(athlete), CALLS.index(call), body))
        admin.execute("analyze bench.requests")


def _script(calls: Sequence[Call]) -> str:
    asked = "".join(
        f"\\{'elif' if nth else 'if'} :kind = {CALLS.index(call)}\n" + _statement(call)
        for nth, call in enumerate(calls)
    )
    return f"\\if :asking\n\\set asking 0\n{asked}\\endif\n\\else\n\\set asking 1\n{_LEARN}\\endif\n"


def _statement(call: Call) -> str:
    # pgbench ends a statement at the semicolon; within one, lines may break.
    return _ASK.format(
        mode="read write" if call.writes else "read only",
        claims=CLAIMS.replace("$1", ":claims"),
        query=call.query.format(body=":body").strip(),
    )


def _read(logs: Iterator[Path]) -> dict[int, list[tuple[float, float]]]:
    """Return when each request ended and how long it took, by client."""
    rows = [list(map(int, line.split()[:6])) for log in logs for line in log.read_text().splitlines()]
    # client, its transaction's number, microseconds, script, and when: seconds, microseconds
    rows.sort(key=lambda row: (row[0], row[1]))
    return {
        client: [(row[4] + row[5] / 1e6, row[2] / 1e6) for row in list(transactions)[1::2]]
        for client, transactions in groupby(rows, key=lambda row: row[0])
    }
