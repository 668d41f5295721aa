"""The exercises of the seasons: how strong people are in them, and what moves the load."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# 1RM ÷ body weight by ExRx's standards, novice halfway from untrained. Pulling up: body and added load. A
# stalling person starts like a novice.
_ANCHORS: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "male": {
        "squat": {"novice": 0.95, "intermediate": 1.49, "advanced": 2.04},
        "bench": {"novice": 0.82, "intermediate": 1.10, "advanced": 1.52},
        "deadlift": {"novice": 1.17, "intermediate": 1.74, "advanced": 2.44},
        "press": {"novice": 0.52, "intermediate": 0.76, "advanced": 0.91},
        "pull": {"novice": 1.12, "intermediate": 1.30, "advanced": 1.50},
    },
    "female": {
        "squat": {"novice": 0.65, "intermediate": 1.00, "advanced": 1.29},
        "bench": {"novice": 0.60, "intermediate": 0.71, "advanced": 0.96},
        "deadlift": {"novice": 0.81, "intermediate": 1.21, "advanced": 1.67},
        "press": {"novice": 0.35, "intermediate": 0.50, "advanced": 0.67},
        "pull": {"novice": 0.95, "intermediate": 1.08, "advanced": 1.25},
    },
}


@dataclass(frozen=True)
class Lift:
    """An exercise: `share` of the strength of an anchor, per hand where dumbbells are held in both.

    `bears`: what is moved is the load, a share of the body weight, or that less the assistance.
    """

    slug: str
    anchor: str
    share: float
    step_kg: float
    bears: Literal["load", "body", "assisted"] = "load"
    body_share: float = 0
    gains: float = 1

    def untrained(self, sex: str, kind: str) -> float:
        """Return the 1RM ÷ body weight at the beginning."""
        levels = _ANCHORS[sex][self.anchor]
        return self.share * levels.get(kind, levels["novice"])

    def borne(self, load_kg: float | None, body_kg: float) -> float:
        """Return the kilograms that are moved with this load."""
        given = load_kg or 0
        match self.bears:
            case "load":
                return given
            case "body":
                return self.body_share * body_kg
            case "assisted":
                return max(self.body_share * body_kg - given, 1)

    def load_for(self, borne_kg: float, body_kg: float) -> float:
        """Return the load, or the assistance, that makes this weight move."""
        return borne_kg if self.bears == "load" else max(self.body_share * body_kg - borne_kg, 0)


SQUAT = Lift("barbell-back-squat", "squat", 1, 2.5)
BENCH = Lift("barbell-bench-press", "bench", 1, 2.5)
DEADLIFT = Lift("barbell-deadlift", "deadlift", 1, 5)
PRESS = Lift("overhead-press", "press", 1, 2.5, gains=0.8)
ROW = Lift("barbell-row", "bench", 0.8, 2.5)
ROMANIAN = Lift("romanian-deadlift", "deadlift", 0.75, 2.5)
LEG_PRESS = Lift("leg-press", "squat", 1.85, 5)
PULLDOWN = Lift("lat-pulldown", "bench", 0.85, 2.5)
CABLE_ROW = Lift("seated-cable-row", "bench", 0.85, 2.5)
LEG_CURL = Lift("leg-curl", "squat", 0.4, 2.5)
DUMBBELL_BENCH = Lift("dumbbell-bench-press", "bench", 0.41, 2)
DUMBBELL_PRESS = Lift("dumbbell-shoulder-press", "bench", 0.25, 2)
DUMBBELL_CURL = Lift("dumbbell-curl", "bench", 0.2, 1)
LATERAL_RAISE = Lift("lateral-raise", "bench", 0.13, 1)
FACE_PULL = Lift("face-pull", "bench", 0.35, 1)
SPLIT_SQUAT = Lift("bulgarian-split-squat", "squat", 0.26, 2)
PUSH_UP = Lift("push-up", "bench", 1.12, 0, "body", 0.69)
CHIN_UP = Lift("chin-up", "pull", 1, 0, "body", 0.95)
INVERTED_ROW = Lift("inverted-row", "pull", 0.75, 0, "body", 0.6)
ASSISTED_PULL_UP = Lift("assisted-pull-up", "pull", 0.9, 5, "assisted", 0.95)
ASSISTED_DIP = Lift("assisted-dip", "pull", 0.95, 5, "assisted", 0.95)
