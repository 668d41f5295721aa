"""What clients send and get."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue

from shared.ai.text import Prose
from shared.ai.web import Sent

LONGEST_MESSAGE = 4_000


class ChatRequest(Sent):
    """What the user says, and in which conversation; without `session_id` a new one begins."""

    # JSON has no type for it.
    session_id: Annotated[UUID | None, Field(strict=False)] = None
    message: Annotated[
        Prose, Field(min_length=1, max_length=LONGEST_MESSAGE, examples=["What's my next workout?"])
    ]


class Tone(StrEnum):
    """How an answer is meant."""

    FRIENDLY = "friendly"
    ENCOURAGING = "encouraging"
    CELEBRATING = "celebrating"
    CALM = "calm"
    SERIOUS = "serious"


class Status(StrEnum):
    """What became of something the coach set out to do."""

    # Looked up; nothing has changed.
    DONE = "done"
    APPLIED = "applied"
    # It waits for `apply_plan_change`.
    PROPOSED = "proposed"
    UNDONE = "undone"
    REFUSED = "refused"
    # Not now: the database could not be asked.
    FAILED = "failed"


class Action(BaseModel):
    """One tool that the coach used."""

    tool: str
    arguments: dict[str, JsonValue]
    status: Status
    result: dict[str, JsonValue]
    change_id: UUID | None = None


class Message(BaseModel):
    """What the coach says."""

    id: UUID
    content: str
    tone: Tone
    # What the user might say next.
    suggestions: list[str]


class MemoryUsed(BaseModel):
    """A memory that the answer could draw on."""

    id: UUID
    content: str
    kind: str


class Affinity(BaseModel):
    """How well coach and user know each other: 0 to 100, and its level."""

    score: int
    level: str


class ChatResponse(BaseModel):
    """The answer, with all that was done for it."""

    session_id: UUID
    message: Message
    actions: list[Action]
    memories_used: list[MemoryUsed]
    affinity: Affinity
    engine: Literal["gemini", "rules"]
