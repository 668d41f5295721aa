"""What `spotter doctor` says of pg_cron's schedule, where there is one."""

from collections.abc import Iterator

import pytest

from local.doctor.database import jobs
from local.doctor.installation import Installation
from tests.support import Connection


@pytest.fixture
def hosted(cron: Connection) -> Iterator[Installation]:
    """An installation with jobs, scheduled by the seed, then and afterwards."""
    info = cron.info
    url = f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"
    yield Installation("https://project.supabase.co", "", "", "", url, "")
    # Scheduling again leaves a job off that somebody has switched off.
    cron.execute("select cron.alter_job(jobid, active := true) from cron.job")
    cron.execute("select private.schedule_jobs()")


def test_jobs_that_the_seed_scheduled_are_sound(hosted: Installation) -> None:
    assert jobs(hosted) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("select cron.unschedule('spotter:purge_job_runs')", "The job purge_job_runs is not scheduled."),
        (
            "select cron.schedule('spotter:purge_job_runs', '0 0 1 1 *', 'select 1')",
            "The job purge_job_runs is '0 0 1 1 *', not '15 6 * * *'.",
        ),
        (
            "select cron.alter_job(jobid, active := false) from cron.job where jobname ~ 'purge_job_runs'",
            "The job purge_job_runs is switched off, not '15 6 * * *'.",
        ),
    ],
)
def test_a_job_that_is_not_as_the_seed_schedules_it_is_told(
    hosted: Installation, cron: Connection, change: str, what: str
) -> None:
    cron.execute(change.encode())
    assert [one.what for one in jobs(hosted)] == [what]
