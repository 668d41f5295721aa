"""One AI request from admission to its stored answer: the same steps for every function."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID, uuid4

from shared.ai.gemini import Answer, Ask, Gemini, ModelCall, ModelError
from shared.data.database import Database
from shared.data.service import Feature, ModelOutcome, Service, Usage
from shared.http.problems import ProblemError
from shared.json_types import Json, JsonObject
from shared.ops.deadline import Deadline
from shared.ops.observability import Report
from shared.ops.settings import Settings

# The usage may be recorded a little late, an answer must not be.
_USAGE_SECONDS = 2.0
# Storing an answer takes this long at worst: if the model never answers, the rules still must have the time.
_STORING_SECONDS = 3.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the client, and whether it is charged to the quota."""

    status: int
    body: Json
    is_charged: bool


@dataclass(slots=True)
class Work:
    """A function's context: the database as the caller and as the service, the model, and the deadline."""

    feature: Feature
    user_id: UUID
    settings: Settings
    database: Database
    service: Service
    gemini: Gemini
    deadline: Deadline
    report: Report
    # The request's Idempotency-Key, and the body it belongs to.
    key: str | None
    body: bytes
    request_id: UUID | None = None
    is_consented: bool = False
    # Each model call, and the task that records it.
    _records: dict[Usage, asyncio.Task[None]] = field(default_factory=dict)
    _has_ended: bool = False

    async def run(self, work: Callable[[], Awaitable[Reply]]) -> Reply:
        """Admit the request, do the work, store the answer. A repeat of an answered key gets that answer.

        Raises ProblemError. Whatever happens after the admission, the quota is only charged for an answer
        with `is_charged`, and without an answer the key is free again.
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
            # Also on cancellation: a client that hung up isn't charged.
            await asyncio.shield(self._end(Reply(500, None, is_charged=False)))
            raise
        await self._end(reply)
        return reply

    async def ask(self, ask: Ask) -> Answer:
        """Ask the model. Raises ModelError, also without consent or API key: then the rules answer."""
        if not self.is_consented:
            raise ModelError(ModelOutcome.UNAVAILABLE, "no consent")
        with self.report.waiting.running():
            return await self.gemini.ask(ask, self.deadline.before(_STORING_SECONDS), self._record)

    async def embed(self, texts: list[str], *, is_query: bool) -> list[list[float]]:
        """Return the vectors of texts. Raises as `ask` does."""
        if not self.is_consented:
            raise ModelError(ModelOutcome.UNAVAILABLE, "no consent")
        deadline = self.deadline.before(_STORING_SECONDS)
        with self.report.waiting.running():
            return await self.gemini.embed(texts, deadline, self._record, is_query=is_query)

    def _record(self, call: ModelCall) -> None:
        """Record a call at once, in the background: if the request is killed later, the call was billed."""
        price = self.settings.price(call.model)
        cost = (call.tokens.input * price.input + call.tokens.output * price.output) / 1_000_000
        self.report.calls.append(call)
        self.report.cost_usd += cost
        self.report.breaker = self.gemini.breaker_state
        if self.request_id is not None:
            usage = Usage(
                id=uuid4(),
                request_id=self.request_id,
                feature=self.feature,
                model=call.model,
                input_tokens=call.tokens.input,
                output_tokens=call.tokens.output,
                cost_usd=round(cost, 6),
                latency_ms=call.milliseconds,
                outcome=call.outcome,
            )
            self._records[usage] = asyncio.create_task(self.service.record_usage(usage))

    async def end_with(
        self, store: Callable[[JsonObject | None], Awaitable[T]], body: JsonObject, *, is_charged: bool
    ) -> T:
        """End the request through `store`, in the transaction that stores its answer; return its result.

        `store` is given {id, body, is_charged, usage}, or None beyond the quota: no request is recorded.
        Its errors are passed on: then nothing is stored, and the request hasn't ended.
        """
        if self.request_id is None:
            return await store(None)
        usage = [call.document() for call in self._unrecorded()]
        request: JsonObject = {
            "id": str(self.request_id),
            "body": body,
            "is_charged": is_charged,
            "usage": usage,
        }
        stored = await store({**request, "usage": usage})
        self._close()
        return stored

    async def _end(self, reply: Reply) -> None:
        if self.request_id is None or self._has_ended:
            return
        try:
            await self.service.finish(
                self.request_id, reply.status, reply.body, self._unrecorded(), is_charged=reply.is_charged
            )
        except ProblemError as problem:
            # The work is done and stored, and a repeat would find it, so answer all the same.
            self.report.fallback = self.report.fallback or f"not stored: {problem.code.slug}"
            if self._records:
                await asyncio.wait(self._records.values(), timeout=self.deadline.within(_USAGE_SECONDS))
        self._close()

    def _unrecorded(self) -> list[Usage]:
        """Return the calls that may not be recorded yet: ending the request records them, too."""
        return [
            usage
            for usage, record in self._records.items()
            if not record.done() or record.cancelled() or record.exception()
        ]

    def _close(self) -> None:
        self._has_ended = True
        for record in self._records.values():
            record.cancel()


@asynccontextmanager
async def begun(reading: Coroutine[None, None, T]) -> AsyncIterator[asyncio.Task[T]]:
    """Start reading what a request needs while the database still decides whether it may run.

    Reads as the caller, who may see the data in any case; if the request is refused, the result is dropped.
    The block awaits the task where it needs the result.
    """
    task = asyncio.create_task(reading)
    try:
        yield task
    finally:
        task.cancel()
        # Its failure only matters to code that awaits it.
        await asyncio.wait([task])
        if not task.cancelled():
            task.exception()
