"""JSON schemas: which the service refuses, and whether an answer satisfies one."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs

from tests.fakes.gemini.errors import invalid

# About 100 values were refused by the service; 64 leaves a margin to it on the strict side.
MOST_VALUES = 64
_TOO_MANY = (
    "The specified schema produces a constraint that has too many states for serving. Typical causes are "
    "schemas with lots of text (for example, very long property or enum names) or long enums."
)
_NESTED = frozenset({"items", "additionalProperties", "not"})
_LISTS = frozenset({"anyOf", "oneOf", "allOf", "prefixItems"})
_MAPS = frozenset({"properties", "$defs", "definitions"})


def check_schema(schema: Any, path: str, *, is_constrained: bool = True) -> None:
    """Refuse (400) what is no JSON schema and, where it constrains decoding, what has too many states."""
    try:
        jsonschema_rs.validator_for(schema)
    except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
        raise invalid(f"{path}: invalid schema: {error}") from None
    if is_constrained and any(len(part.get("enum", [])) > MOST_VALUES for part in parts_of(schema)):
        raise invalid(_TOO_MANY)


def satisfies(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is an instance of the schema."""
    return jsonschema_rs.is_valid(schema, value)


def parts_of(schema: Any) -> Iterator[dict[str, Any]]:
    """The schema and every schema within it; references aren't followed, what they point at is within."""
    if not isinstance(schema, dict):
        return
    yield schema
    for name, value in schema.items():
        if name in _NESTED:
            yield from parts_of(value)
        elif name in _LISTS and isinstance(value, list):
            for part in value:
                yield from parts_of(part)
        elif name in _MAPS and isinstance(value, dict):
            for part in value.values():
                yield from parts_of(part)


def as_json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI subset of `responseSchema` as a JSON schema: upper-case types, `nullable`."""
    converted = {
        name: value for name, value in schema.items() if name not in {"nullable", "propertyOrdering"}
    }
    if "type" in converted:
        kind = converted["type"].lower()
        converted["type"] = [kind, "null"] if schema.get("nullable") else kind
    if "items" in converted:
        converted["items"] = as_json_schema(converted["items"])
    if "anyOf" in converted:
        converted["anyOf"] = [as_json_schema(part) for part in converted["anyOf"]]
    if "properties" in converted:
        converted["properties"] = {
            name: as_json_schema(part) for name, part in converted["properties"].items()
        }
    return converted
