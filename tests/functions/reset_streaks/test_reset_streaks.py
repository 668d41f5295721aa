"""The function that EventBridge Scheduler calls, on a separate stack without other users."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from pydantic import ValidationError

from functions.reset_streaks.batches import BatchState, SettlingRun, run
from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.services import Address, Services
from shared.data.service_rpc import ServiceRpc
from shared.http.problems import ProblemError
from shared.ops.deadline import Deadline
from shared.ops.scheduled import Event
from shared.ops.settings import Settings
from tests.database.athlete import Connection, sign_up
from tests.database.jobs.running import runs
from tests.database.weeks import aim_for, train

JOB = "reset_streaks"
PEOPLE = 7


@pytest.fixture(scope="module")
def place(cluster: Cluster, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    url = cluster.create_database(JOB, template)
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp(JOB))
    yield services.start(url)
    services.stop()


@pytest.fixture(scope="module")
def connection(place: Address) -> Iterator[Connection]:
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def sql(connection: Connection) -> Iterator[Connection]:
    """Seven people with old workouts, batches of two."""
    connection.execute("update private.jobs set batch_size = 2 where name = %s", [JOB])
    for _ in range(PEOPLE):
        athlete = sign_up(connection)
        aim_for(athlete, 1, date(2020, 1, 1))
        train(athlete, datetime(2026, 6, 8, 18, tzinfo=UTC))
    yield connection
    connection.execute("delete from auth.users")
    connection.execute("truncate private.job_runs, private.settling_round, private.nudged_zones")


def invoke(place: Address, key: str, seconds: float = 60) -> SettlingRun:
    """What the handler does with an event of this key when Lambda leaves it so many seconds."""
    settings = Settings.model_validate(
        {
            "supabase_url": place.url,
            "supabase_publishable_key": place.publishable_key,
            "supabase_secret_key": place.secret_key,
        }
    )

    async def once() -> SettlingRun:
        deadline = Deadline(seconds)
        async with httpx.AsyncClient() as http:
            return await run(key, ServiceRpc(settings, http, deadline), deadline)

    return asyncio.run(once())


def settled(sql: Connection) -> int:
    row = sql.execute("select count(distinct user_id) from private.settled_streaks").fetchone()
    assert row
    return int(row[0])


def test_everybody_is_settled_batch_by_batch(place: Address, sql: Connection) -> None:
    done = invoke(place, "one")
    assert (done.outcome, settled(sql)) == (BatchState.DONE, PEOPLE)
    assert done.batches >= PEOPLE // 2


def test_a_run_is_recorded_under_its_event(place: Address, sql: Connection) -> None:
    done = invoke(place, "one")
    [record] = runs(sql, JOB)
    assert (record["key"], record["outcome"], record["batches"], record["rows"]) == (
        "one",
        "done",
        done.batches,
        done.rows,
    )


def test_the_same_event_again_does_nothing(place: Address, sql: Connection) -> None:
    invoke(place, "one")
    sql.execute("truncate private.settled_streaks, private.settling_round")
    again = invoke(place, "one")
    assert (again.outcome, again.rows, settled(sql)) == (BatchState.DONE, 0, 0)
    assert len(runs(sql, JOB)) == 1


def test_out_of_time_the_next_event_goes_on_where_it_stopped(place: Address, sql: Connection) -> None:
    with sql.transaction():
        sql.execute("select private.run_keyed_batch(%s, 'cut short', now())", [JOB])
    assert settled(sql) == 2
    cut_short = invoke(place, "no time", seconds=5)
    assert (cut_short.outcome, cut_short.batches, settled(sql)) == (BatchState.UNFINISHED, 0, 2)
    invoke(place, "next")
    assert settled(sql) == PEOPLE
    assert [(record["key"], record["outcome"]) for record in runs(sql, JOB)] == [
        ("cut short", "unfinished"),
        ("next", "done"),
    ]


def test_while_another_is_at_it_it_leaves_at_once(place: Address, sql: Connection) -> None:
    with psycopg.connect(place.database_url) as other:
        other.execute("select pg_advisory_lock(private.job_lock(%s))", [JOB])
        done = invoke(place, "one")
    assert (done.outcome, settled(sql)) == (BatchState.BUSY, 0)


def test_two_deliveries_at_once_do_everything_once(place: Address, sql: Connection) -> None:
    async def both() -> list[SettlingRun]:
        return await asyncio.gather(*[asyncio.to_thread(invoke, place, "one") for _ in range(2)])

    asyncio.run(both())
    invoke(place, "next")
    assert settled(sql) == PEOPLE
    assert sum(record["rows"] for record in runs(sql, JOB)) <= 2 * PEOPLE


def test_it_nudges(place: Address, sql: Connection) -> None:
    """Somebody at whose place it is noon, on the last day of a week."""
    now = datetime.now(UTC)
    zone = f"Etc/GMT{now.hour - 12:+d}" if now.hour != 12 else "UTC"
    athlete = sign_up(sql)
    aim_for(athlete, 1, date(2020, 1, 1))
    train(athlete, *[now - timedelta(days=days) for days in (8, 15)])
    tomorrow = (now + timedelta(days=1)).isoweekday()
    athlete.write(
        "update public.profiles set timezone = %s, week_starts_on = %s where id = %s",
        zone,
        tomorrow,
        athlete.id,
    )
    invoke(place, "one")
    kinds = "select kind::text from public.ai_coach_messages where user_id = %s and kind = 'nudge'"
    assert athlete.rows(kinds, athlete.id) == [("nudge",)]


def test_a_database_that_is_away_is_told_to_lambda(place: Address) -> None:
    away = Address(
        f"http://127.0.0.1:{free_port()}", place.publishable_key, place.secret_key, place.jwt_secret, ""
    )
    with pytest.raises(ProblemError, match="unavailable"):
        invoke(away, "one")


@pytest.mark.parametrize(
    "event",
    [{}, {"scheduled_time": "2026-11-21T03:05:00Z"}, {"scheduled_time": "", "execution_id": "1"}, [],
     {"scheduled_time": "2026-11-21T03:05:00Z", "execution_id": "1", "more": 1}],
)  # fmt: skip
def test_an_event_of_another_shape_is_refused(event: Any) -> None:
    with pytest.raises(ValidationError):
        Event.model_validate(event)


def test_an_event_is_known_by_its_time_and_its_execution() -> None:
    event = {"scheduled_time": "2026-11-21T03:05:00Z", "execution_id": "7c3e"}
    assert Event.model_validate(event).key == "2026-11-21T03:05:00Z/7c3e"


def test_clients_cannot_call_it(place: Address) -> None:
    answer = httpx.post(
        f"{place.url}/rest/v1/rpc/reset_streaks",
        headers={"apikey": place.publishable_key},
        json={"p_key": "one"},
    )
    assert answer.status_code in (401, 403)


def test_it_starts_without_the_client_library_and_the_models_sdk() -> None:
    code = "import functions.reset_streaks.handler, sys; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"google.genai", "supabase", "fastapi", "starlette", "boto3"} & set(done.stdout.split()) == set()
