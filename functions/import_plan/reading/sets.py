"""Reading sets and reps: the usual notations, the most certain first."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from functions.import_plan.reading.amounts import AMOUNT, NUMBER, Amount, amount_of, decimal
from functions.import_plan.reading.loads import Load, Units
from functions.import_plan.reading.model import Doubt
from functions.import_plan.reading.scan import Scan
from functions.import_plan.reading.words import AMRAP, KG, LB, PLAIN_SETS, REPS, SETS

_START = r"(?<![\d.,:])"
_COUNT = r"(?P<sets>\d{1,2})(?: ?- ?(?P<most>\d{1,2}))?"
_TIMES = r" ?(?:x|\*|mal\b|by\b|por\b|a) ?"
_OF = r" ?(?:of|x|\*|a|de|je|zu je|con|mit|por|each|:|-|,|;|\||/)? ?"
_LOAD = rf"(?P<load>{NUMBER}) ?(?P<kg>{KG}|{LB})"
# "3x8, 60": two numbers aren't a list for three sets.
_LOAD_BEHIND = re.compile(r"(?P<reps>[1-9]\d{0,2}), ?(?P<load>\d{1,3})")
_MOST_SETS = 50
# Fewer than 20 sets, and a load of at least 20: "100x5x5".
_LEAST_LOAD = 20
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
_WORD_SETS = re.compile(
    rf"\b(?P<word>{'|'.join(_WORDS)}) {SETS}(?: of| x)? (?P<of>{'|'.join(_WORDS)}|\d{{1,2}})\b(?: {REPS})?"
)

_SETS_OF = re.compile(rf"{_START}{_COUNT} ?{SETS}{_OF}(?:bis zum |to |al )?{AMOUNT}")
_AMOUNT_BY_SETS = re.compile(rf"{_START}{AMOUNT} ?(?:x|\*|for|by|fur|por|,|/|-|\|)? ?{_COUNT} ?{PLAIN_SETS}")
_LABELLED = re.compile(rf"\b{SETS} ?[:=] ?{_COUNT}[ ,;|/-]*{REPS} ?[:=] ?{AMOUNT}")
_THREE = re.compile(
    rf"{_START}(?P<a>{NUMBER}) ?(?P<ua>{KG}|{LB})?{_TIMES}"
    rf"(?P<b>\d{{1,3}}(?: ?- ?\d{{1,3}})?\+?) ?(?P<rb>{REPS})?"
    rf"{_TIMES}(?P<c>{NUMBER}) ?(?P<uc>{KG}|{LB})?(?![\d:]| ?%)"
)
_LOAD_BY_REPS = re.compile(rf"{_START}{_LOAD}{_TIMES}{AMOUNT}")
_AMOUNT_BY_COUNT = re.compile(
    rf"{_START}{AMOUNT} ?(?:x|\*) ?(?P<sets>\d{{1,2}})(?P<most>\b\B)?(?![\d.,x-]| ?(?:{KG}|{LB}))"
)
_REPS_BY_LOAD = re.compile(rf"{_START}{AMOUNT} ?(?:x|\*|@|at|mit|con|with) ?{_LOAD}")
_PERCENT_BY_REPS = re.compile(rf"\x1f{_TIMES}{AMOUNT}(?:{_TIMES}(?P<sets>\d{{1,2}})(?P<most>\b\B)?(?!\d))?")
_SETS_BY_AMOUNT = re.compile(rf"{_START}(?P<sets>\d{{1,3}})(?: ?- ?(?P<most>\d{{1,2}}))?{_TIMES}{AMOUNT}")
_REPS_BY_SETS = re.compile(
    rf"{_START}(?P<low>\d{{1,3}}) ?- ?(?P<high>\d{{1,3}}){_TIMES}"
    rf"(?P<count>\d{{1,2}})(?![\d-]| ?(?:{KG}|{LB}))"
)
_AMOUNT = re.compile(rf"{_START}(?<![\w+-]){AMOUNT}(?=$|[\s,;.()\x1f])")
_OPEN_SETS = re.compile(
    rf"{_START}{_COUNT} ?{SETS}(?P<amrap> ?(?:to |till |bis zum |al |hasta el )?{AMRAP})?"
)


@dataclass(frozen=True, slots=True)
class Work:
    """Sets and the target of each, with the load if the notation includes it."""

    sets: int
    amount: Amount
    load: Load | None = None
    doubts: tuple[Doubt, ...] = ()


def take_work(scan: Scan, units: Units) -> Work | None:
    """Take sets and reps; None if there are none, or they make no sense."""
    for pattern, read in _NOTATIONS:
        match = pattern.search(scan.folded)
        work = read(match, units) if match else None
        if match and work and 0 < work.sets <= _MOST_SETS:
            scan.take(pattern)
            return work
    return None


def _of_words(match: re.Match[str], _units: Units) -> Work | None:
    reps = match["of"]
    return Work(_WORDS[match["word"]], Amount(str(_WORDS.get(reps, reps))))


def _of_count(match: re.Match[str], _units: Units) -> Work | None:
    amount = amount_of(match)
    if amount is None:
        return None
    sets = int(match["sets"]) if match["sets"] else amount.count or 1
    doubts = (Doubt.SETS_RANGE,) if match["most"] else ()
    if amount.count and amount.count != sets:
        # Sets beyond the list use its last number.
        doubts = (*doubts, Doubt.LIST_LENGTH)
    return Work(max(amount.count or 1, sets), amount, doubts=doubts)


def _of_three(match: re.Match[str], units: Units) -> Work | None:
    a, c = decimal(match["a"]), decimal(match["c"])
    load_first = bool(match["ua"]) or (not match["uc"] and a >= _LEAST_LOAD and a >= c)
    if load_first:
        load, sets = units.load(match["a"], match["ua"]), c
    elif match["uc"] or c >= _LEAST_LOAD:
        load, sets = units.load(match["c"], match["uc"]), a
    else:
        # 3x10x15: the first two nearly always mean sets by reps, and a load of 15 is possible.
        load, sets = units.load(match["c"], None), a
    amount = amount_of(_amount_match(match["b"]))
    if load is None or amount is None or sets != int(sets):
        return None
    return Work(int(sets), amount, load, _order_doubts(match, sets, load_first=load_first))


def _order_doubts(match: re.Match[str], sets: Decimal, *, load_first: bool) -> tuple[Doubt, ...]:
    if match["rb"]:
        return ()
    if match["ua"] or match["uc"]:
        # After a load, both reps x sets and sets x reps are common; 5x5 is the same either way.
        is_clear = not load_first or match["b"] == match["c"] or "-" in match["b"] or "+" in match["b"]
        return () if is_clear else (Doubt.ORDER,)
    largest = max(decimal(match["a"]), decimal(match["c"]))
    return (Doubt.ORDER,) if largest >= _LEAST_LOAD and sets < _LEAST_LOAD else (Doubt.ORDER_TIE,)


def _amount_match(text: str) -> re.Match[str]:
    match = re.fullmatch(AMOUNT, text)
    if match is None:
        raise AssertionError(text)
    return match


def _of_named_amount(match: re.Match[str], units: Units) -> Work | None:
    """Read 500m x 4 or 10 reps x 3, where a unit marks the amount; 3x10 has none."""
    is_named = match["measured"] or match["clock"] or (match["list"] and re.search(REPS, match[0]))
    return _of_count(match, units) if is_named else None


def _of_load_and_amount(match: re.Match[str], units: Units) -> Work | None:
    amount, load = amount_of(match), units.load(match["load"], match["kg"])
    return Work(amount.count or 1, amount, load) if amount and load else None


def _of_two(match: re.Match[str], units: Units) -> Work | None:
    work = _of_count(match, units)
    if work is None or not match["list"] or match["most"]:
        return work
    tail = _LOAD_BEHIND.fullmatch(match["list"])
    if tail and Doubt.LIST_LENGTH in work.doubts and int(tail["load"]) >= _LEAST_LOAD:
        load = units.load(tail["load"], None)
        return Work(int(match["sets"]), Amount(tail["reps"]), load, (Doubt.BARE_LOAD,))
    # 100x5 isn't a hundred sets: 100 is a load.
    is_load = work.sets == int(match["sets"]) and work.sets >= _LEAST_LOAD and work.amount.count is None
    if not is_load:
        return work
    load = units.load(match["sets"], None)
    return Work(1, work.amount, load, (Doubt.ORDER,)) if load else None


def _of_range_first(match: re.Match[str], _units: Units) -> Work | None:
    amount = amount_of(_amount_match(f"{match['low']}-{match['high']}"))
    # 3-4x8 is a range of sets; 8-12x3 a range of reps.
    if amount is None or int(match["low"]) <= int(match["count"]):
        return None
    return Work(int(match["count"]), amount)


def _of_amount(match: re.Match[str], _units: Units) -> Work | None:
    amount = amount_of(match)
    if amount is None or (match["list"] and amount.count is None and not re.search(REPS, match[0])):
        return None
    if match["list"] and "," in match["list"] and match.string[: match.start()].rstrip().endswith(","):
        # "Row, 4, 8, 60": cells of a table without a header, not a list of reps.
        return None
    is_clear = amount.count or match["measured"]
    return Work(amount.count or 1, amount, doubts=() if is_clear else (Doubt.SINGLE_SET,))


def _of_open_sets(match: re.Match[str], _units: Units) -> Work | None:
    doubts = (Doubt.SETS_RANGE,) if match["most"] else ()
    return Work(int(match["sets"]), Amount("AMRAP"), doubts=doubts) if match["amrap"] else None


def take_bare_reps(scan: Scan) -> Work | None:
    """Take the number left of `@ 80%` or `RPE 8` as the reps, if there are no others."""
    match = _BARE_REPS.search(scan.folded)
    amount = amount_of(match) if match else None
    if amount is None:
        return None
    scan.take(_BARE_REPS)
    return Work(amount.count or 1, amount, doubts=(Doubt.BARE_REPS,))


_BARE_REPS = re.compile(rf"{_START}(?<![\w+-]){AMOUNT} *\x1f")
_NOTATIONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Units], Work | None]], ...] = (
    (_WORD_SETS, _of_words),
    (_LABELLED, _of_count),
    (_SETS_OF, _of_count),
    (_AMOUNT_BY_SETS, _of_count),
    (_THREE, _of_three),
    (_LOAD_BY_REPS, _of_load_and_amount),
    (_REPS_BY_SETS, _of_range_first),
    (_PERCENT_BY_REPS, _of_count),
    (_AMOUNT_BY_COUNT, _of_named_amount),
    (_SETS_BY_AMOUNT, _of_two),
    (_REPS_BY_LOAD, _of_load_and_amount),
    (_OPEN_SETS, _of_open_sets),
    (_AMOUNT, _of_amount),
)
