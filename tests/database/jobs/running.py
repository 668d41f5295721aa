"""Jobs as pg_cron and the local scheduler run them: by private.job_command, on a connection of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg

from tests.support import Connection


def run_job(url: str, name: str, at: datetime | None = None, *, timeout: str = "0") -> list[str]:
    """Run a job to its end; returns what the database said meanwhile."""
    said: list[str] = []
    with psycopg.connect(url, autocommit=True) as session:
        session.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
        session.execute(f"set statement_timeout = '{timeout}'".encode())
        session.execute(command(session, name, at).encode())
    return said


def command(session: Connection, name: str, at: datetime | None) -> str:
    """The statement that runs a job."""
    row = session.execute("select private.job_command(%s, %s)", [name, at]).fetchone()
    assert row
    return str(row[0])


@contextmanager
def half_way(url: str, name: str, at: datetime | None = None) -> Iterator[int]:
    """A run that has done its first batch and goes no further; yields its process."""
    with psycopg.connect(url, autocommit=True) as session:
        row = session.execute("select private.begin_job_run(%s, coalesce(%s, now()))", [name, at]).fetchone()
        assert row
        session.execute("select private.run_job_batch(%s)", [row[0]])
        yield session.info.backend_pid


def killed_half_way(url: str, name: str, at: datetime | None = None) -> None:
    """Begin a run and kill its session after the first batch, as a restart of the server would."""
    with half_way(url, name, at) as process, psycopg.connect(url, autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [process])


def runs(sql: Connection, name: str) -> list[dict[str, Any]]:
    """The runs of a job, the first first."""
    rows = sql.execute("select to_jsonb(r) from private.job_runs as r where job = %s order by id", [name])
    return [row[0] for row in rows]
