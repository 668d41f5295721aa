"""From a scripted reply to the JSON of an answer: candidates, usage, frames of a stream."""

import json
import math
import uuid
from typing import Any

from tests.fakes.gemini import samples, schemas, signatures, tokens
from tests.fakes.gemini.received import Received
from tests.fakes.gemini.replies import Call, Reply, Source

_WITHOUT_A_SCRIPT = "That sounds good. Train hard, rest well, and come back tomorrow."
# Tokens of thought by level; of the default when a request names none. Stand-ins: only their order is real.
_THOUGHTS = {"MINIMAL": 0, "LOW": 64, "MEDIUM": 256, "HIGH": 1024}
_DEFAULT_THOUGHTS = 128


class ScriptError(Exception):
    """The test's script can't be an answer to this request."""


def by_default(received: Received) -> Reply:
    """What is said when nothing is scripted."""
    if received.schema:
        return Reply(sample="plain")
    mode = received.body.get("toolConfig", {}).get("functionCallingConfig", {}).get("mode")
    if mode == "ANY" and received.functions:
        return Reply(sample_call="plain")
    if received.is_search:
        source = Source(uri="https://example.com/training", title="How much training a week")
        return Reply(text="Two sessions a week for each muscle do well.", sources=[source])
    return Reply(text=_WITHOUT_A_SCRIPT)


def response(reply: Reply, received: Received) -> dict[str, Any]:
    """The whole `GenerateContentResponse`. Raises ScriptError."""
    prompt = tokens.of_request(received.body)
    about = {"modelVersion": received.model, "responseId": uuid.uuid4().hex}
    if reply.block_reason:
        feedback = {"blockReason": reply.block_reason}
        return {"promptFeedback": feedback, "usageMetadata": _usage(prompt, 0, 0), **about}
    thoughts = _thoughts(reply, received)
    candidate = _candidate(reply, received, thoughts)
    said = tokens.of_content(candidate.get("content", {}))
    candidates = reply.candidates if reply.candidates is not None else [candidate]
    usage = {"usageMetadata": _usage(prompt, said, thoughts)} if reply.has_usage else {}
    return {"candidates": candidates, **usage, **about}


def frames(whole: dict[str, Any], count: int) -> list[dict[str, Any]]:
    """The answer as a stream: texts in up to `count` pieces, the reason to finish on the last frame."""
    candidates = whole.get("candidates") or []
    parts = candidates[0].get("content", {}).get("parts", []) if len(candidates) == 1 else []
    pieces = [piece for part in parts for piece in _pieces(part, count)]
    if len(pieces) < 2:
        return [whole]
    first = [{**whole, "candidates": [_frame(candidates[0], piece)]} for piece in pieces[:-1]]
    last = {**candidates[0], "content": {"role": "model", "parts": [pieces[-1]]}}
    return [*first, {**whole, "candidates": [last]}]


def _frame(candidate: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"role": "model", "parts": [part]}, "index": candidate.get("index", 0)}


def _pieces(part: dict[str, Any], count: int) -> list[dict[str, Any]]:
    text = part.get("text")
    if not isinstance(text, str) or part.get("thought") or len(text) < count:
        return [part]
    width = math.ceil(len(text) / count)
    cut = [{"text": text[begin : begin + width]} for begin in range(0, len(text), width)]
    cut[-1] = {**part, **cut[-1]}
    return cut


def _candidate(reply: Reply, received: Received, thoughts: int) -> dict[str, Any]:
    parts = reply.parts if reply.parts is not None else _parts(reply, received)
    finish = reply.finish_reason
    most = received.config.get("maxOutputTokens")
    if most is not None and thoughts + sum(tokens.of_part(part) for part in parts) > most:
        parts, finish = _shortened(parts, most - thoughts), "MAX_TOKENS"
    content: dict[str, Any] = {"role": "model"}
    if parts:
        content["parts"] = parts
    candidate: dict[str, Any] = {"content": content, "index": 0}
    extra: dict[str, Any] = {
        "finishReason": finish,
        "finishMessage": reply.finish_message,
        "continuationToken": reply.continuation_token,
        "groundingMetadata": _grounding(reply) if reply.sources else None,
    }
    return candidate | {name: value for name, value in extra.items() if value is not None}


