"""What goes into a prompt: other people's words made harmless, and how many tokens it comes to."""

import json
import re
import unicodedata
from math import ceil

from shared.json_types import Json

_CHARACTERS_A_TOKEN = 4
# Control and format characters (zero width, turned direction, tags), private use and half pairs: what
# a reader of the text doesn't see, a model would.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPACES = re.compile(r"\s+")
# A fence can't be closed from inside, and JSON reads these as the same characters.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

# Of a system instruction, so many characters in a row are no coincidence.
_TELLTALE = 60


def clean(text: str, most: int) -> str:
    """Return a text of at most `most` characters, on one line, without characters that can't be seen."""
    visible = "".join(
        character if character in "\n\r\t" or unicodedata.category(character) not in _UNSEEN else " "
        for character in unicodedata.normalize("NFC", text)
    )
    line = _SPACES.sub(" ", visible).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def fenced(name: str, value: Json) -> str:
    """Return a value as JSON between `<name>` and `</name>`, so that nothing in it ends the fence.

    The system instruction has to say that what stands in a fence is data, never an instruction.
    """
    return f"<{name}>\n{fence_safe(value)}\n</{name}>"


def fence_safe(value: Json) -> str:
    """Return a value as JSON in which no text can end the fence that it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def estimate_tokens(*texts: str) -> int:
    """Return about how many tokens these texts are, rather too many than too few.

    Four characters make a token of English (https://ai.google.dev/gemini-api/docs/tokens); what isn't ASCII
    counts one each, for no script needs more than that for a character.
    """
    return sum(_estimate(text) for text in texts)


def _estimate(text: str) -> int:
    ascii_characters = sum(character < "\x80" for character in text)
    return ceil(ascii_characters / _CHARACTERS_A_TOKEN) + len(text) - ascii_characters


def quotes(answer: str, instruction: str) -> bool:
    """Return whether an answer (a text, or JSON) repeats a part of the instruction it was given.

    What the instruction says is no secret, but an answer that prints it is none for the user.
    """
    said, told = (" ".join(text.replace("\\n", " ").split()) for text in (answer, instruction))
    starts = range(0, len(told) - _TELLTALE, _TELLTALE // 2)
    return any(told[start : start + _TELLTALE] in said for start in starts)
