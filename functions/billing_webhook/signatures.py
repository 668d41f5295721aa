"""Verifying webhooks. RevenueCat and Stripe sign alike: `t=<unix>,v1=<hex>`, the HMAC of "{t}.{body}".

https://docs.stripe.com/webhooks#verify-manually,
https://www.revenuecat.com/docs/integrations/webhooks
"""

import hashlib
import hmac

# An older signature may be a replay; one further in the future can't be clock skew.
TOLERANCE_SECONDS = 300
# A provider sends one signature per active secret, so never more than this.
_MOST_SIGNATURES = 20
_LONGEST_TIME = 12


def is_signed(header: str | None, body: bytes, secret: str, now: float) -> bool:
    """Return whether one of the header's `v1` signatures is valid for the body and this secret.

    It must be from within 300 s of `now`, in seconds since 1970. Other schemes are ignored.
    """
    time, signatures = _read(header or "")
    if time is None or abs(now - int(time)) > TOLERANCE_SECONDS:
        return False
    expected = hmac.new(secret.encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest().encode()
    return any(hmac.compare_digest(expected, signature) for signature in signatures)


def is_same(given: str | None, secret: str) -> bool:
    """Return whether a header equals the secret, in constant time."""
    return hmac.compare_digest((given or "").encode(), secret.encode())


def _read(header: str) -> tuple[str | None, list[bytes]]:
    """Return the time as text, as it was signed, and the signatures."""
    parts = [part.strip().partition("=") for part in header.split(",", _MOST_SIGNATURES)]
    times = [value for name, _, value in parts if name == "t"]
    signatures = [value.encode() for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal()) or len(times[0]) > _LONGEST_TIME:
        return None, []
    return times[0], signatures