def _parts(reply: Reply, received: Received) -> list[dict[str, Any]]:
    thought: list[dict[str, Any]] = [{"text": reply.thought, "thought": True}] if reply.thought else []
    text = _text(reply, received)
    said: list[dict[str, Any]] = [{"text": text}] if text is not None else []
    called: list[dict[str, Any]] = [
        {"functionCall": {"id": one.id or f"call-{uuid.uuid4().hex[:8]}", "name": one.name, "args": one.args}}
        for one in _calls(reply, received)
    ]
    # The first call carries the signature; of an answer without calls the last part does.
    bearer = called[0] if called else said[-1] if said else None
    if bearer is not None and reply.is_signed:
        bearer["thoughtSignature"] = signatures.sign(bearer)
    return [*thought, *said, *called]


def _text(reply: Reply, received: Received) -> str | None:
    text = reply.text
    if "data" in reply.model_fields_set:
        text = json.dumps(reply.data, ensure_ascii=False)
    elif reply.sample:
        make = samples.sample if reply.sample == "plain" else samples.hostile
        text = json.dumps(make(received.schema), ensure_ascii=False) if received.schema else _WITHOUT_A_SCRIPT
        if reply.sample == "hostile" and not received.schema:
            text = samples.HOSTILE_TEXT
    if reply.wrap is not None:
        text = reply.wrap.replace("{}", text or "")
    if text is None:
        return None
    text = text[: math.ceil(len(text) * reply.share)]
    _check(text, reply, received)
    return text


def _check(text: str, reply: Reply, received: Received) -> None:
    """A decoder under a schema can say nothing else; only a script that says so may."""
    is_fault = not reply.obeys_schema or reply.sample == "hostile" or reply.finish_reason != "STOP"
    if received.schema is None or reply.calls or reply.sample_call or is_fault:
        return
    try:
        obeys = schemas.satisfies(received.schema, json.loads(text))
    except ValueError:
        obeys = False
    if not obeys:
        raise ScriptError(f"the scripted answer doesn't satisfy the request's schema: {text[:500]}")


def _calls(reply: Reply, received: Received) -> list[Call]:
    if not reply.sample_call:
        return reply.calls
    if not received.functions:
        return [Call(name="nobody_declared_me")]
    allowed = received.body.get("toolConfig", {}).get("functionCallingConfig", {}).get("allowedFunctionNames")
    name = allowed[0] if allowed else next(iter(received.functions))
    function = received.functions[name]
    schema = function.get("parametersJsonSchema") or schemas.as_json_schema(function.get("parameters", {}))
    make = samples.sample if reply.sample_call == "plain" else samples.hostile
    args = make(schema) if schema else {}
    return [Call(name=name, args=args if isinstance(args, dict) else {})]


def _shortened(parts: list[dict[str, Any]], room: int) -> list[dict[str, Any]]:
    """What fits into the tokens that thinking left: nothing at all, or the beginning of the text."""
    characters = max(room, 0) * tokens.CHARACTERS_A_TOKEN
    text = "".join(str(part.get("text", "")) for part in parts if not part.get("thought"))[:characters]
    return [{"text": text}] if text else []


def _thoughts(reply: Reply, received: Received) -> int:
    if reply.thoughts_tokens is not None:
        return reply.thoughts_tokens
    thinking = received.config.get("thinkingConfig", {})
    if "thinkingLevel" in thinking:
        return _THOUGHTS[thinking["thinkingLevel"]]
    budget = thinking.get("thinkingBudget", -1)
    return _DEFAULT_THOUGHTS if budget < 0 else min(int(budget), _DEFAULT_THOUGHTS)


def _usage(prompt: int, said: int, thoughts: int) -> dict[str, Any]:
    usage: dict[str, Any] = {"promptTokenCount": prompt, "totalTokenCount": prompt + said + thoughts}
    if said:
        usage["candidatesTokenCount"] = said
    if thoughts:
        usage["thoughtsTokenCount"] = thoughts
    return usage | {"promptTokensDetails": [{"modality": "TEXT", "tokenCount": prompt}]}


def _grounding(reply: Reply) -> dict[str, Any]:
    text = reply.text or ""
    chunks = [{"web": source.model_dump()} for source in reply.sources]
    support = {
        "segment": {"endIndex": len(text.encode()), "text": text},
        "groundingChunkIndices": list(range(len(chunks))),
    }
    return {
        "groundingChunks": chunks,
        "groundingSupports": [support],
        "webSearchQueries": ["training frequency"],
        "searchEntryPoint": {"renderedContent": "<div>Google Search</div>"},
    }
