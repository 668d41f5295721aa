"""Sequences of RevenueCat's events."""

from tests.database.billing.cases import Case
from tests.fakes.billing.events import Event, anonymous, grace, revenuecat, transfer

HOUR = 1 / 24


def _failing(user: str, grace_end: float | None) -> list[Event]:
    """A month, whose renewal can't be paid."""
    return [
        revenuecat("INITIAL_PURCHASE", 0, user, 0, 30),
        revenuecat("BILLING_ISSUE", 30, user, 0, 30, **(grace(grace_end) if grace_end else {})),
        revenuecat("CANCELLATION", 30, user, 0, 30, cancel_reason="BILLING_ERROR"),
    ]


REVENUECAT = {
    "nothing bought": Case(lambda _u, _s: [], {0: "free"}),
    "a month that renews once, and news of the next renewal never come": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 30 - HOUR, u, 30, 60),
        ],
        # Three hours of leeway for a webhook that is late.
        {0: "active", 29.9: "active", 30: "active", 60 + 2 * HOUR: "active", 60 + 3 * HOUR: "free"},
    ),
    "a renewal whose news are two hours late": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 30 + 2 * HOUR, u, 30, 60),
        ],
        {29: "active", 30 + HOUR: "active", 30 + 2 * HOUR: "active", 59: "active"},
    ),
    "canceled but still paid": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 10, u, 0, 30, cancel_reason="UNSUBSCRIBE"),
            revenuecat("EXPIRATION", 30, u, 0, 30, expiration_reason="UNSUBSCRIBE"),
        ],
        {9: "active", 10: "canceled", 29.99: "canceled", 30: "free", 31: "free"},
    ),
    "canceled, and the expiration never comes": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 10, u, 0, 30, cancel_reason="UNSUBSCRIBE"),
        ],
        {29.99: "canceled", 30: "free"},
    ),
    "canceled and taken back": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 10, u, 0, 30, cancel_reason="UNSUBSCRIBE"),
            revenuecat("UNCANCELLATION", 12, u, 0, 30),
            revenuecat("RENEWAL", 30, u, 30, 60),
        ],
        {11: "canceled", 12: "active", 30: "active", 45: "active"},
    ),
    "a trial that converts": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 7, period_type="TRIAL"),
            revenuecat("RENEWAL", 7, u, 7, 37, is_trial_conversion=True),
        ],
        {0: "trial", 6.9: "trial", 7: "active", 36: "active"},
    ),
    "a trial that is canceled": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 7, period_type="TRIAL"),
            revenuecat("CANCELLATION", 2, u, 0, 7, period_type="TRIAL", cancel_reason="UNSUBSCRIBE"),
            revenuecat("EXPIRATION", 7, u, 0, 7, period_type="TRIAL"),
        ],
        {1: "trial", 2: "canceled", 6.9: "canceled", 7: "free"},
    ),
    "back after a break": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("EXPIRATION", 30, u, 0, 30),
            revenuecat("RENEWAL", 50, u, 50, 80),
        ],
        {30: "free", 49: "free", 50: "active", 79: "active"},
    ),
    "a payment that fails, with grace, and succeeds": Case(
        lambda u, _s: [*_failing(u, 46), revenuecat("RENEWAL", 35, u, 35, 65)],
        {30: "active", 34: "active", 35: "active", 64: "active"},
    ),
    "a payment that fails, with grace, for good": Case(
        lambda u, _s: [*_failing(u, 46), revenuecat("EXPIRATION", 46, u, 0, 46)],
        {30: "active", 45.9: "active", 46: "free"},
    ),
    "a payment that fails, with grace, and nothing more is heard": Case(
        lambda u, _s: _failing(u, 46), {45.9: "active", 46: "free"}
    ),
    "a payment that fails, without grace": Case(
        lambda u, _s: [*_failing(u, None), revenuecat("EXPIRATION", 30, u, 0, 30)],
        {29: "active", 30: "free"},
    ),
    "money back ends access at once": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 5, u, 0, 5, cancel_reason="CUSTOMER_SUPPORT"),
            revenuecat("EXPIRATION", 5.1, u, 0, 5, expiration_reason="CUSTOMER_SUPPORT"),
        ],
        {4: "active", 5: "free", 6: "free"},
    ),
    "money back for a period whose end stays in the event": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 5, u, 0, 30, cancel_reason="CUSTOMER_SUPPORT"),
            revenuecat("UNCANCELLATION", 6, u, 0, 30),
        ],
        {4: "active", 5: "free", 6: "free", 20: "free"},
    ),
    "money back, taken back by the store": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 5, u, 0, 5, cancel_reason="CUSTOMER_SUPPORT"),
            revenuecat("REFUND_REVERSED", 8, u, 0, 30),
        ],
        {5: "free", 7: "free", 8: "active", 29: "active"},
    ),
    "money back, then bought again for a shorter time": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 365),
            revenuecat("CANCELLATION", 5, u, 0, 5, cancel_reason="CUSTOMER_SUPPORT"),
            revenuecat("RENEWAL", 8, u, 8, 38),
        ],
        {7: "free", 8: "active", 37: "active", 39: "free"},
    ),
    "money back for an earlier period changes nothing now": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 30, u, 30, 60),
            revenuecat("CANCELLATION", 32, u, 0, 30, cancel_reason="CUSTOMER_SUPPORT"),
        ],
        {31: "active", 32: "active", 59: "active"},
    ),
    "late word of an expiration after the renewal": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 30, u, 30, 60),
            revenuecat("EXPIRATION", 31, u, 0, 30),
        ],
        {30: "active", 31: "active", 59: "active"},
    ),
    "a pause begins with the period's end": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30, store="PLAY_STORE"),
            revenuecat("SUBSCRIPTION_PAUSED", 12, u, 0, 30, store="PLAY_STORE"),
            revenuecat("EXPIRATION", 30, u, 0, 30, expiration_reason="SUBSCRIPTION_PAUSED"),
            revenuecat("RENEWAL", 60, u, 60, 90, store="PLAY_STORE"),
        ],
        {12: "canceled", 29.9: "canceled", 30: "free", 59: "free", 60: "active"},
    ),
    "an extension": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("SUBSCRIPTION_EXTENDED", 20, u, 0, 40),
        ],
        {20: "active", 39: "active", 41: "free"},
    ),
    "bought for good": Case(
        lambda u, _s: [revenuecat("NON_RENEWING_PURCHASE", 0, u, 0, None)], {0: "active", 3650: "active"}
    ),
    "bought for a month, without renewal": Case(
        lambda u, _s: [revenuecat("NON_RENEWING_PURCHASE", 0, u, 0, 30)], {29.9: "active", 30: "free"}
    ),
    "coins, which are no entitlement": Case(
        lambda u, _s: [revenuecat("NON_RENEWING_PURCHASE", 0, u, 0, None, entitlement_ids=None)],
        {0: "free", 1: "free"},
    ),
    "the store is away: access for a day": Case(
        lambda u, _s: [
            revenuecat(
                "TEMPORARY_ENTITLEMENT_GRANT", 0, u, 0, 1, transaction_id=None, original_transaction_id=None
            )
        ],
        {0.9: "active", 1: "free"},
    ),
    "another product from the next period on": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("PRODUCT_CHANGE", 10, u, 0, 30, new_product_id="premium_yearly"),
            revenuecat("RENEWAL", 30, u, 30, 395, product_id="premium_yearly"),
        ],
        {10: "active", 30: "active", 390: "active"},
    ),
    "a sandbox, a test and a type nobody knows": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30, environment="SANDBOX"),
            revenuecat("TEST", 1, u, 1, 31),
            revenuecat("SOMETHING_NEW", 2, u, 2, 32),
        ],
        {0: "free", 1: "free", 2: "free"},
    ),
    "given to somebody else": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            transfer(10, [u], [anonymous(u)]),
        ],
        {9: "active", 10: "free"},
    ),
    "bought without an account, which signs up later": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, anonymous(u), 0, 30, original_transaction_id=f"first of {u}"),
            transfer(3, [anonymous(u)], [u]),
        ],
        {1: "free", 3: "active", 29: "active"},
    ),
    "bought without an account, then known by another name as well": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, anonymous(u), 0, 30, original_transaction_id=f"first of {u}"),
            revenuecat("RENEWAL", 30, anonymous(u), 30, 60, aliases=[anonymous(u), u],
                       original_transaction_id=f"first of {u}"),
        ],
        {1: "free", 30: "active", 59: "active"},
    ),
    "known by an id in capitals": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u.upper(), 0, 30),
            transfer(3, [u], [anonymous(u)]),
            transfer(4, [anonymous(u)], [u.upper()]),
        ],
        {0: "active", 3: "free", 4: "active"},
    ),
    "handed on twice": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, anonymous(u), 0, 30, original_transaction_id=f"first of {u}"),
            transfer(2, [anonymous(u)], [anonymous(u, 2)]),
            transfer(4, [anonymous(u, 2)], [u]),
            revenuecat("CANCELLATION", 5, u, 0, 30, cancel_reason="UNSUBSCRIBE"),
        ],
        {3: "free", 4: "active", 5: "canceled", 30: "free"},
    ),
    "a renewal that names no end keeps the end that was known": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 20, u, 20, None),
        ],
        {0: "active", 20: "active", 29: "active", 31: "free"},
    ),
    "a purchase again that names no end keeps the end that was known": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("INITIAL_PURCHASE", 20, u, 20, None),
        ],
        {20: "active", 31: "free"},
    ),
    "nothing that ever names an end is for good": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, None),
            revenuecat("RENEWAL", 1, u, 1, None),
            revenuecat("BILLING_ISSUE", 2, u, 1, None),
            revenuecat("SUBSCRIPTION_EXTENDED", 3, u, 1, None),
            revenuecat("SUBSCRIPTION_PAUSED", 4, u, 1, None),
            revenuecat("CANCELLATION", 5, u, 1, None, cancel_reason="UNSUBSCRIBE"),
            revenuecat("UNCANCELLATION", 6, u, 1, None),
            revenuecat("TEMPORARY_ENTITLEMENT_GRANT", 7, u, 7, None),
            revenuecat("REFUND_REVERSED", 8, u, 7, None),
        ],
        dict.fromkeys(range(9), "free"),
    ),
    "an end that comes later than the purchase": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, None),
            revenuecat("RENEWAL", 3, u, 3, 33),
        ],
        {0: "free", 3: "active", 32: "active", 34: "free"},
    ),
    "an end that can't be read is no end, and not for good": Case(
        lambda u, _s: [
            revenuecat("NON_RENEWING_PURCHASE", 0, u, 0, None, expiration_at_ms=10**18),
            revenuecat("NON_RENEWING_PURCHASE", 1, u, 1, None, expiration_at_ms="2096-01-01"),
        ],
        {0: "free", 1: "free"},
    ),
    "an end in 1970, or before the beginning, is no end": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 10, u, 10, None, expiration_at_ms=0),
            revenuecat("UNCANCELLATION", 11, u, 11, 9),
        ],
        {10: "active", 11: "active", 29: "active", 31: "free"},
    ),
    "a beginning in the year 9999 hides no refund": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 10, u, 10, 40, purchased_at_ms=253402300000000),
            revenuecat("CANCELLATION", 12, u, 10, 40, cancel_reason="CUSTOMER_SUPPORT"),
        ],
        {10: "active", 12: "free", 20: "free"},
    ),
    "money back, told by a negative price": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 5, u, 0, 30, cancel_reason="UNKNOWN", price=-4.99),
        ],
        {4: "active", 5: "free", 20: "free"},
    ),
    "money back, told in the buyer's currency alone": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("CANCELLATION", 5, u, 0, 30, price=None, price_in_purchased_currency=-4.99),
        ],
        {4: "active", 5: "free", 20: "free"},
    ),
    "money back, told as a renewal of a negative price": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("RENEWAL", 5, u, 0, 30, price=-4.99),
            revenuecat("UNCANCELLATION", 6, u, 0, 30),
        ],
        {4: "active", 5: "free", 6: "free"},
    ),
    "money back for what was bought for good": Case(
        lambda u, _s: [
            revenuecat("NON_RENEWING_PURCHASE", 0, u, 0, None),
            revenuecat("CANCELLATION", 5, u, 0, None, cancel_reason="CUSTOMER_SUPPORT", price=-49.99),
        ],
        {4: "active", 5: "free", 3650: "free"},
    ),
    "a price that is none, nothing or a text is no refund": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30, price=None),
            revenuecat("RENEWAL", 1, u, 0, 30, price=0, price_in_purchased_currency=None),
            revenuecat("RENEWAL", 2, u, 0, 30, price="-4.99"),
        ],
        {0: "active", 1: "active", 2: "active", 31: "free"},
    ),
    "a change of product that costs less than nothing": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            revenuecat("PRODUCT_CHANGE", 5, u, 0, 30, price=-2.0, new_product_id="premium_weekly"),
        ],
        {5: "active", 29: "active"},
    ),
    "an environment nobody knows": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30, environment="Sandbox"),
            revenuecat("INITIAL_PURCHASE", 1, u, 1, 31, environment="STAGING"),
            revenuecat("INITIAL_PURCHASE", 2, u, 2, 32, environment=None),
        ],
        {0: "free", 1: "free", 2: "active"},
    ),
    "given to nobody, and from nobody": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, u, 0, 30),
            transfer(3, [u], []),
            transfer(4, [], [anonymous(u)]),
        ],
        {2: "active", 3: "active", 4: "active"},
    ),
    "given to many": Case(
        lambda u, _s: [
            revenuecat("INITIAL_PURCHASE", 0, anonymous(u), 0, 30, original_transaction_id=f"first of {u}"),
            transfer(3, [anonymous(u), anonymous(u, 2)], [anonymous(u, 3), u, anonymous(u, 4)]),
        ],
        {2: "free", 3: "active", 29: "active"},
    ),
}  # fmt: skip
