"""What EventBridge Scheduler calls, every hour."""

import asyncio

from functions.reset_streaks.batches import SettlingRun, run
from shared.data.service_rpc import ServiceRpc
from shared.http.client import client_of_run
from shared.ops.deadline import Deadline
from shared.ops.observability import logger
from shared.ops.scheduled import Context, Event, reported
from shared.ops.settings import settings


@reported("reset-streaks")
def handler(event: object, context: Context) -> dict[str, object]:
    """Settle and nudge; returns outcome, batches and rows.

    Raises what went wrong, so that Lambda delivers the event again and at last sets it aside.
    """
    key = Event.model_validate(event).key
    done = asyncio.run(_run(key, Deadline(context.get_remaining_time_in_millis() / 1000)))
    logger("reset-streaks").info("run", extra={"event": key, **done.model_dump(mode="json")})
    return done.model_dump(mode="json")


async def _run(key: str, deadline: Deadline) -> SettlingRun:
    async with client_of_run() as http:
        return await run(key, ServiceRpc(settings(), http, deadline), deadline)
