"""The table of faults: each does to the real SDK what its name says, and none is a mistake of the script."""

import json
from collections.abc import Iterator
from contextlib import suppress

import httpx
import httpx2
import pytest
from google import genai
from google.genai import errors, types

from tests.fakes.gemini.asking import MODEL, Week, for_week
from tests.fakes.gemini.faults import (
    EMBEDDING_FAULTS,
    EMPTY,
    FAULTS,
    NONSENSE,
    ODDITIES,
    REFUSALS,
    STOPPED,
    Fault,
)
from tests.fakes.gemini.replies import Reply, fail, say
from tests.fakes.gemini.server import LocalGemini

FAILED = (errors.APIError, httpx.HTTPError, httpx2.HTTPError)


def named(faults: tuple[Fault, ...]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("fault", faults, ids=lambda fault: fault.name)


@pytest.fixture(scope="module")
def impatient(gemini_server: LocalGemini) -> Iterator[genai.Client]:
    """A client that waits 0.3 s, and doesn't tell the service, which would refuse so short a deadline."""
    options = types.HttpOptions(base_url=gemini_server.url, timeout=300, headers={"X-Server-Timeout": "10"})
    with genai.Client(api_key=gemini_server.key, http_options=options) as client:
        yield client


def usable(response: types.GenerateContentResponse) -> bool:
    """Whether a careful reader gets a Week out of it."""
    candidates = response.candidates or []
    if not candidates or candidates[0].finish_reason != types.FinishReason.STOP or response.function_calls:
        return False
    try:
        Week.model_validate_json(response.text or "")
    except ValueError:
        return False
    return True


@named(REFUSALS)
def test_a_refusal_is_an_error_for_the_client(
    gemini: LocalGemini, impatient: genai.Client, fault: Fault
) -> None:
    gemini.script(*fault.replies)
    with pytest.raises(FAILED):
        for_week(impatient)


@pytest.mark.filterwarnings("ignore:.* is not a valid:UserWarning")
@named((*EMPTY, *STOPPED, *NONSENSE))
def test_nothing_of_it_can_be_used(gemini: LocalGemini, client: genai.Client, fault: Fault) -> None:
    gemini.script(*fault.replies)
    try:
        response = for_week(client, automatic_continuation=False)
    except (ValueError, AttributeError, RecursionError):
        # The SDK itself stumbles over some of them, and not by errors of its own.
        return
    assert not usable(response)


@named(tuple(fault for fault in FAULTS if not fault.lasts))
def test_what_strikes_once_is_well_again(gemini: LocalGemini, impatient: genai.Client, fault: Fault) -> None:
    gemini.script(*fault.replies)
    with suppress(*FAILED):
        for_week(impatient)
    assert usable(for_week(impatient))


@named(tuple(fault for fault in FAULTS if fault.lasts))
def test_what_lasts_has_no_end(fault: Fault) -> None:
    assert fault.replies[-1].times is None


@named(ODDITIES)
def test_an_oddity_holds_the_answer(gemini: LocalGemini, client: genai.Client, fault: Fault) -> None:
    gemini.script(*fault.replies)
    text = for_week(client).text or ""
    Week.model_validate_json(text[text.index("{") : text.rindex("}") + 1])


@named(EMBEDDING_FAULTS)
def test_a_fault_in_embedding_leaves_generating_alone(
    gemini: LocalGemini, client: genai.Client, fault: Fault
) -> None:
    gemini.script(*fault.replies)
    assert usable(for_week(client))


def test_there_are_at_least_thirty_by_name() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 30


def test_429_says_when_to_come_back(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(fail(429, retry_seconds=13))
    with pytest.raises(errors.ClientError) as caught:
        for_week(client)
    details = caught.value.details["error"]["details"]
    assert details[-1] == {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "13s"}


def test_a_timeout_is_no_api_error(gemini: LocalGemini, impatient: genai.Client) -> None:
    gemini.script(say("late", wait_seconds=5))
    with pytest.raises((httpx.TimeoutException, httpx2.TimeoutException)):
        impatient.models.generate_content(model=MODEL, contents="Hi")


def test_an_answer_may_be_late_and_right(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say("late", wait_seconds=0.05))
    assert client.models.generate_content(model=MODEL, contents="Hi").text == "late"


def test_a_connection_cut_before_the_answer_is_no_timeout(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(Reply(cut="before"))
    with pytest.raises((httpx.RemoteProtocolError, httpx2.RemoteProtocolError)):
        client.models.generate_content(model=MODEL, contents="Hi")


def test_a_cut_answer_breaks_off(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(Reply(text="A long answer to a short question.", cut="midway"))
    with pytest.raises((httpx.RemoteProtocolError, httpx2.RemoteProtocolError)):
        client.models.generate_content(model=MODEL, contents="Hi")


def test_automatic_continuation_would_never_end(gemini: LocalGemini, client: genai.Client) -> None:
    endless = next(fault for fault in FAULTS if "without end" in fault.name and fault in STOPPED)
    gemini.script(endless.replies[0].model_copy(update={"times": 3}))
    client.models.generate_content(model=MODEL, contents="Hi")
    assert [asked.body.get("continuationToken") for asked in gemini.requests] == [None, *["YWdhaW4="] * 3]


def test_absurd_contents_keep_the_shape(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(Reply(sample="hostile"))
    week = json.loads(for_week(client).text or "")
    assert (week["lines"][0]["sets"], len(week["lines"])) == (-10_000, 12)
