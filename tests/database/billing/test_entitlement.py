"""Who has premium, decided from all of a user's subscriptions; and what support gives."""

import json
from datetime import datetime
from typing import Any

import psycopg
import pytest

from tests.database.ai.customers import customer, details
from tests.database.athlete import Connection
from tests.database.billing.buyers import Buyer, buyer
from tests.database.billing.purchases import send, subscribe
from tests.fakes.billing.events import anonymous, moment, revenuecat, stripe, stripe_subscription, transfer

pytestmark = pytest.mark.quick


@pytest.fixture
def person(sql: Connection) -> Buyer:
    return buyer(sql)


def give(person: Buyer, until: datetime | None, at: float = 0, reason: str | None = "A prize") -> Any:
    return person.value(
        "select to_jsonb(private.grant_access(%s, %s, %s, %s))", person.id, until, reason, moment(at)
    )


def test_support_gives_access_until_a_day(person: Buyer) -> None:
    given = give(person, moment(10))
    assert (given["provider"], given["status"], given["user_id"]) == ("manual", "active", person.id)
    assert (person.status(9.9), person.status(10), person.shown()) == ("active", "free", "active")


def test_support_gives_access_for_good(person: Buyer) -> None:
    assert give(person, None)["access_until"] is None
    assert person.status(100_000) == "active"


def test_what_support_said_last_counts(person: Buyer) -> None:
    give(person, None)
    give(person, moment(20), at=5)
    assert (person.status(19), person.status(20)) == ("active", "free")
    give(person, moment(6), at=6)
    assert (person.status(6), person.shown()) == ("free", "free")


