"""Two devices, a bad connection: requests that arrive late, twice, out of order or at the same time."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from postgrest.exceptions import APIError
from supabase import Client, create_client

from local.services import Address
from tests.journeys.conftest import NewLifter
from tests.journeys.lifter import BENCH, Lifter


def on_four_devices(stack: Address, lifter: Lifter, rpc: str, **arguments: object) -> list[Any]:
    """What the RPC answers to four clients of one person that call it at the same moment."""

    def client() -> Client:
        device = create_client(stack.url, stack.publishable_key)
        device.postgrest.auth(lifter.access_token)
        return device

    devices = [client() for _ in range(4)]
    with ThreadPoolExecutor(len(devices)) as threads:
        return list(threads.map(lambda device: device.rpc(rpc, arguments).execute().data, devices))


def a_set(lifter: Lifter, session_id: str, order: int = 1, **more: object) -> dict[str, Any]:
    measures = {"logged_reps": 5 + order % 5, "logged_weight_kg": 60 + 2.5 * order}
    return {
        "id": str(uuid4()),
        "workout_session_id": session_id,
        "exercise_id": lifter.exercise(BENCH),
        "set_order": order,
        **measures,
        **more,
    }


@pytest.fixture
def session_id(lifter: Lifter) -> str:
    return str(lifter.rpc("start_workout")["id"])


def test_two_devices_that_finish_at_once_get_one_summary(
    stack: Address, lifter: Lifter, session_id: str
) -> None:
    lifter.client.table("session_exercises").insert(a_set(lifter, session_id)).execute()
    summaries = on_four_devices(stack, lifter, "finish_workout", p_session_id=session_id)
    assert all(summary == summaries[0] for summary in summaries)


def test_two_devices_that_finish_at_once_earn_once(stack: Address, lifter: Lifter, session_id: str) -> None:
    lifter.client.table("session_exercises").insert(a_set(lifter, session_id)).execute()
    on_four_devices(stack, lifter, "finish_workout", p_session_id=session_id)
    events = lifter.rows("xp_events", "event_type,xp", source_id=session_id)
    assert sorted((event["event_type"], event["xp"]) for event in events) == [
        ("exercise_logged", 5),
        ("workout_completed", 50),
    ]


def test_two_devices_that_start_at_once_share_one_workout(stack: Address, lifter: Lifter) -> None:
    assert len({session["id"] for session in on_four_devices(stack, lifter, "start_workout")}) == 1


def test_twenty_sets_late_and_out_of_order_end_as_if_on_time(lifter: Lifter, new_lifter: NewLifter) -> None:
    def train(someone: Lifter, *, late: bool) -> dict[str, Any]:
        session = someone.rpc("start_workout")["id"]
        sets = [a_set(someone, session, order) for order in range(1, 21)]
        if late:
            random.Random(3).shuffle(sets)  # noqa: S311 - any order will do, the same each time
        # Half of them arrive when the workout is over already.
        for row in sets[:10] if late else sets:
            someone.client.table("session_exercises").insert(row).execute()
        someone.rpc("finish_workout", p_session_id=session)
        for row in sets[10:] if late else []:
            someone.client.table("session_exercises").insert(row).execute()
        summary = someone.rpc("finish_workout", p_session_id=session)
        return {key: summary[key] for key in ("sets", "total_volume_kg", "xp", "records", "streaks")}

    assert train(lifter, late=True) == train(new_lifter(), late=False)


def test_a_set_upserted_twice_is_there_once(lifter: Lifter, session_id: str) -> None:
    row = a_set(lifter, session_id)
    for _ in range(2):
        lifter.client.table("session_exercises").upsert(row).execute()
    assert [found["id"] for found in lifter.rows("session_exercises")] == [row["id"]]


def test_a_set_inserted_twice_is_a_conflict(lifter: Lifter, session_id: str) -> None:
    row = a_set(lifter, session_id)
    lifter.client.table("session_exercises").insert(row).execute()
    with pytest.raises(APIError, match="duplicate") as caught:
        lifter.client.table("session_exercises").insert(row).execute()
    assert caught.value.code == "23505"


def test_a_set_upserted_after_the_finish_corrects_it(lifter: Lifter, session_id: str) -> None:
    row = a_set(lifter, session_id, logged_reps=5, logged_weight_kg=60)
    lifter.client.table("session_exercises").upsert(row).execute()
    lifter.rpc("finish_workout", p_session_id=session_id)
    lifter.client.table("session_exercises").upsert(row | {"logged_reps": 8}).execute()
    assert lifter.rpc("finish_workout", p_session_id=session_id)["total_volume_kg"] == 480


def test_a_correction_that_changes_no_worth_leaves_the_ledger_alone(lifter: Lifter, session_id: str) -> None:
    row = a_set(lifter, session_id)
    lifter.client.table("session_exercises").insert(row).execute()
    lifter.rpc("finish_workout", p_session_id=session_id)
    before = lifter.rows("xp_events")
    lifter.client.table("session_exercises").upsert(row | {"logged_reps": 9}).execute()
    assert lifter.rows("xp_events") == before


def test_a_plan_sent_twice_is_there_once(lifter: Lifter) -> None:
    day = {"exercise_id": lifter.exercise(BENCH), "order_in_workout": 1, "target_sets": 1, "target_reps": "5"}
    plan = {
        "id": str(uuid4()),
        "name": "Once",
        "plan_type": "other",
        "days_per_week": 1,
        "days": [{"name": "Day", "order_in_plan": 1, "exercises": [day]}],
    }
    assert {lifter.rpc("create_plan", p_plan=plan) for _ in range(2)} == {plan["id"]}
    assert len(lifter.rows("workout_plan_days")) == 1
