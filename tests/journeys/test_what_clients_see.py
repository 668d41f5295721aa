"""What an app has to be able to rely on, whatever it does: embeds, refusals, answers without a row."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from postgrest.exceptions import APIError
from supabase_functions.errors import FunctionsHttpError

from local.services import Address
from tests.journeys.conftest import NewLifter
from tests.journeys.lifter import Lifter

pytestmark = pytest.mark.quick

PLAN = "*,workout_plan_days(*,workout_plan_day_exercises(*,exercises(name)))"


@pytest.fixture
def plan_id(lifter: Lifter) -> str:
    template = lifter.row("plan_templates", "id", slug="full-body-3")
    return str(lifter.rpc("plan_from_template", p_template_id=template["id"]))


def headers(stack: Address, lifter: Lifter | None = None) -> dict[str, str]:
    bearer = {"Authorization": f"Bearer {lifter.access_token}"} if lifter else {}
    return {"apikey": stack.publishable_key, **bearer}


def test_a_plan_comes_whole_in_one_request(lifter: Lifter, plan_id: str) -> None:
    plan = lifter.row("workout_plans", PLAN, id=plan_id)
    days = plan["workout_plan_days"]
    assert len(days) == 3
    assert all(x["exercises"]["name"] for day in days for x in day["workout_plan_day_exercises"])


def test_a_plan_made_of_a_template_is_trained_at_once(lifter: Lifter, plan_id: str) -> None:
    lifter.rpc("activate_plan", p_plan_id=plan_id)
    first_day = lifter.rpc("next_workout")
    session = lifter.rpc("start_workout", p_plan_workout_id=first_day["plan_workout_id"])
    assert session["planned"]["plan_name"] == lifter.row("workout_plans", "name", id=plan_id)["name"]


def test_an_update_of_anothers_row_changes_nothing_and_says_so(
    lifter: Lifter, plan_id: str, new_lifter: NewLifter
) -> None:
    """The answer is 200 all the same, and the list of changed rows is what tells."""
    stranger = new_lifter()
    update = stranger.client.table("workout_plans").update({"name": "Mine"}).eq("id", plan_id)
    assert update.execute().data == []
    assert lifter.row("workout_plans", "name", id=plan_id)["name"] != "Mine"


@pytest.mark.parametrize("table", ["profiles", "workout_sessions", "exercises", "xp_events", "streaks"])
def test_a_visitor_is_told_to_sign_in(stack: Address, table: str) -> None:
    answer = httpx.get(f"{stack.url}/rest/v1/{table}?select=*", headers=headers(stack))
    assert (answer.status_code, answer.json()["code"]) == (401, "42501")


def test_a_visitor_may_call_no_rpc(stack: Address) -> None:
    answer = httpx.post(f"{stack.url}/rest/v1/rpc/next_workout", headers=headers(stack), json={})
    assert (answer.status_code, answer.json()["code"]) == (401, "42501")


def test_nobody_raises_their_own_level(stack: Address, lifter: Lifter) -> None:
    """Score, level and subscription are the server's."""
    url = f"{stack.url}/rest/v1/profiles?id=eq.{lifter.id}"
    answer = httpx.patch(url, headers=headers(stack, lifter), json={"level": 99})
    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_a_field_at_fault_is_named_by_its_place(lifter: Lifter) -> None:
    line = {
        "exercise_id": lifter.exercise("push-up"),
        "order_in_workout": 1,
        "target_sets": 3,
        "target_reps": "lots",
    }
    day = {"name": "Day", "order_in_plan": 1, "exercises": [line]}
    plan = {"name": "Broken", "plan_type": "other", "days_per_week": 1, "days": [day]}
    error = lifter.refused("create_plan", p_plan=plan)
    assert error.code == "PT422"
    assert error.details == '{"field": "days[0].exercises[0].target_reps"}'


def test_a_refused_plan_leaves_nothing_behind(lifter: Lifter) -> None:
    line = {"exercise_id": str(uuid4()), "order_in_workout": 1, "target_sets": 3, "target_reps": "5"}
    day = {"name": "Day", "order_in_plan": 1, "exercises": [line]}
    plan = {"name": "Broken", "plan_type": "other", "days_per_week": 1, "days": [day]}
    assert lifter.refused("create_plan", p_plan=plan).code == "PT404"
    assert lifter.rows("workout_plans") == []


def test_an_unknown_function_is_a_problem_with_a_stable_code(lifter: Lifter) -> None:
    with pytest.raises(FunctionsHttpError) as caught:
        lifter.client.functions.invoke("no-such-function", {"body": {}})
    assert caught.value.status == 404


def test_an_unknown_function_answers_problem_json(stack: Address, lifter: Lifter) -> None:
    url = f"{stack.functions_url}/no-such-function"
    answer = httpx.post(url, headers=headers(stack, lifter), json={})
    problem: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (404, 404, "not_found")
    assert problem["request_id"]


def test_the_search_forgives_a_typing_error(lifter: Lifter) -> None:
    found = lifter.rpc("search_exercises", p_query="bensh pres", p_limit=3)
    assert found[0]["slug"] == "barbell-bench-press"


def test_a_check_in_begins_the_daily_streak(lifter: Lifter) -> None:
    streak = lifter.rpc("record_check_in", p_check_in={"sleep": 4, "energy": 7})
    assert (streak["streak_type"], streak["current_streak"]) == ("daily_login", 1)


def test_a_username_that_is_taken_is_a_conflict(lifter: Lifter, new_lifter: NewLifter) -> None:
    name = f"ada_{uuid4().hex[:12]}"
    lifter.onboard(username=name)
    stranger = new_lifter()
    with pytest.raises(APIError, match="taken") as caught:
        stranger.onboard(username=name.upper())
    assert caught.value.code == "PT409"