def test_what_support_does_is_kept_with_its_reason(person: Buyer) -> None:
    give(person, None, reason="Complained about 3 May")
    kept = person.value("select payload from private.billing_events where user_id = %s", person.id)
    assert kept == {"user_id": person.id, "until": None, "reason": "Complained about 3 May"}


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        ("2026-05-01", None, "p_reason"),
        ("2026-05-01", "", "p_reason"),
        ("2026-05-01", "x" * 501, "p_reason"),
        ("infinity", "A prize", "p_until"),
        ("12026-05-01", "A prize", "p_until"),
    ],
)
def test_a_gift_needs_a_reason_and_a_day(person: Buyer, until: str, reason: str | None, field: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        person.value("select private.grant_access(%s, %s, %s, now())", person.id, until, reason)
    assert (refused.value.sqlstate, details(refused.value)["field"]) == ("PT422", field)


def test_nobody_can_be_given_access(sql: Connection) -> None:
    with pytest.raises(psycopg.Error) as refused:
        sql.execute("select private.grant_access(gen_random_uuid(), null, 'A prize', now())")
    assert refused.value.sqlstate == "PT404"


def test_the_best_of_several_subscriptions_counts(person: Buyer) -> None:
    name = f"sub_{person.id}"
    trial = stripe_subscription("trialing", (0, 20), user=person.id, name=name)
    send(person.sql, stripe("customer.subscription.created", 0, trial), moment(0))
    assert person.status(1) == "trial"
    subscribe(person.sql, person.id, "canceled", until=10)
    assert person.status(1) == "trial"
    give(person, moment(5))
    assert [person.status(day) for day in (1, 6, 11, 21)] == ["active", "trial", "trial", "free"]


def test_a_canceled_trial_has_no_more_quota_than_the_trial(sql: Connection) -> None:
    """Else everybody would cancel on the first day."""
    person = customer(sql, "trial")
    canceled = revenuecat(
        "CANCELLATION", 1, person.id, 0, 3650, period_type="TRIAL", cancel_reason="UNSUBSCRIBE"
    )
    send(sql, canceled, moment(1))
    assert (
        person.value("select subscription_status from public.profiles where id = %s", person.id) == "canceled"
    )
    for _ in range(3):
        person.ask()
    with pytest.raises(psycopg.Error) as refused:
        person.ask()
    assert refused.value.sqlstate == "PT429"


def test_premium_ends_by_the_clock_whatever_the_profile_says(sql: Connection, person: Buyer) -> None:
    subscribe(sql, person.id, "canceled", until=30)
    assert person.shown() == "canceled"
    for at, refused in ((moment(29.9), False), (moment(30), True)):
        asked = f"select private.require_premium('{person.id}', '{at.isoformat()}')"
        if refused:
            with pytest.raises(psycopg.Error) as error:
                sql.execute(asked.encode())
            assert error.value.sqlstate == "PT402"
        else:
            sql.execute(asked.encode())


def test_the_sandbox_counts_where_the_installation_says_so(sql: Connection, person: Buyer) -> None:
    with sql.transaction(force_rollback=True):
        sql.execute("update private.billing_settings set sandbox_counts = true")
        bought = revenuecat("INITIAL_PURCHASE", 0, person.id, 0, 30, environment="SANDBOX")
        assert send(sql, bought, moment(0)) == "processed"
        assert person.shown() == "active"


def test_only_the_entitlement_that_is_premium_counts(sql: Connection, person: Buyer) -> None:
    with sql.transaction(force_rollback=True):
        sql.execute("update private.billing_settings set premium_entitlement = 'premium'")
        other = revenuecat("INITIAL_PURCHASE", 0, person.id, 0, 30, entitlement_ids=["recipes"])
        assert send(sql, other, moment(0)) == "ignored"
        both = revenuecat("INITIAL_PURCHASE", 0, person.id, 0, 30, entitlement_ids=["recipes", "premium"])
        assert send(sql, both, moment(0)) == "processed"


def test_with_an_account_goes_what_was_told_of_it(sql: Connection, person: Buyer) -> None:
    subscribe(sql, person.id)
    send(sql, transfer(5, [person.id], [anonymous(person.id)]), moment(5))
    give(person, None)
    sql.execute("delete from auth.users where id = %s", [person.id])
    named = "select count(*) from private.billing_events where to_jsonb(billing_events)::text like %s"
    assert sql.execute(named, [f"%{person.id}%"]).fetchone() == (0,)


def test_what_was_handed_on_stays_with_who_has_it(sql: Connection, person: Buyer) -> None:
    heir = buyer(sql)
    subscribe(sql, person.id)
    send(sql, transfer(5, [person.id], [heir.id]), moment(5))
    sql.execute("delete from auth.users where id = %s", [person.id])
    send(sql, revenuecat("UNCANCELLATION", 6, heir.id, 0, 3650,
                         original_transaction_id=f"first of {person.id}"), moment(6))  # fmt: skip
    assert heir.shown() == "active"


def test_who_loses_a_subscription_finds_a_tombstone(sql: Connection, person: Buyer) -> None:
    subscribe(sql, person.id)
    had = person.subscription("id")
    send(sql, transfer(5, [person.id], [buyer(sql).id]), moment(5))
    buried = person.value("select row_key from private.tombstones where user_id = %s", person.id)
    assert (buried, person.subscription()) == ({"id": str(had)}, None)


STORE = """
    select private.receive_billing_event(%(provider)s, %(id)s, %(type)s, %(at)s, %(env)s, %(payload)s, now())
"""
GOOD = {"provider": "stripe", "id": "1", "type": "x", "at": "2026-05-01", "env": "sandbox", "payload": "{}"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        # What support gives has a way of its own.
        ({"provider": "manual"}, "p_provider"),
        ({"provider": None}, "p_provider"),
        ({"id": ""}, "p_event_id"),
        ({"id": "x" * 256}, "p_event_id"),
        ({"type": None}, "p_type"),
        ({"at": "infinity"}, "p_event_at"),
        ({"env": "staging"}, "p_environment"),
        ({"payload": "[]"}, "p_payload"),
        ({"payload": json.dumps({"a": "a" * 1_048_576})}, "p_payload"),
    ],
)
def test_what_is_no_event_isnt_stored(sql: Connection, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(psycopg.Error) as refused:
        sql.execute(STORE, GOOD | wrong)
    assert (refused.value.sqlstate, details(refused.value)["field"]) == ("PT422", field)


def test_whoever_decides_a_tier_decides_it_alike(sql: Connection) -> None:
    """For every status and end of access: the functions, and those that repeat the rule to save a call."""
    person = buyer(sql)
    subscribe(sql, person.id)
    statuses = sql.execute("select unnest(enum_range(null::public.billing_status))::text").fetchall()
    with sql.transaction(force_rollback=True):
        sql.execute("alter table public.subscriptions disable trigger user")
        for (status,) in statuses:
            for end in (None, "-1 hour", "1 hour"):
                row = sql.execute(
                    """
                    update public.subscriptions set status = %s, access_until = now() + %s::interval
                    where user_id = %s
                    returning private.is_premium(user_id), private.limit_tier(user_id, now()) = 'premium'
                    """,
                    [status, end, person.id],
                ).fetchone()
                assert row in ((True, True), (False, False)), (status, end)
    rule = "s.status in ('trial', 'active', 'grace', 'paused', 'canceled')"
    for function in ("private.is_premium", "private.limit_tier", "gateway.check_request"):
        found = "select strpos(prosrc, %s) > 0 from pg_proc where oid = %s::regproc"
        assert sql.execute(found, [rule, function]).fetchone() == (True,), function
