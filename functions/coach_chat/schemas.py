"""JSON schemas for the model, with the keywords that Gemini documents; pydantic checks the others.

https://ai.google.dev/gemini-api/docs/structured-output lists them.
"""

from typing import Any

from pydantic import BaseModel

from shared.json import JsonObject

_UNKNOWN = frozenset({"title", "default", "minLength", "maxLength", "pattern", "exclusiveMinimum"})
_NAMED = frozenset({"properties", "$defs"})


def schema_of(model: type[BaseModel]) -> JsonObject:
    """Return the schema of a model, without its docstring."""
    plain = _plain(model.model_json_schema())
    return {key: value for key, value in plain.items() if key != "description"}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    match schema:
        case {"anyOf": [dict(kept), {"type": "null"}], **rest}:
            # A field that may be null may also be left out: the model needs only one way to omit it.
            return _plain({**rest, **kept})
    return {key: _part(key, value) for key, value in schema.items() if key not in _UNKNOWN}


def _part(key: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case dict() if key in _NAMED:
            return {name: _plain(part) for name, part in value.items()}
        case dict():
            return _plain(value)
        case [dict(), *_]:
            return [_plain(part) for part in value]
    return value
