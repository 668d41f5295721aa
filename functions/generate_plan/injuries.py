"""What a rule makes of injuries in people's own words: the muscles that nothing may load for now.

A model reads the words themselves. A rule can't tell what hurts from what once did: it spares the whole part.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from shared.planner.terms import Muscle

_SHOULDER = frozenset({Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS})
# Whole words or their beginnings, in the languages of the coach's fixed texts, without accents.
_PARTS: Mapping[str, frozenset[Muscle]] = {
    "knee|knie|rodilla|acl|mcl|menis": frozenset({Muscle.QUADS}),
    "back|spine|rucken|bandscheibe|espalda|lumbar": frozenset({Muscle.LOWER_BACK}),
    "shoulder|rotator|schulter|hombro": _SHOULDER,
    "elbow|ellenbogen|ellbogen|codo": frozenset({Muscle.BICEPS, Muscle.TRICEPS}),
    "wrist|hand|finger|thumb|daumen|muneca|mano|dedo|forearm|unterarm": frozenset({Muscle.FOREARMS}),
    "hip|hufte|cadera|groin|leiste|ingle|adductor": frozenset({Muscle.GLUTES, Muscle.ADDUCTORS}),
    "ankle|achill|knochel|sprunggelenk|tobillo|calf|calves|wade|gemelo|shin|schienbein": frozenset(
        {Muscle.CALVES}
    ),
    "hamstring|isquio": frozenset({Muscle.HAMSTRINGS}),
    "quad|thigh|oberschenkel|muslo": frozenset({Muscle.QUADS, Muscle.HAMSTRINGS}),
    "neck|nacken|cuello|cervical": frozenset({Muscle.NECK, Muscle.TRAPS}),
    "chest|pec|brust|pecho": frozenset({Muscle.CHEST}),
    "rib|rippe|costilla": frozenset({Muscle.ABS, Muscle.OBLIQUES}),
}
_PATTERNS = tuple((re.compile(rf"\b(?:{words})"), muscles) for words, muscles in _PARTS.items())


def spared(injuries: Sequence[str]) -> frozenset[Muscle]:
    """Return the muscles of every part of the body that is named in these texts."""
    words = unicodedata.normalize("NFKD", " ".join(injuries).lower()).encode("ascii", "ignore").decode()
    return frozenset[Muscle]().union(*(muscles for part, muscles in _PATTERNS if part.search(words)))
