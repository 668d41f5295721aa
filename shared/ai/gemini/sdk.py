"""The only module that imports google-genai: our types to its requests, its answers and errors to ours."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import httpx
from google import genai
from google.genai import errors, types

from shared.ai.gemini.asking import (
    Answer,
    Ask,
    FunctionCall,
    FunctionResults,
    ModelError,
    ModelTurn,
    Picture,
    Said,
    Source,
    Thinking,
    Tokens,
    Turn,
    Wire,
)
from shared.ai.prompting import clean, estimate_tokens
from shared.ai.text import TooDeepError, readable, readable_document
from shared.data.service import ModelOutcome
from shared.ops.settings import Settings

# Only the first finish reason means a whole answer. One that isn't listed is treated like the last.
_FINISHED = {
    "STOP": ModelOutcome.OK,
    "MAX_TOKENS": ModelOutcome.TRUNCATED,
    "CONTINUATION": ModelOutcome.TRUNCATED,
    "SAFETY": ModelOutcome.BLOCKED,
    "RECITATION": ModelOutcome.BLOCKED,
    "LANGUAGE": ModelOutcome.BLOCKED,
    "BLOCKLIST": ModelOutcome.BLOCKED,
    "PROHIBITED_CONTENT": ModelOutcome.BLOCKED,
    "SPII": ModelOutcome.BLOCKED,
    "MALFORMED_FUNCTION_CALL": ModelOutcome.MALFORMED,
    "UNEXPECTED_TOOL_CALL": ModelOutcome.MALFORMED,
    "TOO_MANY_TOOL_CALLS": ModelOutcome.MALFORMED,
    "MISSING_THOUGHT_SIGNATURE": ModelOutcome.MALFORMED,
    "MALFORMED_RESPONSE": ModelOutcome.MALFORMED,
}
_REFUSED = {408: ModelOutcome.TIMEOUT, 429: ModelOutcome.RATE_LIMITED, 504: ModelOutcome.TIMEOUT}


_SERVER_FAULT = 500
_PAGE = re.compile(r"https?://[^\s<>\"']{1,2000}")
_MOST_TITLE, _MOST_SOURCES = 200, 20
_THINKING_TOKENS: Mapping[Thinking, int] = {"minimal": 0, "low": 1024, "medium": 4096, "high": 8192}
_SHORTEST_SERVER_SECONDS = 10
# Deepest nesting of a function's arguments: ours are flat, at most with a list.
_DEEPEST = 10


def connect(settings: Settings, http: httpx.AsyncClient, dimensions: int) -> Wire:
    """Return a connection to the service that uses our HTTP client. Takes 37 ms."""
    key = settings.gemini_api_key
    base = settings.gemini_base_url
    client = genai.Client(
        api_key=key.get_secret_value() if key else None,
        vertexai=False,
        http_options=types.HttpOptions(
            base_url=str(base) if base else None,
            httpx_async_client=http,
            # We retry ourselves: under a deadline, and each attempt is recorded in the usage.
            retry_options=types.HttpRetryOptions(attempts=1),
        ),
    )
    return _Genai(client, settings.gemini_model, settings.gemini_embedding_model, dimensions)


@dataclass(frozen=True, slots=True)
class _Genai:
    client: genai.Client
    model: str
    embedding_model: str
    dimensions: int

    async def generate(self, ask: Ask, seconds: float) -> tuple[Answer, Tokens]:
        try:
            response = await self.client.aio.models.generate_content(
                model=self.model,
                contents=[_content(turn) for turn in ask.contents],
                config=_config(self.model, ask, seconds),
            )
        except Exception as error:
            raise _failure(error) from error
        return _read(response)

    async def embed(
        self, texts: Sequence[str], seconds: float, *, is_query: bool
    ) -> tuple[list[list[float]], Tokens]:
        try:
            response = await self.client.aio.models.embed_content(
                model=self.embedding_model,
                # One content per text: some models turn a list of strings into a single vector.
                contents=[types.Content(parts=[types.Part(text=text)]) for text in texts],
                config=types.EmbedContentConfig(
                    output_dimensionality=self.dimensions,
                    task_type="RETRIEVAL_QUERY" if is_query else "RETRIEVAL_DOCUMENT",
                    http_options=_timeout(seconds),
                ),
            )
        except Exception as error:
            raise _failure(error) from error
        vectors = [list(entry.values or ()) for entry in response.embeddings or ()]
        if len(vectors) != len(texts) or any(len(vector) != self.dimensions for vector in vectors):
            raise ModelError(ModelOutcome.MALFORMED, "wrong number or size of embeddings")
        # The API reports no tokens for embeddings.
        return vectors, Tokens(input=estimate_tokens(*texts))


def _timeout(seconds: float) -> types.HttpOptions:
    # The SDK passes our timeout to the service, which rejects one under ten seconds.
    return types.HttpOptions(
        timeout=round(seconds * 1000),
        headers={"X-Server-Timeout": str(max(math.ceil(seconds), _SHORTEST_SERVER_SECONDS))},
    )


def _content(turn: Turn) -> types.Content:
    match turn:
        case str():
            return types.Content(role="user", parts=[types.Part(text=turn)])
        case Said():
            return types.Content(role=turn.by, parts=[types.Part(text=turn.text)])
        case Picture():
            part = types.Part.from_bytes(data=turn.data, mime_type=turn.mime_type)
            return types.Content(role="user", parts=[part])
        case FunctionResults():
            answers = [
                types.FunctionResponse(id=call.id, name=call.name, response=dict(result))
                for call, result in turn.results
            ]
            return types.Content(role="user", parts=[types.Part(function_response=a) for a in answers])
        case ModelTurn():
            return cast("types.Content", turn.raw)


def _config(model: str, ask: Ask, seconds: float) -> types.GenerateContentConfig:
    tools: list[types.Tool] = []
    if ask.is_grounded:
        tools = [types.Tool(google_search=types.GoogleSearch())]
    elif ask.tools:
        declarations = [
            types.FunctionDeclaration(
                name=str(tool["name"]),
                description=str(tool["description"]),
                parameters_json_schema=tool["parameters"],
            )
            for tool in ask.tools
        ]
        tools = [types.Tool(function_declarations=declarations)]
    return types.GenerateContentConfig(
        system_instruction=ask.system,
        max_output_tokens=ask.max_output_tokens,
        temperature=ask.temperature,
        response_mime_type="application/json" if ask.schema else None,
        response_json_schema=ask.schema,
        tools=list(tools) or None,
        thinking_config=_thinking(model, ask.thinking),
        automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        # The SDK's automatic function calling would ignore the deadline.
        automatic_continuation=False,
        http_options=_timeout(seconds),
    )


def _thinking(model: str, level: Thinking) -> types.ThinkingConfig:
    """Return how much the model may think: models before Gemini 3 take tokens, later ones levels."""
    if model.startswith("gemini-2"):
        return types.ThinkingConfig(thinking_budget=_THINKING_TOKENS[level])
    return types.ThinkingConfig(thinking_level=types.ThinkingLevel(level.upper()))


def _read(response: types.GenerateContentResponse) -> tuple[Answer, Tokens]:
    used = response.usage_metadata
    tokens = Tokens()
    if used:
        tokens = Tokens(
            input=(used.prompt_token_count or 0) + (used.tool_use_prompt_token_count or 0),
            output=(used.candidates_token_count or 0) + (used.thoughts_token_count or 0),
        )
    if not response.candidates:
        feedback = response.prompt_feedback
        blocked = feedback.block_reason if feedback else None
        if blocked:
            raise ModelError(ModelOutcome.BLOCKED, f"prompt blocked: {blocked}", tokens=tokens)
        raise ModelError(ModelOutcome.MALFORMED, "no candidate", tokens=tokens)
    candidate = response.candidates[0]
    reason = candidate.finish_reason.value if candidate.finish_reason else "none"
    outcome = _FINISHED.get(reason, ModelOutcome.ERROR)
    if outcome is not ModelOutcome.OK:
        raise ModelError(outcome, f"finish reason {reason}", tokens=tokens)
    parts = (candidate.content.parts if candidate.content else None) or []
    text = "".join(part.text for part in parts if part.text and not part.thought)
    try:
        calls = tuple(_call(part.function_call) for part in parts if part.function_call)
    except TooDeepError as error:
        raise ModelError(ModelOutcome.MALFORMED, f"arguments {error}", tokens=tokens) from None
    if not text and not calls:
        raise ModelError(ModelOutcome.MALFORMED, "an answer without content", tokens=tokens)
    return Answer(text, calls, ModelTurn(candidate.content), _sources(candidate)), tokens


def _call(asked: types.FunctionCall) -> FunctionCall:
    """Return the call with storable arguments: without NUL characters and lone surrogates.

    The name stays as it is: the function's response must carry the same.
    """
    given = (asked.args or {}).items()
    arguments = {readable(name): readable_document(value, _DEEPEST) for name, value in given}
    return FunctionCall(asked.name or "", arguments, asked.id)


def _sources(candidate: types.Candidate) -> tuple[Source, ...]:
    """Return web pages only: an app would show an address of any other scheme as a link, too."""
    grounding = candidate.grounding_metadata
    pages = [chunk.web for chunk in (grounding.grounding_chunks if grounding else None) or []]
    found = {page.uri: page.title for page in pages if page and page.uri and _PAGE.fullmatch(page.uri)}
    return tuple(
        Source(clean(title or url, _MOST_TITLE), url) for url, title in list(found.items())[:_MOST_SOURCES]
    )


def _failure(error: Exception) -> ModelError:
    """Return an exception of the SDK or its HTTP client as a ModelError."""
    if isinstance(error, errors.APIError):
        reason = f"{error.code} {error.status or ''}".strip()
        outcome = _REFUSED.get(error.code)
        if outcome is None:
            outcome = ModelOutcome.UNAVAILABLE if error.code >= _SERVER_FAULT else ModelOutcome.REJECTED
        return ModelError(outcome, reason, retry_after=_retry_delay(error.details))
    if isinstance(error, httpx.TimeoutException):
        return ModelError(ModelOutcome.TIMEOUT, type(error).__name__)
    if isinstance(error, httpx.HTTPError):
        return ModelError(ModelOutcome.UNAVAILABLE, type(error).__name__)
    # The SDK couldn't parse the response.
    return ModelError(ModelOutcome.MALFORMED, type(error).__name__)


def _retry_delay(details: object) -> float | None:
    """Return the seconds of a RetryInfo in the error's details."""
    match details:
        case {"error": {"details": [*entries]}}:
            for entry in entries:
                match entry:
                    case {"@type": str(kind), "retryDelay": str(delay)} if kind.endswith("RetryInfo"):
                        number = delay.removesuffix("s")
                        return float(number) if number.replace(".", "", 1).isdecimal() else None
    return None
