"""Claim, send, settle, until nothing is due or time is up: each way by itself, so none waits for another."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from functions.dispatch_notifications.outbox import Message, Outbox, Outcome, Verdict
from functions.dispatch_notifications.provider import Provider, ProviderDownError, dead, retry
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.observability import logger

# Claimed at once: what is sent and not yet settled when a run is killed is sent again.
_MOST = 200
_BATCH_SECONDS = 10.0
# Of one request to a provider, and what is kept to settle what was sent.
_SEND_SECONDS = 10.0
_SETTLE_SECONDS = 9.0
# No request begins with less than this to go.
_SHORTEST_SECONDS = 2.0
# The event loop can't wait for less without waiting longer; the pace holds on average all the same.
_SHORTEST_WAIT_SECONDS = 0.01
# A claim outlives its run by so much: the clocks of two machines differ.
_SLACK_SECONDS = 15
_LONGEST_CLAIM_SECONDS = 900
# So many failures in a row, and the provider is left alone until the next run.
_FAILURES = 5


@dataclass(slots=True)
class Tally:
    """What a run did on one way."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    # Why the provider was given up for this run.
    down: str | None = None


async def dispatch(provider: Provider, outbox: Outbox, deadline: Deadline) -> Tally:
    """Send what is due on one way. Raises ProblemError when the database fails: the claims run out then."""
    tally = Tally()
    most = max(1, min(_MOST, math.floor(provider.chunk * provider.per_second * _BATCH_SECONDS)))
    while tally.down is None and deadline.left > _SETTLE_SECONDS + _SHORTEST_SECONDS:
        seconds = min(math.ceil(deadline.left) + _SLACK_SECONDS, _LONGEST_CLAIM_SECONDS)
        messages = await outbox.claim(provider.way, most, seconds)
        if not messages:
            break
        batch = _Batch(provider, deadline.before(_SETTLE_SECONDS))
        await batch.send(messages)
        await outbox.settle(batch.judged)
        tally.outcomes.update(verdict.outcome for _, verdict in batch.judged)
        tally.down = batch.down
    return tally


class _Batch:
    """The messages of one claim on their way."""

    def __init__(self, provider: Provider, deadline: Deadline) -> None:
        self.judged: list[tuple[Message, Verdict]] = []
        self.down: str | None = None
        self._provider = provider
        self._deadline = deadline
        self._failures = 0
        self._next_at = time.monotonic()

    async def send(self, messages: Sequence[Message]) -> None:
        """Judge every message: what isn't tried any more is released."""
        for message in messages:
            if message.address is None:
                self.judged.append((message, dead("no address")))
        sendable = [message for message in messages if message.address is not None]
        size = self._provider.chunk
        chunks = iter([sendable[first : first + size] for first in range(0, len(sendable), size)])

        async def work() -> None:
            for chunk in chunks:
                await self._turn()
                self.judged += zip(chunk, await self._verdicts(chunk), strict=True)

        await asyncio.gather(*[work() for _ in range(self._provider.at_once)])

    async def _turn(self) -> None:
        """Wait until the provider may be asked again, if it will be."""
        now = time.monotonic()
        self._next_at = max(self._next_at, now)
        wait, self._next_at = self._next_at - now, self._next_at + 1 / self._provider.per_second
        if wait > _SHORTEST_WAIT_SECONDS and not self._is_over:
            await asyncio.sleep(min(wait, self._deadline.left))

    @property
    def _is_over(self) -> bool:
        return self.down is not None or self._deadline.left < _SHORTEST_SECONDS

    async def _verdicts(self, chunk: Sequence[Message]) -> Sequence[Verdict]:
        if self._is_over:
            return [Verdict(outcome=Outcome.RELEASED)] * len(chunk)
        try:
            async with self._deadline.limit(_SEND_SECONDS):
                verdicts: Sequence[Verdict] = await self._provider.send(chunk)
        except ProviderDownError as error:
            self._give_up(str(error))
            return [Verdict(outcome=Outcome.RELEASED)] * len(chunk)
        except (httpx.HTTPError, TimeIsUpError) as error:
            verdicts = [retry(type(error).__name__)] * len(chunk)
        except Exception as error:  # noqa: BLE001 - see below
            # Something about this message that nobody thought of: the others must not wait behind it.
            logger("dispatch-notifications").exception("a message could not be sent")
            verdicts = [retry(type(error).__name__)] * len(chunk)
        has_failed = all(verdict.outcome is Outcome.RETRY for verdict in verdicts)
        self._failures = self._failures + 1 if has_failed else 0
        if self._failures >= _FAILURES:
            self._give_up(verdicts[0].error or "failures")
        return verdicts

    def _give_up(self, reason: str) -> None:
        self.down = self.down or reason
