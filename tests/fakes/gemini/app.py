"""The Gemini API over HTTP, and beside it `/control`, by which another process says what comes next."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.fakes.gemini import answers, rules, tokens, wire
from tests.fakes.gemini.embedding_answers import check_embedding, embedded
from tests.fakes.gemini.errors import Refusal, bad_key, error_body, invalid, no_key, retry_details
from tests.fakes.gemini.fields import REQUEST_OF
from tests.fakes.gemini.models import Model, find
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.script import Script
from tests.fakes.gemini.sockets import NoAnswer, hang_up

LARGEST_REQUEST = 20 * 1024 * 1024
_JSON = "application/json; charset=UTF-8"
_REPLIES = TypeAdapter(list[Reply])


class Gemini:
    """The service: one script, one key, and the shortest deadline that it takes from a client."""

    def __init__(self, script: Script, key: str, shortest_deadline_seconds: float) -> None:
        self.script = script
        self._key = key
        self._shortest_deadline = shortest_deadline_seconds

    async def serve(self, request: Request) -> Response:
        """`POST /{version}/models/{model}:{method}`."""
        model, _, method = request.path_params["call"].partition(":")
        headers = {name: value for name, value in request.headers.items() if name != "x-goog-api-key"}
        raw = await request.body()
        version = request.path_params["version"]
        received = Received(method, model, version, headers, raw.decode(errors="replace"))
        self.script.requests.append(received)
        try:
            response = await self._answer(request, received)
        except Refusal as refusal:
            response = _json(refusal.code, refusal.body())
        except Exception as error:  # noqa: BLE001 - a mistake of the script, the brain, or this server
            # A function would take the 500 for Gemini's and go on unnoticed: the fixture fails the test.
            self.script.complaints.append(f"{type(error).__name__}: {error}")
            response = _json(500, error_body(500))
        received.code = None if isinstance(response, NoAnswer) else response.status_code
        return response

    async def _answer(self, request: Request, received: Received) -> Response:
        self._check_key(request)
        model = self._read(request, received)
        reply = self.script.next_for(received) or _by_default(received)
        if reply.wait_seconds and not await _is_patient(request, reply.wait_seconds):
            return NoAnswer()
        if reply.cut == "before":
            hang_up(request)
            return NoAnswer()
        if reply.body is not None:
            return Response(reply.body, reply.code, media_type=reply.content_type)
        if received.method == "streamGenerateContent" and (reply.code == 200 or reply.text is not None):
            return _stream(request, received, reply)
        if reply.code != 200:
            return _json(reply.code, _failed(reply, received))
        whole = _json(200, _whole(reply, received, model))
        return _half(request, bytes(whole.body)) if reply.cut else whole

    def _check_key(self, request: Request) -> None:
        given = request.headers.get("x-goog-api-key") or request.query_params.get("key")
        if not given:
            raise no_key()
        if given != self._key:
            raise bad_key()
        deadline = float(request.headers.get("x-server-timeout", "inf"))
        if deadline < self._shortest_deadline:
            raise invalid(
                f"Manually set deadline {deadline:g}s is too short. "
                f"Minimum allowed deadline is {self._shortest_deadline:g}s."
            )

    def _read(self, request: Request, received: Received) -> Model:
        model = find(received.model, received.method, request.path_params["version"])
        if len(received.raw) > LARGEST_REQUEST:
            raise invalid(f"Request payload size exceeds the limit: {LARGEST_REQUEST} bytes.")
        try:
            sent = json.loads(received.raw)
        except ValueError as error:
            raise invalid(f"Invalid JSON payload received. {error}") from None
        received.body = wire.parse(REQUEST_OF[received.method], sent)
        if received.method == "countTokens":
            received.body = received.body.get("generateContentRequest", received.body)
            rules.check_contents(received.body.get("contents", []), "CountTokensRequest.contents")
        elif "embed" in received.method.lower():
            check_embedding(received.body, received)
        else:
            rules.check_generation(received.body, model)
        return model


def _stream(request: Request, received: Received, reply: Reply) -> Response:
    frames = answers.frames(answers.response(reply, received), reply.frames)
    if request.query_params.get("alt") != "sse":
        return _json(200, frames)
    breaks = reply.cut is not None or reply.code != 200
    sent = _sent(request, frames[:-1] if breaks else frames, reply, received)
    return StreamingResponse(sent, media_type="text/event-stream")


async def _sent(
    request: Request, frames: list[dict[str, Any]], reply: Reply, received: Received
) -> AsyncIterator[str]:
    for frame in frames:
        yield f"data: {json.dumps(frame)}\r\n\r\n"
        await asyncio.sleep(0)
    if reply.cut:
        hang_up(request)
    elif reply.code != 200:
        # The status went out with the first frame: what fails now is said bare, without `data:`.
        yield json.dumps(_failed(reply, received), indent=2)


def _half(request: Request, whole: bytes) -> Response:
    async def half() -> AsyncIterator[bytes]:
        yield whole[: len(whole) // 2]
        hang_up(request)

    return StreamingResponse(half(), media_type=_JSON, headers={"content-length": str(len(whole))})


async def _is_patient(request: Request, seconds: float) -> bool:
    """Wait, but no longer than the client does; whether it is still there."""
    try:
        await asyncio.wait_for(request.receive(), seconds)
    except TimeoutError:
        return True
    return False


def _by_default(received: Received) -> Reply:
    return answers.by_default(received) if "enerateContent" in received.method else Reply()


def _whole(reply: Reply, received: Received, model: Model) -> dict[str, Any]:
    if received.method == "countTokens":
        return {"totalTokens": tokens.of_request(received.body)}
    if received.method in {"embedContent", "batchEmbedContents"}:
        return embedded(reply, received, model)
    return answers.response(reply, received)


def _failed(reply: Reply, received: Received) -> dict[str, Any]:
    details = retry_details(reply.retry_seconds, received.model) if reply.retry_seconds is not None else None
    return error_body(reply.code, reply.message, details)


def _json(code: int, body: Any) -> Response:
    return Response(json.dumps(body), code, media_type=_JSON)


def build(gemini: Gemini) -> Starlette:
    """The app with its control routes."""

    async def script(request: Request) -> Response:
        try:
            replies = _REPLIES.validate_json(await request.body())
        except ValidationError as error:
            return Response(error.json(), 422, media_type=_JSON)
        gemini.script.add(*replies)
        return Response(status_code=204)

    async def requests(_request: Request) -> Response:
        return JSONResponse([asdict(received) for received in gemini.script.requests])

    async def complaints(_request: Request) -> Response:
        return JSONResponse(gemini.script.complaints)

    async def clear(_request: Request) -> Response:
        gemini.script.clear()
        return Response(status_code=204)

    return Starlette(
        routes=[
            Route("/{version:str}/models/{call:path}", gemini.serve, methods=["POST"]),
            Route("/control/script", script, methods=["POST"]),
            Route("/control/requests", requests),
            Route("/control/complaints", complaints),
            Route("/control", clear, methods=["DELETE"]),
        ]
    )
