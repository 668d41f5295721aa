"""A fake model that answers instantly, to measure a function's own time."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any

DIMENSIONS = 768
KEY = "measured"
# Returns the parts of the answer to a request, as in Gemini's `generateContent`.
Brain = Callable[[dict[str, Any]], list[dict[str, Any]]]


def vector(number: int) -> list[float]:
    """Return the `number`-th vector, with as many digits as the service sends."""
    chance = Random(number)
    return [round(chance.gauss(0, 1), 8) for _ in range(DIMENSIONS)]


@contextmanager
def instant_model(brain: Brain) -> Iterator[str]:
    """Serve embeddings, and the answers of `brain`; yield the address."""
    server = _Server(("127.0.0.1", 0), _handler(brain))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # Threads of idle connections must not block the exit.
    block_on_close = False


def _handler(brain: Brain) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Send headers and body in one packet, without delay.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if "generateContent" in self.path:
                answer = _generated(brain(asked))
            else:
                answer = {"embeddings": [{"values": vector(n)} for n, _ in enumerate(asked["requests"])]}
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            pass

    return Handler


def _generated(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "candidates": [{"content": {"role": "model", "parts": parts}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 4000, "candidatesTokenCount": 800, "totalTokenCount": 4800},
    }
