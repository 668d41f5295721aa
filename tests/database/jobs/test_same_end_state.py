"""Jobs killed half-way, run twice at once, or missed for a night end in the same state."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from itertools import count

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.athlete import BENCH, Connection, one_set, sign_up
from tests.database.billing.purchases import subscribe
from tests.database.jobs.running import killed_half_way, run_job
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, train

# Three nights; what is to be done has all happened before the last of them.
NIGHTS = [MONDAY + 4 * WEEK + n * DAY + timedelta(hours=9) for n in range(3)]
JOBS = ["settle_streaks", "settle_achievements", "end_forgotten_workouts", "expire_ai_records",
        "forget_expired_memories", "refresh_cohorts"]  # fmt: skip
OTHER_JOBS = {
    "recount_accounts": "writes what is there already; tests/database/limits/test_account_use.py",
    "publish_cohorts": "one batch, once a week; tests/database/statistics/test_cohorts.py",
    "compare_with_cohorts": "one row a subscriber and snapshot; tests/database/statistics/test_cohorts.py",
    "process_billing_events": "tests/database/billing/test_billing_jobs.py",
    "expire_subscriptions": "tests/database/billing/test_billing_jobs.py",
    "forget_billing_events": "tests/database/billing/test_billing_jobs.py",
    "send_reminders": "tests/database/notifications/test_reminders.py",
    "purge_expired": "deletes by age alone; tests/database/privacy/test_retention.py",
    "purge_notifications": "deletes by age alone; tests/database/notifications/test_notification_ways.py",
    "purge_job_runs": "deletes by age alone; tests/database/jobs/test_jobs.py",
    "purge_cron_runs": "deletes by age alone; tests/parity/test_jobs.py",
}
TABLES = [
    "private.settled_streaks",
    "private.quota_use",
    "private.ai_requests",
    "private.achievement_totals",
    "private.cohort_members",
    "private.training_weeks",
    "public.coach_memories",
    "public.workout_sessions",
    "public.profiles",
]
# When a row was written; a streak that nothing happens to isn't written again.
TIMES = ["created_at", "updated_at", "settled_until"]
_numbers = count(1)


@pytest.fixture(scope="module")
def lived(cluster: Cluster, template: str) -> str:
    """The name of a database with work for every job: five people each left some."""
    url = cluster.create_database("lived", template)
    with psycopg.connect(url, autocommit=True) as sql:
        sql.execute("update private.jobs set batch_size = 2 where name = any(%s)", [JOBS])
        for number in range(5):
            _live(sql, number)
        sql.execute("update private.achievement_totals set rules_version = -1")
    return "lived"


def _live(sql: Connection, number: int) -> None:
    athlete = sign_up(sql)
    aim_for(athlete, 1, date(2020, 1, 1))
    train(athlete, MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
    session = athlete.start(MONDAY + 3 * WEEK)
    if number % 2:
        athlete.add_set(session, one_set(BENCH, 5, 60))
    sql.execute(
        """
        insert into public.coach_memories (user_id, content, kind, expires_at)
        values (%s, 'Travels', 'event', %s), (%s, 'Likes rows', 'preference', null)
        """,
        [athlete.id, MONDAY, athlete.id],
    )
    subscribe(sql, athlete.id)
    sql.execute(
        "update public.profiles set sex = 'female', date_of_birth = '1990-01-01' where id = %s", [athlete.id]
    )
    athlete.check_in(MONDAY, weight_kg=70)
    sql.execute(
        "select private.begin_ai_request(%s, 'coach_chat', 'key', 'hash', 30, %s)", [athlete.id, MONDAY]
    )
    sql.execute(
        "insert into public.user_consents (user_id, purpose, granted, version) values (%s, %s, true, '1')",
        [athlete.id, "cohort_statistics"],
    )


def end_state(cluster: Cluster, lived: str, live_on: Callable[[str], None]) -> dict[str, list[str]]:
    """What the tables hold after somebody has run the jobs on a copy of that database."""
    url = cluster.create_database(f"lived_{next(_numbers)}", lived)
    live_on(url)
    with psycopg.connect(url) as sql:
        return {
            table: [
                json.dumps(row[0], sort_keys=True)
                for row in sql.execute(
                    f"select to_jsonb(t) - %s::text[] as row from {table} as t order by row", [TIMES]
                )
            ]
            for table in TABLES
        }


def on_time(url: str) -> None:
    for night in NIGHTS:
        for job in JOBS:
            run_job(url, job, night)


def a_night_missed(url: str) -> None:
    for night in (NIGHTS[0], NIGHTS[2]):
        for job in JOBS:
            run_job(url, job, night)


def all_but_the_last_missed(url: str) -> None:
    for job in reversed(JOBS):
        run_job(url, job, NIGHTS[2])


def killed_every_night(url: str) -> None:
    for night in NIGHTS:
        for job in JOBS:
            killed_half_way(url, job, night)
    for job in JOBS:
        run_job(url, job, NIGHTS[2])


def the_clock_set_back(url: str) -> None:
    for night in (NIGHTS[1], NIGHTS[0], NIGHTS[1] - 52 * WEEK, NIGHTS[0], NIGHTS[2]):
        for job in JOBS:
            run_job(url, job, night)


def twice_in_a_row(url: str) -> None:
    for night in NIGHTS:
        for job in [*JOBS, *JOBS]:
            run_job(url, job, night)


def all_at_once(url: str) -> None:
    for night in NIGHTS:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(partial(run_job, url, at=night), [*JOBS, *JOBS]))
    # Where two wanted the same user, one has left it to the next run.
    for job in JOBS:
        run_job(url, job, NIGHTS[2])


@pytest.fixture(scope="module")
def expected(cluster: Cluster, lived: str) -> dict[str, list[str]]:
    return end_state(cluster, lived, on_time)


def test_every_job_is_tried(sql: Connection) -> None:
    found = sql.execute("select name from private.jobs where runs_in = 'database'").fetchall()
    assert {name for (name,) in found} == set(JOBS) | set(OTHER_JOBS)


def test_there_was_something_to_do_for_every_job(
    cluster: Cluster, lived: str, expected: dict[str, list[str]]
) -> None:
    untouched = end_state(cluster, lived, lambda _url: None)
    changed = {table for table in TABLES if untouched[table] != expected[table]}
    assert changed >= set(TABLES) - {"private.training_weeks", "public.profiles"}


@pytest.mark.parametrize(
    "live_on",
    [
        a_night_missed,
        all_but_the_last_missed,
        killed_every_night,
        the_clock_set_back,
        twice_in_a_row,
        all_at_once,
    ],
    ids=lambda live_on: live_on.__name__,
)
def test_the_end_is_the_same(
    cluster: Cluster, lived: str, expected: dict[str, list[str]], live_on: Callable[[str], None]
) -> None:
    assert end_state(cluster, lived, live_on) == expected
