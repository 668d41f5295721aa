"""What operators see of the jobs: which are due, late, running or failing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.jobs.running import half_way, run_job
from tests.support import Connection

JOB = "purge_job_runs"
# Its schedule below: every day at six. This is the time it was due.
SIX = datetime(2026, 6, 10, 6, tzinfo=UTC)
A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture(scope="module")
def url(cluster: Cluster, template: str) -> str:
    return cluster.create_database("job_health", template)


@pytest.fixture
def sql(url: str) -> Iterator[Connection]:
    """The job, there for long, without any run."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("truncate private.job_runs")
        connection.execute(
            "update private.jobs set schedule = '0 6 * * *', created_at = %s where name = %s",
            [SIX - 30 * A_DAY, JOB],
        )
        yield connection


def ran(sql: Connection, at: datetime, outcome: str = "done") -> None:
    code = "XX000" if outcome == "failed" else None
    sql.execute(
        """
        insert into private.job_runs
            (job, as_of, started_at, ended_at, outcome, rows, error_code, error_message)
        values (%s, %s, %s, %s, %s, 7, %s, %s)
        """,
        [JOB, at, at, None if outcome == "killed" else at + A_MINUTE, outcome, code, code and "it broke"],
    )


def health(sql: Connection, at: datetime) -> dict[str, Any]:
    query = "select to_jsonb(h) from private.job_health_at(%s) as h where name = %s"
    row = sql.execute(query, [at, JOB]).fetchone()
    assert row
    seen: dict[str, Any] = row[0]
    return seen


@pytest.mark.parametrize(
    ("at", "is_due", "is_late"),
    [
        (SIX - A_MINUTE, False, False),
        (SIX, True, False),
        (SIX + 9 * A_MINUTE, True, False),
        (SIX + 10 * A_MINUTE, True, True),
        (SIX + 20 * AN_HOUR, True, True),
    ],
)
def test_without_todays_run_it_is_due_at_once_and_late_after_ten_minutes(
    sql: Connection, at: datetime, *, is_due: bool, is_late: bool
) -> None:
    ran(sql, SIX - A_DAY)
    seen = health(sql, at)
    assert (seen["is_due"], seen["is_late"]) == (is_due, is_late)


def test_done_it_is_neither(sql: Connection) -> None:
    ran(sql, SIX + A_MINUTE)
    seen = health(sql, SIX + AN_HOUR)
    assert (seen["is_due"], seen["is_late"], seen["last_rows"]) == (False, False, 7)


@pytest.mark.parametrize("outcome", ["failed", "killed"])
def test_a_run_that_came_to_nothing_leaves_it_late(sql: Connection, outcome: str) -> None:
    ran(sql, SIX - A_DAY)
    ran(sql, SIX, outcome)
    seen = health(sql, SIX + AN_HOUR)
    assert (seen["is_late"], seen["failures"], seen["last_outcome"]) == (True, 1, outcome)


def test_one_that_left_at_once_for_another_does_not_count(sql: Connection) -> None:
    ran(sql, SIX - A_DAY)
    ran(sql, SIX, "busy")
    assert health(sql, SIX + A_MINUTE)["is_due"]


def test_failures_are_counted_from_the_last_success_on(sql: Connection) -> None:
    for day, outcome in enumerate(["failed", "failed", "done", "failed", "failed"]):
        ran(sql, SIX + (day - 4) * A_DAY, outcome)
    seen = health(sql, SIX + AN_HOUR)
    assert (seen["failures"], seen["last_error"]) == (2, "XX000: it broke")


def test_out_of_time_is_a_success(sql: Connection) -> None:
    ran(sql, SIX, "unfinished")
    seen = health(sql, SIX + AN_HOUR)
    assert (seen["is_late"], seen["failures"]) == (False, 0)


def test_a_new_job_is_not_late_for_what_was_before_it(sql: Connection) -> None:
    sql.execute("update private.jobs set created_at = %s where name = %s", [SIX + A_MINUTE, JOB])
    seen = health(sql, SIX + AN_HOUR)
    assert (seen["is_due"], seen["is_late"]) == (False, False)


def test_a_job_of_every_minute_is_late_ten_minutes_after_its_last_run(sql: Connection) -> None:
    sql.execute("update private.jobs set schedule = '* * * * *' where name = %s", [JOB])
    ran(sql, SIX)
    assert [health(sql, SIX + n * A_MINUTE)["is_late"] for n in (1, 9, 10, 11)] == [False, False, False, True]


def test_it_is_seen_running_as_long_as_it_does(url: str, sql: Connection) -> None:
    query = "select name from private.job_health where is_running"
    with half_way(url, "settle_streaks") as process:
        assert sql.execute(query).fetchall() == [("settle_streaks",)]
    # Closing a connection doesn't wait for its server process.
    sql.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where pid = %s", [process])
    assert sql.execute(query).fetchall() == []


def test_after_a_run_nothing_is_running_or_due(url: str, sql: Connection) -> None:
    sql.execute("update private.jobs set created_at = %s", [SIX - 2 * A_DAY])
    for (name,) in sql.execute("select name from private.jobs where runs_in = 'database'").fetchall():
        run_job(url, name, SIX)
    # At that moment: of those that run every minute, one may be due again by now.
    query = (
        "select name from private.job_health_at(%s) "
        "where (is_running or is_due or is_late) and runs_in = 'database'"
    )
    assert sql.execute(query, [SIX]).fetchall() == []
