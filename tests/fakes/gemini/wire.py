"""Reading a request as strictly as the service does: unknown fields and wrong types are refused.

Both spellings of a field are taken, as protobuf's JSON mapping does, and bytes in either alphabet of base64;
what comes out has one spelling, the REST reference's camelCase, and standard base64.
"""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from tests.fakes.gemini.errors import Refusal, bad_field
from tests.fakes.gemini.fields import ENUMS, MESSAGES

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")


def snake(name: str) -> str:
    """`generationConfig` → `generation_config`."""
    return re.sub(r"[A-Z]", lambda letter: f"_{letter.group().lower()}", name)


def parse(message: str, value: Any, path: str = "") -> dict[str, Any]:
    """`value` as a message of the API, in camelCase. Raises Refusal, 400."""
    if not isinstance(value, dict):
        raise _wrong(path, message, value)
    fields = MESSAGES[message]
    spelt = {spelling: name for name in fields for spelling in (name, snake(name))}
    parsed: dict[str, Any] = {}
    for key, item in value.items():
        name = spelt.get(key)
        if name is None:
            raise _unknown(key, path)
        if name in parsed:
            raise bad_field(path, f"Invalid value at '{path or message}': field '{name}' is set twice.")
        if item is not None:
            parsed[name] = _read(fields[name], item, f"{path}.{snake(name)}".lstrip("."))
    return parsed


def _read(kind: str, value: Any, path: str) -> Any:
    if kind in MESSAGES:
        return parse(kind, value, path)
    if kind in ENUMS:
        return _one_of(kind, value, path)
    if kind.startswith("["):
        if not isinstance(value, list):
            raise _wrong(path, "list", value)
        return [_read(kind[1:-1], item, f"{path}[{place}]") for place, item in enumerate(value)]
    if kind.startswith("{"):
        if not isinstance(value, dict):
            raise _wrong(path, "map", value)
        return {key: _read(kind[1:-1], item, f"{path}.{key}") for key, item in value.items()}
    return _SCALARS[kind](value, path)


def _one_of(kind: str, value: Any, path: str) -> str:
    if isinstance(value, str) and value.upper() in ENUMS[kind]:
        return value.upper()
    raise bad_field(path, f"Invalid value at '{path}' (type.googleapis.com/{kind}), \"{value}\"")


def _string(value: Any, path: str) -> str:
    if isinstance(value, str):
        return value
    raise _wrong(path, "TYPE_STRING", value)


def _bool(value: Any, path: str) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(path, "TYPE_BOOL", value)


def _int(value: Any, path: str) -> int:
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if whole and not isinstance(value, bool):
        return int(value)
    raise _wrong(path, "TYPE_INT32", value)


def _number(value: Any, path: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise _wrong(path, "TYPE_FLOAT", value)


def _bytes(value: Any, path: str) -> str:
    """Both alphabets, with padding or without."""
    if not isinstance(value, str) or not _BASE64.fullmatch(value):
        raise _not_base64(path)
    bare = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64encode(base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)).decode()
    except binascii.Error:
        raise _not_base64(path) from None


def _json(value: Any, _path: str) -> Any:
    return value


_SCALARS: dict[str, Callable[[Any, str], Any]] = {
    "string": _string,
    "bool": _bool,
    "int": _int,
    "number": _number,
    "bytes": _bytes,
    "json": _json,
}


def _unknown(key: str, path: str) -> Refusal:
    where = f" at '{path}'" if path else ""
    return bad_field(path, f'Invalid JSON payload received. Unknown name "{key}"{where}: Cannot find field.')


def _wrong(path: str, kind: str, value: Any) -> Refusal:
    shown = (
        "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else repr(value)[:80]
    )
    return bad_field(path, f"Invalid value at '{path}' ({kind}), {shown}")


def _not_base64(path: str) -> Refusal:
    return bad_field(path, f"Invalid value at '{path}' (TYPE_BYTES), Base64 decoding failed.")
