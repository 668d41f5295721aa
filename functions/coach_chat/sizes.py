"""Shortens JSON to a length without breaking it."""

import json
from collections.abc import Mapping, Sequence

from shared.json_types import Json


def fitting(value: Json, characters: int) -> Json:
    """Return `value` shortened to this many characters of JSON: no ids, shorter lists, shorter texts."""
    value = _without_ids(value)
    for most in (20, 12, 8, 5, 3, 1):
        if len(json.dumps(value, ensure_ascii=False)) <= characters:
            return value
        value = _cut(value, most)
    if len(json.dumps(value, ensure_ascii=False)) <= characters:
        return value
    return {"note": "too long to show"}


def _without_ids(value: Json) -> Json:
    match value:
        case str():
            return value
        case Mapping():
            return {
                name: _without_ids(part)
                for name, part in value.items()
                if name != "id" and not name.endswith("_id") and part is not None
            }
        case Sequence():
            return [_without_ids(part) for part in value]
    return value


def _cut(value: Json, most: int) -> Json:
    match value:
        case str():
            return value[:300]
        case Mapping():
            return {name: _cut(part, most) for name, part in value.items()}
        case Sequence():
            return [_cut(part, most) for part in value[:most]]
    return value
