"""Failed requests are refunded, but only up to a limit."""

import json
from datetime import datetime, timedelta

import psycopg
import pytest

from tests.database.ai.customers import BODY, Customer, customer, details
from tests.database.athlete import NOON, Connection
from tests.people import give

# Six requests a day for who pays, and eight calls are the most that an answer takes.
MOST = 6 * 8


@pytest.fixture
def person(sql: Connection) -> Customer:
    return customer(sql)


def pay(
    person: Customer, calls: int, at: datetime = NOON, feature: str = "generate_plan", tokens: int = 1000
) -> None:
    """Write calls down that were made for a request."""
    call = {
        "feature": feature,
        "model": "gemini-3.8-flash",
        "input_tokens": tokens,
        "output_tokens": 0,
        "cost_usd": 0.0015,
        "latency_ms": 900,
        "outcome": "blocked" if tokens else "unavailable",
    }
    person.value("select private.record_ai_usage(%s, %s, %s)", person.id, json.dumps([call] * calls), at)


def ask_for_nothing(person: Customer, at: datetime = NOON) -> None:
    """A request that calls a model and comes to nothing."""
    asked = person.ask(at=at)
    pay(person, 4, at)
    person.answer(asked, charged=False, at=at)


def test_who_asks_for_nothing_all_day_is_stopped(person: Customer) -> None:
    for _ in range(MOST // 4):
        ask_for_nothing(person)
    with pytest.raises(psycopg.Error) as refusal:
        person.ask()
    assert refusal.value.sqlstate == "PT429"
    assert details(refusal.value) == {"reason": "quota_exceeded", "window": "day", "retry_after": 12 * 3600}
    assert person.used() == 0


def test_the_next_day_it_may_be_asked_again(person: Customer) -> None:
    pay(person, MOST)
    assert person.ask(at=NOON + timedelta(hours=12))["state"] == "started"


def test_who_gets_answers_has_the_whole_quota(person: Customer) -> None:
    """Each of them as dear as an answer can be."""
    for _ in range(6):
        asked = person.ask()
        pay(person, 8)
        assert person.answer(asked, BODY)
    assert person.used() == 6


def test_a_service_that_is_away_costs_nothing_and_stops_nobody(person: Customer) -> None:
    pay(person, MOST, tokens=0)
    assert person.ask()["state"] == "started"


def test_each_feature_pays_for_itself(person: Customer) -> None:
    pay(person, MOST, feature="import_plan")
    assert person.ask()["state"] == "started"


def test_anothers_calls_stop_nobody(sql: Connection, person: Customer) -> None:
    pay(customer(sql), MOST)
    assert person.ask()["state"] == "started"


def test_an_administrator_is_never_stopped(sql: Connection, person: Customer) -> None:
    give(sql, person.id, role="admin")
    pay(person, MOST)
    assert person.ask()["state"] == "started"
