"""What is asked of a model and what comes back, without a trace of the SDK."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

from shared.data.service import ModelOutcome
from shared.json_types import JsonObject

# Longer reasoning costs output tokens; `low` answers a chat, plans are worth more.
Thinking = Literal["minimal", "low", "medium", "high"]


class ModelError(Exception):
    """The model did not serve: away, blocked, cut off or talking nonsense.

    `reason` is for logs; `retry_after` is in seconds; `tokens` were paid for nevertheless.
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
    """A tool the model asks for. Its arguments are as untrusted as its words."""

    name: str
    arguments: JsonObject
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A page that a grounded answer drew on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of an earlier conversation."""

    by: Literal["user", "model"]
    text: str


@dataclass(frozen=True, slots=True)
class FunctionResults:
    """What became of the calls of the turn before, each with its own."""

    results: Sequence[tuple[FunctionCall, JsonObject]]


@dataclass(frozen=True, slots=True)
class ModelTurn:
    """An answer of the model as it came, to be sent back unchanged: it carries the thought signatures."""

    raw: object


Turn: TypeAlias = str | Picture | Said | FunctionResults | ModelTurn


@dataclass(frozen=True, slots=True)
class Ask:
    """One call. A plain text among `contents` is a turn of the user.

    `schema` is a JSON schema for the answer; `tools` are function declarations {name, description,
    parameters (a JSON schema)}; `is_grounded` lets the model search the web, and excludes both. `patience` is
    how many seconds a retry may be put off; without that much there is none.
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
    """A call that ended well."""

    text: str
    calls: tuple[FunctionCall, ...]
    turn: ModelTurn
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call used; thinking is output."""

    input: int = 0
    output: int = 0


class Wire(Protocol):
    """The service itself. Both methods raise ModelError, and give up after `seconds`."""

    async def generate(self, ask: Ask, seconds: float) -> tuple[Answer, Tokens]:
        """Answer a question."""
        ...

    async def embed(
        self, texts: Sequence[str], seconds: float, *, is_query: bool
    ) -> tuple[list[list[float]], Tokens]:
        """Turn each text into a vector."""
        ...
