"""A token that outlives its account opens nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.services import Address
from tests.access.callers import Caller, sign_up
from tests.access.id_cases import REFERS
from tests.access.rpc_cases import WITHOUT_IDS
from tests.access.world import World, plan, workout
from tests.support import Connection

CALLS: dict[str, Any] = {case.rpc: case for case in REFERS}
# They write nothing, and what they show is everybody's, or nothing.
READS = {
    "alternative_exercises",
    "bodyweight_progress",
    "match_memories",
    "muscles_worked",
    "next_workout",
    "one_rep_max_table",
    "search_exercises",
    "streak_history",
    "training_calendar",
    "training_overview",
}


@pytest.fixture(scope="module")
def ghost(stack: Address, shared_sql: Connection) -> Caller:
    caller = sign_up(stack)
    shared_sql.execute("delete from auth.users where id = %s", [caller.id])
    return caller


@pytest.mark.attack("gone-1")
@pytest.mark.parametrize("rpc", sorted({*CALLS, *WITHOUT_IDS} - READS))
def test_an_rpc_finds_nobody(ghost: Caller, owner: World, rpc: str) -> None:
    case = CALLS.get(rpc)
    arguments = case.arguments(owner, case.whose(owner)) if case else WITHOUT_IDS[rpc]
    answer = ghost.rpc(rpc, **arguments)
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404"), answer.text


@pytest.mark.attack("gone-2")
def test_a_new_plan_finds_nobody(ghost: Caller, owner: World) -> None:
    answer = ghost.rpc("create_plan", p_plan=plan(owner.row("session_exercises")["exercise_id"]))
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404"), answer.text


@pytest.mark.attack("gone-2")
def test_a_new_workout_finds_nobody(ghost: Caller, owner: World) -> None:
    squat = owner.row("session_exercises")["exercise_id"]
    answer = ghost.rpc("log_workout", p_workout=workout(squat, datetime.now(UTC) - timedelta(days=1)))
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404"), answer.text


@pytest.mark.attack("gone-2")
def test_onboarding_and_starting_find_nobody(ghost: Caller) -> None:
    onboarding = ghost.rpc(
        "complete_onboarding", p_profile={}, p_goal={"goal_type": "maintain"}, p_equipment=[]
    )
    assert (onboarding.status_code, onboarding.json()["code"]) == (404, "PT404"), onboarding.text
    started = ghost.rpc("start_workout")
    assert (started.status_code, started.json()["code"]) == (404, "PT404"), started.text
