"""Text from users and models, made fit to store and show."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator

from shared.json_types import Json

# The only control characters that text needs are line breaks and tabs.
_KEPT = frozenset("\n\t")
# Markdown images and links keep their text; their targets are removed with all other addresses.
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_TAG = re.compile(r"</?[A-Za-z!][^<>]*>")
# With a scheme, without one (`//host`), or with a scheme that needs no slashes.
_ADDRESS = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]{0,30}:|(?<![\w/]))//[^\s<>]+"
    r"|\bwww\.[^\s<>]+|\b(?:javascript|vbscript|data|mailto|tel|sms|blob|file):[^\s<>]+",
    re.IGNORECASE,
)


class TooDeepError(ValueError):
    """The document is nested too deeply."""


def readable(text: str) -> str:
    """Return the text composed (NFC), without control characters, direction marks and lone surrogates.

    Postgres can't store a NUL, and nobody types invisible characters on purpose.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in _KEPT or not _is_invisible(c))


def without_links(text: str) -> str:
    """Return the text without links and addresses.

    An injected prompt could make the model put a user's data into an image's address; an app that shows the
    image would send that data along when it fetches it.
    """
    return _TAG.sub("", _ADDRESS.sub("…", _LINK.sub(r"\1", text)))


def readable_document(value: Json, deepest: int) -> Json:
    """Return JSON with every text in it, including keys, made readable.

    Raises TooDeepError beyond `deepest` levels: deeper nesting is an attack on the call stack.
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
    # Emojis and some scripts need joiners.
    return unicodedata.category(character) in {"Cc", "Cs", "Cf"} and character not in "\u200c\u200d"


def _readable_text(value: object) -> object:
    return readable(value) if isinstance(value, str) else value


def _plain_text(value: object) -> object:
    return without_links(readable(value)) if isinstance(value, str) else value


# A text of several lines. Runs before pydantic's own check, which rejects lone surrogates.
Prose = Annotated[str, BeforeValidator(_readable_text)]
# Written by a model, shown to the user.
Plain = Annotated[str, BeforeValidator(_plain_text)]
