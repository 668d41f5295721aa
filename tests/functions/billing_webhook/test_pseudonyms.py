"""The providers' ids of customers and purchases as they are stored: of no use to who reads the database."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bench.runtime_api import Runtime
from functions.billing_webhook.incoming import Incoming, from_revenuecat, from_stripe
from functions.billing_webhook.pseudonyms import with_pseudonyms
from local.services import Address
from tests.database.billing.buyers import Buyer
from tests.database.stored import holding
from tests.fakes.billing import events
from tests.fakes.billing.events import Event, revenuecat, stripe, stripe_subscription
from tests.fakes.billing.senders import SETTINGS, Sender, senders
from tests.functions.billing_webhook.test_on_lambda import ask, on_lambda
from tests.support import Connection

KEY = "a key of the tests, of 32 or more"
YEARS = 3650
REVENUECAT, STRIPE = (senders("http://127.0.0.1:9")[name] for name in ("revenuecat", "stripe"))


@pytest.fixture
def runtime(stack: Address, tmp_path: Path) -> Iterator[Runtime]:
    """The webhook with a key for the ids."""
    with on_lambda(stack, SETTINGS | {"PROVIDER_ID_KEY": KEY}, tmp_path / "log") as runtime:
        yield runtime


def told(runtime: Runtime, sender: Sender, *sent: Event) -> None:
    for event in sent:
        assert ask(runtime, sender, event, is_base64=False).status == 200


def hidden(event: Event, key: str = KEY) -> Any:
    incoming = from_revenuecat(event) if "event" in event else from_stripe(event)
    return with_pseudonyms(incoming, key).payload


@pytest.mark.attack("sealing-10")
def test_no_table_holds_an_id_of_a_customer_or_a_purchase(
    runtime: Runtime, person: Buyer, sql: Connection
) -> None:
    name = f"sub_{person.id[:8]}"
    anonymous = events.anonymous(person.id)
    told(
        runtime, REVENUECAT,
        revenuecat(
            "INITIAL_PURCHASE", 0, person.id, 0, YEARS,
            original_app_user_id=anonymous, aliases=[anonymous, person.id],
            transaction_id=f"tx {person.id[:8]}",
        ),
    )  # fmt: skip
    subscription = stripe_subscription("active", (0, YEARS), user=person.id, name=name)
    told(
        runtime, STRIPE,
        stripe("customer.subscription.created", 0, subscription),
        stripe("invoice.paid", 0, events.invoice(name, f"in_{person.id[:8]}")),
    )  # fmt: skip
    assert person.shown() == "active"
    for word in (
        name,
        f"cus_{name}",
        f"in_{person.id[:8]}",
        anonymous,
        f"first of {person.id}",
        f"tx {person.id[:8]}",
    ):
        assert holding(sql, word) == [], word


def test_later_events_find_the_same_subscription(runtime: Runtime, person: Buyer) -> None:
    told(
        runtime, REVENUECAT,
        revenuecat("INITIAL_PURCHASE", 0, person.id, 0, 30),
        revenuecat("RENEWAL", 30, person.id, 30, YEARS),
    )  # fmt: skip
    assert len(person.rows("select id from public.subscriptions where user_id = %s", person.id)) == 1
    assert person.shown() == "active"
    told(
        runtime,
        REVENUECAT,
        revenuecat("CANCELLATION", 31, person.id, 30, YEARS, cancel_reason="CUSTOMER_SUPPORT"),
    )
    assert person.subscription() == "refunded"


def test_a_refund_of_stripe_finds_its_subscription_by_the_customer(runtime: Runtime, person: Buyer) -> None:
    name = f"sub_{person.id[:8]}"
    subscription = stripe_subscription("active", (0, YEARS), user=person.id, name=name)
    told(
        runtime, STRIPE,
        stripe("customer.subscription.created", 0, subscription),
        stripe("charge.refunded", 1, events.charge(0, name)),
    )  # fmt: skip
    assert person.subscription() == "refunded"


def test_a_purchase_before_sign_in_comes_with_its_transfer(runtime: Runtime, person: Buyer) -> None:
    anonymous = events.anonymous(person.id)
    bought = revenuecat(
        "INITIAL_PURCHASE", 0, anonymous, 0, YEARS, original_transaction_id=f"first of {anonymous}"
    )
    told(runtime, REVENUECAT, bought, events.transfer(1, [anonymous], [person.id]))
    assert person.shown() == "active"


def test_the_same_id_is_the_same_for_one_provider_and_one_key_only() -> None:
    def customer(incoming: Incoming, key: str) -> object:
        found: Any = with_pseudonyms(incoming, key).payload
        return found["data"]["object"]["customer"]

    event = from_stripe(stripe("invoice.paid", 0, events.invoice()))
    assert customer(event, KEY) == customer(event, KEY) != customer(event, KEY + "!")
    other: Any = hidden(revenuecat("RENEWAL", 0, "cus_sub_1", 0, 1))
    assert other["event"]["app_user_id"] not in (customer(event, KEY), "cus_sub_1")


def test_what_is_no_id_of_a_customer_or_purchase_stays() -> None:
    user = "0b1e3a20-843d-45f8-84d0-2aca9b6f023b"
    sent = stripe("customer.subscription.created", 0, stripe_subscription("active", (0, 1), user=user))
    kept = hidden(sent)
    assert kept["id"] == sent["id"]
    content = kept["data"]["object"]
    assert content["items"]["data"][0]["price"]["id"] == "price_monthly"
    assert content["metadata"] == {"user_id": user}
    assert (content["status"], content["object"]) == ("active", "subscription")
    told_of = hidden(revenuecat("RENEWAL", 0, user, 0, 1))["event"]
    sent_of = revenuecat("RENEWAL", 0, user, 0, 1)["event"]
    for name in ("app_user_id", "aliases", "product_id", "type", "price", "store", "entitlement_ids"):
        assert told_of[name] == sent_of[name]


@pytest.mark.parametrize("value", [None, True, 1.5, "", [], {}, [None, [1]], {"id": {"id": None}}])
def test_whatever_stands_in_the_place_of_an_id_is_no_fault(value: object) -> None:
    now = datetime.now(UTC)
    for provider, name in (("stripe", "customer"), ("revenuecat", "aliases")):
        given = Incoming(
            provider, "e", "t", now, "production", json.loads(json.dumps({"data": {name: value}}))
        )
        assert with_pseudonyms(given, KEY) == replace(given, payload=with_pseudonyms(given, KEY).payload)


def test_an_id_that_is_an_object_or_a_number_is_hidden_in_it() -> None:
    content = events.invoice() | {
        "customer": {"id": "cus_expanded", "object": "customer"},
        "charge": 12345678,
    }
    text = json.dumps(hidden(stripe("invoice.paid", 0, content)))
    assert "cus_expanded" not in text
    assert "12345678" not in text


def test_links_to_a_customers_invoice_are_not_kept() -> None:
    content = events.invoice() | {
        "hosted_invoice_url": "https://invoice.stripe.com/i/x",
        "invoice_pdf": "https://x",
    }
    assert "https://" not in json.dumps(hidden(stripe("invoice.paid", 0, content)))
