"""The answer as server-sent events: session, one action per tool call, message, done.

`done` has the whole JSON answer. A failure after the first event is sent as the event `problem`; before it,
as a usual problem response. A stored answer is sent as the same events at once.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from functools import partial

from starlette.responses import StreamingResponse

from functions.coach_chat.chat import Tell
from shared.ai.work import Reply
from shared.http.gate import log_fault, unexpected
from shared.http.problems import Code, ProblemError
from shared.json_types import Json
from shared.ops import sentry
from shared.ops.observability import Report

Event = tuple[str, Json]
_TYPE = "text/event-stream"
# No proxy may buffer, compress or cache it.
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
# The work goes on when the client hangs up: a retry gets the stored answer. This set keeps the tasks alive.
_running: set[asyncio.Task[Reply]] = set()


def wants_events(accept: str) -> bool:
    """Return whether an Accept header asks for events."""
    return any(part.partition(";")[0].strip().lower() == _TYPE for part in accept.split(","))


async def streamed(answer: Callable[[Tell], Awaitable[Reply]], report: Report) -> StreamingResponse:
    """Run `answer` and return its events. Raises ProblemError if it fails before the first event."""
    queue: asyncio.Queue[Event | None] = asyncio.Queue()

    async def tell(name: str, data: Json) -> None:
        queue.put_nowait((name, data))

    async def run() -> Reply:
        try:
            return await answer(tell)
        finally:
            queue.put_nowait(None)

    task = asyncio.create_task(run())
    _running.add(task)
    task.add_done_callback(_running.discard)
    first = await queue.get()
    if first is None:
        return StreamingResponse(_replayed(await task), media_type=_TYPE, headers=_HEADERS)
    return StreamingResponse(_live(first, queue, task, report), media_type=_TYPE, headers=_HEADERS)


async def _live(
    first: Event, queue: asyncio.Queue[Event | None], task: asyncio.Task[Reply], report: Report
) -> AsyncIterator[str]:
    event: Event | None = first
    try:
        while event is not None:
            yield _written(*event)
            event = await queue.get()
    except (asyncio.CancelledError, GeneratorExit):
        task.add_done_callback(partial(_log_failure, report))
        raise
    try:
        body = (await task).body
    except ProblemError as problem:
        report.code = problem.code.slug
        yield _written("problem", _document(problem, report))
        return
    except Exception:
        # Logged by the common handler; only the client is told here.
        report.code = Code.INTERNAL.slug
        yield _written("problem", _document(unexpected(), report))
        raise
    for name, data in _ending(body):
        yield _written(name, data)


def _log_failure(report: Report, task: asyncio.Task[Reply]) -> None:
    """Log a failure after the client has gone: asyncio's own log would include what the error quotes."""
    error = None if task.cancelled() else task.exception()
    if error is not None and not isinstance(error, ProblemError):
        log_fault(report, error)
        loop = asyncio.get_running_loop()
        loop.run_in_executor(None, sentry.report, error, report.function, report.request_id)


async def _replayed(reply: Reply) -> AsyncIterator[str]:
    if isinstance(reply.body, Mapping):
        yield _written("session", {"session_id": reply.body.get("session_id")})
        actions = reply.body.get("actions")
        for action in actions if isinstance(actions, list) else ():
            yield _written("action", action)
    for name, data in _ending(reply.body):
        yield _written(name, data)


def _ending(body: Json) -> list[Event]:
    message = body.get("message") if isinstance(body, Mapping) else None
    return [("message", message), ("done", body)]


def _document(problem: ProblemError, report: Report) -> Json:
    return {
        name: value
        for name, value in problem.document(report.request_id).items()
        if isinstance(value, str | int)
    }


def _written(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
