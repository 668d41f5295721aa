"""Simulated network latency: a proxy that delays every byte."""

import asyncio
from asyncio import BaseTransport, Protocol, SelectorEventLoop, Transport
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from selectors import SelectSelector
from threading import Event, Thread
from typing import NamedTuple, cast


class Target(NamedTuple):
    """The proxy's target."""

    host: str
    port: int


@dataclass
class Link:
    """A running proxy on 127.0.0.1."""

    port: int = 0
    round_trips: int = 0
    """The number of round trips over all connections."""
    open: set[Transport] = field(default_factory=set, repr=False)
    """Both ends of all open connections."""


@contextmanager
def delayed(target: Target, seconds: float) -> Iterator[Link]:
    """Proxy connections to `target` with round trips `seconds` longer, half of it each way.

    It runs in a thread of its own. Data received together is forwarded together, so large messages are no
    slower than small ones: it simulates latency, not bandwidth.
    Raises RuntimeError if it can't start: select() supports no file descriptor above 1023.
    """
    # The default selector has a resolution of milliseconds, this one of microseconds.
    loop = SelectorEventLoop(SelectSelector())
    link = Link()
    ready, over = Event(), asyncio.Event()

    async def serve() -> None:
        server = await loop.create_server(lambda: _Client(loop, target, seconds / 2, link), "127.0.0.1", 0)
        link.port = server.sockets[0].getsockname()[1]
        ready.set()
        await over.wait()
        server.close()
        for end in link.open:
            end.abort()
        # One more turn of the loop lets it close the aborted connections.
        await asyncio.sleep(0)

    def run() -> None:
        try:
            loop.run_until_complete(serve())
        finally:
            ready.set()

    thread = Thread(target=run)
    thread.start()
    ready.wait()
    if not link.port:
        raise RuntimeError("the proxy didn't start: see its thread's traceback")
    try:
        yield link
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


class _End(Protocol):
    """One end of a connection: its data and its closing reach the other end `seconds` later."""

    transport: Transport

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, link: Link) -> None:
        self._loop = loop
        self._seconds = seconds
        self._link = link
        self._early: list[bytes] = []
        self._other: Transport | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        self.transport = cast("Transport", transport)
        self._link.open.add(self.transport)

    def data_received(self, data: bytes) -> None:
        self._loop.call_later(self._seconds, self._hand_on, data)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - asyncio calls it so
        self._link.open.discard(self.transport)
        self._loop.call_later(self._seconds, self._hang_up)

    def meet(self, other: Transport) -> None:
        """Set the other end, to which data is forwarded from now on."""
        self._other = other
        for data in self._early:
            other.write(data)

    def _hand_on(self, data: bytes) -> None:
        if self._other is None:
            self._early.append(data)
        else:
            self._other.write(data)

    def _hang_up(self) -> None:
        if self._other is not None:
            self._other.close()


class _Client(_End):
    """The client's end."""

    def __init__(self, loop: SelectorEventLoop, target: Target, seconds: float, link: Link) -> None:
        super().__init__(loop, seconds, link)
        self._target = target
        self.was_answered = True

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self._connecting = self._loop.create_task(self._connect())

    def data_received(self, data: bytes) -> None:
        self._link.round_trips += self.was_answered
        self.was_answered = False
        super().data_received(data)

    async def _connect(self) -> None:
        server = _Server(self._loop, self._seconds, self._link, self)
        try:
            await self._loop.create_connection(lambda: server, *self._target)
        except OSError:
            self.transport.close()
            return
        server.meet(self.transport)
        self.meet(server.transport)


class _Server(_End):
    """The server's end."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, link: Link, client: _Client) -> None:
        super().__init__(loop, seconds, link)
        self._client = client

    def data_received(self, data: bytes) -> None:
        self._client.was_answered = True
        super().data_received(data)
