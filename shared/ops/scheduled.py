"""What functions have in common that EventBridge Scheduler calls."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from shared.ops import sentry

T = TypeVar("T")


class Context(Protocol):
    """What Lambda tells a handler, as far as it is asked."""

    def get_remaining_time_in_millis(self) -> int:
        """How long it may still run."""


class Event(BaseModel):
    """A schedule's input, with the two that EventBridge Scheduler fills in."""

    model_config = ConfigDict(extra="forbid")

    scheduled_time: str = Field(min_length=1, max_length=64)
    execution_id: str = Field(min_length=1, max_length=128)

    @property
    def key(self) -> str:
        """The same for every delivery of the same event."""
        return f"{self.scheduled_time}/{self.execution_id}"


def reported(name: str) -> Callable[[Callable[[object, Context], T]], Callable[[object, Context], T]]:
    """Return a decorator for a handler: faults that it raises are reported, and raised as before."""

    def decorate(handler: Callable[[object, Context], T]) -> Callable[[object, Context], T]:
        @wraps(handler)
        def reporting(event: object, context: Context) -> T:
            try:
                return handler(event, context)
            except sentry.ExpectedError:
                # A database that is away is no fault of ours; Lambda's own alarm tells of it.
                raise
            except Exception as error:
                sentry.report(error, name)
                raise

        return reporting

    return decorate
