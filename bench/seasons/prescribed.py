"""Reads what `next_workout` prescribes: sets with loads and repetitions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.seasons.curve import MOST_REPS, Demand
from bench.seasons.lifts import Lift

# Of the training max, in the last set of each week of 5/3/1.
_PERCENTS = {"5,5,5+": 0.85, "3,3,3+": 0.9, "5,3,1+": 0.95, "5": 0.6}


@dataclass(frozen=True)
class Prescribed:
    """One exercise of `next_workout`."""

    plan_exercise_id: str
    exercise_id: str
    sets: int
    reps: str
    load_kg: float | None
    loads_kg: tuple[float, ...]
    reason_code: str

    @classmethod
    def read(cls, exercise: Mapping[str, Any]) -> "Prescribed":
        """Read an exercise of the document."""
        load = exercise["suggested_weight_kg"]
        return cls(
            exercise["plan_exercise_id"], exercise["exercise_id"], exercise["target_sets"],
            exercise["target_reps"], None if load is None else float(load),
            tuple(map(float, exercise["loads_kg"] or ())), exercise["reason_code"],
        )  # fmt: skip

    @property
    def heaviest_percent(self) -> float:
        """The share of the training max that the last set of this week of a wave has."""
        return _PERCENTS[self.reps]

    def low(self, place: int) -> int:
        """Return the fewest repetitions of a set."""
        if self.reps == "AMRAP":
            return 1
        numbers = [int(one) for one in re.findall(r"\d+", self.reps)]
        return numbers[0] if "-" in self.reps else numbers[min(place, len(numbers) - 1)]

    def high(self, place: int) -> int:
        """Return the most repetitions of a set; the fewest where the notation has no range."""
        if self.reps == "AMRAP":
            return MOST_REPS
        return int(self.reps.split("-")[1]) if "-" in self.reps else self.low(place)

    def is_open(self, place: int) -> bool:
        """Return whether a set is for as many repetitions as possible."""
        return self.reps == "AMRAP" or (self.reps.endswith("+") and place == self.sets - 1)

    def load(self, place: int) -> float | None:
        """Return the load of a set."""
        return self.loads_kg[place] if place < len(self.loads_kg) else self.load_kg

    def demands(self, lift: Lift, body_kg: float, top: int | None) -> list[Demand]:
        """Return its sets in the kilograms that are moved."""
        return [
            Demand(
                lift.borne(self.load(place), body_kg),
                self.low(place),
                top if top and self.is_open(place) else self.high(place),
            )
            for place in range(self.sets)
        ]


def written(sets: int, reps: str) -> Prescribed:
    """Return sets and repetitions as a plan has them, without a load."""
    return Prescribed("", "", sets, reps, None, (), "")
