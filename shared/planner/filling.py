"""A week that is being filled: what each day has, what could be added, and what could go."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from shared.planner.balance import BASIC_PATTERNS, Side
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.load import WeekLoad
from shared.planner.openings import MIN_SETS, Opening, opening
from shared.planner.pairs import is_short
from shared.planner.pool import Pool
from shared.planner.prescription import Prescription
from shared.planner.selection import preference, shortlist
from shared.planner.session_time import set_seconds, setup_seconds
from shared.planner.splits import Split
from shared.planner.terms import Level, Mechanic, MovementPattern, Muscle
from shared.planner.trunk import TrunkKind, trunk_kind
from shared.planner.volume import GROUP_OF

# In a short session two exercises of two sets reach more muscles than one of four.
USUAL_SETS, SHORT_SETS = 3, 2
# Gear that somebody owns and would see unused: not of a whole gym.
_FEW_PIECES = 12

# Variety: a second exercise of a movement on the same day is worth little, of a heavy one next to nothing.
# Beginners learn by repetition, so for them an exercise may recur sooner; on a third day it bores them, too.
_SAME_PATTERN_TODAY, _SAME_LIFT_TODAY = 0.35, 0.1
_SAME_MUSCLE_TODAY = 0.5
_USED_THIS_WEEK, _USED_BY_BEGINNER = 0.5, 0.75
_MOST_DAYS_OF_A_LIFT, _ONCE_TOO_OFTEN = 2, 0.3
_HEAVY = (MovementPattern.SQUAT, MovementPattern.HINGE)


@dataclass(slots=True)
class FilledWeek:
    """The exercises of each day in the order they were chosen, with their working sets."""

    load: WeekLoad
    chosen: list[dict[str, ExerciseFacts]]
    patterns: Counter[MovementPattern] = field(default_factory=Counter)
    # Doses of lines that have one of their own, by day and exercise id.
    doses: dict[tuple[int, str], Prescription] = field(default_factory=dict)

    def sets(self, day: int, exercise: ExerciseFacts) -> int:
        """Return the working sets of an exercise on a day."""
        return self.load.days[day].exercises[exercise.id]


@dataclass(frozen=True, slots=True)
class Today:
    """What a day already trains, and what the week has used."""

    patterns: frozenset[MovementPattern]
    muscles: frozenset[Muscle]
    week_muscles: frozenset[Muscle]
    used: Counter[str]
    trunk_kinds: frozenset[TrunkKind | None]
    gear: frozenset[str]

    @classmethod
    def of(cls, week: FilledWeek, day: int) -> Self:
        """Return it for a day of a week as it is now."""
        chosen = week.chosen[day].values()
        everything = [exercise for day in week.chosen for exercise in day.values()]
        return cls(
            frozenset(exercise.movement_pattern for exercise in chosen),
            frozenset(exercise.primary_muscle for exercise in chosen),
            frozenset(exercise.primary_muscle for exercise in everything),
            Counter(exercise.id for exercise in everything),
            frozenset(trunk_kind(exercise) for exercise in everything),
            frozenset(piece for exercise in everything for piece in exercise.equipment),
        )


@dataclass(slots=True)
class Filling:
    """A week with the exercises that each day could take, and their likings.

    `gear` is what a small set of equipment has; `is_short` says that there is time for little.
    """

    brief: Brief
    pool: Pool
    split: Split
    week: FilledWeek
    # How often something may still go for something else: an end to giving and taking.
    exchanges: int = 12
    candidates: Sequence[Sequence[ExerciseFacts]] = field(init=False)
    likings: Mapping[str, float] = field(init=False)
    gear: frozenset[str] = field(init=False)
    is_short: bool = field(init=False)

    def __post_init__(self) -> None:
        few = shortlist(self.brief, self.pool.strength)
        self.candidates = [[e for e in few if load.is_open_to(e)] for load in self.week.load.days]
        self.likings = {e.id: preference(self.brief, e) for e in few}
        owned = self.brief.equipment
        self.gear = owned if len(owned) <= _FEW_PIECES else frozenset()
        self.is_short = is_short(self.brief)

    @property
    def load(self) -> WeekLoad:
        """The week's totals."""
        return self.week.load

    def side(self, exercise: ExerciseFacts) -> Side | None:
        """Return the side that an exercise counts for."""
        return self.load.demand(exercise).side

    def steps(self, day: int) -> Iterator[Opening]:
        """Yield what a day could take next: an exercise, or one more set of a present one."""
        load = self.load.days[day]
        usual = SHORT_SETS if self.is_short else USUAL_SETS
        for exercise in self.candidates[day]:
            for sets in (1,) if exercise.id in load.exercises else (usual, MIN_SETS):
                if found := opening(self.load, load, exercise, sets):
                    yield found
                    break

    def chosen_on(self, side: Side) -> Iterator[tuple[int, ExerciseFacts]]:
        """Yield the day and exercise of everything on a side."""
        for day, chosen in enumerate(self.week.chosen):
            for exercise in chosen.values():
                if self.side(exercise) is side:
                    yield day, exercise

    def take(self, step: Opening) -> None:
        """Add a step to the week."""
        self.load.add(step.day, step.exercise, step.sets, step.seconds)
        day = next(i for i, load in enumerate(self.load.days) if load is step.day)
        if step.exercise.id not in self.week.chosen[day]:
            self.week.chosen[day][step.exercise.id] = step.exercise
            self.week.patterns[step.exercise.movement_pattern] += 1

    def take_best_for(self, side: Side) -> bool:
        """Take the best step of any day for a side; return whether there was one."""
        possible = (
            step
            for day in range(len(self.week.chosen))
            for step in self.steps(day)
            if self.side(step.exercise) is side
        )
        found = max(
            possible,
            key=lambda step: (preference(self.brief, step.exercise), -step.day.sets, -step.sets),
            default=None,
        )
        if found is not None:
            self.take(found)
        return found is not None

    def drop(self, day: int, exercise: ExerciseFacts) -> None:
        """Take away a set; of a scheme that fixes their number, or of the last two, the whole exercise."""
        load = self.load.days[day]
        present = load.exercises[exercise.id]
        whole = present <= MIN_SETS or exercise.id in load.closed
        sets = present if whole else 1
        each, setup = self._seconds(day, exercise)
        self.load.add(load, exercise, -sets, -(sets * each + (setup if whole else 0)))
        if whole:
            del load.exercises[exercise.id], self.week.chosen[day][exercise.id]
            load.closed.discard(exercise.id)
            load.own_seconds.pop(exercise.id, None)
            self.week.doses.pop((day, exercise.id), None)
            self.week.patterns[exercise.movement_pattern] -= 1

    def dispensable(self, day: int, exercise: ExerciseFacts) -> tuple[float, int, str]:
        """Return what to drop first: of a muscle far above its low end, of an exercise with many sets."""
        group = GROUP_OF.get(exercise.primary_muscle)
        surplus = self.load.volume[group] - self.load.bands[group].low if group else math.inf
        return surplus, self.week.sets(day, exercise), exercise.slug

    def is_new_movement(self, exercise: ExerciseFacts) -> bool:
        """Return whether the week lacks the basic movement of an exercise."""
        pattern = exercise.movement_pattern
        compound = exercise.mechanic is Mechanic.COMPOUND
        return compound and pattern in BASIC_PATTERNS and not self.week.patterns[pattern]

    def variety(self, today: Today, exercise: ExerciseFacts) -> float:
        """Return a factor up to 1: less where the day or the week has the like already."""
        value = 1.0
        if exercise.mechanic is Mechanic.COMPOUND and exercise.movement_pattern in today.patterns:
            value *= _SAME_LIFT_TODAY if exercise.movement_pattern in _HEAVY else _SAME_PATTERN_TODAY
        if exercise.primary_muscle in today.muscles:
            value *= _SAME_MUSCLE_TODAY
        if exercise.id in today.used:
            beginner = self.brief.fitness_level is Level.BEGINNER
            value *= _USED_BY_BEGINNER if beginner else _USED_THIS_WEEK
            if today.used[exercise.id] >= _MOST_DAYS_OF_A_LIFT:
                value *= _ONCE_TOO_OFTEN
        return value

    def _seconds(self, day: int, exercise: ExerciseFacts) -> tuple[float, float]:
        """Return the seconds of a set on this day, and those before the first."""
        demand, dose = self.load.demand(exercise), self.week.doses.get((day, exercise.id))
        if dose is None:
            return demand.seconds, demand.setup
        each = set_seconds(dose.reps, dose.rest_seconds, is_unilateral=exercise.is_unilateral)
        return each, setup_seconds(exercise, dose.reps)
