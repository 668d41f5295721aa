"""The outbox as the dispatcher sees it: what it claims, and what it says became of it."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue, TypeAdapter

from shared.data.service_rpc import ServiceRpc


class Way(StrEnum):
    """By which service a message leaves: message_channel in the database."""

    FCM = "push_fcm"
    EXPO = "push_expo"
    EMAIL = "email"


class Outcome(StrEnum):
    """What became of an attempt. Released: not tried, free for the next one at once."""

    DELIVERED = "delivered"
    RETRY = "retry"
    DEAD = "dead"
    TOKEN_GONE = "token_gone"  # noqa: S105 - the name of an outcome
    RELEASED = "released"


class Message(BaseModel):
    """One message for one device or mailbox, claimed."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    # Which claim this is: only its holder may settle it.
    attempt: int
    # The device's token or the mail address; none when there is no longer any.
    address: str | None
    notification_id: UUID
    type: str
    title: str
    body: str
    data: dict[str, JsonValue]
    locale: str


class Verdict(BaseModel):
    """What a provider made of a message. `error` names no person, address or token."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    provider_id: str | None = None
    error: str | None = None
    # Seconds.
    retry_after: float | None = None


_MESSAGES = TypeAdapter(list[Message])
# Of an error; the rest of what a provider says is no help.
_LONGEST_ERROR = 500


class Outbox:
    """Claims and settles. Every failure is a ProblemError."""

    def __init__(self, service: ServiceRpc) -> None:
        self._service = service

    async def claim(self, way: Way, most: int, seconds: int) -> list[Message]:
        """Return what is due on one way; nobody else gets it for so many seconds."""
        found = await self._service.call(
            "claim_messages", {"p_limit": most, "p_seconds": seconds, "p_channels": [way]}
        )
        return _MESSAGES.validate_python(found)

    async def settle(self, judged: Sequence[tuple[Message, Verdict]]) -> None:
        """Say what became of claimed messages. Saying it twice changes nothing."""
        results = [
            {
                "id": str(message.id),
                "attempt": message.attempt,
                "outcome": verdict.outcome,
                "provider_id": verdict.provider_id,
                "error": None if verdict.error is None else verdict.error[:_LONGEST_ERROR],
                "retry_after": verdict.retry_after,
            }
            for message, verdict in judged
        ]
        given = [{name: value for name, value in result.items() if value is not None} for result in results]
        await self._service.call("settle_messages", {"p_results": given}, repeatable=True)
