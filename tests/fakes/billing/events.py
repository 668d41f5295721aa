"""Events as RevenueCat and Stripe send them: what they have in common with the real ones is what we read."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

Event = dict[str, Any]

# Times of events are days from here.
DAY_0 = datetime(2026, 3, 2, 9, tzinfo=UTC)


def moment(day: float) -> datetime:
    """The moment so many days after DAY_0."""
    return DAY_0 + timedelta(days=day)


def anonymous(user: str, number: int = 1) -> str:
    """What RevenueCat calls somebody before the app tells who it is."""
    return f"$RCAnonymousID:{uuid.uuid5(uuid.UUID(user), str(number)).hex}"


def _ms(day: float) -> int:
    return round(moment(day).timestamp() * 1000)


def _s(day: float) -> int:
    return round(moment(day).timestamp())


def revenuecat(kind: str, day: float, user: str, start: float, end: float | None, **fields: object) -> Event:
    """The body of a webhook about a period from day to day; `end` None: bought for good."""
    event = {
        "id": str(uuid.uuid4()),
        "type": kind,
        "event_timestamp_ms": _ms(day),
        "app_user_id": user,
        "original_app_user_id": user,
        "aliases": [user],
        "product_id": "premium_monthly",
        "entitlement_ids": ["premium"],
        "period_type": "NORMAL",
        "purchased_at_ms": _ms(start),
        "expiration_at_ms": None if end is None else _ms(end),
        "environment": "PRODUCTION",
        "store": "APP_STORE",
        "transaction_id": f"{kind}-{day}",
        "original_transaction_id": f"first of {user}",
        "subscriber_attributes": {"$email": {"value": "ada@example.com", "updated_at_ms": _ms(0)}},
        "price": 4.99,
        "currency": "EUR",
    }
    return {"api_version": "1.0", "event": event | fields}


def grace(day: float) -> dict[str, object]:
    """Until when the store lets a failed payment be."""
    return {"grace_period_expiration_at_ms": _ms(day)}


def transfer(day: float, given: list[str], taken: list[str]) -> Event:
    """The body of a webhook that moves all purchases from some ids to others."""
    event = {
        "id": str(uuid.uuid4()),
        "type": "TRANSFER",
        "event_timestamp_ms": _ms(day),
        "store": "APP_STORE",
        "environment": "PRODUCTION",
        "transferred_from": given,
        "transferred_to": taken,
    }
    return {"api_version": "1.0", "event": event}


def stripe(kind: str, day: float, content: Event) -> Event:
    """The body of a webhook about an object."""
    return {
        "id": f"evt_{uuid.uuid4().hex}",
        "object": "event",
        "type": kind,
        "created": _s(day),
        "livemode": True,
        "data": {"object": content},
    }


def stripe_subscription(
    status: str,
    period: tuple[float, float],
    *,
    user: str | None = None,
    name: str = "sub_1",
    **fields: object,
) -> Event:
    """A subscription in a status, paid from day to day, as the API shows it since 2025-03-31."""
    start, end = period
    item = {
        "id": "si_1",
        "current_period_start": _s(start),
        "current_period_end": _s(end),
        "price": {"id": "price_monthly", "object": "price"},
    }
    return {
        "id": name,
        "object": "subscription",
        "customer": f"cus_{name}",
        "status": status,
        "items": {"object": "list", "data": [item]},
        "cancel_at_period_end": False,
        "metadata": {"user_id": user} if user else {},
        **fields,
    }


def ended(day: float) -> dict[str, object]:
    """When a subscription of Stripe was over."""
    return {"ended_at": _s(day)}


def checkout(user: str, name: str = "sub_1") -> Event:
    """A finished Checkout, which says whose the subscription is."""
    return {
        "id": "cs_1",
        "object": "checkout.session",
        "mode": "subscription",
        "client_reference_id": user,
        "customer": f"cus_{name}",
        "subscription": name,
        "customer_details": {"email": "ada@example.com", "name": "Ada"},
    }


def invoice(name: str = "sub_1", number: str = "in_1") -> Event:
    """An invoice of a subscription."""
    parent = {"type": "subscription_details", "subscription_details": {"subscription": name, "metadata": {}}}
    return {"id": number, "object": "invoice", "customer": f"cus_{name}", "parent": parent}


def charge(paid: float, name: str = "sub_1", *, is_whole: bool = True, number: str | None = None) -> Event:
    """A charge that was paid back; `number` is its invoice, which newer versions don't name."""
    content = {
        "id": "ch_1",
        "object": "charge",
        "created": _s(paid),
        "customer": f"cus_{name}",
        "refunded": is_whole,
    }
    return content | ({"invoice": number} if number else {})
