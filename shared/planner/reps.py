"""The target_reps grammar of the contract: `5`, `8-12`, `5,5,5+`, `AMRAP`, `30s`, `40m`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Unit = Literal["reps", "seconds", "metres"]

# What a set to the last possible rep is taken for when time is estimated.
AMRAP_REPS = 15

_RANGE = re.compile(r"(?P<low>[1-9]\d{0,2})-(?P<high>[1-9]\d{0,2})", re.ASCII)
_LIST = re.compile(r"[1-9]\d{0,2}(?:,[1-9]\d{0,2}){0,19}\+?", re.ASCII)
_SECONDS = re.compile(r"[1-9]\d{0,4}s", re.ASCII)
_METRES = re.compile(r"[1-9]\d{0,5}m", re.ASCII)
_MEASURES: tuple[tuple[re.Pattern[str], Unit], ...] = ((_SECONDS, "seconds"), (_METRES, "metres"))


@dataclass(frozen=True, slots=True)
class RepTarget:
    """A parsed target: `low` to `high` of `unit` a set. Equal when there is no range."""

    low: int
    high: int
    unit: Unit = "reps"


@lru_cache(maxsize=512)
def parse_reps(text: str) -> RepTarget:
    """Read a target_reps text; raises ValueError for anything the contract doesn't name."""
    if text == "AMRAP":
        return RepTarget(1, AMRAP_REPS)
    for pattern, unit in _MEASURES:
        if pattern.fullmatch(text):
            return RepTarget(int(text[:-1]), int(text[:-1]), unit)
    if match := _RANGE.fullmatch(text):
        low, high = int(match["low"]), int(match["high"])
        if low <= high:
            return RepTarget(low, high)
    if _LIST.fullmatch(text):
        counts = [int(part) for part in text.rstrip("+").split(",")]
        return RepTarget(min(counts), max(counts))
    raise ValueError(f"not a rep target: {text!r}")
