"""From pasted text to plain lines, without markup, control characters and decoration."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MAX_BYTES = 100 * 1024
# No exercise needs a longer line. The limit also bounds the cost of the patterns.
MAX_LINE = 500
MAX_QUOTE = 300

_NEWLINE = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_BREAKING_TAG = re.compile(r"<(?:br|hr|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_CELL_TAG = re.compile(r"</t[dh]\b[^<>]{0,20}>(?=\s*<t[dh])", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.IGNORECASE)
_QUOTE_MARK = re.compile(r"^(?:\s*(?:>|\[/?quote[^\]]{0,60}\]))+", re.IGNORECASE)
_FORUM_TAG = re.compile(r"\[/?(?:b|i|u|list|quote|size|color|url)(?:=[^\]]{0,60})?\]", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*{2,3}|_{2,3}|~~|`+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_RULER = re.compile(r"[\s=_*.~+|:-]*")
_BULLET = re.compile(r"^\s*(?:[-*+>]|\[[ x]?\]|\(?\d{1,2}[.)](?!\d))\s+")
_LEADERS = re.compile(r"\.{3,}")
_SPACES = re.compile(r"[^\S\t]+")

_SAME = str.maketrans(
    {
        **dict.fromkeys("×✕✖╳⨯∗", "x"),  # noqa: RUF001 - the signs people type for times
        **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - hyphens, dashes and minus
        **dict.fromkeys("•●▪◦‣·∙○■►➤➜→⁃", "-"),  # noqa: RUF001 - bullets
        **dict.fromkeys("’‘´`", "'"),  # noqa: RUF001 - apostrophes, also for minutes
        **dict.fromkeys("“”„″", '"'),
        "⁄": "/",  # noqa: RUF001 - the stroke of a fraction
    }
)
# Control, format, surrogate, private and unassigned characters; emoji and other symbols; lone marks.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk", "Mn", "Me"})
_UNPRINTED = frozenset({"Cc", "Cf", "Cs"})


class TextTooLongError(ValueError):
    """The text has more than MAX_BYTES bytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as plain text, with information from its markup.

    `number` is the line number in the source, from 1; HTML may split one into several lines. `quote` is the
    source, cut to 300 characters.
    """

    number: int
    quote: str
    text: str
    is_emphasised: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether it is short enough to be read."""
        return len(self.text) <= MAX_LINE


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text, including blank ones, which end a block. Raises TextTooLongError."""
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TextTooLongError(f"a text can have at most {MAX_BYTES} bytes")
    return [line for number, source in enumerate(_NEWLINE.split(text), 1) for line in _plain(number, source)]


def fold(text: str) -> str:
    """Return lower case without accents, character by character, so that positions stay the same."""
    return "".join(map(_fold_character, text))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character.lower())[:1]
    return base or character


def _plain(number: int, source: str) -> Iterator[Line]:
    quote = _without(source[: MAX_QUOTE * 4], _UNPRINTED).strip()[:MAX_QUOTE]
    if len(source) > MAX_LINE * 4:
        # Left as it is: it won't be read, and normalising a long run of marks takes quadratic time.
        yield Line(number, quote, source)
        return
    marked = _CELL_TAG.sub("\t", _BREAKING_TAG.sub("\n", source))
    parts = html.unescape(_TAG.sub("", marked)).split("\n")
    # An empty part between two line-ending tags doesn't count as a blank line.
    for part in [part for part in parts if part.strip()] or parts[:1]:
        yield _line(number, quote, part)


def _line(number: int, quote: str, part: str) -> Line:
    text = unicodedata.normalize("NFKC", part.translate(_SAME)).translate(_SAME)
    text = _FORUM_TAG.sub(lambda tag: "**" if tag[0].lower() in ("[b]", "[/b]") else "", text)
    text = _without(_QUOTE_MARK.sub("", text), _DROPPED)
    text = _SPACES.sub(" ", _LEADERS.sub(" ", text)).strip(" \r\n")
    is_emphasised = bool(_HEADING.match(text)) or (
        text[:2] in ("**", "__") and text.rstrip(" :")[-2:] in ("**", "__")
    )
    text = _EMPHASIS.sub("", _HEADING.sub("", text))
    if _RULER.fullmatch(text) and "|" not in text:
        text = ""
    if "\t" not in text.strip():
        text = _BULLET.sub("", text).strip()
    return Line(number, quote, text, is_emphasised)


def _without(text: str, categories: frozenset[str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c == "\t" or unicodedata.category(c) not in categories)
