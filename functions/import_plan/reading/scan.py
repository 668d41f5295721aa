"""A part of a line from which patterns take their matches, until a name and remarks are left."""

import re

_TAKEN = "\x1f"
_TAKEN_RUN = re.compile(_TAKEN + "+")
_EDGES = " \t-:,;.|=@/&+\"'"
_BRACKETS = (("(", ")"), ("[", "]"))


class Scan:
    """A text and its folded form; matches are blanked out in both, so that positions stay the same."""

    __slots__ = ("folded", "text")

    def __init__(self, text: str, folded: str) -> None:
        self.text = text
        self.folded = folded

    def take(self, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
        """Take the first match at or after `start`; None if there is none."""
        match = pattern.search(self.folded, start)
        if match:
            self._blank(match.start(), match.end())
        return match

    def peel(self, pattern: re.Pattern[str]) -> str | None:
        """Take the first match and return it as written; None if there is none."""
        match = pattern.search(self.folded)
        if not match:
            return None
        written = trimmed(self.text[match.start() : match.end()])
        self._blank(match.start(), match.end())
        return written

    def taken_from(self) -> int:
        """The position of the first match taken, or the end."""
        place = self.folded.find(_TAKEN)
        return len(self.folded) if place < 0 else place

    def head(self) -> str:
        """The text before everything that was taken."""
        return trimmed(self.text.split(_TAKEN, 1)[0])

    def tail(self) -> list[str]:
        """Return the texts after and between what was taken; only those with a letter or a digit."""
        pieces = (trimmed(piece) for piece in _TAKEN_RUN.split(self.text)[1:])
        return [piece for piece in pieces if any(c.isalnum() for c in piece)]

    def _blank(self, start: int, end: int) -> None:
        gap = _TAKEN * (end - start)
        self.text = self.text[:start] + gap + self.text[end:]
        self.folded = self.folded[:start] + gap + self.folded[end:]


def trimmed(text: str) -> str:
    """Return a text without punctuation at its ends, and without unpaired brackets."""
    before = ""
    while before != text:
        before = text
        text = text.strip(_EDGES)
        for opening, closing in _BRACKETS:
            if text.endswith(opening) or (text.startswith(opening) and closing not in text):
                text = text.strip(opening)
            if text.startswith(closing) or (text.endswith(closing) and opening not in text):
                text = text.strip(closing)
        if text.startswith("(") and text.find(")") == len(text) - 1:
            text = text[1:-1]
    return text
