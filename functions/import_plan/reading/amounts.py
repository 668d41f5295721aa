"""Reps, times and distances, in the notation of `target_reps`."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from functions.import_plan.reading.model import Doubt
from functions.import_plan.reading.words import (
    AMRAP,
    KG,
    KILOMETRES,
    LB,
    METRES,
    MILES,
    MINUTES,
    PLAIN_SETS,
    REPS,
    SECONDS,
    YARDS,
)
from shared.planner.reps import is_reps

NUMBER = r"\d{1,5}(?:[.,]\d{1,3})?"
_LIST = r"\d{1,3}(?: ?[,/-] ?\d{1,3}){0,19}(?: ?\+(?! ?\d))?"
_MEASURE = rf"(?:{SECONDS}|{MINUTES}|{METRES}|{KILOMETRES}|{MILES}|{YARDS})"
# A list ends before a number that is part of something else.
_LIST_ENDS = rf"(?!\d|[.,]\d| ?(?:%|{KG}|{LB}|{PLAIN_SETS}|{_MEASURE}|rir\b|rpe\b))"
# Groups: amrap, clock, measured with unit, list.
AMOUNT = (
    rf"(?:(?P<amrap>{AMRAP})|(?P<clock>\d{{1,2}}:\d\d(?::\d\d)?)(?: ?(?:{MINUTES}|{SECONDS}|h\b))?"
    rf"|(?P<measured>{NUMBER}(?: ?- ?{NUMBER})?(?: ?[,/] ?{NUMBER}){{0,9}}) ?(?P<unit>{_MEASURE})"
    rf"|(?P<list>{_LIST}){_LIST_ENDS}(?: ?{REPS})?)"
)

_SECONDS_PER_MINUTE = 60
_FEW_METRES = 10
_WAVE = (5, 3, 1)
_RANGE = 2
_METRES_PER_UNIT = (
    (re.compile(KILOMETRES), Decimal(1000)),
    # The international mile and yard of 1959.
    (re.compile(MILES), Decimal("1609.344")),
    (re.compile(YARDS), Decimal("0.9144")),
)
_IS_SECONDS = re.compile(SECONDS)
_IS_MINUTES = re.compile(MINUTES)
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")


@dataclass(frozen=True, slots=True)
class Amount:
    """The target of one set. `count` is the number of sets if each has its own reps."""

    target: str
    count: int | None = None
    is_wave: bool = False
    doubts: tuple[Doubt, ...] = ()


def decimal(text: str) -> Decimal:
    """Read a number with a decimal point or comma."""
    return Decimal(text.replace(",", "."))


def amount_of(match: re.Match[str]) -> Amount | None:
    """Read the groups of AMOUNT; None if `target_reps` can't express it, such as zero reps."""
    if match["amrap"]:
        return Amount("AMRAP")
    if match["clock"]:
        return _seconds(Decimal(clock_seconds(match["clock"])), ())
    if match["measured"]:
        return _measured(match["measured"], match["unit"])
    return _counted(match["list"].replace(" ", ""))


def clock_seconds(text: str) -> int:
    """Parse a clock time: 1:30 is 90 seconds, 1:00:00 an hour."""
    seconds = 0
    for part in text.split(":"):
        seconds = seconds * _SECONDS_PER_MINUTE + int(part)
    return seconds


def _measured(text: str, unit: str) -> Amount | None:
    parts = _numbers(text)
    least = min(_plain_number(part, unit) for part in parts)
    doubts = (Doubt.RANGE,) if len(parts) > 1 else ()
    if _IS_SECONDS.fullmatch(unit):
        return _seconds(least, doubts)
    if _IS_MINUTES.fullmatch(unit):
        return _seconds(least * _SECONDS_PER_MINUTE, doubts)
    factor = next((factor for pattern, factor in _METRES_PER_UNIT if pattern.fullmatch(unit)), Decimal(1))
    metres = _whole(least * factor)
    return _amount(f"{metres}m", (*doubts, Doubt.METRES) if metres < _FEW_METRES else doubts)


def _numbers(text: str) -> list[str]:
    parts = re.split(r"[-/]|,(?!\d{3}\b)" if _THOUSANDS.match(text) else r"[-/]|, ", text)
    # A comma may be a decimal point, but "30,30,30 s" has too many for one number.
    split = [[part] if re.fullmatch(NUMBER, part.strip()) else part.split(",") for part in parts]
    return [number.strip() for numbers in split for number in numbers]


def _plain_number(text: str, unit: str) -> Decimal:
    # "5.000 m" is five kilometres, since metres are never given to the millimetre.
    is_grouped = _THOUSANDS.fullmatch(text) and unit.startswith("m")
    return Decimal(re.sub(r"[.,]", "", text)) if is_grouped else decimal(text)


def _seconds(value: Decimal, doubts: tuple[Doubt, ...]) -> Amount | None:
    return _amount(f"{_whole(value)}s", doubts)


def _amount(target: str, doubts: tuple[Doubt, ...]) -> Amount | None:
    return Amount(target, doubts=doubts) if is_reps(target) else None


def _counted(text: str) -> Amount | None:
    plus = "+" if text.endswith("+") else ""
    by_set = [[int(n) for n in part.split("-")] for part in re.split("[,/]", text.rstrip("+"))]
    if not all(is_reps(str(n)) for part in by_set for n in part):
        return None
    if len(by_set) > 1:
        return _listed(
            [min(part) for part in by_set], plus, text, is_ranged=any(len(part) > 1 for part in by_set)
        )
    (numbers,) = by_set
    if len(numbers) == 1:
        return Amount(f"{numbers[0]}{plus}")
    if len(numbers) > _RANGE:
        return _listed(numbers, plus, text, is_ranged=False)
    low, high = sorted(numbers)
    return Amount(f"{low}-{high}" if low < high else f"{low}")


def _listed(numbers: list[int], plus: str, text: str, *, is_ranged: bool) -> Amount:
    doubts = (Doubt.PER_SET_RANGE,) if is_ranged else ()
    if len(set(numbers)) == 1 and not plus:
        return Amount(str(numbers[0]), len(numbers), doubts=doubts)
    target = ",".join(map(str, numbers)) + plus
    return Amount(target, len(numbers), is_wave=tuple(numbers) == _WAVE and "/" in text, doubts=doubts)


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))
