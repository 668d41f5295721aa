"""What Sentry's ingestion takes: envelopes, https://develop.sentry.dev/sdk/data-model/envelopes/."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "0123456789abcdef" * 2


@dataclass
class LocalSentry:
    """A project of Sentry on this machine, and the envelopes that came."""

    dsn: str = ""
    status: int = 200
    wait_seconds: float = 0
    envelopes: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events in the envelopes: a header and a payload for each item."""
        found = []
        for envelope in self.envelopes:
            lines = envelope.splitlines()[1:]
            for header, payload in zip(lines[::2], lines[1::2], strict=True):
                if json.loads(header)["type"] == "event":
                    found.append(json.loads(payload))
        return found


@contextmanager
def local_sentry() -> Iterator[LocalSentry]:
    """Serve project 1 until the block ends."""
    sentry, is_over = LocalSentry(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            is_zipped = self.headers.get("content-encoding") == "gzip"
            is_known = f"sentry_key={KEY}" in self.headers.get("x-sentry-auth", "")
            is_over.wait(sentry.wait_seconds)
            is_right = self.path == "/api/1/envelope/" and is_known
            if is_right:
                sentry.envelopes.append((gzip.decompress(raw) if is_zipped else raw).decode())
            self.send_response(sentry.status if is_right else 403)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sentry.dsn = f"http://{KEY}@127.0.0.1:{server.server_port}/1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield sentry
    finally:
        is_over.set()
        server.shutdown()
        server.server_close()
