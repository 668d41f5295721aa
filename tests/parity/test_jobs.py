"""The jobs as hosted runs them: registered by the seed, fired by pg_cron in its own workers."""

from collections.abc import Iterator

import psycopg
import pytest

from local import schema
from local.database.project import Project
from local.parity import ParityCluster
from local.postgres import SUPERUSER
from tests.parity.waiting import within
from tests.support import Connection

_SCHEDULED = (
    "select jobname, schedule, command, active from cron.job where jobname like 'spotter:%' order by 1"
)
_WANTED = "select 'spotter:' || name, schedule from private.jobs where runs_in = 'database' order by 1"


@pytest.fixture
def seeded(cron: Connection) -> Iterator[Connection]:
    """The jobs with their own schedules, then and afterwards."""
    yield cron
    schema.seed(Project(), _url(cron))


def _url(connection: Connection) -> str:
    info = connection.info
    return f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"


def _reschedule(cron: Connection) -> str:
    row = cron.execute("select private.schedule_jobs()").fetchone()
    assert row
    return str(row[0])


def test_workers_run_them_as_on_hosted(cron: Connection) -> None:
    assert cron.execute("show cron.use_background_workers").fetchone() == ("on",)


def test_the_seed_registers_every_job_of_the_database(cron: Connection) -> None:
    scheduled = cron.execute(_SCHEDULED).fetchall()
    assert [(name, schedule) for name, schedule, *_ in scheduled] == cron.execute(_WANTED).fetchall()
    assert all(active for *_, active in scheduled)


def test_seeding_again_registers_nothing_twice(seeded: Connection) -> None:
    before = seeded.execute("select * from cron.job order by jobid").fetchall()
    schema.seed(Project(), _url(seeded))
    assert seeded.execute("select * from cron.job order by jobid").fetchall() == before


def test_every_job_is_fired_and_comes_to_its_end(seeded: Connection) -> None:
    seeded.execute("update private.jobs set schedule = '1 second'")
    _reschedule(seeded)
    assert within(
        20,
        seeded,
        """
        select bool_and(exists (
            select from private.job_runs as r where r.job = j.name and r.outcome = 'done'
        ))
        from private.jobs as j where j.runs_in = 'database'
        """,
    )
    failed = "select jobid, return_message from cron.job_run_details where status = 'failed'"
    assert seeded.execute(failed).fetchall() == []


def test_a_changed_schedule_takes_the_place_of_the_old_one(seeded: Connection) -> None:
    seeded.execute("update private.jobs set schedule = '0 0 1 1 *' where name = 'purge_job_runs'")
    _reschedule(seeded)
    query = "select schedule from cron.job where jobname = 'spotter:purge_job_runs'"
    assert seeded.execute(query).fetchall() == [("0 0 1 1 *",)]


def test_a_job_that_has_gone_is_unscheduled_and_those_of_others_stay(seeded: Connection) -> None:
    seeded.execute("select cron.schedule('theirs', '0 3 * * *', 'select 1')")
    seeded.execute("delete from private.jobs where name = 'purge_job_runs'")
    _reschedule(seeded)
    names = {name for (name,) in seeded.execute("select jobname from cron.job")}
    assert ("spotter:purge_job_runs" in names, "theirs" in names) == (False, True)


def test_what_pg_cron_noted_is_kept_for_seven_days(cron: Connection) -> None:
    """cron.job_run_details grows for ever unless somebody empties it."""
    with cron.transaction(force_rollback=True):
        cron.execute(
            """
            insert into cron.job_run_details (jobid, runid, database, username, command, start_time, end_time)
            select 1, -n, 'cron', 'postgres', 'select ' || n, t.at, t.at
            from (values (1, now() - interval '8 days'), (2, now() - interval '6 days')) as t (n, at)
            """
        )
        cron.execute("select private.purge_cron_runs(now(), 1000)")
        left = cron.execute("select command from cron.job_run_details where runid < 0").fetchall()
    assert left == [("select 2",)]


def test_a_time_limit_ends_a_run_with_its_batches_kept_and_the_reason_on_record(
    seeded: Connection, parity_server: ParityCluster
) -> None:
    """Hosted projects cancel statements after two minutes, and a run is one statement to pg_cron, too."""
    seeded.execute(
        """
        create function private.do_slow_work(p_now timestamptz, p_limit integer) returns integer
        language plpgsql as $$ begin perform pg_sleep(0.4); return p_limit; end $$
        """
    )
    with psycopg.connect(parity_server.url(SUPERUSER), autocommit=True) as superuser:
        superuser.execute("alter role postgres set statement_timeout = '1s'")
        try:
            seeded.execute(
                "insert into private.jobs values ('slow', '1 second', 'private.do_slow_work', 5, 'Sleeps.')"
            )
            _reschedule(seeded)
            assert within(10, seeded, "select exists (select from private.job_runs where outcome = 'failed')")
        finally:
            superuser.execute("alter role postgres reset statement_timeout")
    query = (
        "select error_code, batches, rows from private.job_runs where outcome = 'failed' order by id limit 1"
    )
    assert seeded.execute(query).fetchall() == [("57014", 2, 10)]
    seeded.execute("delete from private.jobs where name = 'slow'")
