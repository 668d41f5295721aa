"""Promises for any job, tested with one that moves numbers, and can be slow or fail."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import sleep

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.jobs.running import half_way, killed_half_way, run_job, runs
from tests.support import Connection

JOB = "move_numbers"
AT = datetime(2026, 6, 10, 3, tzinfo=UTC)
SCHEMA = """
create table private.pile (number integer);
create table private.moved (number integer, as_of timestamptz, transaction xid8 default pg_current_xact_id());
create table private.trouble (number integer, after integer, seconds float, aged interval);
create function private.move_numbers(p_now timestamptz, p_limit integer) returns integer
language plpgsql as $$
declare
    v_moved integer;
begin
    perform pg_sleep(seconds) from private.trouble where (select count(*) from private.moved) >= after;
    update private.job_runs set started_at = started_at - aged
    from private.trouble where outcome = 'running' and aged is not null;
    with taken as (
        delete from private.pile
        where number in (select number from private.pile order by number limit p_limit) returning number
    )
    insert into private.moved (number, as_of) select number, p_now from taken;
    get diagnostics v_moved = row_count;
    perform 1 / (number - number) from private.moved inner join private.trouble using (number);
    return v_moved;
end;
$$;
insert into private.jobs (name, schedule, batch_function, batch_size, description)
values ('move_numbers', '0 3 * * *', 'private.move_numbers', 3, 'Moves numbers.');
"""


@pytest.fixture(scope="module")
def url(cluster: Cluster, template: str) -> str:
    made = cluster.create_database("jobs", template)
    with psycopg.connect(made) as connection:
        connection.execute(SCHEMA.encode())
    return made


@pytest.fixture
def sql(url: str) -> Iterator[Connection]:
    """Ten numbers on the pile, and no trouble."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("truncate private.pile, private.moved, private.trouble, private.job_runs")
        connection.execute("insert into private.pile select generate_series(1, 10)")
        connection.execute("update private.jobs set max_seconds = default where name = %s", [JOB])
        yield connection


def moved(sql: Connection) -> list[int]:
    return [row[0] for row in sql.execute("select number from private.moved order by number")]


def trouble(sql: Connection, number: int | None = None, *, after: int = 0, seconds: float = 0) -> None:
    """Make the batch with this number fail, and those slow that begin after so many have moved."""
    sql.execute("insert into private.trouble values (%s, %s, %s)", [number, after, seconds])


ALL = list(range(1, 11))


def test_every_batch_is_a_transaction(url: str, sql: Connection) -> None:
    run_job(url, JOB)
    batches = sql.execute(
        "select array_agg(number order by number) from private.moved group by transaction order by 1"
    )
    assert [row[0] for row in batches] == [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10]]


def test_a_run_is_recorded(url: str, sql: Connection) -> None:
    run_job(url, JOB, AT)
    [run] = runs(sql, JOB)
    assert (run["outcome"], run["batches"], run["rows"]) == ("done", 4, 10)
    assert datetime.fromisoformat(run["as_of"]) == AT
    assert run["started_at"] < run["ended_at"]


def test_batches_take_the_time_of_their_run(url: str, sql: Connection) -> None:
    run_job(url, JOB, AT)
    assert sql.execute("select distinct as_of from private.moved").fetchall() == [(AT,)]


def test_run_again_it_has_nothing_to_do(url: str, sql: Connection) -> None:
    run_job(url, JOB)
    run_job(url, JOB)
    assert [run["rows"] for run in runs(sql, JOB)] == [10, 0]
    assert moved(sql) == ALL


def test_a_failing_batch_takes_nothing_of_those_before_it_along(url: str, sql: Connection) -> None:
    trouble(sql, 5)
    run_job(url, JOB)
    assert moved(sql) == [1, 2, 3]
    [run] = runs(sql, JOB)
    assert (run["outcome"], run["batches"], run["rows"]) == ("failed", 1, 3)
    assert (run["error_code"], run["error_message"]) == ("22012", "division by zero")


def test_the_run_after_a_failure_goes_on(url: str, sql: Connection) -> None:
    trouble(sql, 5)
    run_job(url, JOB)
    sql.execute("truncate private.trouble")
    run_job(url, JOB)
    assert moved(sql) == ALL


def test_what_a_time_limit_cancels_is_recorded_and_can_run_again(url: str, sql: Connection) -> None:
    """Hosted projects cancel statements after two minutes, and a whole run is one statement."""
    trouble(sql, after=6, seconds=60)
    run_job(url, JOB, timeout="1s")
    [run] = runs(sql, JOB)
    assert (run["outcome"], run["error_code"], moved(sql)) == ("failed", "57014", [1, 2, 3, 4, 5, 6])
    sql.execute("truncate private.trouble")
    run_job(url, JOB)
    assert moved(sql) == ALL


