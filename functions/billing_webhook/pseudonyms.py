"""The providers' ids of customers and purchases, replaced before an event is stored.

Events are folded by which ids are the same, never by what they are. So an HMAC does in their place: the
same for the same id, and of no use at the provider to whoever reads the database. Ids of our own users,
of products and of the event stay.
"""

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import replace

from functions.billing_webhook.incoming import Incoming
from shared.json_types import Json, JsonObject

# As Postgres reads them: an id of our own users.
_UUID = re.compile(r"\{?[0-9a-fA-F]{4}(-?[0-9a-fA-F]{4}){7}\}?")
_REVENUECAT = frozenset(
    {
        "aliases",
        "app_user_id",
        "original_app_user_id",
        "original_transaction_id",
        "store_transaction_id",
        "transaction_id",
        "transferred_from",
        "transferred_to",
    }
)
_STRIPE = frozenset(
    {
        "account",
        "balance_transaction",
        "charge",
        "customer",
        "customer_account",
        "default_payment_method",
        "default_source",
        "id",
        "invoice",
        "latest_charge",
        "latest_invoice",
        "number",
        "payment_intent",
        "payment_method",
        "pending_setup_intent",
        "receipt_number",
        "schedule",
        "setup_intent",
        "source",
        "subscription",
        "subscription_item",
    }
)
# Links that open a customer's invoice for whoever has them.
_STRIPE_LINKS = frozenset({"client_secret", "hosted_invoice_url", "invoice_pdf", "url"})
# What these are the ids of is for sale, and no person's.
_STRIPE_PRODUCTS = frozenset({"plan", "price", "product"})


def with_pseudonyms(incoming: Incoming, key: str) -> Incoming:
    """Return the event without the provider's ids of customers and purchases."""
    hides = _Hidden(incoming.provider, key.encode())
    payload = (
        hides.revenuecat(incoming.payload)
        if incoming.provider == "revenuecat"
        else hides.stripe(incoming.payload)
    )
    return replace(incoming, payload=payload)


class _Hidden:
    def __init__(self, provider: str, key: bytes) -> None:
        self._provider = provider
        self._key = key

    def revenuecat(self, payload: JsonObject) -> JsonObject:
        return {name: self._walk(value, name, _REVENUECAT, "") for name, value in payload.items()}

    def stripe(self, payload: JsonObject) -> JsonObject:
        # The event's own id identifies the delivery, at the provider as well.
        return {
            name: value if name in {"id", "type"} else self._walk(value, name, _STRIPE, "")
            for name, value in payload.items()
            if name not in _STRIPE_LINKS
        }

    def _walk(self, value: Json, name: str, ids: frozenset[str], parent: str) -> Json:
        if isinstance(value, dict):
            return {
                inner: self._walk(part, inner, ids, name)
                for inner, part in value.items()
                if ids is not _STRIPE or inner not in _STRIPE_LINKS
            }
        if isinstance(value, list):
            return [self._walk(part, name, ids, parent) for part in value]
        if name not in ids or (name == "id" and parent in _STRIPE_PRODUCTS):
            return value
        # A number may be an id as well.
        is_id = isinstance(value, str | int) and not isinstance(value, bool)
        return self._named(str(value)) if is_id and value != "" else value

    def _named(self, value: str) -> str:
        if _UUID.fullmatch(value):
            return value
        digest = hmac.digest(self._key, f"{self._provider}|{value}".encode(), hashlib.sha256)
        return f"h1_{urlsafe_b64encode(digest).rstrip(b'=').decode()}"
