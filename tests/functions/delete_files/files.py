"""Files of a person who is known by a caller of the Data API."""

import asyncio
import uuid

import httpx

from functions.delete_files.empty import DeletionRun
from functions.delete_files.handler import run
from local.services import Address
from shared.ops.deadline import Deadline
from shared.ops.settings import Settings
from tests.access.callers import Caller
from tests.support import Connection

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def upload(stack: Address, caller: Caller, bucket: str, path: str) -> httpx.Response:
    """Put a picture below the caller's folder."""
    return httpx.post(
        f"{stack.url}/storage/v1/object/{bucket}/{caller.id}/{path}",
        headers={
            "apikey": stack.publishable_key,
            "authorization": caller.http.headers["authorization"],
            "content-type": "image/png",
        },
        content=PNG,
        timeout=30,
    )


def kept(sql: Connection, user: str) -> list[str]:
    """What Storage has in this person's folders."""
    query = "select bucket_id || '/' || name from storage.objects where name like %s order by 1"
    return [row[0] for row in sql.execute(query, [f"{user}/%"]).fetchall()]


def last_look_is_due(sql: Connection, user: str) -> None:
    """Let the quarter of an hour be over in which an upload could still arrive."""
    sql.execute(
        "update private.file_deletions set last_look_at = now(), next_attempt_at = now() where prefix = %s",
        [f"{user}/"],
    )


def delete_files(settings: Settings, seconds: float = 60) -> DeletionRun:
    """Run the function once, as the schedule does."""
    return asyncio.run(run(str(uuid.uuid4()), settings, Deadline(seconds)))
