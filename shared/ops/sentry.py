"""Reports faults of ours to Sentry, where SENTRY_DSN names a project: what kind, where, in which release.

Nothing else leaves: no message, since it may quote a person, no variables, request, headers, user or log
lines. The SDK takes longer to import than a job's other code together, so the first fault imports it.
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
    """Ends a request or a run as it is meant to, a database that is away included: no fault of ours."""


# The answer waits for the report, since Lambda freezes what runs on after it.
_FLUSH_SECONDS = 2.0
# The same fault is told once in so many seconds: a storm of them must not slow every answer down.
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

# By project, kind and place.
_told: dict[tuple[str, str, str, int], float] = {}


def report(error: BaseException, function: str, request_id: str | None = None) -> bool:
    """Tell Sentry of a fault, and wait until it is told; whether it was. Never raises.

    Blocks for at most two seconds; without SENTRY_DSN, or for what was told within the last minute, not at
    all.
    """
    try:
        known = settings()
        if known.sentry_dsn is None:
            return False
        dsn = known.sentry_dsn.get_secret_value()
        if _was_told(error, dsn):
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
        # They would hook into logging, HTTP clients and the interpreter's end.
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
    """Return an event with what is known to be harmless, whatever else the SDK may have put in."""
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


def _was_told(error: BaseException, dsn: str) -> bool:
    frames = traceback.extract_tb(error.__traceback__)
    last = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
    key, now = (dsn, type(error).__name__, *last), time.monotonic()
    if now - _told.get(key, -_QUIET_SECONDS) < _QUIET_SECONDS:
        return True
    _told[key] = now
    return False
