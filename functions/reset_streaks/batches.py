"""Batch after batch until nothing is left or time is up; what a batch does, the database decides."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.data.service_rpc import ServiceRpc
from shared.ops.deadline import Deadline

# No batch begins with less time left: the database is given 8 seconds for one, which takes 0.3.
_BATCH_SECONDS = 10.0


class BatchState(StrEnum):
    """How the database says a batch ended: more to come, nothing left, or another caller is at it."""

    UNFINISHED = "unfinished"
    DONE = "done"
    BUSY = "busy"


class _Batch(BaseModel):
    """The answer to `reset_streaks`."""

    model_config = ConfigDict(frozen=True)

    outcome: BatchState
    rows: int


class SettlingRun(BaseModel):
    """What came of a run."""

    outcome: BatchState = BatchState.UNFINISHED
    batches: int = 0
    rows: int = 0


async def run(key: str, service: ServiceRpc, deadline: Deadline) -> SettlingRun:
    """Do batches until nothing is left, another caller is at it, or time is up: then the next event goes on.

    `key` names the event: one that was dealt with before does nothing. Raises ProblemError when the database
    fails; the batches before that stay, and the same event again goes on from there.
    """
    done = SettlingRun()
    while deadline.left > _BATCH_SECONDS:
        batch = _Batch.model_validate(await service.call("reset_streaks", {"p_key": key}, repeatable=True))
        done = SettlingRun(outcome=batch.outcome, batches=done.batches + 1, rows=done.rows + batch.rows)
        if batch.outcome is not BatchState.UNFINISHED:
            break
    return done
