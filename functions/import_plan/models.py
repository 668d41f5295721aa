"""The request and response of import-plan."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    model_validator,
)

from functions.import_plan.reading import MAX_BYTES
from shared.ai.usage import UsageSummary
from shared.ai.web import Sent

MimeType = Literal["image/png", "image/jpeg", "image/webp", "image/heic"]


def _short_enough(text: str) -> str:
    if len(text.encode()) > MAX_BYTES:
        raise ValueError(f"a text can have at most {MAX_BYTES} bytes")
    return text


# Whitespace isn't stripped, so that line numbers stay as sent.
_Text = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1, max_length=MAX_BYTES),
    AfterValidator(_short_enough),
]


class SentPicture(Sent):
    """A picture of a plan: its bytes, or its path in the bucket `plan-photos`."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["data"]}, {"required": ["storage_path"]}]}
    )

    mime_type: MimeType
    data: str | None = Field(
        default=None, min_length=1, description="Base64, standard or URL-safe, for pictures of up to 3.7 MB."
    )
    storage_path: str | None = Field(
        default=None, min_length=1, max_length=1024, description="`<user id>/…`, at most 10 MiB."
    )

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.data is None) == (self.storage_path is None):
            raise ValueError("exactly one of data and storage_path is required")
        return self


class Choice(Sent):
    """The user's decision on what a name means."""

    name: str = Field(min_length=1, max_length=200, description="As in `unmatched`.")
    exercise_id: Annotated[UUID, Field(strict=False)]


class ImportRequest(Sent):
    """A plan as text, or a picture of one."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["image"]}]})

    text: _Text | None = Field(
        default=None, examples=["Push\nBench press 3x8-12 @ 60 kg\nOverhead press 3x10, rest 90 s"]
    )
    image: SentPicture | None = None
    dry_run: bool = Field(default=False, description="Read and answer without storing anything.")
    choices: Annotated[list[Choice], Field(max_length=200)] = Field(
        default=[], description="Names from an earlier answer that the user has decided on."
    )

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.text is None) == (self.image is None):
            raise ValueError("exactly one of text and image is required")
        return self


class Candidate(BaseModel):
    """An exercise that a name may mean."""

    exercise_id: UUID
    name: str
    confidence: float


class MatchedLine(BaseModel):
    """A line in the plan. `confidence`, from 0 to 1, is the lower one of the name and the numbers."""

    line: int
    quote: str
    name: str
    exercise_id: UUID
    exercise_name: str
    confidence: float
    doubts: list[str]
    engine: Literal["parser", "gemini"] = Field(description="Who read the line.")


class UnmatchedLine(BaseModel):
    """A line not in the plan; with a `name` the user has to choose an exercise."""

    line: int
    quote: str
    name: str | None
    day: str | None
    sets: int | None
    reps: str | None
    candidates: list[Candidate]


class ImportResponse(BaseModel):
    """The result. `plan_id` is null for a dry run, `plan` if no exercise was found."""

    plan_id: UUID | None
    engine: Literal["parser", "gemini"]
    model: str | None
    plan: dict[str, JsonValue] | None
    matched: list[MatchedLine]
    unmatched: list[UnmatchedLine]
    warnings: list[str]
    usage: UsageSummary
