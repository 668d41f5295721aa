"""The request and responses of generate-plan."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from shared.ai.text import Prose
from shared.ai.usage import UsageSummary
from shared.ai.web import Sent
from shared.planner.facts import DAYS_PER_WEEK, MINUTES_PER_SESSION
from shared.planner.terms import GoalType, MovementPattern, Muscle, PlanType

# Enums and ids are strings in JSON, which strict models refuse by default.
_Goal = Annotated[GoalType, Field(strict=False)]
_PlanType = Annotated[PlanType, Field(strict=False)]
_Muscle = Annotated[Muscle, Field(strict=False)]
_Pattern = Annotated[MovementPattern, Field(strict=False)]
_Id = Annotated[UUID, Field(strict=False)]


class PlanRequest(Sent):
    """A request for a plan, or with `optimize` for a better version of an existing one.

    Omitted fields are taken from the user's preferences, goal and history.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [
                {"required": ["days_per_week", "minutes_per_session"]},
                {"required": ["weekdays", "minutes_per_session"]},
                {"required": ["optimize"]},
            ]
        }
    )

    days_per_week: Annotated[int, Field(ge=DAYS_PER_WEEK.start, lt=DAYS_PER_WEEK.stop)] | None = Field(
        default=None, examples=[4]
    )
    minutes_per_session: (
        Annotated[int, Field(ge=MINUTES_PER_SESSION.start, lt=MINUTES_PER_SESSION.stop)] | None
    ) = Field(default=None, examples=[60])
    weekdays: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(max_length=7)] = Field(
        default=[],
        json_schema_extra={"uniqueItems": True},
        description="Weekdays on which the user can train, Monday 1; the plan takes as many as it has days.",
        examples=[[1, 3, 5, 6]],
    )
    goal_type: _Goal | None = None
    plan_type: _PlanType | None = None
    focus: Annotated[list[_Muscle], Field(max_length=6)] = Field(
        default=[], description="Muscles that get more volume, as far as that is useful."
    )
    avoid: Annotated[list[_Id | _Pattern | _Muscle], Field(max_length=50)] = Field(
        default=[], description="Exercise ids, movement patterns and muscles to avoid."
    )
    notes: Prose | None = Field(
        default=None,
        max_length=1000,
        description=(
            "In the user's own words. Rules read complaints, and exercises and equipment to use or avoid."
        ),
        examples=["My left knee doesn't like lunges."],
    )
    research: bool = Field(
        default=False, description="Whether the model looks for current evidence first and lists its sources."
    )
    optimize: _Id | None = Field(default=None, description="The plan to optimize, one of the caller's.")

    @model_validator(mode="after")
    def _says_how_much(self) -> Self:
        """Require days and minutes for a new plan, as the contract says."""
        no_days = self.days_per_week is None and not self.weekdays
        if self.optimize is None and (no_days or self.minutes_per_session is None):
            raise ValueError(
                "days_per_week or weekdays, and minutes_per_session are required, unless optimize is given"
            )
        return self

    @model_validator(mode="after")
    def _has_days_enough(self) -> Self:
        """Require different weekdays, at least as many as days."""
        if len(set(self.weekdays)) < len(self.weekdays):
            raise ValueError("weekdays must be different")
        if self.weekdays and self.days_per_week is not None and len(self.weekdays) < self.days_per_week:
            raise ValueError("weekdays must be at least as many as days_per_week")
        return self


class SourceLink(BaseModel):
    """A web page the model used."""

    title: str
    url: str


class PlanResponse(BaseModel):
    """The new plan, stored but not yet active."""

    plan_id: UUID
    engine: Literal["gemini", "rules"]
    model: str | None
    plan: dict[str, JsonValue]
    rationale: str
    sources: list[SourceLink]
    warnings: list[str]
    usage: UsageSummary


class ChangeResponse(BaseModel):
    """A proposed change of a plan; null if there is nothing to improve."""

    change_id: UUID | None
    changes: list[dict[str, JsonValue]]
    rationale: str
    engine: Literal["gemini", "rules"]
    model: str | None
    sources: list[SourceLink]
    warnings: list[str]
    usage: UsageSummary
