"""The target_reps grammar of the contract: `5`, `8-12`, `5,5,5+`, `AMRAP`, `30s`, `40m`.

sql/plans/target_reps.sql defines the same grammar; a test compares the two.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Unit = Literal["reps", "seconds", "metres"]

# Assumed reps of an AMRAP set when time is estimated.
AMRAP_REPS = 15

_UNITS: dict[str, Unit] = {"s": "seconds", "m": "metres"}


def reps_pattern(reps: int = 3, listed: int = 20, seconds: int = 5, metres: int = 6) -> str:
    """Return the grammar as a regular expression; fewer digits or list items match a subset.

    It also matches a descending range such as 12-8, which parse_reps rejects.
    """
    count = _number(reps)
    counts = f"{count}(-{count}|(,{count}){{0,{listed - 1}}}\\+?)"
    return f"^({counts}|AMRAP|{_number(seconds)}s|{_number(metres)}m)$"


def _number(digits: int) -> str:
    # Not \d: in some engines it matches digits of any script.
    return f"[1-9][0-9]{{0,{digits - 1}}}"


_GRAMMAR = re.compile(reps_pattern())


@dataclass(frozen=True, slots=True)
class RepTarget:
    """A parsed target: `low` to `high` of `unit` per set. Both are equal if it isn't a range."""

    low: int
    high: int
    unit: Unit = "reps"


@lru_cache(maxsize=512)
def parse_reps(text: str) -> RepTarget:
    """Parse a target_reps text; raises ValueError for anything outside the grammar."""
    # fullmatch, because in Python $ also matches before a trailing newline.
    if _GRAMMAR.fullmatch(text) is None:
        raise ValueError(f"not a rep target: {text!r}")
    if text == "AMRAP":
        return RepTarget(1, AMRAP_REPS)
    if unit := _UNITS.get(text[-1]):
        return RepTarget(int(text[:-1]), int(text[:-1]), unit)
    if "-" in text:
        low, high = map(int, text.split("-"))
        if low > high:
            raise ValueError(f"not a rep target: {text!r} is a descending range")
        return RepTarget(low, high)
    counts = [int(part) for part in text.rstrip("+").split(",")]
    return RepTarget(min(counts), max(counts))


def valid_reps(text: str) -> str:
    """Return the text if it is a target_reps; raises ValueError if it isn't."""
    parse_reps(text)
    return text


def is_reps(text: str) -> bool:
    """Return whether a text is a target_reps."""
    try:
        parse_reps(text)
    except ValueError:
        return False
    return True
