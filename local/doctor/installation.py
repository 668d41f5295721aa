"""Which installation is looked at, and what is said of it."""

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
    """What is wrong, and what to do about it."""

    what: str
    remedy: str


class NotAskedError(Exception):
    """A check has nothing to look at here; the message says why."""


@dataclass(frozen=True)
class Installation:
    """Its addresses and keys, as programs get them; what nobody said is empty."""

    supabase_url: str
    supabase_publishable_key: str
    supabase_secret_key: str
    supabase_jwt_secret: str
    database_url: str
    functions_url: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read each field from the variable of its name."""
        return cls(**{name: environment.get(name.upper(), "").strip() for name in cls.__dataclass_fields__})

    @property
    def is_local(self) -> bool:
        """Whether it is the stack of `spotter up`."""
        return urlsplit(self.supabase_url).hostname in _LOOPBACK

    def client(self, key: str) -> httpx.Client:
        """A client of the project with one of its keys."""
        headers = {"apikey": key}
        return httpx.Client(base_url=self.supabase_url.rstrip("/"), headers=headers, timeout=_SECONDS)


Finder = Callable[[Installation], list[Problem]]


@dataclass(frozen=True)
class Check:
    """A promise, and the function that lists what breaks it. That one may raise NotAskedError."""

    promise: str
    find: Finder
    # Variables without which there is nothing to look at.
    needs: tuple[str, ...] = ()


def legacy_role(key: str) -> str | None:
    """The role that an API key of the old kind, a JWT, gives; None for keys of the new kind."""
    parts = key.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims, signature
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
        return str(claims.get("role"))
    except (ValueError, AttributeError):
        return None


def is_loopback(url: str) -> bool:
    """Whether an address is this machine's."""
    return urlsplit(url).hostname in _LOOPBACK
