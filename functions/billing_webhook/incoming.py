"""What is read from an event before it is stored: its id, type and time, and whether it is a live one."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.http.problems import Code, ProblemError, invalid
from shared.json_types import Json, JsonObject

_LONGEST_NAME = 255
# Deeper than any real event; anything below is dropped.
_DEEPEST = 32
_FIRST, _LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
# Personal data that we don't need: what isn't stored needn't be deleted.
_PERSONAL = frozenset(
    {
        "subscriber_attributes",
        "customer_details",
        "customer_email",
        "customer_name",
        "customer_phone",
        "customer_address",
        "customer_shipping",
        "billing_details",
        "payment_method_details",
        "receipt_email",
        "receipt_url",
        "shipping",
        "shipping_details",
    }
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """An event, with the arguments of `store_billing_event`."""

    provider: str
    event_id: str
    type: str
    happened_at: datetime
    environment: str
    payload: JsonObject

    def arguments(self) -> JsonObject:
        """Return the arguments of `store_billing_event`."""
        return {
            "p_provider": self.provider,
            "p_event_id": self.event_id,
            "p_type": self.type,
            "p_event_at": self.happened_at.isoformat(),
            "p_environment": self.environment,
            "p_payload": self.payload,
        }


def parse(body: bytes) -> Mapping[str, Any]:
    """Return the body's JSON object. Raises ProblemError: malformed, invalid."""
    try:
        document = json.loads(body, parse_constant=_refuse)
    # Numbers that are too long raise ValueError, too.
    except (ValueError, RecursionError):
        raise ProblemError(Code.MALFORMED, "The body is not valid JSON.") from None
    if not isinstance(document, dict):
        raise invalid("body", "An event must be an object.")
    return document


def from_revenuecat(document: Mapping[str, Any]) -> Incoming:
    """Read a webhook of RevenueCat. Raises ProblemError: invalid, without an id or a type."""
    event = document.get("event")
    if not isinstance(event, dict):
        raise invalid("event", "Required, and must be an object.")
    return Incoming(
        provider="revenuecat",
        event_id=_name(event, "id"),
        type=_name(event, "type"),
        happened_at=_moment(event.get("event_timestamp_ms"), 1000),
        # Transfers name none. A name that we don't know isn't paid for.
        environment="production" if event.get("environment") in (None, "PRODUCTION") else "sandbox",
        payload=_storable_object(document),
    )


def from_stripe(document: Mapping[str, Any]) -> Incoming:
    """Read an event of Stripe. Raises ProblemError: invalid, without an id or a type."""
    return Incoming(
        provider="stripe",
        event_id=_name(document, "id"),
        type=_name(document, "type"),
        happened_at=_moment(document.get("created"), 1),
        environment="production" if document.get("livemode") in (None, True) else "sandbox",
        payload=_storable_object(document),
    )


def _name(event: Mapping[str, Any], field: str) -> str:
    value = event.get(field)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NAME:
        raise invalid(field, f"Required, a text of 1 to {_LONGEST_NAME} characters.")
    return _text(value)


def _moment(value: object, per_second: int) -> datetime:
    """Return when it happened; now if there is no valid time, so that the event isn't lost."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / per_second
        if _FIRST.timestamp() <= seconds <= _LAST.timestamp():
            return datetime.fromtimestamp(seconds, UTC)
    return datetime.now(UTC)


def _storable_object(document: Mapping[str, Any]) -> JsonObject:
    return {_text(name): _storable(value, 1) for name, value in document.items() if name not in _PERSONAL}


def _storable(value: object, depth: int) -> Json:
    """Return the part of a value that Postgres can store, without personal data."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        # 1e999 is parsed as infinity.
        return value if math.isfinite(value) else None
    if not isinstance(value, dict | list) or depth >= _DEEPEST:
        return None
    if isinstance(value, list):
        return [_storable(item, depth + 1) for item in value]
    return {_text(name): _storable(item, depth + 1) for name, item in value.items() if name not in _PERSONAL}


def _text(value: str) -> str:
    """Return a text without what Postgres can't store: NUL and lone surrogates."""
    return value.replace("\x00", "").encode(errors="replace").decode()


def _refuse(constant: str) -> object:
    raise ValueError(constant)
