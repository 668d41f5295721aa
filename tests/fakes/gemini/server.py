"""The local Gemini in a thread of this process."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic, sleep
from typing import TypeVar

import uvicorn

from tests.fakes.gemini.app import Gemini, build
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Reply
from tests.fakes.gemini.script import Brain, Script
from tests.fakes.gemini.sockets import CuttableProtocol

T = TypeVar("T")
KEY = "local-gemini-key"
# The service has refused a shorter `X-Server-Timeout` outright: https://github.com/livekit/agents/issues/3723.
SHORTEST_DEADLINE_SECONDS = 10.0
_STARTS_WITHIN_SECONDS = 60.0
_PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class LocalGemini:
    """A running server: where it is, what it answers next, and what it was asked."""

    url: str
    key: str
    _script: Script

    def script(self, *replies: Reply) -> None:
        """Queue answers; each kind of call (generate, embed, count) has a queue of its own."""
        self._script.add(*replies)

    def think(self, brain: Brain | None) -> None:
        """Ask `brain` for the answer to whatever isn't scripted. It runs in the server's thread."""
        self._script.brain = brain

    @contextmanager
    def held(self, brain: Brain) -> Iterator[Event]:
        """`brain` answers nobody until the block ends; the event is set when it is first asked.

        The server answers nothing else meanwhile.
        """
        asked, released = Event(), Event()

        def think(received: Received) -> Reply | None:
            asked.set()
            released.wait(_PATIENCE_SECONDS)
            return brain(received)

        self.think(think)
        try:
            yield asked
        finally:
            released.set()

    def twice(self, brain: Brain, ask: Callable[[], T]) -> tuple[T, T]:
        """What `ask` returns, and what it returns when called again before `brain` has answered the first."""
        with ThreadPoolExecutor(1) as device:
            with self.held(brain) as asked:
                first = device.submit(ask)
                assert asked.wait(_PATIENCE_SECONDS), "the model wasn't asked"
                second = ask()
            return first.result(), second

    def clear(self) -> None:
        """Forget the script, the brain, the requests and the complaints."""
        self._script.clear()

    @property
    def requests(self) -> list[Received]:
        """Everything it was asked, in order, refused requests too."""
        return list(self._script.requests)

    @property
    def generations(self) -> list[Received]:
        """The requests to generate content, streamed or not."""
        return [each for each in self.requests if each.method in {"generateContent", "streamGenerateContent"}]

    @property
    def complaints(self) -> list[str]:
        """Scripts that couldn't be an answer: mistakes of the test."""
        return list(self._script.complaints)

    @property
    def left(self) -> int:
        """How many scripted answers nobody has fetched."""
        return self._script.left()


@contextmanager
def local_gemini(
    port: int = 0, key: str = KEY, shortest_deadline_seconds: float = SHORTEST_DEADLINE_SECONDS
) -> Iterator[LocalGemini]:
    """A server on `port` (0: any free one) of this machine's loopback until the block ends."""
    script = Script()
    config = uvicorn.Config(
        build(Gemini(script, key, shortest_deadline_seconds)),
        http=CuttableProtocol,
        log_level="critical",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    begun = monotonic()
    while not server.started:
        if not thread.is_alive() or monotonic() - begun > _STARTS_WITHIN_SECONDS:
            raise RuntimeError("the local Gemini didn't start")
        sleep(0.005)
    try:
        yield LocalGemini(f"http://127.0.0.1:{listener.getsockname()[1]}", key, script)
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listener.close()
