"""Rules for injuries described in free text: the muscles that must not be loaded for now.

The model reads the texts themselves. A rule can't tell a current injury from a past one, so it avoids the
whole body part.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from shared.planner.terms import Muscle

_SHOULDER = frozenset({Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS})
# Words or word prefixes in the languages of the coach's fixed texts, without accents.
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
    """Return the muscles of every body part named in these texts."""
    words = unicodedata.normalize("NFKD", " ".join(injuries).lower()).encode("ascii", "ignore").decode()
    return frozenset[Muscle]().union(*(muscles for part, muscles in _PATTERNS if part.search(words)))
