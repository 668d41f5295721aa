"""One user sends 200 requests at once: most are refused at once, and others don't notice."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any

import httpx
import psycopg
import pytest

from local.keys import Keys
from local.ports import free_port
from local.postgres import Cluster
from local.services import Address, Services
from tests.access.callers import Caller, sign_up
from tests.functions.delete_files.files import upload
from tests.support import Connection

MANY = 200
# More than the gateway has connections.
UPLOADS = 40
Ask = Callable[[Caller], httpx.Response]


@pytest.fixture(scope="module")
def url(cluster: Cluster, template: str) -> str:
    return cluster.create_database("starving", template)


@pytest.fixture(scope="module")
def limited(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A stack with the limits that the seed has: those of the other tests' stack are lifted."""
    services = Services(free_port(), Keys.generate(), tmp_path_factory.mktemp("starving"))
    yield services.start(url)
    services.stop()


@pytest.fixture
def sql(url: str) -> Iterator[Connection]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def bystander(limited: Address) -> Caller:
    return sign_up(limited)


@pytest.fixture
def attacker(limited: Address, sql: Connection) -> Caller:
    """Someone with all the equipment there is."""
    attacker = sign_up(limited)
    sql.execute(
        "insert into public.user_equipment (user_id, equipment_id, base_kg)"
        " select %s, id, 20 from public.equipment",
        [attacker.id],
    )
    return attacker


def send(caller: Caller, method: str, path: str, **rest: Any) -> httpx.Response:
    """A request over a connection of its own: a client's pool would let in a hundred at a time."""
    url = caller.http.base_url.join(path.removeprefix("/"))
    return httpx.request(method, url, headers=caller.http.headers, timeout=120, **rest)


def patch(caller: Caller) -> httpx.Response:
    return send(caller, "PATCH", "/user_equipment", params={"base_kg": "gt.0"}, json={"base_kg": 25})


def fail(caller: Caller) -> httpx.Response:
    return send(caller, "POST", "/user_goals", json={"goal_type": "no goal"})


def embed(caller: Caller) -> httpx.Response:
    query = {"select": "*,equipment(*,exercise_equipment(*,exercises(*,exercise_equipment(*))))"}
    return send(caller, "GET", "/user_equipment", params=query)


def told(answer: httpx.Response) -> str:
    """The status, or the reason of a refusal."""
    return (
        str(json.loads(answer.json()["details"])["reason"])
        if answer.status_code == 429
        else str(answer.status_code)
    )


@pytest.mark.attack("fair-11")
@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ([patch], {"204", "busy", "rate_limited"}),
        ([fail], {"400", "busy", "failed_writes"}),
        # A read of many rows may also reach its time.
        ([embed], {"200", "busy", "500"}),
        ([patch, fail, embed], {"200", "204", "400", "busy", "rate_limited", "failed_writes", "500"}),
    ],
    ids=["writes", "failing writes", "reads", "all"],
)
def test_200_requests_at_once_are_served_in_turn_or_refused(
    attacker: Caller, bystander: Caller, asks: list[Ask], said: set[str]
) -> None:
    with ThreadPoolExecutor(MANY) as pool:
        sent = [pool.submit(ask, attacker) for ask, _ in zip(cycle(asks), range(MANY), strict=False)]
        meanwhile = [bystander.see("profiles", select="id").json() for _ in range(20)]
        answers = Counter(told(one.result()) for one in sent)
    assert answers.keys() <= said, answers
    assert answers["200"] + answers["204"] + answers["400"] > 0
    assert meanwhile == [[{"id": bystander.id}]] * 20


@pytest.mark.attack("fair-11")
def test_while_a_users_lock_is_held_no_more_than_three_connections_wait_for_it(
    attacker: Caller, bystander: Caller, sql: Connection, url: str
) -> None:
    """The lock that all 200 need isn't released before the last of them was answered."""
    waiting = """
        select count(*) from pg_stat_activity
        where datname = current_database()
            and wait_event_type = 'Lock'
            and application_name = 'spotter gateway'
    """
    with psycopg.connect(url) as job, ThreadPoolExecutor(MANY) as pool:
        job.execute("select private.lock_user(%s)", [attacker.id])
        sent = [pool.submit(patch, attacker) for _ in range(MANY)]
        most = 0
        while not all(one.done() for one in sent):
            row = sql.execute(waiting.encode()).fetchone()
            assert row
            most = max(most, row[0])
            assert bystander.see("profiles", select="id").json() == [{"id": bystander.id}]
        answers = Counter(told(one.result()) for one in sent)
    assert answers == {"busy": MANY}
    assert 1 <= most <= 3


@pytest.mark.attack("files-26")
def test_uploads_dont_wait_for_their_users_lock(
    limited: Address, attacker: Caller, bystander: Caller, url: str
) -> None:
    """Storage has no places: whatever waits keeps a connection from everybody."""
    with psycopg.connect(url) as job, ThreadPoolExecutor(UPLOADS) as pool:
        job.execute("select private.lock_user(%s)", [attacker.id])
        paths = [f"{n}.png" for n in range(UPLOADS)]
        sent = [pool.submit(upload, limited, attacker, "avatars", path) for path in paths]
        meanwhile = [bystander.see("profiles", select="id").json() for _ in range(20)]
        # While the lock is still held.
        assert {one.result().status_code for one in sent} == {200}
    assert meanwhile == [[{"id": bystander.id}]] * 20


@pytest.mark.attack("fair-12")
def test_a_home_screens_dozen_reads_are_all_served(bystander: Caller) -> None:
    reads = [
        "profiles", "workout_sessions", "workout_plans", "user_goals", "check_ins", "body_measurements",
        "personal_records", "notifications", "user_achievements", "streaks", "training_preferences",
        "xp_events",
    ]  # fmt: skip
    for _ in range(5):
        with ThreadPoolExecutor(len(reads)) as pool:
            answers = list(pool.map(bystander.see, reads))
        assert {answer.status_code for answer in answers} == {200}


@pytest.mark.attack("fair-2")
def test_a_workout_is_logged_in_the_middle_of_200_changes(attacker: Caller) -> None:
    with ThreadPoolExecutor(MANY) as pool:
        sent = [pool.submit(patch, attacker) for _ in range(MANY)]
        assert send(attacker, "POST", "/rpc/start_workout", json={}).status_code == 200
        assert {told(one.result()) for one in sent} <= {"204", "busy", "rate_limited"}
