"""The model's proposal: its response schema, and strict parsing of the answer."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from functions.generate_plan.prompt import system_instruction
from functions.generate_plan.shortlist import Shortlist
from shared.ai.answers import read_json
from shared.ai.prompting import clean, quotes
from shared.ai.schemas import schema_of
from shared.ai.text import without_links
from shared.json_types import JsonObject
from shared.planner.facts import Brief
from shared.planner.load import MAX_EXERCISES_PER_DAY
from shared.planner.reps import valid_reps

# Far more than any plan needs; a longer answer isn't a plan.
_MOST_ANSWER_CHARACTERS = 60_000
_MOST_DAYS, _MOST_LINES = 7, 20
# A correction has a short list of reasons; a long list would be a new task.
_MOST_REASONS = 12
# These multiply the states of a schema; see response_schema.
_BOUNDS_OF_ARRAYS = frozenset({"minItems", "maxItems"})
# A plan's texts are plain text: clients need no special care because a model wrote them.
_MARKUP = re.compile(r"<[^<>]*>")


class ProposalError(ValueError):
    """The answer isn't a valid proposal; `reasons` say why, worded for the model."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)[:_MOST_REASONS]


class Focus(StrEnum):
    """What a day is for. A recovery day may stay without exercises: then easy movement fills it."""

    FULL_BODY = "full_body"
    UPPER_BODY = "upper_body"
    LOWER_BODY = "lower_body"
    PUSH = "push"
    PULL = "pull"
    LEGS = "legs"
    RECOVERY = "recovery"


def _shortened(most: int) -> AfterValidator:
    """Cut a text to length and remove markup and links, rather than refuse the plan for them."""
    return AfterValidator(lambda text: clean(_MARKUP.sub(" ", without_links(text)), most))


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ProposedExercise(_Model):
    """A line of a day, its exercise by alias."""

    exercise: str = Field(description="Alias of an exercise of the list.")
    sets: int = Field(ge=1, le=10, description="Working sets.")
    reps: Annotated[str, AfterValidator(valid_reps)] = Field(
        description="Target of each set: 5, 8-12, 5,5,5+, AMRAP, 30s (seconds) or 40m (metres)."
    )
    rest_seconds: int = Field(ge=0, le=600)
    rir: int | None = Field(ge=0, le=5, description="Repetitions in reserve; null for time and distance.")
    note: Annotated[str, _shortened(200)] = Field(description="One cue, or empty.")


class ProposedDay(_Model):
    """One workout, without warm-up and cool-down: those are ours to add."""

    name: Annotated[str, _shortened(60)]
    focus: Focus
    exercises: list[ProposedExercise] = Field(max_length=_MOST_LINES)


class Proposal(_Model):
    """A week of training as a model words it."""

    name: Annotated[str, _shortened(80)]
    description: Annotated[str, _shortened(500)] = Field(description="What the plan does, for its user.")
    rationale: Annotated[str, _shortened(1500)] = Field(
        description="Why this plan for this person: split, exercises, volume. Plain words."
    )
    days: list[ProposedDay] = Field(min_length=1, max_length=_MOST_DAYS)


def response_schema(shortlist: Shortlist, brief: Brief) -> JsonObject:
    """Return the JSON schema for an answer, in the keywords that Gemini documents.

    Exercises are an enum of the aliases. The number of days and exercises is described in words: bounds
    of nested arrays multiply the states of a schema until it is refused
    (googleapis/python-genai issue 2170). They are checked when the answer is parsed.
    """
    schema = schema_of(Proposal, without=_BOUNDS_OF_ARRAYS)
    schema["$defs"]["ProposedExercise"]["properties"]["exercise"] |= {"enum": list(shortlist.by_alias)}
    days = brief.days_per_week
    schema["properties"]["days"]["description"] = (
        f"Exactly {days} {'day' if days == 1 else 'days'}, in order."
    )
    schema["$defs"]["ProposedDay"]["properties"]["exercises"]["description"] = (
        f"At most {MAX_EXERCISES_PER_DAY}, compounds first, each exercise once."
    )
    return schema


def loose_schema() -> JsonObject:
    """Return a schema without enum and bounds, for the one retry after the other was refused with 400."""
    return schema_of(Proposal, without=_BOUNDS_OF_ARRAYS | {"minimum", "maximum"})


def read_proposal(text: str) -> Proposal:
    """Parse an answer of the model. Raises ProposalError with a reason for each error."""
    if len(text) > _MOST_ANSWER_CHARACTERS:
        raise ProposalError(["The answer is far too long for a plan."])
    if quotes(text, system_instruction()):
        raise ProposalError(["The answer repeats its instructions, which are not for the user."])
    try:
        return read_json(text, Proposal)
    except ValidationError as broken:
        raise ProposalError([_reason(dict(fault)) for fault in broken.errors(include_input=False)]) from None


def _reason(fault: dict[str, Any]) -> str:
    if fault["type"] == "json_invalid":
        return "The answer is not one complete JSON document."
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"])
    message = str(fault["msg"]).removeprefix("Value error, ")
    return clean(f"{place.removeprefix('.') or 'answer'}: {message}", 200)
