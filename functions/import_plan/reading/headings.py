"""Headings: weeks, days, weekdays, the names of splits, and the parts of a workout."""

import re
from dataclasses import dataclass

from functions.import_plan.reading.clean import fold
from functions.import_plan.reading.model import Section
from functions.import_plan.reading.scan import trimmed
from functions.import_plan.reading.words import (
    COOLDOWN,
    JOINERS,
    NUMBERED,
    PARTS,
    REST_DAYS,
    SPLITS,
    SUPERSETS,
    WARMUP,
    WEEK,
    WEEKDAYS,
)

_SEPARATORS = r"[\s:.,)(|/-]*"
_WEEK = re.compile(
    rf"{WEEK} ?#?(?P<first>\d{{1,2}})(?: ?(?:-|to|bis|a|&) ?(?P<last>\d{{1,2}}))?\b{_SEPARATORS}"
)
_DAY = re.compile(rf"{NUMBERED} ?[#-]?(?P<label>\d{{1,2}}|[a-h])(?![\w%])(?! ?x ?\d){_SEPARATORS}")
_SHORTS = tuple(name for name in WEEKDAYS if len(name) == len("mo"))
_LONGS = tuple(sorted(WEEKDAYS.keys() - set(_SHORTS), key=len, reverse=True))
# Two letters may be a word; followed by a punctuation mark they are a weekday.
_WEEKDAY = re.compile(
    rf"(?P<weekday>{'|'.join(_LONGS)})\b{_SEPARATORS}|(?P<short>{'|'.join(_SHORTS)})(?=[:.]|$){_SEPARATORS}"
)
_WORDS = re.compile(r"[^\W_]+|[&+/,-]")
_WARMUP = re.compile(rf"(?:general |specific |allgemeines )?{WARMUP}(?: ?routine)?\s*(?P<rest>[:-].*)?")
_COOLDOWN = re.compile(rf"{COOLDOWN}\s*(?P<rest>[:-].*)?")
_SUPERSET = re.compile(rf"{SUPERSETS}(?: ?#?[a-h\d])?\b[\s:.-]*")
_MOST_WORDS = 8
_MOST_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with the number of a week or day, or a weekday. `name` is as written, without the week."""

    name: str
    rest: str
    weeks: tuple[int, int] | None = None
    day_of_week: int | None = None
    is_day: bool = False
    is_rest_day: bool = False


@dataclass(frozen=True, slots=True)
class PartHeading:
    """A heading within a workout; `rest` is the remainder of its line."""

    section: Section
    rest: str


def heading_of(text: str) -> Heading | None:
    """Read an explicit heading: Week 2, Day 1: Push, Montag, Tag A."""
    folded = fold(text)
    place, weeks = 0, None
    week = _WEEK.match(folded)
    if week:
        first, last = int(week["first"]), int(week["last"] or week["first"])
        weeks, place = (min(first, last), max(first, last)), week.end()
    start, weekday, is_day = place, None, False
    # Day 1 - Monday, or Monday: day 1. A second weekday means something else: Monday, Mar 4.
    patterns = [_DAY, _WEEKDAY]
    while match := next((found for pattern in patterns if (found := pattern.match(folded, place))), None):
        patterns.remove(match.re)
        is_day, place = True, match.end()
        if match.re is _WEEKDAY:
            weekday = WEEKDAYS[match["weekday"] or match["short"]]
    if not week and not is_day:
        return None
    rest = trimmed(text[place:])
    name = trimmed(text[start:])
    return Heading(name, rest, weeks, weekday, is_day=is_day, is_rest_day=_is_rest(rest))


def part_of(text: str) -> PartHeading | None:
    """Read a heading within a workout: Warm-up, Accessories, Dehnen."""
    folded = fold(text).strip()
    for pattern, section in ((_WARMUP, Section.WARMUP), (_COOLDOWN, Section.COOLDOWN)):
        match = pattern.fullmatch(folded)
        if match:
            rest = match["rest"] or ""
            return PartHeading(section, trimmed(text.strip()[len(folded) - len(rest) :]) if rest else "")
    return PartHeading(Section.MAIN, "") if trimmed(folded) in PARTS else None


def superset_of(text: str) -> str | None:
    """Return the text after the word superset at the beginning of a line, or None."""
    match = _SUPERSET.match(fold(text))
    return text[match.end() :] if match else None


def is_split(text: str) -> bool:
    """Whether a line consists of the names of muscles and splits: Push, Upper A, Brust und Trizeps."""
    words = _WORDS.findall(fold(text))
    return any(word in SPLITS for word in words) and all(word in SPLITS or word in JOINERS for word in words)


def is_title_like(text: str, *, is_emphasised: bool) -> bool:
    """Whether a line looks like a heading, whatever its words."""
    if not 0 < len(text) <= _MOST_CHARACTERS or len(text.split()) > _MOST_WORDS:
        return False
    return is_emphasised or text.endswith(":") or text.isupper() or is_split(text)


def is_rest_day(text: str) -> bool:
    """Whether a line is a day off."""
    return _is_rest(trimmed(text))


def _is_rest(text: str) -> bool:
    return trimmed(fold(text)) in REST_DAYS
