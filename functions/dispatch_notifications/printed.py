"""On the local stack, messages of a channel without a provider go to the log."""

from collections.abc import Sequence

from functions.dispatch_notifications.outbox import Message, Verdict
from functions.dispatch_notifications.provider import Provider, delivered
from shared.ops.observability import logger


class Printed(Provider):
    """Logs what would have been sent."""

    chunk = 1
    at_once = 1
    per_second = 1000.0

    def __init__(self, channel: str) -> None:
        self.channel = channel

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        for message in messages:
            logger("dispatch-notifications").info(
                "not sent, printed",
                extra={
                    "way": self.channel,
                    "to": message.address,
                    "title": message.title,
                    "body": message.body,
                },
            )
        return [delivered(None)] * len(messages)
