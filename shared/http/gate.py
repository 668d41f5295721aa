"""In front of every function: gives a request its id, checks its size and type, and identifies the caller."""

import asyncio
import hmac
import re
import traceback
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import Code, ProblemError
from shared.ops import sentry
from shared.ops.observability import Report, logger
from shared.ops.settings import settings

MAX_BODY_BYTES = 5 * 1024 * 1024
# Neither reveals any user's data.
_OPEN = frozenset({"/health", "/openapi.json"})
# Reads the headers and puts the caller into the request's state, or raises ProblemError.
Admit: TypeAlias = Callable[[Headers, dict[str, Any]], Awaitable[None]]
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_JSON = re.compile(r"application/([\w.-]+\+)?json\s*(;.*)?", re.IGNORECASE)


class Watch(Protocol):
    """Is told of every request, and must neither wait nor fail."""

    def before(self) -> None:
        """A request begins."""

    def after(self, status: int, scope: Scope) -> None:
        """A request was answered."""


class Gate:
    """Wraps a function's application. Every error is answered as problem+json, whatever happens inside."""

    def __init__(
        self,
        app: ASGIApp,
        name: str,
        admit: Admit | None = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        watch: Callable[[], Watch] | None = None,
    ) -> None:
        """`admit` authenticates by the headers alone; without it, the application must."""
        self._app = app
        self._name = name
        self._admit = admit
        self._max_body_bytes = max_body_bytes
        # Asked for when a request comes: settings are read then, not when the module is imported.
        self._watch = watch
        # The path on the local stack and through CloudFront, and the one at the function's own URL.
        self._prefix = re.compile(rf"^(/functions/v1)?/{re.escape(name)}(?=/|$)")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        report = Report(self._name, given if _REQUEST_ID.fullmatch(given) else str(uuid4()), scope["method"])
        path = self._prefix.sub("", scope["path"]) or "/"
        scope = {**scope, "path": path, "raw_path": path.encode(), "root_path": ""}
        scope["state"] = {"report": report}
        has_begun = False

        async def sent(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                report.status = message["status"]
                MutableHeaders(scope=message)["x-request-id"] = report.request_id
            await send(message)

        try:
            if self._watch is not None:
                self._watch().before()
            await self._admitted(scope, headers, receive, sent)
        except ProblemError as problem:
            await answer(problem, report)(scope, receive, sent)
        except Exception as error:  # noqa: BLE001 - the last resort: nothing may reach the client as it is
            await report_fault(report, error)
            # A response that has begun is cut off here: the client sees that it is incomplete.
            if not has_begun:
                await answer(unexpected(), report)(scope, receive, sent)
        finally:
            report.publish()
            if self._watch is not None:
                self._watch().after(report.status, scope)

    async def _admitted(self, scope: Scope, headers: Headers, receive: Receive, send: Send) -> None:
        _check_origin(headers)
        is_open = scope["path"] in _OPEN
        if self._admit is not None and not is_open:
            await self._admit(headers, scope["state"])
        body = await _whole(headers, receive, self._max_body_bytes)
        # For another method or an open path, the content type isn't the problem.
        is_posted = scope["method"] == "POST" and not is_open
        if is_posted and not _JSON.fullmatch(headers.get("content-type", "")):
            raise ProblemError(Code.UNSUPPORTED_MEDIA_TYPE, "Send application/json.")
        scope["state"]["body"] = body
        is_read = False

        async def replay() -> Message:
            nonlocal is_read
            if not is_read:
                is_read = True
                return {"type": "http.request", "body": body, "more_body": False}
            # After the body, the only further message is a disconnect.
            return await receive()

        await self._app(scope, replay, send)


def _check_origin(headers: Headers) -> None:
    """Refuse what didn't come through CloudFront, if the installation demands it. Raises ProblemError."""
    if settings().spotter_origin != "checked":
        return
    secret = settings().origin_secret
    given = headers.get("x-spotter-origin", "").encode()
    if secret is None or not hmac.compare_digest(given, secret.get_secret_value().encode()):
        raise ProblemError(Code.FORBIDDEN, "This address isn't for clients.")


def answer(problem: ProblemError, report: Report) -> JSONResponse:
    """Return the response for a problem, and note its code in the report."""
    report.code = problem.code.slug
    return JSONResponse(
        problem.document(report.request_id),
        problem.code.status,
        headers=dict(problem.headers),
        media_type="application/problem+json",
    )


def unexpected() -> ProblemError:
    """Return the problem for an unexpected error."""
    return ProblemError(Code.INTERNAL, "Try again. If it keeps happening, tell support the request id.")


async def _whole(headers: Headers, receive: Receive, most: int) -> bytes:
    """Read the body, up to the limit, whatever Content-Length says."""
    too_large = ProblemError(Code.TOO_LARGE, f"The body can have at most {most // 1024 // 1024} MB.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        raise too_large
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ProblemError(Code.MALFORMED, "The request was cut off.")
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            raise too_large
        if not message.get("more_body", False):
            return b"".join(parts)


async def report_fault(report: Report, error: BaseException) -> None:
    """Log and report an unexpected error."""
    log_fault(report, error)
    await asyncio.to_thread(sentry.report, error, report.function, report.request_id)


def log_fault(report: Report, error: BaseException) -> None:
    """Log the place and type of an error, not its message, which may contain personal data."""
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    logger(report.function).error(
        "unexpected",
        extra={"request_id": report.request_id, "error": type(error).__name__, "frames": frames[-12:]},
    )
