"""Runs batches until nothing is left or the time is up; the database decides what a batch does."""

from enum import StrEnum

from pydantic import BaseModel

from shared.data.rows import Row
from shared.data.service_rpc import ServiceRpc
from shared.ops.deadline import Deadline

# With less time left, don't start a batch: it may take 8 seconds, though it usually takes 0.3.
_BATCH_SECONDS = 10.0


class BatchState(StrEnum):
    """How a batch ended: more to come, nothing left, or another caller is running."""

    UNFINISHED = "unfinished"
    DONE = "done"
    BUSY = "busy"


class _Batch(Row):
    """The answer of `reset_streaks`."""

    outcome: BatchState
    rows: int


class SettlingRun(BaseModel):
    """The result of a run."""

    outcome: BatchState = BatchState.UNFINISHED
    batches: int = 0
    rows: int = 0


async def run(key: str, service: ServiceRpc, deadline: Deadline) -> SettlingRun:
    """Run batches until nothing is left, another caller is running, or time is up; the next event continues.

    `key` identifies the event: an event that is finished already does nothing. Raises ProblemError if the
    database fails; completed batches stay, and a retry of the event continues from there.
    """
    done = SettlingRun()
    while deadline.left > _BATCH_SECONDS:
        batch = _Batch.model_validate(await service.call("reset_streaks", {"p_key": key}, repeatable=True))
        done = SettlingRun(outcome=batch.outcome, batches=done.batches + 1, rows=done.rows + batch.rows)
        if batch.outcome is not BatchState.UNFINISHED:
            break
    return done
