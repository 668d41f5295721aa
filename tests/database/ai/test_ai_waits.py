"""Whoever is refused anyway waits for nothing: the service's connections are everybody's."""

import uuid

import psycopg
import pytest

from tests.database.ai.customers import Customer, customer, details
from tests.database.athlete import NOON, Connection

pytestmark = pytest.mark.quick


def refused_while_locked(database: str, person: Customer) -> psycopg.Error:
    """How a request is refused while another one holds the user's lock; waiting would end in 55P03."""
    with psycopg.connect(database) as other:
        other.execute("select private.lock_user(%s)", [person.id])
        with pytest.raises(psycopg.Error) as refused:
            person.ask(key=str(uuid.uuid4()))
    return refused.value


@pytest.mark.attack("fair-15")
def test_without_premium(sql: Connection, database: str) -> None:
    refused = refused_while_locked(database, customer(sql, "free"))
    assert refused.sqlstate == "PT402"


@pytest.mark.attack("fair-15")
def test_beyond_the_rate(sql: Connection, database: str) -> None:
    person = customer(sql, "active")
    sql.execute(
        "insert into private.ai_rate_use (user_id, feature, starts_at, used)"
        " select %s, f, %s, 1000000 from unnest(enum_range(null::public.ai_feature)) as f",
        [person.id, NOON],
    )
    refused = refused_while_locked(database, person)
    assert (refused.sqlstate, details(refused)["reason"]) == ("PT429", "rate_limited")


def test_anybody_else_waits_for_two_seconds_at_most(sql: Connection, database: str) -> None:
    refused = refused_while_locked(database, customer(sql, "active"))
    assert refused.sqlstate == "55P03"
