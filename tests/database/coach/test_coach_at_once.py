"""Two devices decide on a change, or send the same message, concurrently."""

import json
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.database.athlete import NOON, Athlete, Connection
from tests.database.coach.changes import PlanOwner, plan_owner, update
from tests.database.coach.talking import fresh
from tests.database.workouts.test_at_once import at_once, documents, held


@pytest.fixture
def me(sql: Connection) -> PlanOwner:
    return plan_owner(sql)


@pytest.mark.attack("races-15")
def test_a_change_applied_from_two_devices_is_applied_once(me: PlanOwner, database: str) -> None:
    change = me.propose(update(me.bench, current_suggested_weight_kg=50), apply=False)
    call = ("apply_plan_change(%s)", (change["id"],))
    answers = documents(at_once(me.athlete, database, call, call))
    assert [answer["id"] for answer in answers] == [me.plan] * 2
    assert (
        me.athlete.value(
            "select count(*) from public.prescriptions where plan_exercise_id = %s and superseded_at is null",
            me.bench,
        )
        == 1
    )


def test_of_applying_and_declining_one_is_refused(me: PlanOwner, database: str) -> None:
    change = me.propose(update(me.bench, target_sets=5), apply=False)
    calls = [(f"{verb}_plan_change(%s)", (change["id"],)) for verb in ("apply", "decline")]
    answers = at_once(me.athlete, database, *calls)
    refusals = [answer.sqlstate for answer in answers if isinstance(answer, psycopg.Error)]
    assert refusals == ["PT409"]
    status = me.athlete.value("select status::text from public.plan_changes where id = %s", change["id"])
    assert me.line(me.bench)["target_sets"] == {"applied": 5, "declined": 3}[status]


@pytest.mark.attack("races-16")
def test_a_message_sent_twice_at_once_is_kept_once(me: PlanOwner, database: str) -> None:
    document = json.dumps({"id": fresh(), "content": "Hello"})

    def say() -> object:
        with psycopg.connect(database, autocommit=True) as sql:
            return Athlete(sql, me.athlete.id).value(
                "select private.store_user_message(%s, %s, %s)", me.athlete.id, document, NOON
            )

    with ThreadPoolExecutor(2) as pool:
        with held(me.athlete, database, waiters=2):
            answers = [pool.submit(say) for _ in range(2)]
        first, second = [answer.result(timeout=60) for answer in answers]
    assert first == second