def test_out_of_time_it_leaves_the_rest_to_the_next_run(url: str, sql: Connection) -> None:
    # As if each batch took five minutes.
    sql.execute("insert into private.trouble (aged) values ('5 minutes')")
    sql.execute("update private.jobs set max_seconds = 400 where name = %s", [JOB])
    run_job(url, JOB)
    assert (runs(sql, JOB)[0]["outcome"], moved(sql)) == ("unfinished", [1, 2, 3, 4, 5, 6])
    run_job(url, JOB)
    assert moved(sql) == ALL


def test_the_second_of_two_runs_leaves_at_once_and_says_so(url: str, sql: Connection) -> None:
    with half_way(url, JOB):
        assert run_job(url, JOB, timeout="20s") == ["move_numbers is running already"]
        assert [run["outcome"] for run in runs(sql, JOB)] == ["running", "busy"]
        assert moved(sql) == [1, 2, 3]


def test_many_at_once_do_everything_once(url: str, sql: Connection) -> None:
    trouble(sql, seconds=0.02)
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda _: run_job(url, JOB), range(6)))
    assert moved(sql) == ALL


def test_killed_half_way_the_next_run_finishes(url: str, sql: Connection) -> None:
    killed_half_way(url, JOB)
    assert moved(sql) == [1, 2, 3]
    run_job(url, JOB)
    assert moved(sql) == ALL
    assert [run["outcome"] for run in runs(sql, JOB)] == ["killed", "done"]


def test_killed_within_a_batch_that_batch_never_was(url: str, sql: Connection) -> None:
    trouble(sql, after=3, seconds=60)
    sleeps = "select from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()"
    with ThreadPoolExecutor() as pool:
        running = pool.submit(run_job, url, JOB)
        while not sql.execute(sleeps).fetchall() and not running.done():
            sleep(0.01)
        killed = sql.execute(
            """
            select pg_terminate_backend(k.pid, 5000) from pg_locks as k
            where k.locktype = 'advisory' and k.database = (
                select oid from pg_database where datname = current_database()
            )
            """
        ).fetchall()
        assert killed == [(True,)]
        with pytest.raises(psycopg.OperationalError):
            running.result()
    assert moved(sql) == [1, 2, 3]
    sql.execute("truncate private.trouble")
    run_job(url, JOB)
    assert moved(sql) == ALL


def test_a_job_that_nobody_knows_is_refused(url: str) -> None:
    with pytest.raises(psycopg.Error, match="there is no job nonsense") as refused:
        run_job(url, "nonsense")
    assert refused.value.sqlstate == "PT404"


def test_every_job_has_its_batch_function(sql: Connection) -> None:
    missing = sql.execute(
        """
        select j.name from private.jobs as j
        left join pg_proc as p
            on p.oid = to_regprocedure(j.batch_function || '(timestamptz, integer)')
            and p.prorettype = 'integer'::regtype
        where p.oid is null
        """
    ).fetchall()
    assert missing == []


def test_registering_a_job_without_its_function_is_refused(sql: Connection) -> None:
    with sql.transaction(force_rollback=True):
        sql.execute(
            """
            insert into private.jobs (name, schedule, batch_function, batch_size, description)
            values ('nothing', '0 3 * * *', 'private.nothing', 1, 'Does nothing.')
            """
        )
        with pytest.raises(psycopg.Error, match="nothing has no batch function"):
            sql.execute("select private.schedule_jobs()")


def test_without_pg_cron_registering_says_so(sql: Connection) -> None:
    [(said,)] = sql.execute("select private.schedule_jobs()").fetchall()
    assert said.startswith("pg_cron is not installed")


def test_runs_are_kept_for_thirty_days(sql: Connection) -> None:
    for days in (31, 29):
        sql.execute(
            """
            insert into private.job_runs (job, as_of, started_at, ended_at, outcome)
            values (%(job)s, %(at)s, %(at)s, %(at)s, 'done')
            """,
            {"job": JOB, "at": AT - timedelta(days=days)},
        )
    sql.execute("select private.purge_job_runs(%s, 100)", [AT])
    assert [datetime.fromisoformat(run["as_of"]) for run in runs(sql, JOB)] == [AT - timedelta(days=29)]


@pytest.mark.parametrize("name", ["purge_job_runs", "purge_cron_runs"])
def test_purging_nothing_is_done_at_once(url: str, sql: Connection, name: str) -> None:
    run_job(url, name)
    assert [(run["outcome"], run["batches"], run["rows"]) for run in runs(sql, name)] == [("done", 1, 0)]
