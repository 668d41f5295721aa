"""Gemini's next reply as scripted by a test: an answer or a fault, as data that can be sent as JSON."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

Spoilt = Literal["none", "fewer", "more", "short", "long", "nan", "zero", "words", "null"]
Endpoint = Literal["generate", "embed", "count"]


class Strict(BaseModel):
    """Data that refuses what it doesn't know: a misspelt script is a mistake of the test."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Call(Strict):
    """A function call by the model. Without an id the server gives it one."""

    name: str
    args: dict[str, JsonValue] = {}
    id: str | None = None


class Source(Strict):
    """A page that a grounded answer stands on."""

    uri: str
    title: str


class Reply(Strict):
    """The answer to one request. Everything left out is as a healthy service would have it."""

    to: Endpoint = "generate"
    # How many requests get this answer; None: all, until the script is cleared.
    times: Annotated[int, Field(ge=1)] | None = 1

    # What the model says. `sample` makes JSON for the request's schema, `sample_call` a call of the first
    # function that was declared.
    text: str | None = None
    data: JsonValue = None
    calls: list[Call] = []
    sample: Literal["plain", "hostile"] | None = None
    sample_call: Literal["plain", "hostile"] | None = None
    thought: str | None = None
    sources: list[Source] = []
    # A text around the answer, which stands for `{}` in it.
    wrap: str | None = None
    # How much of the text arrives.
    share: Annotated[float, Field(ge=0, le=1)] = 1
    is_signed: bool = True

    finish_reason: str | None = "STOP"
    finish_message: str | None = None
    block_reason: str | None = None
    # Replace what the server would put there.
    parts: list[dict[str, JsonValue]] | None = None
    candidates: list[dict[str, JsonValue]] | None = None
    continuation_token: str | None = None
    thoughts_tokens: int | None = None
    has_usage: bool = True
    # A JSON answer that doesn't satisfy the schema is the test's mistake unless it says so.
    obeys_schema: bool = True

    # How it travels.
    code: int = 200
    message: str | None = None
    retry_seconds: float | None = None
    body: str | None = None
    content_type: str = "application/json; charset=UTF-8"
    wait_seconds: float = 0
    cut: Literal["before", "midway"] | None = None
    # Of a stream: in how many frames it comes; `code` and `cut` strike in place of the last.
    frames: Annotated[int, Field(ge=1)] = 3

    vectors: Spoilt | None = None

    def always(self) -> Self:
        """The same answer for every request from now on."""
        return self.model_copy(update={"times": None})


def say(text: str, **more: Any) -> Reply:
    """The model answers with a text."""
    return Reply(text=text, **more)


def answer(data: JsonValue, **more: Any) -> Reply:
    """The model answers with JSON, which has to satisfy the request's schema."""
    return Reply(data=data, **more)


def call(name: str, /, **args: JsonValue) -> Reply:
    """The model calls one function."""
    return Reply(calls=[Call(name=name, args=args)])


def calls(*asked: tuple[str, dict[str, JsonValue]]) -> Reply:
    """The model calls several functions at once; the first carries the signature."""
    return Reply(calls=[Call(name=name, args=args) for name, args in asked])


def ground(text: str, *pages: tuple[str, str], **more: Any) -> Reply:
    """The model answers from the web: pages as (address, title)."""
    return Reply(text=text, sources=[Source(uri=uri, title=title) for uri, title in pages], **more)


def fail(code: int, **more: Any) -> Reply:
    """The service answers with an error."""
    return Reply(code=code, **more)


def finish(reason: str, text: str | None = None, **more: Any) -> Reply:
    """The model stops for this reason; without a text its content has no parts."""
    said: dict[str, Any] = {"text": text} if text is not None else {"parts": []}
    return Reply(finish_reason=reason, obeys_schema=False, **said, **more)
