"""A TCP proxy that cuts connections after a given number of bytes."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from local.ports import free_port

Direction = Literal["there", "back"]
_CHUNK = 65536
# An RST instead of a farewell: what a lost network looks like to who still hopes.
_HARD = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Cut:
    """After so many bytes one way, counted over all connections from now on, the one with them is gone.

    With `before` it is gone as soon as these bytes are to be passed on, if they come in one piece.
    """

    direction: Direction
    after: int = 0
    before: bytes = b""
    # With an RST both ways; without it both sides are told that nothing more comes.
    is_hard: bool = True


class Proxy:
    """Listens on a port of its own and passes everything on to another, until told where to cut."""

    def __init__(self, target: int) -> None:
        self.port = free_port()
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._lock = threading.Lock()
        self._cut: Cut | None = None
        self._passed: dict[Direction, int] = {"there": 0, "back": 0}
        self._open: set[socket.socket] = set()
        self.cuts = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Only a shutdown wakes who waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut_all()

    def arm(self, cut: Cut) -> None:
        """Cut once, there."""
        with self._lock:
            self._passed = {"there": 0, "back": 0}
            self._cut = cut

    def disarm(self) -> None:
        """Cut no more."""
        with self._lock:
            self._cut = None

    def cut_all(self) -> None:
        """Cut every connection that there is."""
        with self._lock:
            doomed = list(self._open)
        for end in doomed:
            _close(end, is_hard=True)

    @contextmanager
    def measuring(self) -> Iterator[dict[Direction, int]]:
        """How many bytes pass during the block, to be read after it."""
        passed: dict[Direction, int] = {"there": 0, "back": 0}
        with self._lock:
            self._passed = passed
            self._cut = None
        yield passed
        with self._lock:
            self._passed = dict(passed)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                _close(client, is_hard=True)
                continue
            ends = (client, server)
            with self._lock:
                self._open.update(ends)
            for source, sink, direction in ((client, server, "there"), (server, client, "back")):
                threading.Thread(target=self._pass, args=(source, sink, direction), daemon=True).start()

    def _pass(self, source: socket.socket, sink: socket.socket, direction: Direction) -> None:
        is_hard = False
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                kept, cut = self._allowed(direction, data)
                sink.sendall(data[:kept])
                if cut:
                    is_hard = cut.is_hard
                    break
        with self._lock:
            self._open -= {source, sink}
        for end in (source, sink):
            _close(end, is_hard=is_hard)

    def _allowed(self, direction: Direction, data: bytes) -> tuple[int, Cut | None]:
        """How many of these bytes may pass, and the cut that comes after them."""
        with self._lock:
            before = self._passed[direction]
            self._passed[direction] = before + len(data)
            cut = self._cut
            if cut is None or cut.direction != direction:
                return len(data), None
            place = data.find(cut.before) if cut.before else max(0, cut.after - before)
            if not 0 <= place < len(data):
                return len(data), None
            self._cut = None
            self.cuts += 1
            return place, cut


def _close(end: socket.socket, *, is_hard: bool) -> None:
    with suppress(OSError):
        if is_hard:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HARD)
        # The other thread may be waiting for this socket: closing alone wouldn't wake it.
        end.shutdown(socket.SHUT_RDWR)
    end.close()
