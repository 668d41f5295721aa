"""One subscription, however many accounts have it in turn, has one quota."""

import itertools
import uuid
from datetime import timedelta

import psycopg
import pytest

from tests.database.ai.customers import BODY, Customer, details
from tests.database.athlete import NOON, Connection
from tests.database.billing.purchases import send
from tests.fakes.billing.events import moment, revenuecat, stripe, stripe_subscription, transfer
from tests.people import give, insert_user

PER_DAY, PER_MONTH = 6, 30


@pytest.fixture
def key() -> str:
    """The purchase's name at the store."""
    return f"purchase {uuid.uuid4()}"


def account(sql: Connection) -> Customer:
    """An account without a subscription."""
    return Customer(sql, insert_user(sql))


def buys(person: Customer, key: str, kind: str = "INITIAL_PURCHASE", **fields: object) -> None:
    event = revenuecat(kind, 1, person.id, 0, 3650, original_transaction_id=key, **fields)
    send(person.sql, event, moment(1))


def hands_over(giver: Customer, taker: Customer, day: float) -> None:
    send(giver.sql, transfer(day, [giver.id], [taker.id]), moment(day))


def uses_up(person: Customer, times: int = PER_DAY, days: int = 0) -> None:
    for _ in range(times):
        at = NOON + timedelta(days=days)
        person.answer(person.ask(at=at), BODY, at=at)


def is_refused(person: Customer, days: int = 0) -> str:
    """In which window the quota is used up."""
    with pytest.raises(psycopg.Error) as refusal:
        person.ask(at=NOON + timedelta(days=days))
    assert refusal.value.sqlstate == "PT429"
    return str(details(refusal.value)["window"])


@pytest.mark.attack("quotas-1")
def test_a_transfer_gives_no_fresh_quota(sql: Connection, key: str) -> None:
    first, second = account(sql), account(sql)
    buys(first, key)
    uses_up(first)
    hands_over(first, second, 2)
    assert is_refused(second) == "day"
    hands_over(second, first, 3)
    assert is_refused(first) == "day"


@pytest.mark.attack("quotas-1")
def test_many_accounts_share_the_month(sql: Connection, key: str) -> None:
    people = [account(sql) for _ in range(PER_MONTH // PER_DAY + 1)]
    buys(people[0], key)
    for day, (one, other) in enumerate(itertools.pairwise(people)):
        uses_up(one, days=day)
        hands_over(one, other, 2 + day)
    assert is_refused(people[-1], PER_MONTH // PER_DAY) == "month"


@pytest.mark.attack("quotas-1")
def test_what_was_used_on_both_sides_of_a_transfer_adds_up(sql: Connection, key: str) -> None:
    first, second = account(sql), account(sql)
    buys(first, key)
    uses_up(first, 4)
    hands_over(first, second, 2)
    uses_up(second, 2)
    assert is_refused(second) == "day"
    assert (first.used(), second.used()) == (4, 2)


@pytest.mark.attack("quotas-2")
def test_signing_up_again_gives_no_fresh_quota(sql: Connection, key: str) -> None:
    first = account(sql)
    buys(first, key)
    uses_up(first)
    sql.execute("delete from auth.users where id = %s", [first.id])
    second = account(sql)
    buys(second, key, "RENEWAL")
    assert is_refused(second) == "day"


@pytest.mark.attack("quotas-2")
def test_what_is_kept_of_a_deleted_account_names_nobody(sql: Connection, key: str) -> None:
    person = account(sql)
    buys(person, key)
    uses_up(person)
    sql.execute("delete from auth.users where id = %s", [person.id])
    kept = sql.execute("select s::text from private.subscription_use as s").fetchall()
    assert kept
    assert not any(key in row or person.id in row for (row,) in kept)


@pytest.mark.attack("quotas-3")
def test_failing_requests_are_counted_by_subscription_as_well(sql: Connection, key: str) -> None:
    """They cost no quota, but their model calls were paid for."""
    first, second = account(sql), account(sql)
    buys(first, key)
    call = (
        '[{"feature": "generate_plan", "model": "m", "input_tokens": 9, "output_tokens": 9, "cost_usd": 0.1,'
        ' "latency_ms": 5, "outcome": "malformed"}]'
    )
    for _ in range(8 * PER_DAY):
        first.value("select private.record_ai_usage(%s, %s, %s)", first.id, call, NOON)
    assert is_refused(first) == "day"
    hands_over(first, second, 2)
    assert is_refused(second) == "day"


def test_who_has_paid_twice_may_use_both(sql: Connection, key: str) -> None:
    """An account that has a subscription of its own isn't punished for one that was handed over used up."""
    first, second = account(sql), account(sql)
    buys(first, key)
    uses_up(first)
    buys(second, f"{key} 2")
    hands_over(first, second, 2)
    uses_up(second)
    assert is_refused(second) == "day"


def test_stripe_counts_by_its_subscription(sql: Connection) -> None:
    first, second = account(sql), account(sql)
    name = f"sub_{uuid.uuid4().hex}"
    for person in (first, second):
        shown = stripe_subscription("active", (0, 3650), user=person.id, name=name)
        send(sql, stripe("customer.subscription.updated", 1 if person is first else 2, shown), moment(3))
        if person is first:
            uses_up(first)
    assert is_refused(second) == "day"


@pytest.mark.parametrize("body", [BODY, None], ids=["answered by rule", "failed"])
def test_what_delivered_nothing_is_given_back_to_the_subscription(
    sql: Connection, key: str, body: dict[str, str] | None
) -> None:
    first, second = account(sql), account(sql)
    buys(first, key)
    for _ in range(PER_DAY):
        first.answer(first.ask(), body, charged=False)
    asked = first.ask()
    hands_over(first, second, 2)
    # It ends after the transfer, and is given back to what it was taken from.
    first.answer(asked, None, charged=False)
    uses_up(second)
    assert is_refused(second) == "day"


def test_what_died_is_given_back_to_the_subscription(sql: Connection, key: str) -> None:
    person = account(sql)
    buys(person, key)
    for _ in range(PER_DAY):
        person.ask()
    sql.execute("select private.expire_ai_requests(100, %s)", [NOON + timedelta(minutes=5)])
    uses_up(person)
    assert is_refused(person) == "day"


def test_an_admin_is_bound_by_no_subscription(sql: Connection, key: str) -> None:
    first, admin = account(sql), account(sql)
    buys(first, key)
    uses_up(first)
    hands_over(first, admin, 2)
    give(sql, admin.id, role="admin")
    uses_up(admin)


def test_old_windows_are_forgotten(sql: Connection, key: str) -> None:
    person = account(sql)
    buys(person, key)
    uses_up(person)
    with sql.transaction(force_rollback=True):
        sql.execute("select private.expire_ai_requests(10000, %s)", [NOON + timedelta(days=100)])
        assert sql.execute(
            "select count(*) from private.subscription_use where starts_on < '2026-07-01'"
        ).fetchone() == (0,)
