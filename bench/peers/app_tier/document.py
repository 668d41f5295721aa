"""The workout document, as for `log_workout`, for sets with load and repetitions."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from bench.peers.app_tier.errors import RefusedError

_LONGEST = timedelta(hours=24)
_CLOCKS_DIFFER = timedelta(minutes=5)


def _known(zone: str) -> str:
    try:
        return ZoneInfo(zone).key
    except ZoneInfoNotFoundError as error:
        raise ValueError("unknown time zone") from error


class InTheFutureError(RefusedError):
    """The workout starts in the future."""

    status = 422


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LoggedSet(_Strict):
    """One set."""

    id: UUID
    exercise_id: UUID
    workout_plan_exercise_id: UUID | None = None
    set_order: int = Field(ge=1, le=10000)
    set_type: Literal["working"] = "working"
    logged_reps: int = Field(ge=0, le=1000)
    logged_weight_kg: Decimal = Field(ge=0, le=2000, decimal_places=3)
    difficulty_rating: Decimal | None = Field(None, ge=1, le=10, multiple_of=0.5)
    rest_seconds: int | None = Field(None, ge=0, le=86400)
    logged_at: AwareDatetime | None = None
    notes: str | None = Field(None, max_length=2000)


class LoggedWorkout(_Strict):
    """A completed workout with its sets."""

    id: UUID
    plan_workout_id: UUID | None = None
    started_at: AwareDatetime
    ended_at: AwareDatetime
    timezone: Annotated[str, AfterValidator(_known)] | None = None
    name: str | None = Field(None, min_length=1, max_length=200)
    location: Literal["home", "gym", "outdoor", "other"] | None = None
    overall_feeling: Literal["easy", "moderate", "hard", "very_hard"] | None = None
    notes: str | None = Field(None, max_length=5000)
    sets: tuple[LoggedSet, ...] = Field(min_length=1, max_length=500)

    @model_validator(mode="after")
    def _is_a_workout(self) -> Self:
        if not self.started_at <= self.ended_at <= self.started_at + _LONGEST:
            raise ValueError("a workout ends after it starts, within 24 hours")
        if len({one.id for one in self.sets}) < len(self.sets):
            raise ValueError("the id of a set is there twice")
        return self

    def refuse_future(self, now: datetime) -> None:
        """Raise InTheFutureError if it starts in the future."""
        if self.started_at > now + _CLOCKS_DIFFER:
            raise InTheFutureError("it starts in the future")

    def in_order(self) -> list[LoggedSet]:
        """Return the sets in the order they were lifted."""
        return sorted(self.sets, key=lambda one: (one.set_order, one.id))

    @cached_property
    def content_hash(self) -> bytes:
        """Return a hash of the content, independent of the JSON's formatting."""
        return sha256(self.model_dump_json().encode()).digest()
