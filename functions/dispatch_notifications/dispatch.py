"""Claim, send, settle, until nothing is due or time is up: each channel by itself, none waits for another."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from functions.dispatch_notifications.outbox import Message, Outbox, Outcome, Verdict
from functions.dispatch_notifications.provider import Provider, ProviderDownError, dead, gone, retry
from functions.dispatch_notifications.tokens import Tokens
from shared.http.problems import ProblemError
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.observability import logger
from shared.ops.sealing import SealError

# Messages per claim: those sent but not settled when a run is killed are sent again.
_MOST = 200
_BATCH_SECONDS = 10.0
# Of one request to a provider, and reserved for settling.
_SEND_SECONDS = 10.0
_SETTLE_SECONDS = 9.0
# No request starts with less time left.
_SHORTEST_SECONDS = 2.0
# Shorter sleeps of the event loop take longer than asked; skipping them keeps the pace on average.
_SHORTEST_WAIT_SECONDS = 0.01
# A claim outlives its run by this, as the clocks of two machines differ.
_SLACK_SECONDS = 15
_LONGEST_CLAIM_SECONDS = 900
# After so many failures in a row the provider is skipped until the next run.
_FAILURES = 5


@dataclass(slots=True)
class Tally:
    """The results of a run on one channel."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    # Why the provider is skipped for the rest of the run.
    down: str | None = None


async def dispatch(provider: Provider, outbox: Outbox, tokens: Tokens, deadline: Deadline) -> Tally:
    """Send what is due on one channel. Raises ProblemError if the database fails; the claims then expire."""
    tally = Tally()
    most = max(1, min(_MOST, math.floor(provider.chunk * provider.per_second * _BATCH_SECONDS)))
    while tally.down is None and deadline.left > _SETTLE_SECONDS + _SHORTEST_SECONDS:
        seconds = min(math.ceil(deadline.left) + _SLACK_SECONDS, _LONGEST_CLAIM_SECONDS)
        messages = await outbox.claim(provider.channel, most, seconds)
        if not messages:
            break
        batch = _Batch(provider, tokens, deadline.before(_SETTLE_SECONDS))
        await batch.send(messages)
        await outbox.settle(batch.judged)
        tally.outcomes.update(verdict.outcome for _, verdict in batch.judged)
        tally.down = batch.down
    return tally


class _Batch:
    """Sends the messages of one claim."""

    def __init__(self, provider: Provider, tokens: Tokens, deadline: Deadline) -> None:
        self.judged: list[tuple[Message, Verdict]] = []
        self.down: str | None = None
        self._provider = provider
        self._tokens = tokens
        self._deadline = deadline
        self._failures = 0
        self._next_at = time.monotonic()

    async def send(self, messages: Sequence[Message]) -> None:
        """Get a verdict on every message; those no longer tried are released."""
        sendable = [message for message in [await self._opened(each) for each in messages] if message]
        size = self._provider.chunk
        chunks = iter([sendable[first : first + size] for first in range(0, len(sendable), size)])

        async def work() -> None:
            for chunk in chunks:
                await self._turn()
                self.judged += zip(chunk, await self._verdicts(chunk), strict=True)

        await asyncio.gather(*[work() for _ in range(self._provider.at_once)])

    async def _opened(self, message: Message) -> Message | None:
        """Return a message with its address, or None after a verdict on one that has none."""
        if self.down is not None:
            self.judged.append((message, Verdict(outcome=Outcome.RELEASED)))
            return None
        try:
            opened = await self._tokens.opened(message)
        except SealError:
            # The app registers the device again at its next start.
            self.judged.append((message, gone("the token can't be opened")))
            return None
        except ProblemError:
            self._give_up("no keys")
            self.judged.append((message, Verdict(outcome=Outcome.RELEASED)))
            return None
        if opened.address is None:
            self.judged.append((message, dead("no address")))
            return None
        return opened

    async def _turn(self) -> None:
        """Wait until the pace allows another request, unless the run is over."""
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
            # An unexpected error with this message must not block the others.
            logger("dispatch-notifications").exception("a message could not be sent")
            verdicts = [retry(type(error).__name__)] * len(chunk)
        has_failed = all(verdict.outcome is Outcome.RETRY for verdict in verdicts)
        self._failures = self._failures + 1 if has_failed else 0
        if self._failures >= _FAILURES:
            self._give_up(verdicts[0].error or "failures")
        return verdicts

    def _give_up(self, reason: str) -> None:
        self.down = self.down or reason
