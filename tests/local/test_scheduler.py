"""Where pg_cron is missing, `spotter up` starts the jobs: all of them, on time, once, and what was missed."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from local.child import Child
from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.scheduler import Scheduler, jobs_to_schedule
from local.services import Services
from tests.support import Connection

PATIENCE = 60


@pytest.fixture(scope="module")
def url(cluster: Cluster, template: str) -> str:
    return cluster.create_database("scheduled", template)


@pytest.fixture
def sql(url: str) -> Iterator[Connection]:
    """Every job was due six hours ago, has never run, and is due again tomorrow, not while a test runs."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("truncate private.job_runs")
        connection.execute(
            "update private.jobs set created_at = now() - interval '2 days', schedule = "
            "to_char((now() - interval '6 hours') at time zone 'UTC', '\"0\" FMHH24 \"* * *\"')"
        )
        yield connection


def names(sql: Connection, which: str) -> set[str]:
    return {name for (name,) in sql.execute(f"select name from private.jobs where {which}")}


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it didn't happen"
        time.sleep(0.1)


def test_what_was_missed_while_nothing_ran_is_started_once(url: str, sql: Connection) -> None:
    # Who calls itself a function is another test's.
    sql.execute("update private.jobs set created_at = now() where runs_in = 'lambda'")
    scheduler = Scheduler(url)
    assert set(scheduler.tick()) == names(sql, "runs_in = 'database'")
    scheduler.finish()
    assert scheduler.tick() == []


def test_a_job_that_fails_keeps_nobody_from_running(url: str, sql: Connection) -> None:
    sql.execute("update private.jobs set created_at = now() where runs_in = 'lambda'")
    with sql.transaction():
        sql.execute(
            """
            insert into private.jobs (name, schedule, batch_function, batch_size, description, created_at)
            values ('broken', '* * * * *', 'private.no_such', 1, 'Fails.', now() - interval '1 hour')
            """
        )
    scheduler = Scheduler(url)
    scheduler.tick()
    scheduler.finish()
    sql.execute("delete from private.jobs where name = 'broken'")
    done = {name for (name,) in sql.execute("select job from private.job_runs where outcome = 'done'")}
    assert done == names(sql, "runs_in = 'database'")


def test_a_function_that_fails_is_called_again_only_when_it_is_due_again(url: str, sql: Connection) -> None:
    sql.execute(
        "update private.jobs set created_at = now() where runs_in = 'database' or name <> 'reset_streaks'"
    )
    scheduler = Scheduler(url)
    assert scheduler.tick() == ["reset_streaks"]
    # Nobody told it where the project is, so it fails.
    scheduler.finish()
    assert scheduler.tick() == []


def test_it_counts_what_it_has_to_start(url: str, sql: Connection) -> None:
    assert jobs_to_schedule(url) == len(names(sql, "true"))


def test_without_jobs_there_is_nothing_to_start(cluster: Cluster) -> None:
    assert jobs_to_schedule(cluster.create_database("no_jobs")) == 0


def test_all_jobs_run_by_themselves_the_functions_too(url: str, sql: Connection, tmp_path: Path) -> None:
    services = Services(free_port(), Keys.generate(), tmp_path)
    address = services.start(url)
    environment = {
        "DATABASE_URL": url,
        "SUPABASE_URL": address.url,
        "SUPABASE_PUBLISHABLE_KEY": address.publishable_key,
        "SUPABASE_SECRET_KEY": address.secret_key,
    }
    log = tmp_path / "scheduler.log"
    scheduler = Child(
        "scheduler", [sys.executable, "-m", "local.scheduler"], {**os.environ, **environment}, log
    )

    def all_done() -> bool:
        query = "select distinct job from private.job_runs where outcome = 'done'"
        return {name for (name,) in sql.execute(query)} == names(sql, "true")

    try:
        wait_for(all_done)
    finally:
        scheduler.stop()
        services.stop()
    assert not scheduler.running
