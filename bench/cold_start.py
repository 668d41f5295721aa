"""Figure: a function's cold start up to its first answer, against the usual stack."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.idle_database import idle_database
from bench.runtime_api import running
from bench.timing import Timing, Trial, interleaved
from local.database.project import ROOT
from local.errors import StackError

# Each with its goal as a share of the usual stack's time: functions without a model import much less.
GOALS = {
    "generate_plan": 0.85,
    "import_plan": 0.85,
    "coach_chat": 0.85,
    "billing_webhook": 0.45,
    "reset_streaks": 0.45,
    "delete_files": 0.45,
    "dispatch_notifications": 0.45,
}
# Called by a schedule, with the seconds left. Without time, reset-streaks ends without a call; the others
# query a database that has nothing to do.
_SCHEDULED = {"reset_streaks": 2.0, "delete_files": 30.0, "dispatch_notifications": 30.0}
_SCHEDULED_EVENT = {"scheduled_time": "2026-01-01T00:00:00Z", "execution_id": "measured"}
_USUAL = "bench.usual_function.handler"
# The first run of each compiles missing bytecode, which a package includes.
_WARM_UP = 2
# Not called: `/health` needs no other service.
_ENVIRONMENT = {
    "SUPABASE_URL": "https://project.supabase.co",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_measured",
    "SUPABASE_SECRET_KEY": "sb_secret_measured",
    "GEMINI_API_KEY": "measured",
}


@contextmanager
def package() -> Iterator[Path]:
    """Install exactly what a function is deployed with, compiled; yield its Python."""
    with tempfile.TemporaryDirectory(prefix="spotter-bench-") as folder:
        subprocess.run(
            [
                "uv",
                "sync",
                "--quiet",
                "--frozen",
                "--compile-bytecode",
                "--no-default-groups",
                "--group=lambda",
            ],
            cwd=ROOT,
            env={**os.environ, "UV_PROJECT_ENVIRONMENT": folder},
            check=True,
        )
        yield Path(folder) / "bin" / "python"


def measure(python: Path, function: str, runs: int) -> tuple[Timing, Timing]:
    """Time the start of `function` and of the usual one, each up to its first answer.

    Both run under Lambda's own runtime client. Raises StackError if one fails or doesn't answer 200.
    """
    handler = f"functions.{function}.handler.handler"
    usual = _start(python, _USUAL)
    with idle_database() as url:
        seconds = _SCHEDULED.get(function)
        ours = _start(python, handler) if seconds is None else _start_of_job(python, handler, url, seconds)
        interleaved([(ours, usual)] * _WARM_UP)
        return interleaved([(ours, usual)] * runs)


def _start(python: Path, handler: str) -> Trial:
    def act() -> None:
        with running(python, handler, _ENVIRONMENT) as runtime:
            answer = runtime.invoke(url_event("GET", "/health"))
        if answer["statusCode"] != 200:  # noqa: PLR2004 - HTTP
            raise StackError(f"{handler} answered {answer}")

    return Trial(act)


def _start_of_job(python: Path, handler: str, url: str, seconds: float) -> Trial:
    def act() -> None:
        with running(python, handler, _ENVIRONMENT | {"SUPABASE_URL": url}) as runtime:
            runtime.invoke(_SCHEDULED_EVENT, seconds)

    return Trial(act)


def model_call(python: Path, runs: int) -> Timing:
    """Time what the first call to the model adds: importing the SDK and making its client."""
    statement = (
        "import time; import shared.ai.web; from shared.http.client import http_client;"
        "from shared.ops.settings import settings;"
        "began = time.perf_counter(); import shared.ai.gemini.sdk as sdk;"
        "sdk.connect(settings(), http_client(), 768); print(time.perf_counter() - began)"
    )

    def once() -> float:
        done = subprocess.run(
            [str(python), "-c", statement],
            cwd=ROOT,
            env={**os.environ, **_ENVIRONMENT},
            check=True,
            capture_output=True,
            text=True,
        )
        return float(done.stdout)

    return Timing(tuple(once() for _ in range(runs)))


def url_event(
    method: str, path: str, headers: Mapping[str, str] | None = None, body: str = ""
) -> dict[str, Any]:
    """Return an event as a function URL sends it (payload 2.0)."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": dict(headers or {}),
        "requestContext": {
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "bench",
            },
            "requestId": "measured",
            "stage": "$default",
            "timeEpoch": 0,
        },
        "body": body,
        "isBase64Encoded": False,
    }
