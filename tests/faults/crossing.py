"""The only way out of a function's process: every call is seen, and at one of them the process is killed."""

import os
import signal
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Literal, Self
from urllib.parse import unquote, urlsplit

import httpx

Moment = Literal["before", "after"]
# How an answer arrives: a byte now and then, half of it and no more, half of it and the connection is reset.
Spoilt = Literal["dribbles", "stalls", "breaks"]
_HOP_BY_HOP = frozenset({"host", "connection", "content-length", "transfer-encoding", "content-encoding"})
_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Kill:
    """SIGKILL before a call is sent on, or when its answer is there and the function hasn't got it.

    `call` is `METHOD name`; the first of its kind is 1.
    """

    call: str
    number: int
    moment: Moment

    def __str__(self) -> str:
        return f"{self.moment} {self.call} {self.number}"


@dataclass
class Crossing:
    """Stands between a process and the services at `targets`, each offered at an address of its own."""

    targets: Mapping[str, str]
    calls: list[str] = field(default_factory=list)
    kill: Kill | None = None
    victim: int | None = None
    # Calls that get 503 instead of being sent on.
    refused: AbstractSet[str] = frozenset()
    # Calls whose answers are spoilt, and how.
    spoilt: Mapping[str, Spoilt] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _under_way: int = 0
    _is_idle: threading.Event = field(default_factory=threading.Event)
    _servers: dict[str, ThreadingHTTPServer] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._http = httpx.Client(timeout=_PATIENCE_SECONDS)
        self._is_idle.set()
        for name, target in self.targets.items():
            server = _Server(("127.0.0.1", 0), _handler(self, target))
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            self._servers[name] = server
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        self._http.close()

    def url(self, name: str) -> str:
        """Where a target is offered."""
        return f"http://127.0.0.1:{self._servers[name].server_port}"

    def aim(self, kill: Kill | None) -> None:
        """Forget the calls so far; the next process is killed as `kill` says."""
        self.calls, self.kill, self.victim = [], kill, None

    def settle(self) -> None:
        """Return when no call is under way: what was sent on before the kill arrives all the same."""
        assert self._is_idle.wait(_PATIENCE_SECONDS), "a service didn't answer"

    def send(
        self, target: str, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> httpx.Response | None:
        """Send a call on; None when its process is dead."""
        name = f"{method} {name_of(path)}"
        with self._lock:
            self.calls.append(name)
            number = Counter(self.calls)[name]
            if self._is_due(name, number, "before"):
                return None
            if name in self.refused:
                return httpx.Response(503, json={"code": "503", "message": "unavailable"})
            self._under_way += 1
            self._is_idle.clear()
        try:
            kept = {key: value for key, value in headers.items() if key.lower() not in _HOP_BY_HOP}
            answer = self._http.request(method, target + path, headers=kept, content=body)
            return None if self._is_due(name, number, "after") else answer
        finally:
            with self._lock:
                self._under_way -= 1
                if not self._under_way:
                    self._is_idle.set()

    def _is_due(self, name: str, number: int, moment: Moment) -> bool:
        if self.victim is None or self.kill != Kill(name, number, moment):
            return False
        os.kill(self.victim, signal.SIGKILL)
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_arguments: object) -> None:
        """A killed or timed-out function closes its connection: that is expected here."""


def name_of(path: str) -> str:
    """The last part of a path: the RPC, the table, the bucket, the model and its method."""
    return unquote(urlsplit(path).path.rstrip("/").rpartition("/")[2])


def _spoil(connection: socket.socket, content: bytes, spoilt: Spoilt) -> None:
    """Deliver half of an answer; returns when the function has given up, or long after it should have."""
    half = content[: len(content) // 2]
    if spoilt == "dribbles":
        for begin in range(min(len(half), 200)):
            connection.sendall(half[begin : begin + 1])
            time.sleep(0.1)
        return
    connection.sendall(half)
    if spoilt == "stalls":
        connection.settimeout(_PATIENCE_SECONDS)
        connection.recv(1)
    else:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _handler(crossing: Crossing, target: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = crossing.send(target, self.command, self.path, dict(self.headers), body)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name not in _HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            spoilt = crossing.spoilt.get(f"{self.command} {name_of(self.path)}")
            if spoilt is None:
                self.wfile.write(answer.content)
                return
            self.close_connection = True
            with suppress(OSError):
                _spoil(self.connection, answer.content, spoilt)

        do_GET = do_POST = do_DELETE = do_PATCH = _pass  # noqa: N815 - the base's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
            pass

    return Handler
