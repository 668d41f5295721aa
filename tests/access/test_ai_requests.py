"""The service's requests as its Python module sends them: over the Data API."""

import json
import uuid
from typing import Any

import httpx
import pytest

from local.services import Address
from tests.access.callers import Caller, sign_up
from tests.database.billing.purchases import subscribe
from tests.support import Connection

# With what JSON can hold: it has to come back as it went.
BODY: dict[str, Any] = {
    "plan_id": None,
    "engine": "rules",
    "warnings": [],
    "plan": {"weight_kg": 62.5, "name": "„Plan“ 🏋"},
}


@pytest.fixture
def payer(stack: Address, shared_sql: Connection) -> Caller:
    caller = sign_up(stack)
    subscribe(shared_sql, caller.id, "trial")
    return caller


def begin(secret: Caller, user: Caller, key: str | None, body: str = "b") -> httpx.Response:
    return secret.rpc(
        "begin_ai_request",
        p_user_id=user.id,
        p_feature="generate_plan",
        p_key=key,
        p_request_hash=body,
        p_seconds=30,
    )


def finish(secret: Caller, user: Caller, begun: Any, body: Any, *, charged: bool = True) -> Any:
    return secret.done(
        "finish_ai_request",
        p_user_id=user.id,
        p_request_id=begun["request_id"],
        p_status=201,
        p_body=body,
        p_is_charged=charged,
    )


def details(answer: httpx.Response) -> Any:
    return json.loads(answer.json()["details"])


def test_a_stored_answer_comes_back_as_it_went(secret: Caller, payer: Caller) -> None:
    key = str(uuid.uuid4())
    assert finish(secret, payer, begin(secret, payer, key).json(), BODY) is True
    again = begin(secret, payer, key).json()
    assert (again["state"], again["request_id"], again["status"]) == ("stored", None, 201)
    assert again["body"] == BODY


def test_no_body_stores_nothing(secret: Caller, payer: Caller) -> None:
    key = str(uuid.uuid4())
    finish(secret, payer, begin(secret, payer, key).json(), None, charged=False)
    assert begin(secret, payer, key, "another").json()["state"] == "started"


def test_a_running_request_is_409(secret: Caller, payer: Caller) -> None:
    key = str(uuid.uuid4())
    begin(secret, payer, key)
    answer = begin(secret, payer, key)
    assert (answer.status_code, answer.json()["code"]) == (409, "PT409")
    assert details(answer)["reason"] == "request_in_progress"
    assert 1 <= details(answer)["retry_after"] <= 30


def test_a_quota_that_is_used_up_is_429(secret: Caller, payer: Caller) -> None:
    for _ in range(3):
        assert begin(secret, payer, None).status_code == 200
    answer = begin(secret, payer, None)
    assert (answer.status_code, answer.json()["code"]) == (429, "PT429")
    assert (details(answer)["reason"], details(answer)["window"]) == ("quota_exceeded", "day")
    assert 0 < details(answer)["retry_after"] <= 24 * 3600


def test_without_premium_is_402(secret: Caller, stack: Address) -> None:
    answer = begin(secret, sign_up(stack), None)
    assert (answer.status_code, answer.json()["code"]) == (402, "PT402")


def test_a_user_that_isnt_is_404(secret: Caller, anonymous: Caller) -> None:
    answer = begin(secret, anonymous, None)
    assert (answer.status_code, answer.json()["code"]) == (404, "PT404")


def test_a_user_reads_what_it_used_and_nobody_else_does(
    secret: Caller, payer: Caller, stack: Address
) -> None:
    call = {
        "feature": "coach_chat",
        "model": "gemini-3.8-flash",
        "input_tokens": 900,
        "output_tokens": 80,
        "cost_usd": 0.00195,
        "latency_ms": 700,
        "outcome": "ok",
    }
    assert secret.done("record_ai_usage", p_user_id=payer.id, p_usage=[call]) == 1
    [row] = payer.see("ai_usage").json()
    assert {name: row[name] for name in call} == call
    assert sign_up(stack).see("ai_usage").json() == []
