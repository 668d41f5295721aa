"""Loads: kilograms and pounds, after @, in brackets, or with a word."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from functions.import_plan.reading.amounts import NUMBER, decimal
from functions.import_plan.reading.model import Doubt, Unit
from functions.import_plan.reading.scan import Scan
from functions.import_plan.reading.words import KG, LB

# The international avoirdupois pound of 1959, exact.
KG_PER_LB = Decimal("0.45359237")
GRAM = Decimal("0.001")
MOST_KG = Decimal(2000)

_BY = r"(?:@|\b(?:at|with|mit|bei|con|a|de)\b|\bw/|\b(?:weight|gewicht|peso|load):?)"
_PAIR = re.compile(rf"(?:{_BY} ?)?\b2 ?x ?(?P<load>{NUMBER}) ?(?P<unit>{KG}|{LB})")
_WITH_UNIT = re.compile(
    rf"(?:{_BY} ?)?(?:\+ ?)?(?<![\d.,/])(?P<load>{NUMBER})(?P<to> ?(?:-|to|bis) ?{NUMBER})?"
    rf" ?(?P<unit>{KG}|{LB})"
)
# 60/65/70 kg, 60,65,70 kg, 60, 65 kg; but 62,5 kg is one load.
_SEVERAL = re.compile(
    rf"(?:{_BY} ?)?(?<![\d.,/])"
    rf"(?:{NUMBER}(?:/{NUMBER}){{1,9}}|{NUMBER}(?:, {NUMBER}){{1,9}}|\d{{1,4}}(?:,\d{{1,4}}){{2,9}})"
    rf" ?(?:{KG}|{LB})"
)
_AFTER_AT = re.compile(
    rf"(?:@|\b(?:at|with|mit|con)\b|\b(?:weight|gewicht|peso):?) ?(?P<load>{NUMBER})(?![\d%:.,x-])"
)
_BARE = re.compile(rf"\x1f[ ,]*\(?(?P<load>{NUMBER})\)? *(?=$|[,;()\x1f])")
_BODYWEIGHT = re.compile(
    rf"(?:@ ?)?\b(?:bw|bodyweight|body weight|korpergewicht|kg corporal|peso corporal)\b"
    rf"(?: ?\+ ?(?P<load>{NUMBER}) ?(?P<unit>{KG}|{LB})?)?"
)
_IS_LB = re.compile(LB)


@dataclass(frozen=True, slots=True)
class Load:
    """A load in kilograms, rounded to the gram; None for bodyweight."""

    kg: Decimal | None
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Units:
    """The unit of a load without one, and whether the text itself states it."""

    unit: Unit
    is_stated: bool

    def load(self, number: str, unit: str | None) -> Load | None:
        """Return a load in kilograms; None above 2,000 kg, which can't be a load."""
        is_lb = bool(_IS_LB.fullmatch(unit)) if unit else self.unit is Unit.LB
        value = decimal(number) * (KG_PER_LB if is_lb else 1)
        kg = value.quantize(GRAM, ROUND_HALF_UP)
        if kg > MOST_KG:
            return None
        return Load(kg, doubts=() if unit or self.is_stated else (Doubt.UNIT,))


_A_KG = re.compile(rf"\d ?(?:{KG})|\((?:{KG})\)")
_A_LB = re.compile(rf"\d ?(?:{LB})|\((?:{LB})\)")


def units_of(folded: str, otherwise: Unit) -> Units:
    """Return the one unit that a text uses; `otherwise`, unstated, if it uses none or both."""
    has_kg, has_lb = bool(_A_KG.search(folded)), bool(_A_LB.search(folded))
    if has_kg == has_lb:
        return Units(otherwise, is_stated=False)
    return Units(Unit.KG if has_kg else Unit.LB, is_stated=True)


def take_load(scan: Scan, units: Units) -> Load | None:
    """Take the load after or before the sets."""
    pair = scan.take(_PAIR)
    if pair:
        return _noted(units.load(pair["load"], pair["unit"]), f"2 x {pair['load']} {pair['unit']}")
    body = scan.take(_BODYWEIGHT, scan.taken_from())
    if body:
        return (
            _noted(units.load(body["load"], body["unit"]), "added to bodyweight")
            if body["load"]
            else Load(None)
        )
    several = scan.peel(_SEVERAL)
    if several:
        # One number can't express a load per set.
        return Load(None, (several,), (Doubt.OTHER_LOAD,))
    return _single(scan, units)


def _single(scan: Scan, units: Units) -> Load | None:
    written = scan.take(_WITH_UNIT)
    if written:
        load = units.load(written["load"], written["unit"])
        if written["to"]:
            return _doubted(_noted(load, written[0].strip("@ ")), Doubt.RANGE)
        return _doubted(load, Doubt.OTHER_LOAD) if _conflicts(scan, units, load) else load
    after = scan.take(_AFTER_AT)
    if after:
        return units.load(after["load"], None)
    bare = scan.take(_BARE)
    return _doubted(units.load(bare["load"], None), Doubt.BARE_LOAD) if bare else None


def _conflicts(scan: Scan, units: Units, load: Load | None) -> bool:
    """Return whether there is a second load that isn't the same one in the other unit."""
    other = _WITH_UNIT.search(scan.folded)
    second = units.load(other["load"], other["unit"]) if other else None
    if load is None or load.kg is None or second is None or second.kg is None:
        return False
    scan.take(_WITH_UNIT)
    # Written conversions are rounded: 60 kg (132 lb), 60 kg (135 lb).
    return abs(second.kg - load.kg) > load.kg * Decimal("0.05")


def _noted(load: Load | None, note: str) -> Load | None:
    return Load(load.kg, (*load.notes, note), load.doubts) if load else None


def _doubted(load: Load | None, doubt: Doubt) -> Load | None:
    return Load(load.kg, load.notes, (*load.doubts, doubt)) if load else None
