"""What trunk exercises train it against: a week has more than one kind."""

from collections.abc import Mapping

from shared.planner.facts import ExerciseFacts
from shared.planner.terms import Muscle, Term


class TrunkKind(Term):
    """The movement that a trunk exercise resists or makes."""

    ANTI_EXTENSION = "anti_extension"
    ANTI_ROTATION = "anti_rotation"
    SIDE = "side"
    FLEXION = "flexion"
    ROTATION = "rotation"


_KINDS: Mapping[TrunkKind, frozenset[str]] = {
    TrunkKind.ANTI_EXTENSION: frozenset(
        {
            "plank",
            "short-lever-plank",
            "dead-bug",
            "hollow-hold",
            "ab-wheel-rollout",
            "heel-slide",
            "leg-raise",
        }
    ),
    TrunkKind.ANTI_ROTATION: frozenset(
        {"bird-dog", "pallof-press", "band-pallof-press", "glute-bridge-march", "renegade-row"}
    ),
    TrunkKind.SIDE: frozenset({"side-plank", "side-plank-knees", "copenhagen-plank", "suitcase-carry"}),
    TrunkKind.ROTATION: frozenset(
        {
            "russian-twist",
            "medicine-ball-twist",
            "cable-woodchop",
            "landmine-rotation",
            "bicycle-crunch",
            "turkish-get-up",
        }
    ),
}
_KIND_OF = {slug: kind for kind, slugs in _KINDS.items() for slug in slugs}
TRUNK = frozenset({Muscle.ABS, Muscle.OBLIQUES})


def trunk_kind(exercise: ExerciseFacts) -> TrunkKind | None:
    """Return the kind of a trunk exercise; None for any other."""
    if exercise.primary_muscle not in TRUNK:
        return None
    return _KIND_OF.get(exercise.slug, TrunkKind.FLEXION)
