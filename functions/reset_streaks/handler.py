"""The Lambda handler, called by EventBridge Scheduler every hour."""

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
    """Settle streaks and send reminders; return outcome, batches and rows.

    Raises errors, so that Lambda retries the event and finally moves it to the dead-letter queue.
    """
    key = Event.model_validate(event).key
    done = asyncio.run(_run(key, Deadline(context.get_remaining_time_in_millis() / 1000)))
    logger("reset-streaks").info("run", extra={"event": key, **done.model_dump(mode="json")})
    return done.model_dump(mode="json")


async def _run(key: str, deadline: Deadline) -> SettlingRun:
    async with client_of_run() as http:
        return await run(key, ServiceRpc(settings(), http, deadline), deadline)
