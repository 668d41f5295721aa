"""Text that people and models write: what may be stored and shown."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator

from shared.json_types import Json

# Line breaks and tabs are all that a text needs of the control characters.
_KEPT = frozenset("\n\t")
# Markdown's pictures and links keep their words; what they point at goes with the other addresses.
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
# With a scheme, without one (`//host`), or of a scheme that needs no slashes.
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{0,30}:|(?<![\w/]))//[^\s<>]+"
    r"|\bwww\.[^\s<>]+|\b(?:javascript|vbscript|data|mailto|tel|sms|blob|file):[^\s<>]+",
    re.IGNORECASE,
)


class TooDeepError(ValueError):
    """A document that no reader of ours could walk through."""


def readable(text: str) -> str:
    """Return the text composed (NFC), without control characters, marks of direction, and half pairs.

    A null can't be stored, and what can't be seen can't be meant.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in _KEPT or not _is_invisible(c))


def without_links(text: str) -> str:
    """Return the text without markup and addresses.

    A model that was talked into it could hide what it knows of somebody in the address of a picture: the app
    that shows it would fetch it, and so tell.
    """
    return _TAG.sub("", _ADDRESS.sub("…", _LINK.sub(r"\1", text)))


def readable_document(value: Json, deepest: int) -> Json:
    """Return JSON with every text in it, keys too, made readable.

    Raises TooDeepError beyond `deepest` levels: stacks end, and whoever nests so deep means no good.
    """
    match value:
        case str():
            return readable(value)
        case Mapping() | Sequence() if deepest == 0:
            raise TooDeepError("nested too deeply")
        case Mapping():
            return {readable(key): readable_document(part, deepest - 1) for key, part in value.items()}
        case Sequence():
            return [readable_document(part, deepest - 1) for part in value]
        case _:
            return value


def _is_invisible(character: str) -> bool:
    # Joiners belong to emojis and to some scripts.
    return unicodedata.category(character) in {"Cc", "Cs", "Cf"} and character not in "\u200c\u200d"


def _readable_text(value: object) -> object:
    return readable(value) if isinstance(value, str) else value


def _plain_text(value: object) -> object:
    return without_links(readable(value)) if isinstance(value, str) else value


# A text of several lines. Before pydantic looks: to it half a pair is no text at all.
Prose = Annotated[str, BeforeValidator(_readable_text)]
# What a model wrote, to be shown to its user.
Plain = Annotated[str, BeforeValidator(_plain_text)]
