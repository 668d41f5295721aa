"""One AI request from admission to its stored answer: the same story for every function."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from shared.database import Database
from shared.deadline import Deadline
from shared.gemini import Answer, Ask, Gemini, ModelCall, ModelError
from shared.json import Json
from shared.observability import Report
from shared.problems import ProblemError
from shared.service import Feature, Outcome, Service, Usage
from shared.settings import Settings

# Told of the model's calls may be a little late, an answer may not.
_USAGE_SECONDS = 2.0
# What storing an answer takes at worst: a model that never answers must leave room for the rules to.
_STORING_SECONDS = 3.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the client, and whether the quota is charged for it."""

    status: int
    body: Json
    is_charged: bool


@dataclass(slots=True)
class Work:
    """What a function works with: the caller's database, the service's, the model, and the time it has."""

    feature: Feature
    user_id: UUID
    settings: Settings
    database: Database
    service: Service
    gemini: Gemini
    deadline: Deadline
    report: Report
    # The Idempotency-Key of the request and its body, which that key stands for.
    key: str | None
    body: bytes
    request_id: UUID | None = None
    is_consented: bool = False
    _telling: list[asyncio.Task[None]] = field(default_factory=list)

    async def run(self, work: Callable[[], Awaitable[Reply]]) -> Reply:
        """Admit the request, do the work, store the answer. A repeat of an answered key gets that answer.

        Raises ProblemError. Whatever happens after the admission, the quota is only charged for an answer
        that says so, and the key is free again when there is none.
        """
        digest = hashlib.sha256(self.feature.encode() + b"\0" + self.body).hexdigest()
        self.gemini.warm()
        admission = await self.service.begin(self.feature, self.key, digest, round(self.deadline.left) + 5)
        if admission.request_id is None:
            return Reply(admission.status or 200, admission.body, is_charged=True)
        self.request_id, self.is_consented = admission.request_id, admission.consented
        try:
            reply = await work()
        except BaseException:
            # Also when it was cancelled: a client that hung up isn't charged.
            await asyncio.shield(self._end(Reply(500, None, is_charged=False)))
            raise
        await self._end(reply)
        return reply

    async def ask(self, ask: Ask) -> Answer:
        """Ask the model. Raises ModelError, also without consent or a key: the answer is then by rule."""
        if not self.is_consented:
            raise ModelError(Outcome.UNAVAILABLE, "no consent")
        with self.report.waiting.running():
            return await self.gemini.ask(ask, self.deadline.before(_STORING_SECONDS), self._record)

    async def embed(self, texts: list[str], *, is_query: bool) -> list[list[float]]:
        """Return the vectors of texts, as `ask` answers."""
        if not self.is_consented:
            raise ModelError(Outcome.UNAVAILABLE, "no consent")
        deadline = self.deadline.before(_STORING_SECONDS)
        with self.report.waiting.running():
            return await self.gemini.embed(texts, deadline, self._record, is_query=is_query)

    def _record(self, call: ModelCall) -> None:
        """Write a call down at once, beside the work: what is killed later has been paid for already."""
        price = self.settings.price(call.model)
        cost = (call.tokens.input * price.input + call.tokens.output * price.output) / 1_000_000
        self.report.calls.append(call)
        self.report.cost_usd += cost
        self.report.breaker = self.gemini.breaker_state
        if self.request_id is not None:
            usage = Usage(
                feature=self.feature,
                model=call.model,
                input_tokens=call.tokens.input,
                output_tokens=call.tokens.output,
                cost_usd=round(cost, 6),
                latency_ms=call.milliseconds,
                outcome=call.outcome,
            )
            self._telling.append(asyncio.create_task(self.service.record_usage(self.request_id, [usage])))

    async def _end(self, reply: Reply) -> None:
        if self._telling:
            await asyncio.wait(self._telling, timeout=self.deadline.within(_USAGE_SECONDS))
        if self.request_id is None:
            return
        try:
            await self.service.finish(self.request_id, reply.status, reply.body, is_charged=reply.is_charged)
        except ProblemError as problem:
            # The work is done and stored: a repeat will find that out. Better an answer than none.
            self.report.fallback = self.report.fallback or f"not stored: {problem.code.slug}"


@asynccontextmanager
async def begun(reading: Coroutine[None, None, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Begin to read what a request needs while the database still decides whether it may run.

    Reads as the caller, who may see it in any case; whoever isn't admitted is refused as ever, and what was
    read for nothing is dropped. The block awaits the task where it needs the answer.
    """
    task = asyncio.create_task(reading)
    try:
        yield task
    finally:
        task.cancel()
        # Its own failure matters to those alone who have awaited it.
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()
