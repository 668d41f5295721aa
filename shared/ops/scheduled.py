"""Shared by functions that EventBridge Scheduler calls."""

from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from shared.ops import sentry

T = TypeVar("T")


class Context(Protocol):
    """The part of Lambda's context that we use."""

    def get_remaining_time_in_millis(self) -> int:
        """The time left to run."""


class Event(BaseModel):
    """A schedule's input; EventBridge Scheduler fills in two of its fields."""

    model_config = ConfigDict(extra="forbid")

    scheduled_time: str = Field(min_length=1, max_length=64)
    execution_id: str = Field(min_length=1, max_length=128)

    @property
    def key(self) -> str:
        """An idempotency key: the same for every delivery of the same event."""
        return f"{self.scheduled_time}/{self.execution_id}"


def reported(name: str) -> Callable[[Callable[[object, Context], T]], Callable[[object, Context], T]]:
    """Return a decorator for a handler that reports its unexpected errors and re-raises them."""

    def decorate(handler: Callable[[object, Context], T]) -> Callable[[object, Context], T]:
        @wraps(handler)
        def reporting(event: object, context: Context) -> T:
            try:
                return handler(event, context)
            except sentry.ExpectedError:
                # An unavailable database is not our error; Lambda's own alarm covers it.
                raise
            except Exception as error:
                sentry.report(error, name)
                raise

        return reporting

    return decorate
