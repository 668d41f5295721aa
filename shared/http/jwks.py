"""The project's public signing keys (JWKS), fetched on demand and cached."""

import asyncio
import time
from collections.abc import Callable

import httpx
import jwt

_PATH = "/auth/v1/.well-known/jwks.json"
_ALGORITHMS = frozenset({"ES256", "RS256"})
# Keys are cached this long; if they can't be refreshed, the old ones are used.
_FRESH_SECONDS = 600.0
# An unknown key id causes at most one fetch per this many seconds: otherwise anyone could make us fetch.
_COOL_DOWN_SECONDS = 30.0
# After a failed fetch the next one may come sooner.
_RETRY_SECONDS = 1.0
_FETCH_SECONDS = 3.0


class UnknownKeyError(Exception):
    """The project has no key with this id."""


class KeysUnavailableError(Exception):
    """The keys were never fetched and can't be now, so no token can be verified."""


class KeySet:
    """The keys of one project. Concurrent callers share one fetch."""

    def __init__(
        self, url: str, http: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url + _PATH
        self._http = http
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        # Times of that clock; None before the first fetch.
        self._fetched_at: float | None = None
        self._fresh_until = 0.0
        self._try_at = 0.0
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> jwt.PyJWK:
        """Return the key with this id. Raises UnknownKeyError, KeysUnavailableError."""
        # While another call fetches, only a missing key waits for it; an old one stays in use.
        if kid not in self._keys or self._is_wanting(kid):
            async with self._lock:
                if self._is_wanting(kid):
                    await self._fetch()
        if kid in self._keys:
            return self._keys[kid]
        if self._fetched_at is None:
            raise KeysUnavailableError("the project's keys can't be fetched")
        raise UnknownKeyError("no such key")

    def _is_wanting(self, kid: str) -> bool:
        now = self._clock()
        return now >= self._try_at and (kid not in self._keys or now >= self._fresh_until)

    async def _fetch(self) -> None:
        self._try_at = self._clock() + _RETRY_SECONDS
        try:
            answer = await self._http.get(self._url, timeout=_FETCH_SECONDS)
            answer.raise_for_status()
            entries = answer.json()["keys"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return
        self._keys = dict(_readable(entries))
        self._fetched_at = self._clock()
        self._fresh_until = self._fetched_at + _FRESH_SECONDS
        self._try_at = self._fetched_at + _COOL_DOWN_SECONDS


def _readable(entries: list[object]) -> list[tuple[str, jwt.PyJWK]]:
    """Return the entries that are usable verification keys; unknown kinds are skipped."""
    keys = []
    for entry in entries:
        if (
            not isinstance(entry, dict)
            or entry.get("alg") not in _ALGORITHMS
            or not isinstance(entry.get("kid"), str)
        ):
            continue
        try:
            keys.append((entry["kid"], jwt.PyJWK(entry)))
        except jwt.PyJWTError:
            continue
    return keys
