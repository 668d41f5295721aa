"""One account can't fill the disk: small requests that store much end at the account's budget."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, cast

import httpx
import pytest
from storage3.exceptions import StorageApiError

from local.services import Address
from tests.access.callers import Caller, service, sign_up
from tests.access.files import MEGABYTE, PNG, every_bucket, files, put
from tests.attacks.at_once import at_once, count, statuses
from tests.conftest import SignUp
from tests.people import Person
from tests.support import Connection

pytestmark = pytest.mark.usefixtures("small_budget")

BUDGET = 3 * MEGABYTE
# The disk also holds indexes, page headers, and deleted rows until they are vacuumed.
DISK_FOR_A_BYTE = 4
NOON = datetime(2020, 6, 1, 12, tzinfo=UTC)
Fill = Callable[[Caller, Caller, str, int], httpx.Response]


@pytest.fixture(scope="module")
def small_budget(shared_sql: Connection) -> Iterator[None]:
    """Budgets that are soon spent."""
    before = shared_sql.execute(
        "select to_jsonb(b) from private.budgets as b where b.tier = 'free'"
    ).fetchone()
    assert before
    few = {"bytes": BUDGET, "history_bytes": BUDGET, "file_bytes": BUDGET, "files": 20}
    change = (
        "update private.budgets set bytes = %s, history_bytes = %s, file_bytes = %s, files = %s"
        " where tier = 'free'"
    )
    shared_sql.execute(change.encode(), list(few.values()))
    yield
    shared_sql.execute(change.encode(), [before[0][name] for name in few])


def lines(exercise: str, number: int) -> list[dict[str, Any]]:
    return [
        {
            "exercise_id": exercise,
            "order_in_workout": n,
            "target_sets": 3,
            "target_reps": "5",
            "notes": _words(900),
        }
        for n in range(1, number + 1)
    ]


def _words(length: int) -> str:
    """Text that hardly compresses."""
    return "".join(uuid.uuid4().hex for _ in range(length // 32))


def duplicate_plan(me: Caller, _service: Caller, exercise: str, n: int) -> httpx.Response:
    if n == 0:
        days = [
            {"name": f"Day {n}", "order_in_plan": n, "exercises": lines(exercise, 20)} for n in range(1, 11)
        ]
        plan = {"id": me.id, "name": "Seed", "plan_type": "split", "days_per_week": 3, "days": days}
        return me.rpc("create_plan", p_plan=plan)
    return me.rpc("duplicate_plan", p_plan_id=me.id)


def log_workout(me: Caller, _service: Caller, exercise: str, n: int) -> httpx.Response:
    start = NOON + timedelta(days=n)
    sets = [
        {
            "exercise_id": exercise,
            "set_order": i,
            "logged_reps": 5,
            "logged_weight_kg": 60,
            "notes": _words(1000),
        }
        for i in range(1, 501)
    ]
    document = {
        "id": str(uuid.uuid4()),
        "started_at": start.isoformat(),
        "ended_at": (start + timedelta(hours=1)).isoformat(),
        "sets": [{"id": str(uuid.uuid4()), **one} for one in sets],
    }
    return me.rpc("log_workout", p_workout=document)


def log_old_workout(me: Caller, service: Caller, exercise: str, n: int) -> httpx.Response:
    """Each before those there are: later ones are derived again."""
    return log_workout(me, service, exercise, -n)


def talk_to_the_coach(me: Caller, service: Caller, _squat: str, _n: int) -> httpx.Response:
    message = {"id": str(uuid.uuid4()), "content": _words(19_000)}
    return service.rpc("store_user_message", p_user_id=me.id, p_message=message)


def write_and_delete(me: Caller, _service: Caller, _squat: str, n: int) -> httpx.Response:
    if n % 2:
        return me.drop("user_goals", user_id=f"eq.{me.id}")
    return me.add("user_goals", [{"goal_type": "maintain", "is_active": False}] * 500)


def squat(sql: Connection) -> str:
    row = sql.execute("select private.stable_id('exercise', 'barbell-back-squat')::text").fetchone()
    assert row
    return str(row[0])


def disk(sql: Connection) -> int:
    """The bytes of all tables that an account feeds, with their indexes."""
    return count(
        sql,
        "select sum(pg_total_relation_size(c.oid)) from pg_class as c where c.relkind = 'r'"
        " and c.relnamespace in ('public'::regnamespace, 'private'::regnamespace)",
    )


@pytest.mark.attack("full-1")
@pytest.mark.parametrize(
    "fill",
    [
        duplicate_plan,
        log_workout,
        log_old_workout,
        talk_to_the_coach,
        write_and_delete,
    ],
)
def test_whatever_multiplies_ends_at_the_budget(stack: Address, sql: Connection, fill: Fill) -> None:
    me, server = sign_up(stack), service(stack)
    before = disk(sql)
    for n in range(300):
        answer = fill(me, server, squat(sql), n)
        if answer.status_code >= 400:
            break
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422"), answer.text
    assert '"quota_exceeded"' in answer.json()["details"], answer.text
    kept = me.done("usage")
    assert kept["bytes"]["used"] <= BUDGET * 1.1
    assert kept["history_bytes"]["used"] <= BUDGET * 1.1
    assert disk(sql) - before <= DISK_FOR_A_BYTE * BUDGET


@pytest.mark.attack("full-2")
def test_of_many_at_once_none_gets_past_the_budget(stack: Address, sql: Connection) -> None:
    me, server = sign_up(stack), service(stack)
    asks = [partial(log_workout, me, server, squat(sql), n) for n in range(12)]
    said = set()
    # 429: three at a time are served.
    while asks:
        answers = at_once(asks)
        said |= set(statuses(answers))
        asks = [ask for ask, answer in zip(asks, answers, strict=True) if answer.status_code == 429]
    assert said - {429} == {200, 422}
    assert me.done("usage")["bytes"]["used"] <= BUDGET * 1.1


@pytest.mark.attack("full-3")
@every_bucket
def test_files_end_at_their_budget(sign_up: SignUp, bucket: str) -> None:
    person = sign_up()
    for n in range(3):
        put(person, bucket, f"{person.id}/{n}.png", PNG + bytes(MEGABYTE - len(PNG)))
    assert used(person)["file_bytes"] == {"used": BUDGET, "max": BUDGET, "percent": 100}
    with pytest.raises(StorageApiError, match="row-level security"):
        put(person, bucket, f"{person.id}/one-more.png")
    # Replaced by a smaller one, or deleted, it leaves room.
    files(person, bucket).update(f"{person.id}/0.png", PNG, {"content-type": "image/png"})
    files(person, bucket).remove([f"{person.id}/1.png"])
    put(person, bucket, f"{person.id}/new.png", PNG + bytes(MEGABYTE))


@pytest.mark.attack("full-4")
def test_small_files_end_too(sign_up: SignUp) -> None:
    person = sign_up()
    for n in range(20):
        put(person, "avatars", f"{person.id}/{n}.png")
    with pytest.raises(StorageApiError, match="row-level security"):
        put(person, "avatars", f"{person.id}/one-more.png")
    assert used(person)["files"] == {"used": 20, "max": 20, "percent": 100}


def used(person: Person) -> dict[str, Any]:
    return cast("dict[str, Any]", person.client.rpc("usage").execute().data)
