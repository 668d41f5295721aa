"""A local implementation of Lambda's Runtime API, and handlers that run against it as on Lambda."""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from local.database.project import ROOT
from local.errors import StackError

_WITHIN_SECONDS = 60
_TIMEOUT_SECONDS = 60
_TRACE = "Root=1-00000000-000000000000000000000000;Sampled=0"
_ARN = "arn:aws:lambda:eu-central-1:000000000000:function:measured"
# Lambda's environment of a function with 1,769 MB, one vCPU.
_ENVIRONMENT = {
    "AWS_LAMBDA_FUNCTION_NAME": "measured",
    "AWS_LAMBDA_FUNCTION_VERSION": "1",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
    "AWS_REGION": "eu-central-1",
    "AWS_XRAY_SDK_ENABLED": "false",
}


@dataclass
class Runtime:
    """One execution environment: it polls for events, and answers them."""

    events: "queue.Queue[tuple[dict[str, Any], float]]" = field(default_factory=queue.Queue)
    answers: "queue.Queue[tuple[str, bytes]]" = field(default_factory=queue.Queue)
    asked: threading.Event = field(default_factory=threading.Event)

    def wait_until_ready(self) -> None:
        """Return when the handler is loaded and polls for its first event. Raises StackError."""
        if not self.asked.wait(_WITHIN_SECONDS):
            raise StackError("The handler never polled for an event.")

    def invoke(self, event: Mapping[str, Any], seconds: float = _TIMEOUT_SECONDS) -> dict[str, Any]:
        """Send an event, return the answer. Raises StackError if the handler failed.

        `seconds` is the remaining time the handler sees.
        """
        self.events.put((dict(event), seconds))
        try:
            kind, body = self.answers.get(timeout=_WITHIN_SECONDS)
        except queue.Empty:
            raise StackError("The handler neither answered nor failed.") from None
        if kind != "response":
            raise StackError(f"The handler failed:\n{body.decode(errors='replace')}")
        answer: dict[str, Any] = json.loads(body)
        return answer


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_arguments: object) -> None:
        """Ignore errors: each measurement ends by killing the runtime, which closes the connection."""


def _server(runtime: Runtime) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            runtime.asked.set()
            event, seconds = runtime.events.get()
            body = json.dumps(event).encode()
            self.send_response(200)
            self.send_header("Lambda-Runtime-Aws-Request-Id", str(uuid4()))
            self.send_header("Lambda-Runtime-Invoked-Function-Arn", _ARN)
            # The client crashes without these.
            self.send_header("Lambda-Runtime-Trace-Id", _TRACE)
            self.send_header("Content-Type", "application/json")
            self.send_header("Lambda-Runtime-Deadline-Ms", str(round((time.time() + seconds) * 1000)))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            # Also /runtime/init/error, for a handler that can't be loaded.
            runtime.answers.put((self.path.rpartition("/")[2], body))
            self.send_response(202)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    return _Server(("127.0.0.1", 0), Handler)


@contextmanager
def running(
    python: Path,
    handler: str,
    environment: Mapping[str, str],
    log: IO[bytes] | None = None,
    folder: Path = ROOT,
) -> Iterator[Runtime]:
    """Start `handler` (module.function) of the code in `folder` with Lambda's own runtime client.

    It starts loading at once. Only that folder and the packages of `python` can be imported. Its output goes
    to `log`, as it would to CloudWatch.
    """
    runtime = Runtime()
    server = _server(runtime)
    # The poll interval of shutdown, which is part of the measured time.
    threading.Thread(target=server.serve_forever, args=(0.005,), daemon=True).start()
    process = subprocess.Popen(
        [str(python), "-E", "-s", "-m", "awslambdaric", handler],
        cwd=folder,
        env={
            **os.environ,
            **_ENVIRONMENT,
            **environment,
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}",
            "_HANDLER": handler,
        },
        stdout=log or subprocess.DEVNULL,
        stderr=log or subprocess.DEVNULL,
    )
    try:
        yield runtime
    finally:
        process.kill()
        process.wait()
        server.shutdown()
        server.server_close()
