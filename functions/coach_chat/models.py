"""Requests and responses of coach-chat."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue

from shared.ai.text import Prose
from shared.ai.web import Sent

LONGEST_MESSAGE = 4_000


class ChatRequest(Sent):
    """A message of the user. Without `session_id` it begins a new conversation."""

    # Not strict: in JSON it is a string.
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
    """The outcome of a tool call."""

    # A lookup: nothing has changed.
    DONE = "done"
    APPLIED = "applied"
    # It waits for `apply_plan_change`.
    PROPOSED = "proposed"
    UNDONE = "undone"
    REFUSED = "refused"
    # The database could not be reached; try again later.
    FAILED = "failed"


class Action(BaseModel):
    """A tool call of the coach."""

    tool: str
    arguments: dict[str, JsonValue]
    status: Status
    result: dict[str, JsonValue]
    change_id: UUID | None = None


class Message(BaseModel):
    """The coach's message."""

    id: UUID
    content: str
    tone: Tone
    # Replies that the user may want to send.
    suggestions: list[str]


class MemoryUsed(BaseModel):
    """A memory that the model was given for this answer."""

    id: UUID
    content: str
    kind: str


class Affinity(BaseModel):
    """How well coach and user know each other: 0 to 100, and its level."""

    score: int
    level: str


class ChatResponse(BaseModel):
    """The answer and the actions taken for it."""

    session_id: UUID
    message: Message
    actions: list[Action]
    memories_used: list[MemoryUsed]
    affinity: Affinity
    engine: Literal["gemini", "rules"]
