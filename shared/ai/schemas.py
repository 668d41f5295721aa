"""JSON schemas for a model, in the keywords that Gemini documents; pydantic checks the rest of an answer.

https://ai.google.dev/gemini-api/docs/structured-output lists them.
"""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel

_UNKNOWN = frozenset({"title", "default", "minLength", "maxLength", "pattern", "exclusiveMinimum"})
# The keys inside these are names, not keywords.
_NAMED = frozenset({"properties", "$defs"})


def schema_of(model: type[BaseModel], *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the schema of a model, without its docstring and without the keywords `without`."""
    schema = _trimmed(model.model_json_schema(), _UNKNOWN.union(without))
    return {key: value for key, value in schema.items() if key != "description"}


def _trimmed(schema: dict[str, Any], dropped: frozenset[str]) -> dict[str, Any]:
    required = schema.get("required", ())
    return {key: _part(key, value, dropped, required) for key, value in schema.items() if key not in dropped}


def _part(key: str, value: Any, dropped: frozenset[str], required: Collection[str]) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict() if key in _NAMED:
            return {
                name: _trimmed(part if name in required else _not_null(part), dropped)
                for name, part in value.items()
            }
        case dict():
            return _trimmed(value, dropped)
        case [dict(), *_]:
            return [_trimmed(part, dropped) for part in value]
    return value


def _not_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an optional property without null: the model can leave it out instead."""
    match schema:
        case {"anyOf": [dict(kept), {"type": "null"}], **rest}:
            return {**rest, **kept}
    return schema
