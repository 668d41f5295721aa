"""Splitting a line with several exercises, or several groups of sets."""

import re
from dataclasses import dataclass
from itertools import pairwise

from functions.import_plan.reading.clean import fold
from functions.import_plan.reading.words import AMRAP, KG, LB, SETS, SUPERSETS

# Recognises an amount (sets, reps or a load): enough to count amounts, not to read them.
_ANCHOR = re.compile(
    rf"\d\+? ?(?:%|{KG}|{LB})? ?(?:x|\*|mal\b|by\b) ?(?:\d|{AMRAP})"
    rf"|\d ?{SETS}(?! ?(?:x|\*) ?\d)|(?<![\dx,/-])\d{{1,2}} ?(?:@|at) ?\d"
)
_STRONG = re.compile(
    rf"[;|]|,(?=\s|[a-z])|\.(?=\s)|\t| / |\b(?:then|followed by|dann|danach|gefolgt von|luego|despues)\b"
    rf"|\b(?:{SUPERSETS}(?:ted|t)?|ss) (?:with|mit|con)\b"
)
_WEAK = re.compile(r" [+&] |\b(?:and|und|y)\b")
_ANY = re.compile(r"[,/+]")
_JOINS = re.compile(rf" [+] |{SUPERSETS}|\bss\b")


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a line; `is_joined` if it is in a superset with the part before it."""

    text: str
    is_joined: bool = False


def segments_of(text: str) -> list[Segment]:
    """Split a line between its exercises or groups of sets."""
    folded = fold(text)
    anchors = [match.span() for match in _ANCHOR.finditer(folded)]
    segments: list[Segment] = []
    start, is_joined = 0, False
    for (_, end), (following, _) in pairwise(anchors):
        cut = _cut(folded, end, following)
        if cut:
            segments.append(Segment(text[start : cut.start()], is_joined))
            start, is_joined = cut.end(), bool(_JOINS.fullmatch(cut[0]) or _JOINS.match(cut[0]))
    return [*segments, Segment(text[start:], is_joined)]


def _cut(folded: str, start: int, end: int) -> re.Match[str] | None:
    for pattern in (_STRONG, _WEAK):
        cuts = list(pattern.finditer(folded, start, end))
        if cuts:
            return cuts[-1]
    return _ANY.search(folded, start, end)
