"""Works through the queue of folders, claim by claim, until it is empty or the time is up."""

import math

from pydantic import BaseModel

from functions.delete_files.folders import Folder, Folders, Result
from functions.delete_files.storage import Storage, StorageError
from shared.ops.deadline import Deadline

_FOLDERS_A_CLAIM = 10
# Enough for one removal and settling it: with less time left, don't start another.
_NEEDED_SECONDS = 25.0
# A claim lasts this much longer than its function, to allow for clock skew.
_SLACK_SECONDS = 15
_LONGEST_CLAIM_SECONDS = 900


class DeletionRun(BaseModel):
    """The result of one run."""

    folders: int = 0
    files: int = 0
    failures: int = 0


async def empty_queue(folders: Folders, storage: Storage, deadline: Deadline) -> DeletionRun:
    """Remove what is due and return the result; starts nothing with less than 25 seconds left.

    A folder that Storage refuses is retried later. Raises ProblemError if the queue can't be reached: the
    claims expire, and the next run continues.
    """
    done = DeletionRun()
    while deadline.left > _NEEDED_SECONDS:
        seconds = min(math.ceil(deadline.left) + _SLACK_SECONDS, _LONGEST_CLAIM_SECONDS)
        claimed = await folders.claim(_FOLDERS_A_CLAIM, seconds)
        if not claimed:
            break
        for folder in claimed:
            if deadline.left < _NEEDED_SECONDS:
                break
            result = await _emptied(storage, folder)
            await folders.settle(result)
            done.folders += 1
            done.files += result.removed
            done.failures += result.error is not None
    return done


async def _emptied(storage: Storage, folder: Folder) -> Result:
    if not folder.paths:
        return Result(id=folder.id, attempt=folder.attempt)
    try:
        removed = await storage.remove(folder.bucket, folder.paths)
    except StorageError as error:
        return Result(id=folder.id, attempt=folder.attempt, error=str(error))
    return Result(id=folder.id, attempt=folder.attempt, removed=removed)
