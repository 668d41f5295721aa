"""Everything that Gemini may do wrong, as data: the tests of the functions go through this table.

A fault is scripted with `gemini.script(*fault.replies)`. Those with `lasts` strike on every request, so that
retrying can't help; the others once, after which the service is well again and a retry may succeed.
"""

from dataclasses import dataclass
from typing import Literal

from tests.fakes.gemini.replies import Call, Reply, Source, Spoilt, answer, fail, finish, say

ModelOutcome = Literal[
    "ok", "blocked", "truncated", "malformed", "rejected", "timeout", "unavailable", "rate_limited", "error"
]
# Longer than any deadline of a test; the server stops waiting when its client does.
FOREVER_SECONDS = 120.0


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong; with `lasts` a retry meets it again.

    `outcome` is how the call ends for `ai_usage`: `ok` where nothing but its contents is wrong.
    """

    name: str
    replies: tuple[Reply, ...]
    outcome: ModelOutcome
    lasts: bool = True


def _always(name: str, outcome: ModelOutcome, reply: Reply) -> Fault:
    return Fault(name, (reply.always(),), outcome)


def _once(name: str, outcome: ModelOutcome, reply: Reply) -> Fault:
    return Fault(name, (reply,), outcome, lasts=False)


_HTML = "<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>"
_TOO_MANY_STATES = "The specified schema produces a constraint that has too many states for serving."
_TOO_SHORT = "Manually set deadline 5s is too short. Minimum allowed deadline is 10s."

# The service refuses, is overloaded, or can't be reached.
REFUSALS = (
    _always("400: the request is invalid", "rejected", fail(400)),
    _always("400: the schema has too many states", "rejected", fail(400, message=_TOO_MANY_STATES)),
    _once("400: the schema has too many states, once", "rejected", fail(400, message=_TOO_MANY_STATES)),
    _always("400: the deadline is too short", "rejected", fail(400, message=_TOO_SHORT)),
    _always("400: the key isn't valid", "rejected", fail(400, message="API key not valid.")),
    _always("400: the place isn't served", "rejected", fail(400, message="User location is not supported.")),
    _always("401: not authenticated", "rejected", fail(401)),
    _always("403: not allowed", "rejected", fail(403)),
    _always("404: the model is gone", "rejected", fail(404)),
    _always("429: quota, come back in 40 s", "rate_limited", fail(429, retry_seconds=40)),
    _always("429: quota, come back tomorrow", "rate_limited", fail(429, retry_seconds=86_400)),
    _always("429: without details", "rate_limited", fail(429)),
    _once("429: quota, come back at once", "rate_limited", fail(429, retry_seconds=0.01)),
    _always("500: internal", "unavailable", fail(500)),
    _once("500: internal, once", "unavailable", fail(500)),
    _always("502: HTML from a proxy", "unavailable", fail(502, body=_HTML, content_type="text/html")),
    _always("503: overloaded", "unavailable", fail(503)),
    _once("503: overloaded, once", "unavailable", fail(503)),
    _always("504: deadline exceeded", "timeout", fail(504)),
    _always("no answer until the deadline", "timeout", Reply(sample="plain", wait_seconds=FOREVER_SECONDS)),
    _always("the connection is cut before the answer", "unavailable", Reply(cut="before")),
    _once("the connection is cut before the answer, once", "unavailable", Reply(cut="before")),
    _always(
        "the connection is cut midway", "unavailable", Reply(sample="plain", cut="midway", obeys_schema=False)
    ),
)

# 200, but nothing that could be used.
EMPTY = (
    _always("no candidates", "malformed", Reply(candidates=[])),
    _always("a candidate without content", "malformed", Reply(candidates=[{"finishReason": "STOP"}])),
    _always("content without parts", "malformed", Reply(parts=[])),
    _always("an empty text", "malformed", say("", obeys_schema=False)),
    _always("a thought and no answer", "malformed", Reply(thought="Let me think.", obeys_schema=False)),
    _always("no finish reason", "error", Reply(parts=[], finish_reason=None)),
    _always("200 with an empty body", "malformed", Reply(body="")),
    _always("200 with an empty object", "malformed", Reply(body="{}")),
    _always("200 with HTML", "malformed", Reply(body="<html>Sign in</html>", content_type="text/html")),
    _always("200 with half an envelope", "malformed", Reply(body='{"candidates": [{"content": {"parts": [')),
    _always("200 with a list", "malformed", Reply(body="[]")),
)

# The prompt or the answer was stopped.
STOPPED = (
    _always("the prompt is blocked: SAFETY", "blocked", Reply(block_reason="SAFETY")),
    _always("the prompt is blocked: PROHIBITED_CONTENT", "blocked", Reply(block_reason="PROHIBITED_CONTENT")),
    _always("the prompt is blocked: an unknown reason", "blocked", Reply(block_reason="MOON_PHASE")),
    _always("SAFETY", "blocked", finish("SAFETY")),
    _always("SAFETY with half an answer", "blocked", finish("SAFETY", '{"name": "Half a')),
    _always("RECITATION", "blocked", finish("RECITATION")),
    _always("LANGUAGE", "blocked", finish("LANGUAGE")),
    _always("BLOCKLIST", "blocked", finish("BLOCKLIST")),
    _always("PROHIBITED_CONTENT", "blocked", finish("PROHIBITED_CONTENT")),
    _always("SPII", "blocked", finish("SPII")),
    _always("OTHER", "error", finish("OTHER")),
    _always("MAX_TOKENS, all of them thought", "truncated", finish("MAX_TOKENS", thoughts_tokens=8_000)),
    _always(
        "MAX_TOKENS in the middle of the answer",
        "truncated",
        Reply(sample="plain", share=0.5, finish_reason="MAX_TOKENS"),
    ),
    _always("MALFORMED_FUNCTION_CALL", "malformed", finish("MALFORMED_FUNCTION_CALL")),
    _once("MALFORMED_FUNCTION_CALL, once", "malformed", finish("MALFORMED_FUNCTION_CALL")),
    _always("UNEXPECTED_TOOL_CALL", "malformed", finish("UNEXPECTED_TOOL_CALL")),
    _always("TOO_MANY_TOOL_CALLS", "malformed", finish("TOO_MANY_TOOL_CALLS")),
    _always("MISSING_THOUGHT_SIGNATURE", "malformed", finish("MISSING_THOUGHT_SIGNATURE")),
    _always("MALFORMED_RESPONSE", "malformed", finish("MALFORMED_RESPONSE")),
    _always("a reason nobody has heard of", "error", finish("SOLAR_FLARE", "{}")),
    _always(
        "it wants to continue without end",
        "truncated",
        finish("CONTINUATION", "{", continuation_token="YWdhaW4="),  # noqa: S106 - where it stopped, no secret
    ),
)

# An answer, but not the one that was asked for: the call went well, only who reads it can tell.
NONSENSE = (
    _always("a text instead of JSON", "ok", say("Sure! Here is your plan:", obeys_schema=False)),
    _always("half of the JSON", "ok", Reply(sample="plain", share=0.5, obeys_schema=False)),
    _always("JSON of another shape", "ok", answer({"answer": 42}, obeys_schema=False)),
    _always("a JSON list", "ok", answer([1, 2, 3], obeys_schema=False)),
    _always("JSON null", "ok", answer(None, obeys_schema=False)),
    _always("JSON deeper than any stack", "malformed", say("[" * 20_000, obeys_schema=False)),
    _always("NaN for a number", "ok", say('{"sets": NaN}', obeys_schema=False)),
    _always("null bytes and lone surrogates", "ok", say('{"a": "\\u0000\\ud800"}', obeys_schema=False)),
    _always("a megabyte of one letter", "truncated", say("a" * 1_000_000, obeys_schema=False)),
    _always("the right shape with absurd contents", "ok", Reply(sample="hostile")),
    _always(
        "sources that are no pages",
        "ok",
        say("See there.", obeys_schema=False, sources=[Source(uri="javascript:alert(1)", title="<script>")]),
    ),
    _always("a call of a function that doesn't exist", "ok", Reply(calls=[Call(name="drop_tables")])),
    _always("the same call without end", "ok", Reply(sample_call="plain")),
    _always("a call without its signature", "ok", Reply(sample_call="plain", is_signed=False)),
    _always("a call with absurd arguments without end", "ok", Reply(sample_call="hostile")),
)

# What an answer to a request may come with and still be right.
ODDITIES = (
    _once(
        "the JSON in a code fence", "ok", Reply(sample="plain", wrap="```json\n{}\n```", obeys_schema=False)
    ),
    _once("no usage metadata", "ok", Reply(sample="plain", has_usage=False)),
    _once("a thought before the answer", "ok", Reply(sample="plain", thought="Let me think about it.")),
)

FAULTS = (*REFUSALS, *EMPTY, *STOPPED, *NONSENSE)

_SPOILT: tuple[tuple[str, Spoilt], ...] = (
    ("no vectors", "none"),
    ("a vector too few", "fewer"),
    ("a vector too many", "more"),
    ("a dimension too few", "short"),
    ("a dimension too many", "long"),
    ("not a number", "nan"),
    ("only zeros", "zero"),
    ("words for numbers", "words"),
    ("nulls for numbers", "null"),
)
# Embedding is a call of its own: what goes wrong there must not cost the answer.
EMBEDDING_FAULTS = (
    *(_always(f"embedding: {what}", "malformed", Reply(to="embed", vectors=kind)) for what, kind in _SPOILT),
    _always("embedding: 429", "rate_limited", fail(429, to="embed", retry_seconds=30)),
    _always("embedding: 503", "unavailable", fail(503, to="embed")),
    _always("embedding: HTML", "unavailable", fail(502, to="embed", body=_HTML, content_type="text/html")),
    _always("embedding: cut", "unavailable", Reply(to="embed", cut="before")),
    _always("embedding: no answer", "timeout", Reply(to="embed", wait_seconds=FOREVER_SECONDS)),
)

# Midway in a stream: some of the answer has been said already.
STREAM_FAULTS = (
    _always(
        "stream: 503 after the first frames",
        "unavailable",
        say("Half of an answer to you.", obeys_schema=False, code=503),
    ),
    _always(
        "stream: 429 after the first frames",
        "rate_limited",
        say("Half of an answer to you.", obeys_schema=False, code=429, retry_seconds=13),
    ),
    _always(
        "stream: cut after the first frames",
        "unavailable",
        say("Half of an answer to you.", obeys_schema=False, cut="midway"),
    ),
)
