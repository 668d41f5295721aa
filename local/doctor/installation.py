"""The installation to check, and the findings about it."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

import httpx

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECONDS = 20


@dataclass(frozen=True)
class Problem:
    """A problem, and how to fix it."""

    what: str
    remedy: str


class NotAskedError(Exception):
    """The check is skipped; the message says why."""


@dataclass(frozen=True)
class Installation:
    """Its addresses and keys, as programs get them; missing ones are empty."""

    supabase_url: str
    supabase_publishable_key: str
    supabase_secret_key: str
    supabase_jwt_secret: str
    database_url: str
    functions_url: str
    # A function's own address, if it may answer only through CloudFront.
    raw_function_url: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read each field from the variable of the same name."""
        return cls(**{name: environment.get(name.upper(), "").strip() for name in cls.__dataclass_fields__})

    @property
    def is_local(self) -> bool:
        """Whether it is the stack of `spotter up`."""
        return urlsplit(self.supabase_url).hostname in _LOOPBACK

    def client(self, key: str) -> httpx.Client:
        """Return an HTTP client of the project with one of its keys."""
        headers = {"apikey": key}
        return httpx.Client(base_url=self.supabase_url.rstrip("/"), headers=headers, timeout=_SECONDS)


Finder = Callable[[Installation], list[Problem]]


@dataclass(frozen=True)
class Check:
    """A promise, and the function that lists its violations, which may raise NotAskedError."""

    promise: str
    find: Finder
    # Variables that the check needs.
    needs: tuple[str, ...] = ()


def legacy_role(key: str) -> str | None:
    """Return the role of a legacy API key, a JWT; None for keys of the new format."""
    parts = key.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims, signature
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return str(claims.get("role"))
    except (ValueError, AttributeError):
        return None


def is_loopback(url: str) -> bool:
    """Return whether an address is local."""
    return urlsplit(url).hostname in _LOOPBACK
