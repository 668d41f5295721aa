"""The limits of a model call: time, attempts, and waiting for an unavailable service."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx
import pytest

from shared.ai.gemini import Answer, Ask, Gemini, ModelCall, ModelError, Tokens
from shared.data.service import ModelOutcome
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from tests.fakes.gemini.replies import Reply, answer, fail, finish, say
from tests.fakes.gemini.server import LocalGemini

T = TypeVar("T")
PATIENCE = 3600
ASK = Ask(system="Be brief.", contents=["Hello"], max_output_tokens=100, seconds=5)


def settings(gemini: LocalGemini, **changes: Any) -> Settings:
    given = {
        "supabase_url": "http://127.0.0.1:1",
        "supabase_publishable_key": "p",
        "supabase_secret_key": "s",
        "gemini_api_key": gemini.key,
        "gemini_base_url": gemini.url,
    }
    return Settings.model_validate(given | changes)


def with_client(settings_: Settings, work: Callable[[Gemini], Awaitable[T]]) -> T:
    async def main() -> T:
        async with httpx.AsyncClient(timeout=60) as http:
            return await work(Gemini(settings_, http))

    return asyncio.run(main())


def asked(
    gemini: LocalGemini, seconds: float = 20, ask: Ask = ASK
) -> tuple[Answer | ModelError, list[ModelCall]]:
    """The answer, or the error, of one question, and the calls it took."""
    calls: list[ModelCall] = []

    async def work(model: Gemini) -> Answer | ModelError:
        try:
            return await model.ask(ask, Deadline(seconds), calls.append)
        except ModelError as error:
            return error

    return with_client(settings(gemini), work), calls


def outcome(result: Answer | ModelError) -> ModelOutcome:
    return result.outcome if isinstance(result, ModelError) else ModelOutcome.OK


def test_an_answer_is_counted_with_its_tokens(gemini: LocalGemini) -> None:
    gemini.script(say("Hi there"))
    result, calls = asked(gemini)
    assert isinstance(result, Answer)
    assert (result.text, result.calls, result.sources) == ("Hi there", (), ())
    (call,) = calls
    assert (call.model, call.outcome) == ("gemini-3.8-flash", ModelOutcome.OK)
    assert call.tokens.input > 0
    assert call.tokens.output > 0


def test_a_call_tells_how_it_ended(gemini: LocalGemini) -> None:
    gemini.script(fail(503), say("Hi"))
    _, calls = asked(gemini)
    assert [call.reason for call in calls] == ["503 UNAVAILABLE", "STOP"]
    gemini.script(finish("SPII"))
    _, calls = asked(gemini)
    assert [call.reason for call in calls] == ["finish reason SPII"]


def test_a_service_that_comes_back_is_asked_again(gemini: LocalGemini) -> None:
    gemini.script(fail(503), fail(500), say("Here I am"))
    result, calls = asked(gemini)
    assert isinstance(result, Answer)
    assert [call.outcome for call in calls] == [
        ModelOutcome.UNAVAILABLE,
        ModelOutcome.UNAVAILABLE,
        ModelOutcome.OK,
    ]


def test_it_is_asked_three_times_at_most(gemini: LocalGemini) -> None:
    gemini.script(fail(503).always())
    result, calls = asked(gemini)
    assert (outcome(result), len(calls), len(gemini.requests)) == (ModelOutcome.UNAVAILABLE, 3, 3)


@pytest.mark.parametrize("reply", [fail(400), fail(403), fail(404)])
def test_a_refusal_is_not_repeated(gemini: LocalGemini, reply: Reply) -> None:
    gemini.script(reply.always())
    result, calls = asked(gemini)
    assert (outcome(result), len(calls)) == (ModelOutcome.REJECTED, 1)


def test_nobody_waits_longer_than_there_is_time(gemini: LocalGemini) -> None:
    """The service asks for 13 seconds, and ten are left: there is no second try."""
    gemini.script(fail(429, retry_seconds=13).always())
    result, calls = asked(gemini, seconds=10)
    assert (outcome(result), len(calls)) == (ModelOutcome.RATE_LIMITED, 1)


def test_a_short_pause_that_the_service_asks_for_is_kept(gemini: LocalGemini) -> None:
    gemini.script(fail(429, retry_seconds=0.4), say("Now"))
    result, calls = asked(gemini)
    assert [call.outcome for call in calls] == [ModelOutcome.RATE_LIMITED, ModelOutcome.OK]
    assert isinstance(result, Answer)


def test_a_call_ends_with_its_own_time(gemini: LocalGemini) -> None:
    gemini.script(say("Too late", wait_seconds=30))
    began = asyncio.run(_now())
    result, calls = asked(gemini, ask=Ask("", ["Hello"], 100, seconds=2.1))
    assert (outcome(result), len(calls)) == (ModelOutcome.TIMEOUT, 1)
    # Long before the request's.
    assert asyncio.run(_now()) - began < 15


def test_without_time_nothing_is_asked(gemini: LocalGemini) -> None:
    result, calls = asked(gemini, seconds=2)
    assert (outcome(result), calls, gemini.requests) == (ModelOutcome.TIMEOUT, [], [])


def test_a_service_that_is_away_is_left_alone(gemini: LocalGemini, monkeypatch: pytest.MonkeyPatch) -> None:
    """After five failures in a row nobody asks; after a while one does, and its answer closes the circuit."""
    gemini.script(fail(503).always())

    async def work(model: Gemini) -> tuple[int, str, str]:
        for _ in range(4):
            with pytest.raises(ModelError):
                await model.ask(ASK, Deadline(20), lambda _: None)
        asked_meanwhile, state = len(gemini.requests), model.breaker_state
        gemini.clear()
        gemini.script(say("Back"))
        monkeypatch.setattr("circuitbreaker.monotonic", lambda: time.monotonic() + PATIENCE)
        await model.ask(ASK, Deadline(20), lambda _: None)
        return asked_meanwhile, state, model.breaker_state

    away = settings(gemini, gemini_breaker_seconds=PATIENCE)
    assert with_client(away, work) == (5, "open", "closed")


def test_a_refusal_opens_no_circuit(gemini: LocalGemini) -> None:
    gemini.script(fail(400).always())

    async def work(model: Gemini) -> str:
        for _ in range(8):
            with pytest.raises(ModelError):
                await model.ask(ASK, Deadline(20), lambda _: None)
        return model.breaker_state

    assert with_client(settings(gemini), work) == "closed"


def test_vectors_that_cant_be_had_close_nobodys_mouth(gemini: LocalGemini) -> None:
    """Embedding has a circuit of its own: the model that answers is well."""
    gemini.script(fail(503, to="embed").always(), say("Hi"))

    async def work(model: Gemini) -> str:
        for _ in range(8):
            with pytest.raises(ModelError):
                await model.embed(["Hello"], Deadline(20), lambda _: None, is_query=True)
        return (await model.ask(ASK, Deadline(20), lambda _: None)).text

    assert with_client(settings(gemini), work) == "Hi"


def test_what_was_never_asked_opens_no_circuit(gemini: LocalGemini) -> None:
    async def work(model: Gemini) -> str:
        for _ in range(8):
            with pytest.raises(ModelError):
                await model.ask(ASK, Deadline(2), lambda _: None)
        return model.breaker_state

    assert with_client(settings(gemini), work) == "closed"
    assert gemini.requests == []


def test_without_a_key_nothing_leaves(gemini: LocalGemini) -> None:
    async def work(model: Gemini) -> ModelOutcome:
        with pytest.raises(ModelError) as caught:
            await model.ask(ASK, Deadline(20), lambda _: None)
        return caught.value.outcome

    assert with_client(settings(gemini, gemini_api_key=None), work) is ModelOutcome.UNAVAILABLE
    assert gemini.requests == []


def test_an_error_never_tells_the_key(gemini: LocalGemini) -> None:
    gemini.script(fail(403).always())
    result, _ = asked(gemini)
    assert gemini.key not in f"{result!r} {result} {getattr(result, '__cause__', '')}"


@pytest.mark.parametrize("model", ["gemini-2.5-flash", "gemini-3.5-flash-lite", "gemini-3.8-flash"])
def test_every_model_of_the_price_list_answers(gemini: LocalGemini, model: str) -> None:
    gemini.script(say("Hi"))
    # Thinking counts.
    roomy = Ask(system="Be brief.", contents=["Hello"], max_output_tokens=4000, seconds=5)

    async def work(client: Gemini) -> str:
        return (await client.ask(roomy, Deadline(20), lambda _: None)).text

    assert with_client(settings(gemini, gemini_model=model), work) == "Hi"


def test_vectors_have_length_one_and_stand_in_order(gemini: LocalGemini) -> None:
    async def work(model: Gemini) -> list[list[float]]:
        texts = ["bad knee", "squats hurt my knee", "likes running"]
        return await model.embed(texts, Deadline(20), lambda _: None, is_query=False)

    knee, squat, run = with_client(settings(gemini), work)
    assert [round(math.hypot(*vector), 9) for vector in (knee, squat, run)] == [1, 1, 1]
    assert {len(vector) for vector in (knee, squat, run)} == {768}

    def likeness(one: list[float], other: list[float]) -> float:
        return math.fsum(a * b for a, b in zip(one, other, strict=True))

    assert likeness(knee, squat) > likeness(knee, run)


def test_a_model_that_thinks_aloud_is_not_quoted(gemini: LocalGemini) -> None:
    gemini.script(answer("42", thought="The user is vain."))
    result, calls = asked(gemini)
    assert isinstance(result, Answer)
    assert "vain" not in result.text
    assert calls[0].tokens != Tokens()


async def _now() -> float:
    return asyncio.get_running_loop().time()
