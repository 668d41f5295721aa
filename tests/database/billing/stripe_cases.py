"""Sequences of Stripe's events."""

from tests.database.billing.cases import Case
from tests.fakes.billing.events import (
    Event,
    charge,
    checkout,
    ended,
    invoice,
    moment,
    stripe,
    stripe_subscription,
)


def changed(
    what: str,
    day: float,
    status: str,
    period: tuple[float, float],
    whose: tuple[str | None, str],
    **fields: object,
) -> Event:
    """The event that shows a subscription as it is on a day; `whose`: the user it names, and its own name."""
    user, name = whose
    shown = stripe_subscription(status, period, user=user, name=name, **fields)
    return stripe(f"customer.subscription.{what}", day, shown)


def old_version(event: Event) -> Event:
    """The event as the API told it before 2025-03-31, with the period at the top."""
    subscription = event["data"]["object"]
    [item] = subscription["items"]["data"]
    period = {name: item[name] for name in ("current_period_start", "current_period_end")}
    old_item = {name: value for name, value in item.items() if name not in period}
    old = subscription | period | {"items": {"object": "list", "data": [old_item]}}
    return event | {"data": {"object": old}}


def without_end(event: Event, top: tuple[int, int] | None = None) -> Event:
    """The event with periods of its items that are null; `top`, if given, is the subscription's own."""
    subscription = event["data"]["object"]
    [item] = subscription["items"]["data"]
    none = item | {"current_period_start": None, "current_period_end": None}
    own = {}
    if top:
        start, end = (round(moment(day).timestamp()) for day in top)
        own = {"current_period_start": start, "current_period_end": end}
    return event | {"data": {"object": subscription | own | {"items": {"object": "list", "data": [none]}}}}


STRIPE = {
    "a month that renews": Case(
        lambda u, s: [
            stripe("checkout.session.completed", 0, checkout(u, s)),
            changed("created", 0, "incomplete", (0, 30), (None, s)),
            stripe("invoice.paid", 0, invoice(s)),
            changed("updated", 0, "active", (0, 30), (None, s)),
            changed("updated", 30, "active", (30, 60), (None, s)),
        ],
        {0: "active", 30: "active", 59: "active", 61: "free"},
    ),
    "not paid at all": Case(
        lambda u, s: [
            changed("created", 0, "incomplete", (0, 30), (u, s)),
            stripe("invoice.payment_failed", 0, invoice(s)),
            changed("updated", 1, "incomplete_expired", (0, 30), (u, s)),
        ],
        {0: "free", 0.5: "free", 1: "free"},
    ),
    "a trial that converts": Case(
        lambda u, s: [
            changed("created", 0, "trialing", (0, 7), (u, s)),
            changed("trial_will_end", 4, "trialing", (0, 7), (u, s)),
            changed("updated", 7, "active", (7, 37), (u, s)),
            stripe("invoice.paid", 7.05, invoice(s)),
        ],
        {0: "trial", 4: "trial", 7: "active", 36: "active"},
    ),
    "a trial that ends without a card": Case(
        lambda u, s: [
            changed("created", 0, "trialing", (0, 7), (u, s)),
            changed("updated", 7, "paused", (0, 7), (u, s)),
            changed("updated", 9, "active", (9, 39), (u, s)),
        ],
        {6: "trial", 7: "free", 8: "free", 9: "active"},
    ),
    "canceled at the period's end": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            changed("updated", 9, "active", (0, 30), (u, s), cancel_at_period_end=True),
            changed("deleted", 30, "canceled", (0, 30), (u, s), **ended(30)),
        ],
        {9: "canceled", 29.9: "canceled", 30: "free"},
    ),
    "canceled at once": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            changed("deleted", 9, "canceled", (0, 30), (u, s), **ended(9)),
        ],
        {8: "active", 9: "free"},
    ),
    "a payment that fails and succeeds": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            stripe("invoice.payment_failed", 30, invoice(s, "in_2")),
            changed("updated", 30, "past_due", (30, 60), (u, s)),
            stripe("invoice.paid", 33, invoice(s, "in_2")),
            changed("updated", 33, "active", (30, 60), (u, s)),
        ],
        {30: "active", 33: "active", 59: "active"},
    ),
    "a payment that fails for good": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            changed("updated", 30, "past_due", (30, 60), (u, s)),
            stripe("invoice.payment_failed", 33, invoice(s, "in_2")),
            changed("updated", 44, "unpaid", (30, 60), (u, s)),
        ],
        # Stripe tries for two weeks; a week of that is ours to give.
        {30: "active", 36.9: "active", 37: "free", 44: "free"},
    ),
    "all money back": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            stripe("invoice.paid", 0, invoice(s)),
            stripe("charge.refunded", 5, charge(0, s)),
            changed("updated", 6, "active", (0, 30), (u, s)),
            changed("updated", 30, "active", (30, 60), (u, s)),
        ],
        # Whoever gives money back and doesn't cancel is paid again with the next period.
        {4: "active", 5: "free", 6: "free", 29: "free", 30: "active"},
    ),
    "the money of an earlier period back": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            stripe("invoice.paid", 0, invoice(s, "in_1")),
            changed("updated", 30, "active", (30, 60), (u, s)),
            stripe("charge.refunded", 35, charge(0, s, number="in_1")),
        ],
        {34: "active", 35: "active", 59: "active"},
    ),
    "a part of the money back": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            stripe("charge.refunded", 5, charge(0, s, is_whole=False)),
        ],
        {5: "active", 29: "active"},
    ),
    "test mode": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)) | {"livemode": False},
        ],
        {0: "free", 1: "free"},
    ),
    "an API version that names the period at the top": Case(
        lambda u, s: [
            old_version(changed("created", 0, "active", (0, 30), (u, s))),
        ],
        {0: "active", 29: "active", 31: "free"},
    ),
    "an item whose end is null, and the period at the top": Case(
        lambda u, s: [
            without_end(changed("created", 0, "active", (0, 30), (u, s)), top=(0, 30)),
        ],
        {0: "active", 29: "active", 31: "free"},
    ),
    "a change that names no end keeps the end that was known": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            without_end(changed("updated", 10, "active", (10, 40), (u, s))),
        ],
        {10: "active", 29: "active", 31: "free"},
    ),
    "no end is ever named": Case(
        lambda u, s: [
            without_end(changed("created", 0, "active", (0, 30), (u, s))),
            stripe("invoice.paid", 1, invoice(s)),
            without_end(changed("updated", 2, "active", (0, 30), (u, s), cancel_at_period_end=True)),
        ],
        {0: "free", 1: "free", 2: "free"},
    ),
    "all money back, in parts, told by the amounts": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            stripe(
                "charge.refunded", 5, charge(0, s, is_whole=False) | {"amount": 999, "amount_refunded": 999}
            ),
        ],
        {4: "active", 5: "free", 6: "free"},
    ),
    "a part of the money back, told by the amounts": Case(
        lambda u, s: [
            changed("created", 0, "active", (0, 30), (u, s)),
            stripe(
                "charge.refunded", 5, charge(0, s, is_whole=False) | {"amount": 999, "amount_refunded": 500}
            ),
        ],
        {5: "active", 29: "active"},
    ),
}
