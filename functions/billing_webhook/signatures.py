"""Who really sent a webhook. RevenueCat and Stripe sign alike: `t=<unix>,v1=<hex>`, the HMAC of "{t}.{body}".

https://docs.stripe.com/webhooks#verify-manually,
https://www.revenuecat.com/docs/integrations/webhooks
"""

import hashlib
import hmac

# Older than this it may be a replay; younger than now by so much, no clock of theirs.
TOLERANCE_SECONDS = 300
# No provider sends more signatures than it has secrets at a time.
_MOST_SIGNATURES = 20
_LONGEST_TIME = 12


def is_signed(header: str | None, body: bytes, secret: str, now: float) -> bool:
    """Tell whether one of the header's `v1` signatures is the body's by this secret.

    It must have been made within 300 s of `now`, in seconds since 1970. Other schemes don't count.
    """
    time, signatures = _read(header or "")
    if time is None or abs(now - int(time)) > TOLERANCE_SECONDS:
        return False
    expected = hmac.new(secret.encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest().encode()
    return any(hmac.compare_digest(expected, signature) for signature in signatures)


def is_same(given: str | None, secret: str) -> bool:
    """Tell whether a header is the secret, in a time that tells nothing about where they differ."""
    return hmac.compare_digest((given or "").encode(), secret.encode())


def _read(header: str) -> tuple[str | None, list[bytes]]:
    """Return the time as it stands there, which is what was signed, and the signatures."""
    parts = [part.strip().partition("=") for part in header.split(",", _MOST_SIGNATURES)]
    times = [value for name, _, value in parts if name == "t"]
    signatures = [value.encode() for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdecimal()) or len(times[0]) > _LONGEST_TIME:
        return None, []
    return times[0], signatures
