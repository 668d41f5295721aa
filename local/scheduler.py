"""Starts due jobs, as pg_cron and EventBridge Scheduler do for a hosted project.

The database says what is due, so a job that was missed while the stack was down is started at once, and once.
"""

import importlib
import os
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from uuid import uuid4

import psycopg

from local.child import end_with_parent

_LOOK_SECONDS = 5.0
# As many as pg_cron should run at once on a hosted project.
_AT_ONCE = 8
_FUNCTION_SECONDS = 300
_ARE_ELSEWHERE = "select to_regclass('private.jobs') is null or to_regnamespace('cron') is not null"
_DUE = "select name, runs_in, due_at from private.job_health where is_due order by due_at"


@dataclass(frozen=True)
class Due:
    """A job that is due."""

    name: str
    runs_in: str
    at: datetime


class LocalContext:
    """Lambda's context: the remaining time."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self.aws_request_id = str(uuid4())

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until Lambda would stop it."""
        return max(int((self._end - time.monotonic()) * 1000), 0)


def jobs_to_schedule(database_url: str) -> int:
    """Return how many jobs must be started from outside the database; 0 without jobs or with pg_cron."""
    with psycopg.connect(database_url) as connection:
        row = connection.execute(
            "select to_regclass('private.jobs') is null or to_regnamespace('cron') is not null"
        )
        if row.fetchone() == (True,):
            return 0
        count = connection.execute("select count(*) from private.jobs").fetchone()
    return int(count[0]) if count else 0


class Scheduler:
    """Starts due jobs, each in a thread of its own."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._pool = ThreadPoolExecutor(_AT_ONCE)
        self._running: dict[str, Future[None]] = {}
        # A failed function is called again when it is due again, not at the next tick.
        self._called: dict[str, datetime] = {}

    def tick(self) -> list[str]:
        """Start the due jobs that aren't running; return their names."""
        self._running = {name: run for name, run in self._running.items() if not run.done()}
        started = [due for due in self._due() if due.name not in self._running and self._is_new(due)]
        for due in started:
            self._called[due.name] = due.at
            self._running[due.name] = self._pool.submit(self._run, due)
        return [due.name for due in started]

    def finish(self) -> None:
        """Wait for all started jobs."""
        for run in list(self._running.values()):
            run.result()

    def _is_new(self, due: Due) -> bool:
        # The database records its own runs when they begin; calls of functions are only recorded here.
        return due.runs_in == "database" or self._called.get(due.name) != due.at

    def _due(self) -> list[Due]:
        with psycopg.connect(self._database_url) as connection:
            return [Due(*row) for row in connection.execute(_DUE)]

    def _run(self, due: Due) -> None:
        try:
            if due.runs_in == "lambda":
                invoke(due)
            else:
                run_job(self._database_url, due.name)
        except Exception as error:  # noqa: BLE001 - whatever a job does, the others go on
            _say(f"{due.name}: {type(error).__name__}: {error}")


def run_job(database_url: str, name: str) -> None:
    """Run a job of the database to its end. Raises psycopg.Error for an unknown job or without a database."""
    with psycopg.connect(database_url, autocommit=True) as session:
        session.add_notice_handler(lambda said: _say(said.message_primary or ""))
        row = session.execute("select private.job_command(%s)", [name]).fetchone()
        session.execute(str(row[0] if row else "").encode())


def invoke(due: Due) -> None:
    """Call a function as EventBridge Scheduler does, in this process."""
    module = f"functions.{due.name}.handler"
    if find_spec(module) is None:
        raise ModuleNotFoundError(module)
    event = {"scheduled_time": f"{due.at:%Y-%m-%dT%H:%M:%SZ}", "execution_id": str(uuid4())}
    importlib.import_module(module).handler(event, LocalContext(_FUNCTION_SECONDS))


def _say(message: str) -> None:
    sys.stdout.write(message + "\n")
    sys.stdout.flush()


def main() -> None:
    """Tick until the parent process is gone."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    scheduler = Scheduler(os.environ["DATABASE_URL"])
    while True:
        try:
            for name in scheduler.tick():
                _say(f"started {name}")
        except psycopg.Error as error:
            _say(f"The database can't be queried: {error}")
        time.sleep(_LOOK_SECONDS)


if __name__ == "__main__":
    main()
