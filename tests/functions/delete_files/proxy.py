"""A proxy in front of the stack that makes Storage fail on demand."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

import httpx

# What Storage answers instead of doing it: status and body.
Fault = tuple[int, bytes]


class Proxy:
    """Forwards everything; removals of files answer `faults`, one each, or nothing if it `hangs_up`."""

    def __init__(self, target: str) -> None:
        self.faults: list[Fault] = []
        self.hangs_up = False
        self._target = target
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        """What the stack says, or the fault that is due."""
        if method == "DELETE" and self.faults:
            return self.faults.pop(0)
        kept = {name: value for name, value in headers.items() if name.lower() not in ("host", "connection")}
        answer = httpx.request(method, self._target + path, headers=kept, content=body, timeout=30)
        return answer.status_code, answer.content

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def _forward(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                status, content = proxy.answer(self.command, self.path, dict(self.headers), body)
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self) -> None:
                self._forward()

            def do_DELETE(self) -> None:
                if not proxy.hangs_up:
                    self._forward()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
                """Say nothing."""

        return Handler
