"""What all providers have in common: how they are asked, and how their answers are read."""

from collections.abc import Sequence
from typing import Protocol

import httpx
from pydantic import JsonValue

from functions.dispatch_notifications.outbox import Message, Outcome, Verdict, Way

# The longest wait that settle_messages takes.
_LONGEST_WAIT = 86_400.0


class ProviderDownError(Exception):
    """The provider won't serve us, whatever the message: a key that is wrong, or none at all."""


class Provider(Protocol):
    """Takes messages of one way.

    `at_once` requests go on at a time, of `chunk` messages each, `per_second` at most.
    """

    way: Way
    chunk: int
    at_once: int
    per_second: float

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """Return a verdict for each message, all of which have an address.

        Raises ProviderDownError, or httpx.HTTPError: who didn't answer may still have sent them.
        """
        ...


def retry_after(answer: httpx.Response, default: float | None = None) -> float | None:
    """Return the seconds that a provider asks for; a date, which none of ours sends, says nothing."""
    said = answer.headers.get("retry-after", "")
    if not said.isascii() or not said.isdigit():
        return default
    return min(float(said), _LONGEST_WAIT)


def document(answer: httpx.Response) -> dict[str, JsonValue]:
    """Return the JSON object of an answer; anything else counts as an empty one."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def retry(error: str, after: float | None = None) -> Verdict:
    """Return the verdict of what may succeed later."""
    return Verdict(outcome=Outcome.RETRY, error=error, retry_after=after)


def dead(error: str) -> Verdict:
    """Return the verdict of what can't succeed."""
    return Verdict(outcome=Outcome.DEAD, error=error)


def gone(error: str) -> Verdict:
    """Return the verdict of a device that takes no pushes any more."""
    return Verdict(outcome=Outcome.TOKEN_GONE, error=error)


def delivered(provider_id: str | None) -> Verdict:
    """Return the verdict of what the provider took."""
    return Verdict(outcome=Outcome.DELIVERED, provider_id=provider_id)
