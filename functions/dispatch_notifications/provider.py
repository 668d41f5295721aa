"""What all providers share: how they are called, and how their responses are read."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Self

import httpx
from pydantic import JsonValue

from functions.dispatch_notifications.outbox import Message, Outcome, Verdict
from shared.ops.settings import FromEnvironment, Settings

# The longest wait that settle_messages accepts.
_LONGEST_WAIT = 86_400.0


class ProviderDownError(Exception):
    """The provider accepts no message at all: its key or account is wrong or missing."""


class Provider(ABC):
    """Sends the messages of one channel.

    At most `at_once` requests run in parallel, of `chunk` messages each, `per_second` at most.
    """

    # A message_channel of the database.
    channel: str
    chunk: int
    at_once: int
    per_second: float

    @abstractmethod
    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """Return a verdict for each message, all of which have an address.

        Raises ProviderDownError, or httpx.HTTPError: without a response they may still have been sent.
        """


class RealProvider(Provider):
    """A provider that an installation can set up. Listed in providers.py."""

    # As people know it.
    title: str
    settings: type[FromEnvironment]

    @classmethod
    @abstractmethod
    def set_up(cls, settings: Settings, http: httpx.AsyncClient) -> Self | None:
        """Return the provider, or None if it is not set up. Raises SettingsError or ProviderDownError."""


class ReceiptProvider(RealProvider):
    """A provider that says later whether accepted messages arrived.

    Its channel is one of private.receipt_channels().
    """

    @abstractmethod
    async def receipts(self, tickets: Sequence[str]) -> Mapping[str, Verdict]:
        """Return a verdict for each ticket whose receipt exists. Raises as `send` does."""


def retry_after(answer: httpx.Response, default: float | None = None) -> float | None:
    """Return the seconds that a provider asks for; a date, which none of ours sends, is ignored."""
    said = answer.headers.get("retry-after", "")
    if not said.isascii() or not said.isdigit():
        return default
    return min(float(said), _LONGEST_WAIT)


def document(answer: httpx.Response) -> dict[str, JsonValue]:
    """Return the JSON object of a response; anything else counts as an empty one."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def retry(error: str, after: float | None = None) -> Verdict:
    """Return the verdict on a message that may succeed later."""
    return Verdict(outcome=Outcome.RETRY, error=error, retry_after=after)


def dead(error: str) -> Verdict:
    """Return the verdict on a message that can't succeed."""
    return Verdict(outcome=Outcome.DEAD, error=error)


def gone(error: str) -> Verdict:
    """Return the verdict on a device whose token is no longer valid."""
    return Verdict(outcome=Outcome.TOKEN_GONE, error=error)


def delivered(provider_id: str | None) -> Verdict:
    """Return the verdict on a message that the provider accepted."""
    return Verdict(outcome=Outcome.DELIVERED, provider_id=provider_id)
