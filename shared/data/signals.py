"""Counts of refusals by caller, for the operator (docs/observation.md): no answer waits for them."""

import asyncio
import hashlib
import hmac
import time
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple

from starlette.datastructures import Headers
from starlette.types import Scope

from shared.data.service_rpc import ServiceRpc
from shared.http.client import http_client
from shared.ops.deadline import Deadline
from shared.ops.observability import logger
from shared.ops.settings import Settings, settings

_KINDS = {401: "unauthorized", 404: "not_found", 429: "rate_limited"}
# The counts are sent this often, or after so many refusals: whichever is first.
_EVERY_SECONDS = 60.0
_EVERY_REFUSALS = 100
_SEND_SECONDS = 10.0
# Callers told apart; the rest are counted together. A message takes 1,000 counts.
_MOST_CALLERS = 900


class _Caller(NamedTuple):
    kind: str
    user_id: str | None
    address_hash: str | None


class Signals:
    """Counts in this process, sent while a later request is served.

    Lambda runs nothing between two requests; an environment that isn't called again loses its last counts.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._counts: Counter[_Caller] = Counter()
        self._tried_at = time.monotonic()
        self._since = 0
        self._sending: asyncio.Task[None] | None = None

    def before(self) -> None:
        """Begin to send what is due. Call it when a request begins."""
        is_due = self._since >= _EVERY_REFUSALS or time.monotonic() - self._tried_at >= _EVERY_SECONDS
        if self._counts and is_due and (self._sending is None or self._sending.done()):
            self._tried_at, self._since = time.monotonic(), 0
            sent, self._counts = self._counts, Counter()
            self._sending = asyncio.get_running_loop().create_task(self._send(sent))

    def after(self, status: int, scope: Scope) -> None:
        """Count an answer, if it is a refusal."""
        kind = _KINDS.get(status)
        if kind is None:
            return
        self._since += 1
        caller = scope["state"].get("caller")
        if caller is not None:
            self._count(_Caller(kind, str(caller.id), None), 1)
        else:
            self._count(_Caller(kind, None, self._hash_of(scope)), 1)

    def _count(self, caller: _Caller, times: int) -> None:
        if caller not in self._counts and len(self._counts) >= _MOST_CALLERS:
            caller = _Caller(caller.kind, None, None)
        self._counts[caller] += times

    async def _send(self, counts: Counter[_Caller]) -> None:
        try:
            rpc = ServiceRpc(self._settings, http_client(), Deadline(_SEND_SECONDS))
            signals = [
                {name: value for name, value in caller._asdict().items() if value is not None}
                | {"seen": seen}
                for caller, seen in counts.items()
            ]
            await rpc.call("count_abuse_signals", {"p_signals": signals})
        except Exception as error:  # noqa: BLE001 - whatever it is, it concerns no request
            logger("signals").warning("signals not stored", extra={"error": type(error).__name__})
            for caller, seen in counts.items():
                self._count(caller, seen)

    def _hash_of(self, scope: Scope) -> str | None:
        """Return a hash that only functions can make, another one each day; None without an address."""
        address = _network(self._address(scope))
        if address is None:
            return None
        key = self._settings.supabase_secret_key.get_secret_value().encode()
        text = f"address|{datetime.now(UTC).date()}|{address}"
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]

    def _address(self, scope: Scope) -> str:
        """Return whom the connection is from; behind a checked CloudFront, whom that says it is from."""
        peer: str = (scope.get("client") or ("", 0))[0]
        if self._settings.spotter_origin != "checked":
            return peer
        # CloudFront adds its viewer at the end. What stands before it is the viewer's own claim.
        named = [part.strip() for part in Headers(scope=scope).get("x-forwarded-for", "").split(",")]
        return next((part for part in reversed(named) if part not in {"", peer}), peer)


def _network(text: str) -> str | None:
    """Return the address, of IPv6 its /64: one subscriber has all of those."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address)


@cache
def signals() -> Signals:
    """Return the counts of this process."""
    return Signals(settings())
