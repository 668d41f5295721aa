"""The Lambda handler, called by EventBridge Scheduler every quarter of an hour."""

import asyncio

from functions.delete_files.empty import DeletionRun, empty_queue
from functions.delete_files.folders import Folders
from functions.delete_files.storage import Storage
from shared.data.service_rpc import ServiceRpc
from shared.http.client import client_of_run
from shared.ops.deadline import Deadline
from shared.ops.observability import logger
from shared.ops.scheduled import Context, Event, reported
from shared.ops.settings import Settings, settings


@reported("delete-files")
def handler(event: object, context: Context) -> dict[str, int]:
    """Remove the files that are due; return folders, files and failures. Safe to repeat, overlap or delay.

    Raises errors of the database, so that Lambda retries the event and finally moves it to the dead-letter
    queue. Errors of Storage are recorded in the queue of folders.
    """
    key = Event.model_validate(event).key
    done = asyncio.run(run(key, settings(), Deadline(context.get_remaining_time_in_millis() / 1000)))
    logger("delete-files").info("run", extra={"event": key, **done.model_dump()})
    return done.model_dump()


async def run(key: str, settings: Settings, deadline: Deadline) -> DeletionRun:
    """Note the event, then empty the queue."""
    async with client_of_run() as http:
        folders = Folders(ServiceRpc(settings, http, deadline))
        await folders.sweep(key)
        return await empty_queue(folders, Storage(settings, http, deadline), deadline)
