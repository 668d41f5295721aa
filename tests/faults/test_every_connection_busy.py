"""A lock that is never released, and more requests that wait for it than the gateway has connections."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import psycopg
import pytest

from tests.database.athlete import Athlete, one_set, workout
from tests.database.athlete import sign_up as enter
from tests.database.jobs.running import run_job, runs
from tests.database.progress import assert_ledger_is_sound, derived_anew, differences, state
from tests.faults.device import Device
from tests.faults.diary import Diary, stored
from tests.faults.report import Tell
from tests.faults.rig import Rig
from tests.people import sign_up

REQUESTS = 30


@pytest.fixture
def limited(rig: Rig) -> Iterator[None]:
    """The places that a user has in the seed: those of the other tests are lifted."""
    with rig.sql() as sql:
        sql.execute("update private.request_limits set writes_at_once = 3")
        yield
        sql.execute("update private.request_limits set writes_at_once = 1000")


@pytest.mark.usefixtures("limited")
def test_with_a_lock_that_nobody_releases_its_user_is_told_to_come_again_and_others_are_served(
    rig: Rig, tell: Tell
) -> None:
    person, other = sign_up(rig.address), sign_up(rig.address)
    device, reader, diary = Device(person, rig.address), Device(other, rig.address), Diary(person.id)
    start = datetime.now(UTC) - timedelta(days=40)
    workouts = [workout(start + timedelta(days=n), one_set(), minutes=30) for n in range(REQUESTS)]

    def log(document: dict[str, object]) -> httpx.Response:
        return device.once("POST", "/rpc/log_workout", {"p_workout": document}, seconds=60)

    with psycopg.connect(rig.database_url) as door, ThreadPoolExecutor(REQUESTS) as pool:
        door.execute("select private.lock_user(%s)", [person.id])
        waiting = [pool.submit(log, document) for document in workouts]
        # Three hold a connection while they wait for the lock; the others hold none.
        meanwhile = [reader.once("GET", "/profiles?select=id", seconds=60).json() for _ in range(20)]
        answers = [one.result(timeout=60) for one in waiting]
    said = Counter((answer.status_code, json.loads(answer.json()["details"])["reason"]) for answer in answers)
    tell(requests=REQUESTS, answers=sorted(said.items()))
    assert said == {(429, "busy"): REQUESTS}
    assert meanwhile == [[{"id": other.id}]] * 20

    assert reader.once("GET", "/profiles?select=id").json() == [{"id": other.id}]
    with rig.sql() as sql:
        assert not stored(Athlete(sql, person.id))
        for document in workouts:
            device.call("log_workout", p_workout=document)
            diary.logged(document)
        diary.audit(sql)
    device.close()
    reader.close()


def test_a_client_that_leaves_while_it_waits_leaves_no_connection_behind(rig: Rig) -> None:
    person = sign_up(rig.address)
    device = Device(person, rig.address)
    with psycopg.connect(rig.database_url) as door:
        door.execute("select private.lock_user(%s)", [person.id])
        for _ in range(12):
            with pytest.raises(httpx.TimeoutException):
                device.once("POST", "/rpc/record_check_in", {"p_check_in": {}}, seconds=0.2)
    assert device.call("record_check_in", p_check_in={})["current_streak"] == 1
    device.close()


@pytest.mark.parametrize("is_in_a_batch", [False, True], ids=["between two batches", "within a batch"])
def test_postgres_killed_during_a_job_the_next_run_does_the_rest_once(
    rig: Rig, *, is_in_a_batch: bool
) -> None:
    job, now = "end_forgotten_workouts", datetime.now(UTC)
    with rig.sql() as sql:
        sql.execute("update private.jobs set batch_size = 2 where name = %s", [job])
        people = [enter(sql).id for _ in range(5)]
        for person in people:
            forgetful = Athlete(sql, person)
            session = forgetful.start(now - timedelta(days=3))
            forgetful.add_set(session, one_set())
        before = len(runs(sql, job))
    killed = psycopg.connect(rig.database_url, autocommit=True)
    row = killed.execute("select private.begin_job_run(%s, %s)", [job, now]).fetchone()
    assert row
    killed.execute("select private.run_job_batch(%s)", row)
    if is_in_a_batch:
        killed.execute("begin")
        killed.execute("select private.run_job_batch(%s)", row)
    rig.kill_postgres()
    killed.close()
    rig.cluster.start()
    with rig.sql() as sql:
        assert [ended(sql, person) for person in people].count(True) == 2
        run_job(rig.database_url, job, now)
        assert [run["outcome"] for run in runs(sql, job)[before:]] == ["killed", "done"]
        for person in people:
            assert ended(sql, person)
            assert_ledger_is_sound(Athlete(sql, person))
            assert not differences(state(Athlete(sql, person)), derived_anew(Athlete(sql, person)))


def ended(sql: psycopg.Connection[tuple[object, ...]], person: str) -> bool:
    row = sql.execute(
        "select ended_at is not null from public.workout_sessions where user_id = %s", [person]
    ).fetchone()
    assert row
    return bool(row[0])
