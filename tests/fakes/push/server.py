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
from tests.fakes.push.expo import Expo
from tests.fakes.push.fake import Fake, Serve
from tests.fakes.push.google import Google
from tests.fakes.push.resend import Resend
from tests.fakes.push.script import Fault, Script, Service

# One for each of the dispatcher's PROVIDERS.
FAKES: tuple[type[Fake], ...] = (Google, Expo, Resend)
_STARTS_WITHIN_SECONDS = 60.0


@dataclass(frozen=True)
class LocalProviders:
    """The running fakes at one address."""

    url: str
    script: Script
    fakes: tuple[Fake, ...]

    @property
    def google(self) -> Google:
        """The fake of Google."""
        [google] = [fake for fake in self.fakes if isinstance(fake, Google)]
        return google

    @property
    def environment(self) -> dict[str, str]:
        """What a dispatcher has to be told to send by them."""
        return self.environment_at(self.url)

    def environment_at(self, url: str) -> dict[str, str]:
        """The same where they are reached by another address."""
        return {name: value for fake in self.fakes for name, value in fake.environment(url).items()}

    def fake(self, service: Service) -> Fake:
        """The fake of this name."""
        [found] = [fake for fake in self.fakes if fake.service == service]
        return found


def _build(script: Script, fakes: tuple[Fake, ...]) -> Starlette:
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
            *[route(fake.path, fake.service, fake.send) for fake in fakes],
            *[route(path, *other) for fake in fakes for path, other in fake.others().items()],
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
    fakes = tuple(kind(script) for kind in FAKES)
    listener = socket.create_server(("127.0.0.1", 0))
    providers = LocalProviders(f"http://127.0.0.1:{listener.getsockname()[1]}", script, fakes)
    providers.google.url = providers.url
    config = uvicorn.Config(
        _build(script, fakes),
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
        yield providers
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()
