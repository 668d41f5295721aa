"""RevenueCat and Stripe on this machine: they sign what they send as the real ones do."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from tests.fakes.billing.events import Event

AUTHORIZATION = "Bearer chosen in the dashboard"
REVENUECAT_SECRET = "rc_secret_of_the_tests"  # noqa: S105 - of nobody
STRIPE_SECRET = "whsec_of_the_tests"  # noqa: S105 - of nobody
SETTINGS = {
    "REVENUECAT_AUTHORIZATION": AUTHORIZATION,
    "REVENUECAT_SIGNING_SECRET": REVENUECAT_SECRET,
    "STRIPE_WEBHOOK_SECRET": STRIPE_SECRET,
}


def signature(body: bytes, secret: str, at: float | None = None) -> str:
    """The hex signature of a body, made at a moment (now unless told)."""
    moment = str(round(time.time() if at is None else at))
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def signed(body: bytes, secret: str, at: float | None = None) -> str:
    """The signature header of a body."""
    moment = time.time() if at is None else at
    return f"t={round(moment)},v1={signature(body, secret, moment)}"


@dataclass(frozen=True)
class Sender:
    """One of the providers, in front of a stack."""

    name: str
    secret: str
    header: str
    address: str

    def headers(self, body: bytes, at: float | None = None) -> dict[str, str]:
        """What goes with a body that is sent at a moment (now unless told)."""
        headers = {"content-type": "application/json", self.header: signed(body, self.secret, at)}
        return headers | ({"authorization": AUTHORIZATION} if self.name == "revenuecat" else {})

    def send(self, event: Event) -> httpx.Response:
        """Send an event as the provider does."""
        body = json.dumps(event).encode()
        return self.post(body, self.headers(body))

    def post(self, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        """Send anything."""
        return httpx.post(f"{self.address}/{self.name}", content=body, headers=headers, timeout=30)


def senders(address: str) -> dict[str, Sender]:
    """Both providers, sending to an address of the function."""
    return {
        "revenuecat": Sender("revenuecat", REVENUECAT_SECRET, "x-revenuecat-webhook-signature", address),
        "stripe": Sender("stripe", STRIPE_SECRET, "stripe-signature", address),
    }
