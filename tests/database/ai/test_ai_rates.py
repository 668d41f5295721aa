"""How fast requests to AI functions may be sent, whether or not they use a quota."""

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.ai.customers import Customer, customer, details
from tests.database.athlete import NOON, Connection

pytestmark = pytest.mark.quick

RATE, WINDOW = 40, timedelta(minutes=5)


@pytest.fixture(scope="module")
def db(cluster: Cluster, template: str) -> Iterator[Connection]:
    """A database with the rates that the seed has: those of the other tests are lifted."""
    with psycopg.connect(cluster.create_database("rates", template), autocommit=True) as connection:
        yield connection


@pytest.fixture
def person(db: Connection) -> Customer:
    return customer(db, "active")


@pytest.mark.attack("fair-10")
def test_answers_by_rule_can_be_asked_for_so_often(person: Customer) -> None:
    """Their quota is given back, so only the rate counts them. 120 chats in 5 s were answered."""
    for _ in range(RATE):
        person.answer(person.ask("coach_chat"), charged=False)
    with pytest.raises(psycopg.Error) as refused:
        person.ask("coach_chat", at=NOON + timedelta(seconds=60))
    assert refused.value.sqlstate == "PT429"
    assert details(refused.value) == {"reason": "rate_limited", "retry_after": 240, "limit": RATE}
    assert person.used(feature="coach_chat") == 0
    # Another feature, another user, and the next window have room.
    person.ask("import_plan")
    customer(person.sql, "active").ask("coach_chat")
    person.ask("coach_chat", at=NOON + WINDOW + timedelta(seconds=1))


@pytest.mark.attack("fair-10")
def test_requests_that_fail_count(person: Customer) -> None:
    for _ in range(RATE):
        person.answer(person.ask("coach_chat"), None, charged=False, status=500)
    with pytest.raises(psycopg.Error) as refused:
        person.ask("coach_chat")
    assert details(refused.value)["reason"] == "rate_limited"


@pytest.mark.attack("fair-10")
def test_what_the_service_stores_for_a_user_counts(person: Customer) -> None:
    """Beyond the quota urgent messages are answered without a request of the function."""

    def say() -> None:
        message = json.dumps({"id": str(uuid.uuid4()), "content": "My chest hurts"})
        person.value("select private.store_user_message(%s, %s, %s)", person.id, message, NOON)

    for _ in range(RATE):
        say()
    with pytest.raises(psycopg.Error) as refused:
        say()
    assert details(refused.value)["reason"] == "rate_limited"


def test_a_window_of_a_clock_that_was_ahead_locks_nobody_out(person: Customer) -> None:
    for _ in range(RATE):
        person.answer(person.ask("coach_chat", at=NOON + timedelta(days=1)), charged=False)
    person.ask("coach_chat")
