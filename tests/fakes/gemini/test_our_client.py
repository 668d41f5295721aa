"""The functions' own client against every fault: each becomes the error that it is, never an accident."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

import httpx
import pytest
import stamina

from shared.ai.gemini import Ask, Gemini, ModelCall, ModelError
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from tests.fakes.gemini.asking import Week
from tests.fakes.gemini.faults import EMBEDDING_FAULTS, FAULTS, ODDITIES, Fault
from tests.fakes.gemini.server import LocalGemini

ASK = Ask(
    system="Plan a week.",
    contents=["Push and pull."],
    max_output_tokens=8_000,
    seconds=3.0,
    schema=Week.model_json_schema(),
)
# More than the client wants to have left before it asks at all, hardly more than one call takes.
REQUEST_SECONDS = 8.0


@pytest.fixture(autouse=True)
def retries_without_pauses() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


class Calls(list[str]):
    """How each call ended, as `ai_usage` will say."""

    def __call__(self, call: ModelCall) -> None:
        self.append(call.outcome.value)


def used(server: LocalGemini, use: Callable[[Gemini, Deadline, Calls], Awaitable[object]]) -> Calls:
    """The calls that a fresh client made."""
    calls = Calls()

    async def run() -> None:
        async with httpx.AsyncClient() as http:
            settings = Settings.from_environment(
                {
                    "SUPABASE_URL": "http://127.0.0.1:1",
                    "SUPABASE_PUBLISHABLE_KEY": "none",
                    "SUPABASE_SECRET_KEY": "none",
                    "GEMINI_API_KEY": server.key,
                    "GEMINI_BASE_URL": server.url,
                }
            )
            with suppress(ModelError):
                await use(Gemini(settings, http), Deadline(REQUEST_SECONDS), calls)

    asyncio.run(run())
    return calls


def asked(server: LocalGemini) -> Calls:
    return used(server, lambda gemini, deadline, calls: gemini.ask(ASK, deadline, calls))


def embedded(server: LocalGemini) -> Calls:
    texts = ["knee", "hip"]
    return used(server, lambda gemini, deadline, calls: gemini.embed(texts, deadline, calls, is_query=True))


@pytest.mark.filterwarnings("ignore:.* is not a valid:UserWarning")
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.lasts], ids=lambda fault: fault.name)
def test_a_fault_that_lasts_ends_as_what_it_is(gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    assert asked(gemini)[-1] == fault.outcome


@pytest.mark.parametrize(
    "fault", [fault for fault in FAULTS if not fault.lasts], ids=lambda fault: fault.name
)
def test_a_fault_that_strikes_once_is_told(gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    assert asked(gemini)[0] == fault.outcome


@pytest.mark.parametrize("fault", ODDITIES, ids=lambda fault: fault.name)
def test_an_oddity_is_an_answer(gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    assert asked(gemini) == ["ok"]


@pytest.mark.parametrize("fault", EMBEDDING_FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_embedding_ends_as_what_it_is(gemini: LocalGemini, fault: Fault) -> None:
    gemini.script(*fault.replies)
    assert embedded(gemini)[-1] == fault.outcome
