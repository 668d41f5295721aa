"""A lock that is never released, and every connection of the gateway waiting for it."""

import time
from collections import Counter
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

# The gateway has ten connections. A statement takes eight seconds at most, waiting for a connection ten.
CONNECTIONS, REQUESTS = 10, 30


def test_with_all_connections_waiting_who_comes_is_told_to_come_again_and_nothing_is_lost(
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
        # By now all are in the queue, even on a slow machine.
        time.sleep(3)
        late = reader.once("GET", "/profiles?select=id", seconds=60)
        answers = [one.result(timeout=60) for one in waiting]
    # A statement that took too long is PostgREST's 500 with Postgres' own code. Ten wait for the lock at
    # once, ten get their connections when those give up, and the rest has waited ten seconds for one by then.
    said = Counter((answer.status_code, answer.json()["code"]) for answer in answers)
    tell(requests=REQUESTS, answers=sorted(said.items()), late=late.status_code)
    assert said == {(500, "57014"): 2 * CONNECTIONS, (504, "PGRST003"): REQUESTS - 2 * CONNECTIONS}
    # Whoever needs nothing but a connection isn't let past those who came before.
    assert (late.status_code, late.json()["code"]) == (504, "PGRST003")

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
