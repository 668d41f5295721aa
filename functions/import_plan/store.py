"""Storing the draft, and answering with it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from functions.import_plan.draft import Draft
from functions.import_plan.models import ImportRequest, ImportResponse
from functions.import_plan.prompt import PROMPT_VERSION
from functions.import_plan.resolve import Resolved, Unmatched
from shared.ai.storing import store_plan
from shared.ai.usage import usage
from shared.ai.work import Reply, Work
from shared.http.problems import Code, FieldError, ProblemError
from shared.json_types import Json, JsonObject

# A plan's origin stores at most a hundred; nobody reads more.
_MOST_WARNINGS = 100
_MOST_UNMATCHED = 500
_MOST_NAMED = 20


async def store(request: ImportRequest, draft: Draft, work: Work) -> Reply:
    """Store the plan, inactive, unless it is a dry run, and return the answer.

    Raises ProblemError: invalid if there is no exercise to store, with the lines that were read.
    """
    resolved = draft.resolved
    engine: Literal["parser", "gemini"] = "gemini" if draft.is_models else "parser"
    model = work.gemini.model if draft.is_models else None
    warnings = _warnings(draft)
    document: JsonObject | None = resolved.to_document()
    summary: Mapping[str, Any] = {"engine": engine, "model": model, "warnings": warnings}
    if not request.dry_run:
        if document is None:
            raise _nothing(request, resolved)
        source = "a text" if request.image is None else "a picture"
        origin: JsonObject = {
            **summary,
            "prompt_version": PROMPT_VERSION if draft.is_models else None,
            "request": _described(request),
        }
        plan: JsonObject = {**document, "source_description": f"Imported from {source}."}
        document, summary = await store_plan(work, plan, origin)
    exercises = _exercises(document)
    response = ImportResponse.model_validate(
        {
            "plan_id": None if request.dry_run or document is None else document["id"],
            "plan": document,
            "matched": [
                {
                    "line": line.line,
                    "quote": line.quote,
                    "name": line.name,
                    "exercise_id": line.exercise_id,
                    "exercise_name": line.exercise_name,
                    "confidence": line.confidence,
                    "doubts": line.doubts,
                    "engine": "gemini" if line.line in draft.by_model else "parser",
                }
                for line in resolved.matched
                if line.exercise_id in exercises
            ],
            "unmatched": [_unmatched(line) for line in resolved.unmatched[:_MOST_UNMATCHED]],
            "usage": usage(work),
            **{name: summary[name] for name in ("engine", "model", "warnings")},
        }
    )
    status = 200 if request.dry_run else 201
    # A dry run is charged, too: the model's reading was paid for.
    return Reply(status, response.model_dump(mode="json"), is_charged=response.engine == "gemini")


def _described(request: ImportRequest) -> Mapping[str, Json]:
    """Return a description of the request, without the text itself: it may hold more than a plan."""
    if request.image is None:
        return {"source": "text", "bytes": len((request.text or "").encode())}
    image = request.image
    return {"source": "picture", "mime_type": image.mime_type, "storage_path": image.storage_path}


def _warnings(draft: Draft) -> list[str]:
    resolved = draft.resolved
    warnings = [*draft.notes, *resolved.warnings]
    if len(resolved.unmatched) > _MOST_UNMATCHED:
        warnings.insert(
            0, f"lines not listed that need a decision: {len(resolved.unmatched) - _MOST_UNMATCHED}"
        )
    if len(warnings) <= _MOST_WARNINGS:
        return warnings
    return [*warnings[: _MOST_WARNINGS - 1], f"and {len(warnings) - _MOST_WARNINGS + 1} more"]


def _exercises(document: Mapping[str, Json] | None) -> frozenset[str]:
    """Return the ids of every exercise in a plan document."""
    match document:
        case {"days": [*days]}:
            lines = [line for day in days for line in _lines(day)]
            return frozenset(lines)
        case _:
            return frozenset()


def _lines(day: Json) -> Sequence[str]:
    match day:
        case {"exercises": [*lines]}:
            return [str(line["exercise_id"]) for line in lines if isinstance(line, Mapping)]
        case _:
            return ()


def _unmatched(line: Unmatched) -> Mapping[str, object]:
    return {
        "line": line.line,
        "quote": line.quote,
        "name": line.name,
        "day": line.day,
        "sets": line.sets,
        "reps": line.reps,
        "candidates": [
            {"exercise_id": c.exercise_id, "name": c.name, "confidence": c.confidence}
            for c in line.candidates
        ],
    }


def _nothing(request: ImportRequest, resolved: Resolved) -> ProblemError:
    """Return the problem for a text or picture without any certain exercise."""
    field = "text" if request.image is None else "image"
    errors = [FieldError(field=field, message=_message(line)) for line in resolved.unmatched[:_MOST_NAMED]]
    return ProblemError(
        Code.INVALID,
        "No exercise was identified for certain, so nothing was stored. A dry run lists the candidates.",
        errors=errors or [FieldError(field=field, message="It contains no training plan.")],
    )


def _message(line: Unmatched) -> str:
    if line.name is None:
        return f"line {line.line} was not understood: {line.quote}"
    candidates = " or ".join(candidate.name for candidate in line.candidates[:3])
    return f"line {line.line}: no exercise for {line.name}" + (f"; {candidates}?" if candidates else "")
