"""The cost of each model call: written by the service, readable by its user, changed by no one."""

import json
import uuid
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import Customer, customer, details
from tests.database.athlete import NOON, Connection

CALL = {
    "feature": "coach_chat",
    "model": "gemini-3.8-flash",
    "input_tokens": 5200,
    "output_tokens": 310,
    # 5200 x 1.50 + 310 x 7.50 dollars a million.
    "cost_usd": 0.010125,
    "latency_ms": 1840,
    "outcome": "ok",
}


@pytest.fixture
def person(sql: Connection) -> Customer:
    return customer(sql)


def record(person: Customer, *calls: Any) -> int:
    return int(person.value("select private.record_ai_usage(%s, %s, %s)", person.id, json.dumps(calls), NOON))


def count(person: Customer) -> int:
    return int(person.value("select count(*) from public.ai_usage where user_id = %s", person.id))


def test_a_call_that_ends_with_its_request_is_in_the_books(person: Customer) -> None:
    asked, call = person.ask(), CALL | {"id": str(uuid.uuid4())}
    arguments = [person.id, asked["request_id"], json.dumps([call]), NOON]
    record(person, call)
    person.value("select private.finish_ai_request(%s, %s, 201, null, true, %s, %s)", *arguments)
    assert count(person) == 1
    other = [person.id, person.ask()["request_id"], json.dumps([CALL]), NOON]
    person.value("select private.finish_ai_request(%s, %s, 201, null, true, %s, %s)", *other)
    assert count(person) == 2


def test_every_call_is_a_row(person: Customer) -> None:
    request = str(uuid.uuid4())
    assert record(person, CALL | {"request_id": request}, CALL | {"outcome": "timeout"}) == 2
    [row] = person.rows(
        "select feature::text, model, input_tokens, output_tokens, cost_usd, latency_ms, request_id::text, "
        "created_at from public.ai_usage where user_id = %s and outcome = 'ok'",
        person.id,
    )
    cost = Decimal("0.01012500")
    assert row == ("coach_chat", "gemini-3.8-flash", 5200, 310, cost, 1840, request, NOON)


def test_a_single_token_of_the_cheapest_model_costs_something(person: Customer) -> None:
    record(person, CALL | {"cost_usd": 0.0000003})
    cost = person.value("select cost_usd from public.ai_usage where user_id = %s", person.id)
    assert cost == Decimal("0.0000003")


def test_written_down_twice_it_is_one_call(person: Customer) -> None:
    call = CALL | {"id": str(uuid.uuid4())}
    assert (record(person, call), record(person, call)) == (1, 0)
    assert count(person) == 1


def test_nobody_rewrites_it(person: Customer) -> None:
    record(person, CALL)
    for statement in ("update public.ai_usage set cost_usd = 0", "delete from public.ai_usage"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            person.sql.execute(f"{statement} where user_id = %s", [person.id])


def test_it_goes_with_its_account(person: Customer, sql: Connection) -> None:
    record(person, CALL)
    sql.execute("delete from auth.users where id = %s", [person.id])
    assert count(person) == 0


def test_a_call_that_ends_after_its_account_is_nobodys(person: Customer, sql: Connection) -> None:
    sql.execute("delete from auth.users where id = %s", [person.id])
    assert record(person, CALL) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"feature": "mind_reading"}, "p_usage[1].feature"),
        ({"outcome": "fine"}, "p_usage[1].outcome"),
        ({"input_tokens": -1}, "p_usage[1].input_tokens"),
        ({"output_tokens": 1.5}, "p_usage[1].output_tokens"),
        ({"cost_usd": -0.01}, "p_usage[1].cost_usd"),
        ({"cost_usd": 10001}, "p_usage[1].cost_usd"),
        ({"latency_ms": None}, "p_usage[1].latency_ms"),
        ({"model": ""}, "p_usage[1].model"),
        ({"prompt": "what I said"}, "p_usage[1].prompt"),
        ({"request_id": "1"}, "p_usage[1].request_id"),
    ],
)
def test_one_bad_call_is_named_and_none_is_written(
    person: Customer, change: dict[str, object], field: str
) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        record(person, CALL, CALL | change)
    assert (refusal.value.sqlstate, details(refusal.value)["field"]) == ("PT422", field)
    assert count(person) == 0


@pytest.mark.parametrize("usage", ["null", "{}", "1", "[" + ",".join(["{}"] * 101) + "]"])
def test_it_takes_a_list_of_at_most_a_hundred(person: Customer, usage: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        person.value("select private.record_ai_usage(%s, %s, now())", person.id, usage)
    assert (refusal.value.sqlstate, details(refusal.value)["field"]) == ("PT422", "p_usage")
