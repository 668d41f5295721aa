"""What every fake provider declares. server.py lists them; the tests of the dispatcher run over that list."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from tests.fakes.push.script import Script, Service

Serve = Callable[[Request, bytes], Response]


class Fake(ABC):
    """The server of one provider."""

    # Its name in the script: for a push provider, the push_platform.
    service: Service
    # The message_channel that it serves.
    channel: str
    # Where messages are posted.
    path: str

    def __init__(self, script: Script) -> None:
        self._script = script

    @abstractmethod
    def environment(self, url: str) -> dict[str, str]:
        """What a dispatcher has to be told to send by it, at this address."""

    @abstractmethod
    def send(self, request: Request, raw: bytes) -> Response:
        """Answer a POST to `path`."""

    def others(self) -> Mapping[str, tuple[Service, Serve]]:
        """Its other endpoints: the name in the script and the answer, by path."""
        return {}

    def address(self) -> str:
        """A new token of a device."""
        return uuid4().hex

    @classmethod
    def call(cls) -> str:
        """The request that sends, as the tests of faults name it."""
        return f"POST {cls.path.rpartition('/')[2]}"
