"""Server-sent events as the service frames them, whole and broken."""

import asyncio
import json
from typing import Any

import httpx
import httpx2
import pytest
from google import genai
from google.genai import errors, types

from tests.fakes.gemini.asking import MODEL, TOOLS, post, turn
from tests.fakes.gemini.faults import STREAM_FAULTS, Fault
from tests.fakes.gemini.replies import call, fail, say
from tests.fakes.gemini.server import LocalGemini

LINE = "Three sets of ten, then rest."


def streamed(client: genai.Client, **config: Any) -> list[Any]:
    settings = types.GenerateContentConfig(**config)
    return list(client.models.generate_content_stream(model=MODEL, contents="Hi", config=settings))


def test_a_text_arrives_in_pieces(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say(LINE, frames=4))
    assert [len(chunk.text) for chunk in streamed(client)] == [8, 8, 8, 5]


def test_the_pieces_make_the_text(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say(LINE))
    assert "".join(chunk.text for chunk in streamed(client)) == LINE


def test_only_the_last_frame_says_why_it_ends(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say(LINE))
    reasons = [chunk.candidates[0].finish_reason for chunk in streamed(client)]
    assert [reason is not None for reason in reasons] == [False, False, True]


def test_the_asynchronous_client_streams_too(gemini: LocalGemini, client: genai.Client) -> None:
    async def ask() -> str:
        stream = await client.aio.models.generate_content_stream(model=MODEL, contents="Hi")
        return "".join([chunk.text or "" async for chunk in stream])

    gemini.script(say(LINE))
    assert asyncio.run(ask()) == LINE


def test_a_call_comes_in_a_frame(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(call("swap_exercise", old="a", new="b"))
    (chunk,) = streamed(client, tools=TOOLS, automatic_function_calling={"disable": True})
    assert chunk.function_calls[0].args == {"old": "a", "new": "b"}


def test_frames_end_with_two_line_ends_and_nothing_follows(gemini: LocalGemini) -> None:
    gemini.script(say(LINE, frames=2))
    raw = post(gemini, {"contents": [turn()]}, "streamGenerateContent?alt=sse").text
    frames = raw.split("\r\n\r\n")
    assert [frame[:7] for frame in frames] == ["data: {", "data: {", ""]  # fmt: skip


def test_without_alt_the_stream_is_a_list(gemini: LocalGemini) -> None:
    gemini.script(say(LINE, frames=2))
    assert len(post(gemini, {"contents": [turn()]}, "streamGenerateContent").json()) == 2


def test_an_error_before_the_stream_is_an_ordinary_one(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(fail(503))
    with pytest.raises(errors.ServerError, match="503 UNAVAILABLE"):
        streamed(client)


def until_it_breaks(client: genai.Client) -> tuple[int, Exception | None]:
    """How many frames came, and what ended them."""
    count = 0
    try:
        for _ in client.models.generate_content_stream(model=MODEL, contents="Hi"):
            count += 1
    except (errors.APIError, httpx.HTTPError, httpx2.HTTPError) as error:
        return count, error
    return count, None


def test_an_error_midway_is_bare_json(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say(LINE, code=503))
    count, error = until_it_breaks(client)
    assert count == 2
    assert isinstance(error, errors.ServerError)
    assert error.status == "UNAVAILABLE"


@pytest.mark.parametrize("fault", STREAM_FAULTS, ids=lambda fault: fault.name)
def test_a_stream_that_fails_has_said_something(
    gemini: LocalGemini, client: genai.Client, fault: Fault
) -> None:
    gemini.script(*fault.replies)
    count, error = until_it_breaks(client)
    assert count > 0
    assert error


def test_an_error_midway_is_said_without_data(gemini: LocalGemini) -> None:
    gemini.script(say(LINE, code=503))
    raw = post(gemini, {"contents": [turn()]}, "streamGenerateContent?alt=sse").text
    assert json.loads(raw.split("\r\n\r\n")[-1])["error"]["code"] == 503


def test_a_stream_may_be_cut(gemini: LocalGemini, client: genai.Client) -> None:
    gemini.script(say(LINE, cut="midway"))
    count, error = until_it_breaks(client)
    assert count == 2
    assert isinstance(error, httpx.RemoteProtocolError | httpx2.RemoteProtocolError)
