"""The Gemini API through Google's SDK, which is imported just before the first call."""

import asyncio
import importlib
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import httpx
import stamina
from circuitbreaker import CircuitBreaker

from shared.ai.gemini.asking import Answer, Ask, ModelError, Tokens, Wire
from shared.data.service import ModelOutcome
from shared.ops.deadline import Deadline, TimeIsUpError
from shared.ops.settings import Settings

# The size we store and compare: gemini-embedding-001 is trained so that its vectors can be cut to it.
DIMENSIONS = 768

_ATTEMPTS = 3
# With less time than this left, don't start a call: no model answers that fast.
_LEAST_SECONDS = 2.0
# After this many calls in a row with the service unavailable, the circuit opens for a while.
_FAILURES_TO_OPEN = 5
# Search also works by keywords, so embedding has a short time limit and no retry.
_EMBED_SECONDS = 2.0
_AWAY = frozenset({ModelOutcome.TIMEOUT, ModelOutcome.UNAVAILABLE, ModelOutcome.RATE_LIMITED})
_WORTH_ANOTHER_TRY = frozenset({ModelOutcome.UNAVAILABLE, ModelOutcome.RATE_LIMITED})

_SDK = "shared.ai.gemini.sdk"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModelCall:
    """A call that was made, successful or not."""

    model: str
    tokens: Tokens
    milliseconds: int
    outcome: ModelOutcome
    # The model's finish reason, or how the call failed.
    reason: str


# Called with each finished call.
Record: TypeAlias = Callable[[ModelCall], None]


def _is_away(_kind: type[BaseException] | None, error: BaseException | None) -> bool:
    return isinstance(error, ModelError) and error.outcome in _AWAY


def _breaker(settings: Settings) -> CircuitBreaker:
    return CircuitBreaker(_FAILURES_TO_OPEN, settings.gemini_breaker_seconds, _is_away)


class Gemini:
    """The models of one project. One object per process, with its circuit breakers and SDK client."""

    def __init__(self, settings: Settings, http: httpx.AsyncClient) -> None:
        self._settings = settings
        self._http = http
        self._breaker = _breaker(settings)
        # A separate one: embedding gives up after two seconds, which says nothing about the answering model.
        self._embedding_breaker = _breaker(settings)
        self._wire: Wire | None = None

    @property
    def is_configured(self) -> bool:
        """Whether there is an API key."""
        return self._settings.gemini_api_key is not None

    @property
    def breaker_state(self) -> str:
        """The answering model's circuit breaker: closed, open or half_open."""
        return str(self._breaker.state)

    @property
    def model(self) -> str:
        """The name of the answering model."""
        return self._settings.gemini_model

    @property
    def embedding_model(self) -> str:
        """The name of the embedding model."""
        return self._settings.gemini_embedding_model

    def warm(self) -> None:
        """Start importing the SDK in a thread, while the request waits for the database."""
        if self.is_configured and not self._breaker.opened:
            asyncio.get_running_loop().run_in_executor(None, importlib.import_module, _SDK)

    async def ask(self, ask: Ask, deadline: Deadline, record: Record) -> Answer:
        """Return the model's answer. Any failure is a ModelError."""

        async def once(wire: Wire, seconds: float) -> tuple[Answer, Tokens]:
            return await wire.generate(ask, seconds)

        call = _Call(self.model, self._breaker, ask.seconds, ask.patience, deadline, record)
        return await self._send(call, once)

    async def embed(
        self, texts: Sequence[str], deadline: Deadline, record: Record, *, is_query: bool
    ) -> list[list[float]]:
        """Return a vector of unit length with 768 numbers for each text. Raises ModelError."""

        async def once(wire: Wire, seconds: float) -> tuple[list[list[float]], Tokens]:
            vectors, tokens = await wire.embed(texts, seconds, is_query=is_query)
            return [_unit(vector) for vector in vectors], tokens

        call = _Call(self.embedding_model, self._embedding_breaker, _EMBED_SECONDS, None, deadline, record)
        return await self._send(call, once)

    async def _send(self, call: "_Call", once: Callable[[Wire, float], Awaitable[tuple[T, Tokens]]]) -> T:
        """Call up to three times, while time is left and the error is worth a retry."""
        if not self.is_configured:
            raise ModelError(ModelOutcome.UNAVAILABLE, "no key")
        if call.breaker.opened:
            raise ModelError(ModelOutcome.UNAVAILABLE, "the circuit is open")
        wire = await self._ready()

        def pause(error: Exception) -> bool | float:
            if not isinstance(error, ModelError) or error.outcome not in _WORTH_ANOTHER_TRY:
                return False
            if call.breaker.opened:
                return False
            delay = error.retry_after or 0.0
            if call.patience is None or delay > call.patience:
                return False
            return delay + _LEAST_SECONDS < call.deadline.left and (delay or True)

        async for attempt in stamina.retry_context(
            on=pause, attempts=_ATTEMPTS, timeout=None, wait_initial=0.3, wait_max=2.0, wait_jitter=0.3
        ):
            with attempt:
                if call.deadline.within(call.cap) < min(_LEAST_SECONDS, call.cap):
                    # Outside the breaker: this is no failure of the service.
                    raise ModelError(ModelOutcome.TIMEOUT, "too little time left for a call")
                with call.breaker:
                    return await _recorded(call, wire, once)
        raise AssertionError("the retry loop returns or raises")

    async def _ready(self) -> Wire:
        if self._wire is None:
            # The import takes a fifth of a second; a request answered by rule never needs it.
            sdk = await asyncio.to_thread(importlib.import_module, _SDK)
            self._wire = sdk.connect(self._settings, self._http, DIMENSIONS)
        return self._wire


@dataclass(frozen=True, slots=True)
class _Call:
    """One call and its retries."""

    model: str
    breaker: CircuitBreaker
    cap: float
    # The longest wait before a retry; None: no retry.
    patience: float | None
    deadline: Deadline
    record: Record


async def _recorded(call: _Call, wire: Wire, once: Callable[[Wire, float], Awaitable[tuple[T, Tokens]]]) -> T:
    """Make one call and record it, whether it succeeds or fails."""
    began = time.monotonic()
    tokens, outcome, reason = Tokens(), ModelOutcome.ERROR, "given up"
    try:
        async with call.deadline.limit(call.cap):
            answer, tokens = await once(wire, call.deadline.within(call.cap))
        outcome, reason = ModelOutcome.OK, "STOP"
    except TimeIsUpError as error:
        outcome, reason = ModelOutcome.TIMEOUT, str(error)
        raise ModelError(outcome, reason) from error
    except ModelError as error:
        tokens, outcome, reason = error.tokens, error.outcome, error.reason
        raise
    else:
        return answer
    finally:
        milliseconds = round((time.monotonic() - began) * 1000)
        call.record(ModelCall(call.model, tokens, milliseconds, outcome, reason))


def _unit(vector: Sequence[float]) -> list[float]:
    """Return the vector scaled to length 1: the service only normalises its full-length vectors."""
    length = math.sqrt(math.fsum(number * number for number in vector))
    if not math.isfinite(length) or length == 0:
        raise ModelError(ModelOutcome.MALFORMED, "the embedding is a null vector")
    return [number / length for number in vector]
