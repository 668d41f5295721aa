"""Closing a client's connection: what no HTTP response can express."""

import asyncio
import socket
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_EXTENSION = "tests.fakes.gemini.transport"


class CuttableProtocol(H11Protocol):
    """HTTP/1.1 whose requests know the connection that they came by."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Hand the connection on with every request."""
        super().connection_made(transport)
        # asyncio does this only where the listener names its protocol; without it every answer waits 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        app: ASGIApp = self.config.loaded_app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("extensions", {})[_EXTENSION] = transport
            await app(scope, receive, send)

        self.app: Any = with_transport


class NoAnswer(Response):
    """Sends nothing: for a connection that is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the protocol's
        """Wait until the server has noticed, lest it answers 500 for an app without an answer."""
        await receive()


def hang_up(request: Request) -> None:
    """Close the connection after what has been sent so far."""
    transport: asyncio.Transport = request.scope["extensions"][_EXTENSION]
    transport.close()
