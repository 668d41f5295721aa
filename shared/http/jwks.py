"""The project's public signing keys, fetched when they are needed and not more often."""

import asyncio
import time
from collections.abc import Callable

import httpx
import jwt

_PATH = "/auth/v1/.well-known/jwks.json"
_ALGORITHMS = frozenset({"ES256", "RS256"})
# Keys are kept this long; while they can't be fetched anew the old ones serve.
_FRESH_SECONDS = 600.0
# A key nobody knows is asked for at most this often: else anyone could make us fetch.
_COOL_DOWN_SECONDS = 30.0
# After a fetch that failed the next may come sooner.
_RETRY_SECONDS = 1.0
_FETCH_SECONDS = 3.0


class UnknownKeyError(Exception):
    """No key of the project has this id."""


class KeysUnavailableError(Exception):
    """The keys were never fetched and can't be now: nobody's token can be told good or bad."""


class KeySet:
    """The keys of one project. One fetch at a time, whoever waits for it."""

    def __init__(
        self, url: str, http: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = url + _PATH
        self._http = http
        self._clock = clock
        self._keys: dict[str, jwt.PyJWK] = {}
        # Times of that clock. Never fetched, the keys are none.
        self._fetched_at: float | None = None
        self._fresh_until = 0.0
        self._try_at = 0.0
        self._lock = asyncio.Lock()

    async def find(self, kid: str) -> jwt.PyJWK:
        """Return the key of this id. Raises UnknownKeyError, KeysUnavailableError."""
        # Who knows no key waits for whoever fetches; who has an old one goes on with it.
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
    """Return the entries that are keys of ours to check with; a new kind doesn't spoil the others."""
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
