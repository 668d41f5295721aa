"""Questions to a model and its answers, independent of the SDK."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from shared.data.service import ModelOutcome
from shared.json_types import JsonObject

# Longer reasoning costs output tokens; `low` is enough for chat, plans get more.
Thinking = Literal["minimal", "low", "medium", "high"]


class ModelError(Exception):
    """The model gave no usable answer: unavailable, blocked, cut off or malformed.

    `reason` is for logs; `retry_after` is in seconds; `tokens` are billed all the same.
    """

    def __init__(
        self,
        outcome: ModelOutcome,
        reason: str,
        *,
        retry_after: float | None = None,
        tokens: "Tokens | None" = None,
    ) -> None:
        super().__init__(f"{outcome.value}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.retry_after = retry_after
        self.tokens = tokens or Tokens()


@dataclass(frozen=True, slots=True)
class Picture:
    """An image for the model to look at."""

    mime_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FunctionCall:
    """A tool call by the model. Its arguments are as untrusted as its text."""

    name: str
    arguments: JsonObject
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a grounded answer is based on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of an earlier conversation."""

    by: Literal["user", "model"]
    text: str


@dataclass(frozen=True, slots=True)
class FunctionResults:
    """The results of the previous turn's calls, each paired with its call."""

    results: Sequence[tuple[FunctionCall, JsonObject]]


@dataclass(frozen=True, slots=True)
class ModelTurn:
    """An answer of the model, to be sent back unchanged: it carries the thought signatures."""

    raw: object


Turn: TypeAlias = str | Picture | Said | FunctionResults | ModelTurn


@dataclass(frozen=True, slots=True)
class Ask:
    """One call. A plain string in `contents` is a turn of the user.

    `schema` is a JSON schema for the answer; `tools` are function declarations {name, description,
    parameters (a JSON schema)}; `is_grounded` lets the model search the web, and excludes both. `patience` is
    the longest wait before a retry, in seconds; a longer Retry-After means no retry.
    """

    system: str
    contents: Sequence[Turn]
    max_output_tokens: int
    seconds: float
    patience: float = math.inf
    schema: JsonObject | None = None
    tools: Sequence[JsonObject] = ()
    is_grounded: bool = False
    thinking: Thinking = "low"
    temperature: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a successful call."""

    text: str
    calls: tuple[FunctionCall, ...]
    turn: ModelTurn
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens a call used; thinking counts as output."""

    input: int = 0
    output: int = 0


class Wire(Protocol):
    """The connection to the service. Both methods raise ModelError, and give up after `seconds`."""

    async def generate(self, ask: Ask, seconds: float) -> tuple[Answer, Tokens]:
        """Answer a question."""
        ...

    async def embed(
        self, texts: Sequence[str], seconds: float, *, is_query: bool
    ) -> tuple[list[list[float]], Tokens]:
        """Turn each text into a vector."""
        ...
