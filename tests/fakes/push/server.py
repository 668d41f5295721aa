"""The providers of pushes and mail in a thread of this process."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from time import monotonic, sleep

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.gemini.sockets import CuttableProtocol, NoAnswer, hang_up
from tests.fakes.push.expo import ACCESS_TOKEN, Expo
from tests.fakes.push.google import Google
from tests.fakes.push.resend import KEY, Resend
from tests.fakes.push.script import Fault, Script, Service

_STARTS_WITHIN_SECONDS = 60.0
Serve = Callable[[Request, bytes], Response]


@dataclass(frozen=True)
class LocalProviders:
    """Running servers of FCM, Expo and Resend at one address."""

    url: str
    script: Script
    google: Google

    @property
    def environment(self) -> dict[str, str]:
        """What a dispatcher has to be told to send by them."""
        return {
            "FCM_SERVICE_ACCOUNT": self.google.account(),
            "FCM_BASE_URL": self.url,
            "EXPO_ACCESS_TOKEN": ACCESS_TOKEN,
            "EXPO_BASE_URL": self.url,
            "RESEND_API_KEY": KEY,
            "RESEND_BASE_URL": self.url,
            "RESEND_PER_SECOND": "1000",
            "MAIL_FROM": "Spotter <hello@example.com>",
        }


def _build(script: Script, google: Google) -> Starlette:
    expo, resend = Expo(script), Resend(script)

    def route(path: str, service: Service, serve: Serve) -> Route:
        async def endpoint(request: Request) -> Response:
            fault = script.begin(service)
            try:
                return await _answered(request, fault, serve, lambda: script.most_at_once[service])
            finally:
                script.end(service)

        return Route(path, endpoint, methods=["POST"])

    return Starlette(
        routes=[
            route("/token", "token", lambda _request, raw: google.token(raw)),
            route(
                "/v1/projects/{project}/messages:send",
                "fcm",
                lambda request, raw: google.send(
                    request.path_params["project"], request.headers.get("authorization", ""), raw
                ),
            ),
            route(
                "/--/api/v2/push/send",
                "expo",
                lambda request, raw: expo.send(request.headers.get("authorization", ""), raw),
            ),
            route("/--/api/v2/push/getReceipts", "receipts", lambda _request, raw: expo.receipts(raw)),
            route("/emails", "resend", lambda request, raw: resend.send(request.headers, raw)),
        ]
    )


async def _answered(
    request: Request, fault: Fault | None, serve: Serve, most_at_once: Callable[[], int]
) -> Response:
    raw = await request.body()
    if fault is None:
        return serve(request, raw)
    if fault.status is None:
        answer = serve(request, raw)
    elif isinstance(fault.body, dict):
        answer = JSONResponse(fault.body, fault.status, fault.headers)
    else:
        answer = Response(fault.body, fault.status, fault.headers, media_type="text/html")
    # What it has done by then it has done, whether or not anybody waits for the answer.
    while most_at_once() < fault.at_once:  # noqa: ASYNC110 - a count has no event
        await asyncio.sleep(0.01)
    await asyncio.sleep(fault.wait_seconds)
    if fault.hangs_up:
        hang_up(request)
        return NoAnswer()
    return answer


@contextmanager
def local_providers() -> Iterator[LocalProviders]:
    """Serve on a free port of this machine's loopback until the block ends."""
    script = Script()
    google = Google(script)
    listener = socket.create_server(("127.0.0.1", 0))
    google.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        _build(script, google),
        http=CuttableProtocol,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    begun = monotonic()
    while not server.started:
        if not thread.is_alive() or monotonic() - begun > _STARTS_WITHIN_SECONDS:
            raise RuntimeError("the local providers didn't start")
        sleep(0.005)
    try:
        yield LocalProviders(google.url, script, google)
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()
