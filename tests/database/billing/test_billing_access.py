"""What a sequence of events gives: access over time, the same whatever the order in which they came."""

import itertools
import uuid
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.database.athlete import Connection
from tests.database.billing.buyers import Buyer, buyer
from tests.database.billing.cases import Case
from tests.database.billing.purchases import read, send
from tests.database.billing.revenuecat_cases import REVENUECAT
from tests.database.billing.stripe_cases import STRIPE
from tests.fakes.billing.events import Event, anonymous, moment, revenuecat, transfer

_MOST_ORDERS = 24
CASES = {
    **{f"RevenueCat: {name}": case for name, case in REVENUECAT.items()},
    **{f"Stripe: {name}": case for name, case in STRIPE.items()},
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


def expire(person: Buyer, at: datetime) -> None:
    """What the job does."""
    person.sql.execute("select private.expire_subscriptions(%s, 1000)", [at])


@pytest.mark.attack("billing-1", "billing-2")
@every_case
def test_access_over_time(sql: Connection, case: Case) -> None:
    person = buyer(sql)
    waiting = case.events(person.id, f"sub_{uuid.uuid4().hex}")
    found, shown = {}, {}
    for day in sorted(case.access):
        while waiting and read(waiting[0]).happened_at <= moment(day):
            send(sql, waiting.pop(0), moment(day))
        found[day] = person.status(day)
        expire(person, moment(day))
        shown[day] = person.shown()
    assert waiting == []
    assert found == case.access
    assert shown == case.access


def orders(events: list[Event]) -> list[tuple[Event, ...]]:
    """Every order of arrival; of many events some of each kind."""
    every = list(itertools.permutations(events))
    return [*every[:: max(len(every) // _MOST_ORDERS, 1)], tuple(reversed(events))]


def outcome(person: Buyer, events: list[Event]) -> dict[str, Any]:
    """All that follows from events: the subscription, the profile, and whether each counts."""
    ids = [read(event).event_id for event in events]
    query = """
        select
            (
                select jsonb_agg(to_jsonb(s) - '{user_id,created_at,updated_at}'::text [] order by s.id)
                from public.subscriptions as s where s.user_id = %(user)s
            ),
            (select subscription_status from public.profiles where id = %(user)s),
            (
                select jsonb_object_agg(e.event_id, array[e.state::text, e.error, e.user_id::text])
                from private.billing_events as e where e.event_id = any(%(events)s)
            )
    """
    row = person.sql.execute(query.encode(), {"user": person.id, "events": ids}).fetchone()
    assert row
    return dict(zip(("subscriptions", "status", "events"), row, strict=True))


@every_case
def test_the_end_is_the_same_in_every_order_of_arrival(sql: Connection, case: Case) -> None:
    person = buyer(sql)
    events = case.events(person.id, f"sub_{uuid.uuid4().hex}")
    last = moment(max(case.access))
    ends = []
    for order in orders(events):
        with sql.transaction(force_rollback=True):
            for event in order:
                send(sql, event, last)
            ends.append(outcome(person, events))
    assert all(end == ends[0] for end in ends)
    assert ends[0]["status"] == case.access[max(case.access)]


KINDS = [
    "INITIAL_PURCHASE",
    "RENEWAL",
    "CANCELLATION",
    "UNCANCELLATION",
    "BILLING_ISSUE",
    "SUBSCRIPTION_PAUSED",
    "SUBSCRIPTION_EXTENDED",
    "REFUND_REVERSED",
    "EXPIRATION",
    "PRODUCT_CHANGE",
    "TRANSFER",
]
# Two users and two nobodies with two subscriptions between them; whole days, so that many fall together.
PEOPLE = some.integers(0, 3)
EVENTS = some.lists(
    some.tuples(
        some.sampled_from(KINDS),
        some.integers(0, 12),
        some.tuples(PEOPLE, PEOPLE),
        some.tuples(some.integers(0, 8), some.integers(1, 8)),
        some.tuples(some.sampled_from(["UNSUBSCRIBE", "BILLING_ERROR", "CUSTOMER_SUPPORT"]), some.booleans()),
    ),
    min_size=2,
    max_size=7,
)


def told(people: list[str], drawn: tuple[Any, ...]) -> Event:
    kind, day, (one, other), (start, length), (reason, is_second) = drawn
    if kind == "TRANSFER":
        return transfer(day, [people[one]], [people[other]])
    key = f"{people[0]} {is_second}"
    fields = {"cancel_reason": reason, "original_transaction_id": key}
    return revenuecat(kind, day, people[one], start, start + length, **fields)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=EVENTS, data=some.data())
def test_no_story_depends_on_the_order_of_arrival(
    sql: Connection, drawn: list[tuple[Any, ...]], data: some.DataObject
) -> None:
    with sql.transaction(force_rollback=True):
        users = [buyer(sql), buyer(sql)]
        people = [*(user.id for user in users), *(anonymous(user.id) for user in users)]
        events = [told(people, each) for each in drawn]
        ends = []
        for order in (events, data.draw(some.permutations(events))):
            with sql.transaction(force_rollback=True):
                for event in order:
                    send(sql, event, moment(10))
                ends.append([outcome(user, events) for user in users])
        assert ends[0] == ends[1]
