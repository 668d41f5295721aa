"""What import-plan is sent and what it answers."""

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
        raise ValueError(f"a text has at most {MAX_BYTES} bytes")
    return text


# Its spaces stay: lines are numbered as they were sent.
_Text = Annotated[
    str,
    StringConstraints(strip_whitespace=False, min_length=1, max_length=MAX_BYTES),
    AfterValidator(_short_enough),
]


class SentPicture(Sent):
    """A picture of a plan: its bytes, or where it lies in the bucket `plan-photos`."""

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
            raise ValueError("either data or storage_path is needed")
        return self


class Choice(Sent):
    """What the user decided a name means."""

    name: str = Field(min_length=1, max_length=200, description="As `unmatched` has it.")
    exercise_id: Annotated[UUID, Field(strict=False)]


class ImportRequest(Sent):
    """A plan in somebody's words, or a picture of one."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["image"]}]})

    text: _Text | None = Field(
        default=None, examples=["Push\nBench press 3x8-12 @ 60 kg\nOverhead press 3x10, rest 90 s"]
    )
    image: SentPicture | None = None
    dry_run: bool = Field(default=False, description="Reads and answers, and stores nothing.")
    choices: Annotated[list[Choice], Field(max_length=200)] = Field(
        default=[], description="Names of an earlier answer that the user has decided on."
    )

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if (self.text is None) == (self.image is None):
            raise ValueError("either text or image is needed")
        return self


class Candidate(BaseModel):
    """An exercise that a name may mean."""

    exercise_id: UUID
    name: str
    confidence: float


class MatchedLine(BaseModel):
    """A line that is in the plan. `confidence`, from 0 to 1, is the lower of the name's and the numbers'."""

    line: int
    quote: str
    name: str
    exercise_id: UUID
    exercise_name: str
    confidence: float
    doubts: list[str]
    engine: Literal["parser", "gemini"] = Field(description="Who read the line.")


class UnmatchedLine(BaseModel):
    """A line that isn't in the plan; with a `name` it is an exercise for the user to choose."""

    line: int
    quote: str
    name: str | None
    day: str | None
    sets: int | None
    reps: str | None
    candidates: list[Candidate]


class ImportResponse(BaseModel):
    """What was read. `plan_id` is null for a dry run, `plan` where no exercise was found."""

    plan_id: UUID | None
    engine: Literal["parser", "gemini"]
    model: str | None
    plan: dict[str, JsonValue] | None
    matched: list[MatchedLine]
    unmatched: list[UnmatchedLine]
    warnings: list[str]
    usage: UsageSummary
