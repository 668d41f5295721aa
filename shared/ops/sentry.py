"""Reports unexpected errors to Sentry, if SENTRY_DSN is set: their type, place and release.

Nothing else is sent: no message, since it may hold personal data, no variables, request, headers, user or log
lines. The SDK takes longer to import than all of a job's other code, so it is imported on the first error.
"""

import time
import traceback
from functools import cache
from typing import TYPE_CHECKING

from shared.ops.settings import settings

if TYPE_CHECKING:
    from sentry_sdk import Client
    from sentry_sdk.types import Event, Hint


class ExpectedError(Exception):
    """Ends a request or a run in an expected way, including an unavailable database: not reported."""


# The response waits for the report, since Lambda freezes the process after it.
_FLUSH_SECONDS = 2.0
# The same error is reported once in this many seconds: a storm of errors must not slow down every response.
_QUIET_SECONDS = 60.0
_KEPT = frozenset({"event_id", "timestamp", "level", "platform", "release", "environment", "sdk", "contexts"})
_KEPT_OF_FRAMES = frozenset(
    {
        "filename",
        "abs_path",
        "function",
        "module",
        "lineno",
        "context_line",
        "pre_context",
        "post_context",
        "in_app",
    }
)

# By project, error type and place.
_reported: dict[tuple[str, str, str, int], float] = {}


def report(error: BaseException, function: str, request_id: str | None = None) -> bool:
    """Report an error to Sentry and wait until it is sent. Returns whether it was. Never raises.

    Blocks for at most two seconds; without SENTRY_DSN, or if the error was reported within the last minute,
    not at all.
    """
    try:
        known = settings()
        if known.sentry_dsn is None:
            return False
        dsn = known.sentry_dsn.get_secret_value()
        if _was_reported(error, dsn):
            return False
        client = _client(dsn, known.spotter_stage, known.spotter_release)
        client.capture_event(_event(client, error, function, request_id))
        client.flush(timeout=_FLUSH_SECONDS)
    except Exception:  # noqa: BLE001 - the fault itself is in the log, and its answer is due
        return False
    return True


@cache
def _client(dsn: str, stage: str, release: str | None) -> "Client":
    from sentry_sdk import Client  # noqa: PLC0415 - see above

    return Client(
        dsn=dsn,
        environment=stage,
        release=release,
        # They would hook into logging, HTTP clients and interpreter shutdown.
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        before_send=scrubbed,
    )


def _event(client: "Client", error: BaseException, function: str, request_id: str | None) -> "Event":
    from sentry_sdk.utils import event_from_exception  # noqa: PLC0415 - see above

    event, _ = event_from_exception(error, client_options=client.options)
    event["tags"] = {"function": function} | ({"request_id": request_id} if request_id else {})
    return event


def scrubbed(event: "Event", _hint: "Hint") -> "Event":
    """Return an event with only the fields known to be harmless, whatever else the SDK added."""
    kept: Event = {name: value for name, value in event.items() if name in _KEPT}  # type: ignore[assignment]
    kept["tags"] = {
        name: value for name, value in event.get("tags", {}).items() if name in {"function", "request_id"}
    }
    contexts = event.get("contexts", {})
    kept["contexts"] = {name: contexts[name] for name in ("runtime", "trace") if name in contexts}
    values = event.get("exception", {}).get("values", [])
    kept["exception"] = {
        "values": [
            {
                "type": value.get("type"),
                "module": value.get("module"),
                "stacktrace": {"frames": _frames((value.get("stacktrace") or {}).get("frames", []))},
            }
            for value in values
        ]
    }
    return kept


def _frames(frames: list[dict[str, object]]) -> list[dict[str, object]]:
    return [{name: value for name, value in frame.items() if name in _KEPT_OF_FRAMES} for frame in frames]


def _was_reported(error: BaseException, dsn: str) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    last = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
    key, now = (dsn, type(error).__name__, *last), time.monotonic()
    if now - _reported.get(key, -_QUIET_SECONDS) < _QUIET_SECONDS:
        return True
    _reported[key] = now
    return False
