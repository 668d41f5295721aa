"""Where no provider is set up on the local stack: messages go to the log instead."""

from collections.abc import Sequence

from functions.dispatch_notifications.outbox import Message, Verdict, Way
from functions.dispatch_notifications.provider import delivered
from shared.ops.observability import logger


class Printed:
    """Tells what would have been sent."""

    chunk = 1
    at_once = 1
    per_second = 1000.0

    def __init__(self, way: Way) -> None:
        self.way = way

    async def send(self, messages: Sequence[Message]) -> list[Verdict]:
        """See Provider."""
        for message in messages:
            logger("dispatch-notifications").info(
                "not sent, printed",
                extra={
                    "way": self.way.value,
                    "to": message.address,
                    "title": message.title,
                    "body": message.body,
                },
            )
        return [delivered(None)] * len(messages)
