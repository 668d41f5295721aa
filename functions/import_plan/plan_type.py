"""Deriving a plan's type from the names of its days and its exercises."""

import re
from collections.abc import Iterable, Sequence

from functions.import_plan.matching import Entry
from functions.import_plan.reading.clean import fold
from shared.planner.terms import PlanType

_KINDS = (
    ("push", re.compile(r"\b(?:push|druck|drucken|empuje)\b")),
    ("pull", re.compile(r"\b(?:pull|zug|ziehen|tiron)\b")),
    ("legs", re.compile(r"\b(?:legs?|beine|piernas?)\b")),
    ("upper", re.compile(r"\b(?:upper|oberkorper|torso|ok)\b")),
    ("lower", re.compile(r"\b(?:lower|unterkorper|uk|piernas?)\b")),
    ("full", re.compile(r"\b(?:full ?body|total body|ganzkorper|gk|cuerpo completo)\b")),
    (
        "part",
        re.compile(
            r"\b(?:chest|back|shoulders?|arms?|biceps|triceps|brust|rucken|schultern?|arme|bizeps|trizeps"
            r"|pecho|espalda|hombros?|brazos?)\b"
        ),
    ),
)
_PPL = re.compile(r"\bppl\b|\bpush[ /]pull[ /]legs\b")
_LEAST_PARTS = 2


def plan_type_of(title: str, day_names: Sequence[str], exercises: Iterable[Entry]) -> PlanType:
    """Return the plan's type; `other` if neither names nor exercises show it."""
    used = list(exercises)
    kinds = [_kinds(name) for name in day_names]
    entitled = _kinds(title)
    named = entitled.union(*kinds)
    if all(entry.tracking_type == "distance_duration" for entry in used):
        return PlanType.CARDIO
    if {"push", "pull", "legs"} <= named:
        return PlanType.PUSH_PULL_LEGS
    if {"upper", "lower"} <= named:
        return PlanType.UPPER_LOWER
    if sum("part" in kind for kind in kinds) >= _LEAST_PARTS:
        return PlanType.SPLIT
    if all(entry.tracking_type in ("reps_only", "duration") and not entry.equipment for entry in used):
        return PlanType.BODYWEIGHT
    is_full = "full" in entitled or len(kinds) == 1 or all("full" in kind for kind in kinds)
    return PlanType.FULL_BODY if is_full else PlanType.OTHER


def _kinds(name: str) -> set[str]:
    folded = fold(name)
    found = {kind for kind, pattern in _KINDS if pattern.search(folded)}
    return found | {"push", "pull", "legs"} if _PPL.search(folded) else found
