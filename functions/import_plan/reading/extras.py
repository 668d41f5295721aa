"""Reading what comes with sets and reps: rest, effort, percentages, tempo, increases."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from functions.import_plan.reading.amounts import NUMBER, clock_seconds, decimal
from functions.import_plan.reading.loads import Units
from functions.import_plan.reading.model import Doubt
from functions.import_plan.reading.scan import Scan
from functions.import_plan.reading.words import EACH_SIDE, KG, LB, MINUTES, REST, SECONDS, SETS, WARMUP

_TO = r" ?(?:-|to|bis|a) ?"
_UNIT = rf"(?: ?(?P<unit>{SECONDS}|{MINUTES}|m\b))"
_ODD = rf"(?: ?(?P<odd>\d{{1,2}}) ?(?:{SECONDS}))?"
_VALUE = rf"(?P<value>\d{{1,4}}(?:[.,]\d{{1,2}})?)(?:{_TO}\d{{1,4}}(?:[.,]\d{{1,2}})?)?"
_SPAN = rf"(?:(?P<clock>\d{{1,2}}:\d\d)(?: ?{MINUTES})?|{_VALUE}{_UNIT}{_ODD})"
_FIRST = (
    rf"\b(?:{REST}|r)(?! ?-? ?pause)\b(?: (?:between|zwischen|entre) [a-z ]{{0,20}})?"
    r" ?[:=]? ?(?:of |de |von |ca\.? )?"
)
# The most certain pattern first: "30s rest 60s" is a rest of 60 seconds.
_RESTS = (
    re.compile(_FIRST + _SPAN),
    re.compile(
        rf"(?<![\d.,x-]){_SPAN} ?(?:de )?(?:{REST}\b|between\b|zwischen\b|entre\b)(?:[a-z ]{{0,24}}{SETS})?"
    ),
    re.compile(
        rf"{_FIRST}(?P<clock>\b\B)?{_VALUE}(?P<unit>\b\B)?(?P<odd>\b\B)?(?![\d:.,]| ?(?:{KG}|{LB}|x))"
    ),
)
_REST_BARE = re.compile(rf"(?:(?<=[,;/(\x1f])|(?<=[,;/\x1f] )){_SPAN}(?= *(?:$|[,;)\x1f]))")
_TEMPO = re.compile(
    r"\btempo ?[:=]? ?[\dx]{1,2}(?:[-/.]?[\dx]{1,2}){2,3}\b|@ ?\d[\dx]\d[\dx]\b(?! ?(?:k|lb|p|#))"
    r"|\b\d-\d-[\dx]-\d\b(?= ?tempo)"
)
_HALVES = r"(?:10|\d)(?:[.,]5)?"
# "5 RPE 8": the number after the word is the RPE.
_NOT_FIRST = r"(?! ?[:=@]? ?\d)"
_RPE = re.compile(
    rf"(?:@ ?)?\brpe ?[:=@]? ?(?P<low>{_HALVES})(?:{_TO}(?P<high>{_HALVES}))?(?![\d%])"
    rf"|(?:@ ?)?(?<![\d.,x-])(?P<low2>{_HALVES})(?:{_TO}(?P<high2>{_HALVES}))? ?rpe\b{_NOT_FIRST}"
)
_RIR = re.compile(
    rf"(?:@ ?)?\brir ?[:=@]? ?(?P<low>\d)(?:{_TO}(?P<high>\d))?(?!\d)"
    rf"|(?:@ ?)?(?<![\d.,x-])(?P<low2>\d)(?:{_TO}(?P<high2>\d))? ?"
    rf"(?:rir\b{_NOT_FIRST}|rep(?:s|etitions)? (?:in reserve|left|in the tank)"
    r"|(?:wdh\.?|wiederholungen) (?:in reserve|im tank)|(?:reps?|repeticiones) en reserva|en reserva)"
)
_BARE_RPE = re.compile(
    rf"@ ?(?P<low>{_HALVES})(?:{_TO}(?P<high>{_HALVES}))?(?![\d%:.,x]|-\d| ?(?:{KG}|{LB}))"
)
_PERCENT = re.compile(
    rf"(?P<at>@ ?)?(?:\b(?:at|bei|mit|al|con) )?(?<![\d.,])"
    rf"(?P<all>{NUMBER} ?%?(?: ?[-/,] ?{NUMBER} ?%?){{0,9}})(?<=%)"
    r"(?: ?(?:of |des |de |del |vom |von )?(?:your |my )?"
    r"(?P<of>1 ?rm|e1rm|max\b|tm\b|training max|trainingsmax))?"
)
_TRAINING_MAX = re.compile(
    rf"\b(?:tm|training ?max|trainingsmax) ?[:=]? ?(?:of )?(?P<load>{NUMBER}) ?(?P<unit>{KG}|{LB})?"
)
_INCREASE = re.compile(
    rf"(?:\b(?:add|increase(?: by)?|steiger\w*(?: um)?|plus|sumar?|subir|aumentar)\b ?|\+ ?)"
    rf"(?P<load>{NUMBER}) ?(?P<unit>{KG}|{LB}) ?(?:/|each|per|every|a|jede\w*|pro|cada|por|al?) ?"
    r"(?:week|workout|session|time|woche|training|einheit|mal|semana|sesion|vez)"
)
_WARMUP_SETS = re.compile(
    rf"\b(?:\d{{1,2}}(?: ?- ?\d)? ?{WARMUP}(?: ?{SETS})?|{WARMUP} ?{SETS}:? ?\d{{1,2}})"
)
_WARMUP_MARK = re.compile(
    rf"[(\[]{WARMUP}[)\]]|\b{WARMUP} ?(?:sets?|satz|serie)\b|\b{WARMUP}$|^{WARMUP}\b(?! then)"
)
_WARMUP_FIRST = re.compile(rf"\b{WARMUP},? (?:and |und |y )?(?:then|first|dann|zuerst|luego)\b")
_FRACTION = re.compile(r"@ ?(?P<share>0[.,]\d{1,3})(?![\d%]| ?(?:k|lb))")
_EACH_SIDE = re.compile(EACH_SIDE)
_LAST_AMRAP = re.compile(
    r"\b(?:last|final|letzter?|ultima) (?:set|satz|serie) (?:is |as |to |al |bis )?(?:an )?"
    r"(?:amrap|failure|max\b|fallo|versagen|zum versagen)|\bamrap (?:on |the )*last(?: set)?"
)

_LEAST_BARE_RPE = Decimal(5)
_LIKELY_PERCENTS = (30, 120)
_MINUTES_BELOW = 15
_SECONDS_PER_MINUTE = 60
# A pause of 3 s is part of the movement, not a rest.
_LEAST_REST, _MOST_REST = 10, 3600
_FULL_EFFORT = Decimal(10)


@dataclass(slots=True)
class Extras:
    """What was found besides sets, reps and load; fields as in Prescription."""

    rest_seconds: int | None = None
    rir: Decimal | None = None
    percents: tuple[Decimal, ...] = ()
    is_of_training_max: bool = False
    training_max_kg: Decimal | None = None
    increase_kg: Decimal | None = None
    is_warmup: bool = False
    is_last_open: bool = False
    notes: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def take_extras(scan: Scan, units: Units) -> Extras:
    """Take everything but sets, reps and load, the most certain patterns first."""
    extras = Extras()
    _note(extras, scan.peel(_TEMPO))
    _note(extras, scan.peel(_WARMUP_SETS))
    _note(extras, scan.peel(_WARMUP_FIRST))
    extras.is_last_open = scan.take(_LAST_AMRAP) is not None
    extras.is_warmup = scan.take(_WARMUP_MARK) is not None
    _take_steps(scan, units, extras)
    _take_rest(scan, extras)
    _take_effort(scan, extras)
    _take_percents(scan, extras)
    return extras


def take_sides(scan: Scan, extras: Extras) -> None:
    """Take `per leg` and the like, right after the reps, as a note."""
    side = _EACH_SIDE.search(scan.folded)
    is_short = side is not None and side[0].startswith("/")
    written = scan.peel(_EACH_SIDE)
    _note(extras, f"per {written}" if written and is_short else written)


def take_late(scan: Scan, extras: Extras) -> None:
    """Take what only has a meaning with sets and reps: a time in brackets, a small number after @."""
    if extras.rest_seconds is None:
        bare = scan.take(_REST_BARE)
        if bare and _set_rest(extras, bare):
            extras.doubts.append(Doubt.BARE_REST)
    match = _BARE_RPE.search(scan.folded)
    if extras.rir is None and match and decimal(match["low"]) >= _LEAST_BARE_RPE:
        scan.take(_BARE_RPE)
        _set_rpe(extras, match["low"], match["high"])
        extras.doubts.append(Doubt.BARE_RPE)


def _note(extras: Extras, note: str | None) -> None:
    if note:
        extras.notes.append(note)


def _take_steps(scan: Scan, units: Units, extras: Extras) -> None:
    step = scan.take(_INCREASE)
    if step:
        load = units.load(step["load"], step["unit"])
        extras.increase_kg = load.kg if load else None
    training_max = scan.take(_TRAINING_MAX)
    if training_max:
        load = units.load(training_max["load"], training_max["unit"])
        extras.training_max_kg = load.kg if load else None
        extras.doubts.extend(load.doubts if load else ())


def _take_rest(scan: Scan, extras: Extras) -> None:
    for pattern in _RESTS:
        match = pattern.search(scan.folded)
        if match and _set_rest(extras, match):
            scan.take(pattern)
            return


def _set_rest(extras: Extras, match: re.Match[str]) -> bool:
    if match["clock"]:
        seconds = Decimal(clock_seconds(match["clock"]))
    else:
        value, unit = decimal(match["value"]), match["unit"]
        # "Rest 2" means minutes and "rest 90" seconds, by their size.
        is_minutes = unit.startswith(("m", "'")) if unit else value < _MINUTES_BELOW
        seconds = value * _SECONDS_PER_MINUTE + int(match["odd"] or 0) if is_minutes else value
    if not _LEAST_REST <= seconds <= _MOST_REST:
        return False
    extras.rest_seconds = int(seconds)
    if "-" in match[0]:
        extras.notes.append(match[0].strip(" ()"))
    return True


def _take_effort(scan: Scan, extras: Extras) -> None:
    rir = scan.take(_RIR)
    if rir:
        low, high = rir["low"] or rir["low2"], rir["high"] or rir["high2"]
        extras.rir = (decimal(low) + decimal(high or low)) / 2
    rpe = scan.take(_RPE)
    if rpe and extras.rir is None:
        _set_rpe(extras, rpe["low"] or rpe["low2"], rpe["high"] or rpe["high2"])


def _set_rpe(extras: Extras, low: str, high: str | None) -> None:
    """Set reps in reserve to 10 - RPE (Zourdos 2016, J Strength Cond Res 30:267); for a range its middle."""
    rpe = (decimal(low) + decimal(high or low)) / 2
    if 0 < rpe <= _FULL_EFFORT:
        extras.rir = _FULL_EFFORT - rpe


def _take_percents(scan: Scan, extras: Extras) -> None:
    fraction = scan.take(_FRACTION)
    if fraction:
        extras.percents = (decimal(fraction["share"]) * 100,)
        return
    for match in _PERCENT.finditer(scan.folded):
        numbers = [decimal(n) for n in re.findall(NUMBER, match["all"])]
        least, most = _LIKELY_PERCENTS
        if not all(least <= n <= most for n in numbers):
            continue
        is_range = "-" in match["all"] and len(numbers) == 2  # noqa: PLR2004 - from and to
        extras.percents = (min(numbers),) if is_range else tuple(numbers)
        extras.is_of_training_max = bool(match["of"]) and match["of"].startswith("t")
        if is_range:
            extras.notes.append(match["all"].strip())
            extras.doubts.append(Doubt.RANGE)
        scan.take(_PERCENT, match.start())
        return
