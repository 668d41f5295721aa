"""Building prompts: making untrusted text harmless, and estimating tokens."""

import json
import re
import unicodedata
from math import ceil

from shared.json_types import Json

_CHARACTERS_A_TOKEN = 4
# Control and format characters (zero width, direction, tags), private use and lone surrogates: a human
# reader doesn't see them, a model does.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPACES = re.compile(r"\s+")
# Escaped, so that a fence can't be closed from inside; to a JSON parser they are the same characters.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

# This many characters in a row in common with the system instruction are no coincidence.
_TELLTALE = 60


def clean(text: str, most: int) -> str:
    """Return the text on one line, at most `most` characters long, without invisible characters."""
    visible = "".join(
        character if character in "\n\r\t" or unicodedata.category(character) not in _UNSEEN else " "
        for character in unicodedata.normalize("NFC", text)
    )
    line = _SPACES.sub(" ", visible).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def fenced(name: str, value: Json) -> str:
    """Return a value as JSON between `<name>` and `</name>`, so that nothing in it ends the fence.

    The system instruction has to say that text within a fence is data, never an instruction.
    """
    return f"<{name}>\n{fence_safe(value)}\n</{name}>"


def fence_safe(value: Json) -> str:
    """Return a value as JSON in which no text can close the surrounding fence."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def estimate_tokens(*texts: str) -> int:
    """Return a rough, rather high, number of tokens in these texts.

    Four characters are about a token of English (https://ai.google.dev/gemini-api/docs/tokens); a character
    outside ASCII counts as one token, since no script needs more.
    """
    return sum(_estimate(text) for text in texts)


def _estimate(text: str) -> int:
    ascii_characters = sum(character < "\x80" for character in text)
    return ceil(ascii_characters / _CHARACTERS_A_TOKEN) + len(text) - ascii_characters


def quotes(answer: str, instruction: str) -> bool:
    """Return whether an answer (text or JSON) repeats part of the system instruction.

    The instruction is no secret, but an answer that prints it is of no use to the user.
    """
    answered, instructed = (" ".join(text.replace("\\n", " ").split()) for text in (answer, instruction))
    starts = range(0, len(instructed) - _TELLTALE, _TELLTALE // 2)
    return any(instructed[start : start + _TELLTALE] in answered for start in starts)
