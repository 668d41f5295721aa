"""What a week of training adds up to, and the upper limits that another set must stay within."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.planner.balance import OPPOSITE, Side, side_of, tips
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.session_time import most_sets
from shared.planner.terms import Muscle
from shared.planner.volume import (
    MAX_SETS_PER_MUSCLE_AND_SESSION,
    Band,
    VolumeGroup,
    bands,
    set_credits,
)

# Beyond this a session is a list of stations, not training.
MAX_EXERCISES_PER_DAY = 9


@dataclass(slots=True)
class DayLoad:
    """One day's totals. `muscles` are the targets it is open to; None is open to all."""

    muscles: frozenset[Muscle] | None
    seconds: float = 0.0
    sets: int = 0
    volume: defaultdict[VolumeGroup, float] = field(default_factory=lambda: defaultdict(float))
    exercises: Counter[str] = field(default_factory=Counter)

    def is_open_to(self, exercise: ExerciseFacts) -> bool:
        """Return whether this exercise belongs to what the day trains."""
        return self.muscles is None or exercise.primary_muscle in self.muscles


@dataclass(slots=True)
class WeekLoad:
    """A week's totals under the limits of a brief.

    `turns` is how often each day comes round in a week: 1 where every day is done once, 1.5 for two
    alternating workouts on three days. `sides` are those the brief has an exercise for.
    """

    brief: Brief
    sides: frozenset[Side]
    days: Sequence[DayLoad]
    turns: float = 1.0
    volume: defaultdict[VolumeGroup, float] = field(default_factory=lambda: defaultdict(float))
    side_sets: defaultdict[Side, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def seconds_per_session(self) -> int:
        """How long a session may take."""
        return self.brief.minutes_per_session * 60

    @property
    def bands(self) -> Mapping[VolumeGroup, Band]:
        """The weekly bands that hold for this person."""
        return bands(self.brief.fitness_level)

    def add(self, day: DayLoad, exercise: ExerciseFacts, sets: int, seconds: float) -> None:
        """Count working sets of an exercise on a day of this week."""
        day.seconds += seconds
        day.sets += sets
        day.exercises[exercise.id] += sets
        for group, credit in set_credits(exercise).items():
            day.volume[group] += credit * sets
            self.volume[group] += credit * sets * self.turns
        if side := side_of(exercise):
            self.side_sets[side] += sets * self.turns

    def fits(self, day: DayLoad, exercise: ExerciseFacts, sets: int, seconds: float) -> bool:
        """Return whether these sets keep every upper limit of the day and of the week."""
        return (
            day.is_open_to(exercise)
            and day.seconds + seconds <= self.seconds_per_session
            and day.sets + sets <= most_sets(self.brief.minutes_per_session)
            and (exercise.id in day.exercises or len(day.exercises) < MAX_EXERCISES_PER_DAY)
            and all(
                day.volume[group] + credit * sets <= MAX_SETS_PER_MUSCLE_AND_SESSION
                and self.volume[group] + credit * sets * self.turns <= self.bands[group].high
                for group, credit in set_credits(exercise).items()
            )
            and not self._would_tip(side_of(exercise), sets * self.turns)
        )

    def days_training(self, group: VolumeGroup) -> int:
        """Return on how many days a week this group gets at least one counted set."""
        return round(sum(day.volume[group] >= 1.0 for day in self.days) * self.turns)

    def outweighs(self, side: Side) -> bool:
        """Return whether a side outweighs its opposite."""
        return tips(self.side_sets[side], self.side_sets[OPPOSITE[side]])

    def _would_tip(self, side: Side | None, sets: float) -> bool:
        # Nothing can balance a side whose opposite the equipment doesn't offer.
        if side is None or OPPOSITE[side] not in self.sides:
            return False
        return tips(self.side_sets[side] + sets, self.side_sets[OPPOSITE[side]])
