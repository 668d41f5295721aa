"""The totals of a training week, and the upper limits for adding sets."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.planner.balance import OPPOSITE, Side, leads, side_of, tips
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.pairs import PAIR, is_paired
from shared.planner.prescription import prescribe
from shared.planner.session_time import most_sets, set_seconds, setup_seconds
from shared.planner.terms import Muscle
from shared.planner.volume import (
    MAX_SETS_PER_MUSCLE_AND_SESSION,
    Band,
    VolumeGroup,
    bands_for,
    set_credits,
)

# More exercises than this make a session mostly changing stations.
MAX_EXERCISES_PER_DAY = 9


@dataclass(frozen=True, slots=True)
class Demand:
    """What one set of an exercise adds to a week's totals, for one brief.

    `most_sets` is the most of a day, `setup` the seconds before the first.
    """

    credits: tuple[tuple[VolumeGroup, float], ...]
    side: Side | None
    seconds: float
    most_sets: int
    setup: float


@dataclass(slots=True)
class DayLoad:
    """One day's totals. `muscles` are the target muscles allowed on it; None allows all."""

    muscles: frozenset[Muscle] | None
    seconds: float = 0.0
    sets: int = 0
    volume: defaultdict[VolumeGroup, float] = field(default_factory=lambda: defaultdict(float))
    exercises: Counter[str] = field(default_factory=Counter)
    # Lines whose scheme fixes the number of sets.
    closed: set[str] = field(default_factory=set)
    # Seconds of a set of exercises whose dose isn't the brief's usual one.
    own_seconds: dict[str, float] = field(default_factory=dict)

    def is_open_to(self, exercise: ExerciseFacts) -> bool:
        """Return whether the day may train this exercise."""
        return self.muscles is None or exercise.primary_muscle in self.muscles


@dataclass(slots=True)
class WeekLoad:
    """A week's totals and the limits of a brief.

    `turns` is how often each day is done in a week: normally 1; 1.5 for two alternating workouts on three
    days. `sides` are those the brief has an exercise for.
    """

    brief: Brief
    sides: frozenset[Side]
    days: Sequence[DayLoad]
    turns: float = 1.0
    # How many sets a side may be ahead of its opposite, while a week is being filled or at its end.
    slack: float = 1.0
    volume: defaultdict[VolumeGroup, float] = field(default_factory=lambda: defaultdict(float))
    side_sets: defaultdict[Side, float] = field(default_factory=lambda: defaultdict(float))
    # The brief's limits: session time, sets per session, and weekly bands.
    seconds_per_session: int = field(init=False)
    sets_per_session: int = field(init=False)
    bands: Mapping[VolumeGroup, Band] = field(init=False)
    # A cache: filling asks some ten thousand times for the same few hundred.
    _demands: dict[str, Demand] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.seconds_per_session = self.brief.minutes_per_session * 60
        self.sets_per_session = most_sets(self.brief.minutes_per_session)
        self.bands = bands_for(self.brief)

    def demand(self, exercise: ExerciseFacts) -> Demand:
        """Return the demand of one set of an exercise."""
        if known := self._demands.get(exercise.id):
            return known
        dose = prescribe(self.brief, exercise)
        rest = dose.rest_seconds // PAIR if is_paired(self.brief) else dose.rest_seconds
        seconds = set_seconds(dose.reps, rest, is_unilateral=exercise.is_unilateral)
        setup = setup_seconds(exercise, dose.reps, is_paired=is_paired(self.brief))
        demand = Demand(
            tuple(set_credits(exercise).items()), side_of(exercise), seconds, dose.most_sets, setup
        )
        self._demands[exercise.id] = demand
        return demand

    def add(self, day: DayLoad, exercise: ExerciseFacts, sets: int, seconds: float) -> None:
        """Count working sets of an exercise on a day of this week."""
        day.seconds += seconds
        day.sets += sets
        day.exercises[exercise.id] += sets
        demand = self.demand(exercise)
        for group, credit in demand.credits:
            day.volume[group] += credit * sets
            self.volume[group] += credit * sets * self.turns
        if demand.side:
            self.side_sets[demand.side] += sets * self.turns

    def fits(
        self, day: DayLoad, exercise: ExerciseFacts, sets: int, seconds: float, *, may_tip: bool = False
    ) -> bool:
        """Return whether these sets keep every upper limit of the day and of the week.

        `may_tip` leaves the balance of opposing sides to what is added later.
        """
        if (
            day.seconds + seconds > self.seconds_per_session
            or day.sets + sets > self.sets_per_session
            or not day.is_open_to(exercise)
            or (exercise.id not in day.exercises and len(day.exercises) >= MAX_EXERCISES_PER_DAY)
        ):
            return False
        demand = self.demand(exercise)
        for group, credit in demand.credits:
            if (
                day.volume[group] + credit * sets > MAX_SETS_PER_MUSCLE_AND_SESSION
                or self.volume[group] + credit * sets * self.turns > self.bands[group].high
            ):
                return False
        return may_tip or not self.would_lead(demand.side, sets * self.turns)

    def days_training(self, group: VolumeGroup) -> int:
        """Return on how many days a week this group gets at least one counted set."""
        return round(sum(day.volume[group] >= 1.0 for day in self.days) * self.turns)

    def outweighs(self, side: Side) -> bool:
        """Return whether a side outweighs its opposite."""
        return tips(self.side_sets[side], self.side_sets[OPPOSITE[side]])

    def leads(self, side: Side) -> bool:
        """Return whether a side has too many sets beside its opposite, where that has exercises."""
        other = OPPOSITE[side]
        return other in self.sides and leads(self.side_sets[side], self.side_sets[other], self.slack)

    def would_lead(self, side: Side | None, sets: float) -> bool:
        """Return whether a side would be too far ahead with so many sets more."""
        # A side can't be balanced if the equipment allows nothing for its opposite.
        if side is None or OPPOSITE[side] not in self.sides:
            return False
        return leads(self.side_sets[side] + sets, self.side_sets[OPPOSITE[side]], self.slack)
