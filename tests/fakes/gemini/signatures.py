"""Thought signatures and the pairing of function calls with their responses.

The rules are those of https://ai.google.dev/gemini-api/docs/thought-signatures: of the calls in one answer
the first carries a signature, and every answer of the running turn has to come back with it. This server
binds a signature to the part that it came with, so that a part sent back changed is refused as well.
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from tests.fakes.gemini.errors import invalid

_PREFIX = b"\xfb\xff\xbe"  # in base64 "+/++" or "-_--": the alphabets differ on every signature
_KEY = b"of a service that doesn't exist"


def sign(part: dict[str, Any]) -> str:
    """The signature of a part, in standard base64; the same part has the same one in every process."""
    signed = part.get("functionCall") or part.get("text", "")
    seal = hmac.digest(_KEY, json.dumps(signed, sort_keys=True, ensure_ascii=False).encode(), hashlib.sha256)
    return base64.b64encode(_PREFIX + seal).decode()


def check(contents: list[dict[str, Any]]) -> None:
    """Refuse (400) what a model that thinks can't continue from."""
    for place, content in enumerate(contents):
        _check_signatures(content)
        if _calls(content):
            _check_responses(content, contents[place + 1] if place + 1 < len(contents) else None)
        elif _responses(content) and (place == 0 or not _calls(contents[place - 1])):
            raise invalid(
                "Please ensure that function response turn comes immediately after a function call turn."
            )


def check_running_turn(contents: list[dict[str, Any]]) -> None:
    """Refuse (400) calls of the running turn without a signature; turns that are over may lack theirs."""
    begins = max((place for place, content in enumerate(contents) if _is_question(content)), default=-1)
    for place in range(begins + 1, len(contents)):
        calls = _calls(contents[place])
        if calls and "thoughtSignature" not in calls[0]:
            name = calls[0]["functionCall"].get("name", "")
            raise invalid(
                "Function call is missing a thought_signature in functionCall parts. Additional data, "
                f"function call `default_api:{name}`, position {place + 1}."
            )


def _check_signatures(content: dict[str, Any]) -> None:
    for part in content.get("parts", []):
        given = part.get("thoughtSignature")
        if given is not None and not hmac.compare_digest(given.encode(), sign(part).encode()):
            raise invalid("Corrupted thought signature.")


def _check_responses(asked: dict[str, Any], answered: dict[str, Any] | None) -> None:
    calls = [part["functionCall"] for part in _calls(asked)]
    responses = [part["functionResponse"] for part in _responses(answered or {})]
    if len(calls) != len(responses):
        raise invalid(
            "Please ensure that the number of function response parts is equal to the number of "
            "function call parts of the function call turn."
        )
    open_calls = [(call.get("id"), call.get("name")) for call in calls]
    for response in responses:
        key = (response.get("id"), response.get("name"))
        if key not in open_calls:
            raise invalid(f"Function response `{key[1]}` with id `{key[0]}` doesn't match any function call.")
        open_calls.remove(key)


def _calls(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in content.get("parts", []) if "functionCall" in part]


def _responses(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in content.get("parts", []) if "functionResponse" in part]


def _is_question(content: dict[str, Any]) -> bool:
    """Whether a new turn begins here: a user's content that is more than answers to calls."""
    return content.get("role", "user") == "user" and len(_responses(content)) < len(content.get("parts", []))
