"""The outbox as the dispatcher sees it: messages to claim, and their results."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, JsonValue

from shared.data.rows import Row, rows_of
from shared.data.service_rpc import ServiceRpc


class Outcome(StrEnum):
    """The result of an attempt. Released: not tried, free for the next run at once."""

    DELIVERED = "delivered"
    RETRY = "retry"
    DEAD = "dead"
    TOKEN_GONE = "token_gone"  # noqa: S105 - the name of an outcome
    RELEASED = "released"


class Message(Row):
    """One claimed message to one device or mailbox."""

    id: UUID
    user_id: UUID
    device_id: UUID | None
    # The number of the claim: only its holder may settle it.
    attempt: int
    # The device's token or the mail address; None if it no longer exists, or is sealed.
    address: str | None
    sealed: str | None
    notification_id: UUID
    type: str
    title: str
    body: str
    data: dict[str, JsonValue]
    locale: str


class Verdict(BaseModel):
    """The result of sending a message. `error` names no person, address or token."""

    model_config = ConfigDict(frozen=True)

    outcome: Outcome
    provider_id: str | None = None
    error: str | None = None
    # Seconds.
    retry_after: float | None = None


# Characters kept of an error.
_LONGEST_ERROR = 500


class Outbox:
    """Claims and settles. Every failure is a ProblemError."""

    def __init__(self, service: ServiceRpc) -> None:
        self._service = service

    async def claim(self, channel: str, most: int, seconds: int) -> list[Message]:
        """Return what is due on one channel; no other run gets it for so many seconds."""
        found = await self._service.call(
            "claim_messages", {"p_limit": most, "p_seconds": seconds, "p_channels": [channel]}
        )
        # One that can't be read stays claimed, and is given up after a few attempts; the others go out.
        return rows_of(Message, found)

    async def settle(self, judged: Sequence[tuple[Message, Verdict]]) -> None:
        """Report the results of claimed messages. Reporting twice changes nothing."""
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
