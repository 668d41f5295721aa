"""Filling a week greedily: the best step at a time, until the targets are met or nothing more fits."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from shared.planner.balance import BASIC_PATTERNS
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.load import DayLoad, WeekLoad
from shared.planner.openings import (
    MIN_SETS,
    Opening,
    frequency_openings,
    opening,
    volume_openings,
)
from shared.planner.pool import Pool
from shared.planner.selection import preference, shortlist
from shared.planner.splits import Split
from shared.planner.terms import Level, Mechanic, MovementPattern, Muscle
from shared.planner.volume import GROUP_OF, VolumeGroup, set_credits, targets

# In a short session two exercises of two sets reach more muscles than one of four.
_USUAL_SETS, _SHORT_SETS, _SHORT_MINUTES = 3, 2, 30

# Priorities when not everything fits: a set below the band is worth three times one that only nears the
# target, and sets beyond the target are a cost. The large groups come before the small ones.
_BELOW_BAND = 3.0
_BEYOND_TARGET = -0.6
_WEIGHTS: Mapping[VolumeGroup, float] = {
    VolumeGroup.BICEPS: 0.7,
    VolumeGroup.TRICEPS: 0.7,
    VolumeGroup.CALVES: 0.5,
    VolumeGroup.ABS: 0.5,
}
_FOCUS_WEIGHT = 3.0
# Sets beyond a day's even share of the week are worth a quarter: they are better on another day.
_BEYOND_SHARE = 0.25
# Each further set of an exercise is worth less than the one before.
_FURTHER_SET = 0.7
# Variety: a basic movement new to the week is worth two more sets, a second one on the same day little.
# Beginners learn by repetition, so for them an exercise may recur sooner.
_NEW_PATTERN_SETS = 2.0
_SAME_PATTERN_TODAY = 0.35
_SAME_MUSCLE_TODAY = 0.5
_USED_THIS_WEEK = 0.6
_USED_BY_BEGINNER = 0.9


@dataclass(slots=True)
class FilledWeek:
    """The result: the exercises of each day in the order they were chosen, with their working sets."""

    load: WeekLoad
    chosen: list[dict[str, ExerciseFacts]]
    patterns: Counter[MovementPattern] = field(default_factory=Counter)

    def sets(self, day: int, exercise: ExerciseFacts) -> int:
        """Return the working sets of an exercise on a day."""
        return self.load.days[day].exercises[exercise.id]


@dataclass(slots=True)
class _Filler:
    brief: Brief
    pool: Pool
    split: Split
    week: FilledWeek
    targets: Mapping[VolumeGroup, float]
    weights: Mapping[VolumeGroup, float]
    # A day's even share of what each group should get in the week.
    shares: Mapping[VolumeGroup, float]
    # The candidates of each day, and their preference.
    candidates: Sequence[Sequence[ExerciseFacts]]
    likings: Mapping[str, float]

    def fill(self) -> None:
        """Take the best step of every day in turn until no day has one worth taking."""
        while any(self._advance(day) for day in self._emptiest_first()):
            pass

    def repair(self) -> None:
        """Use every remaining opening for muscles below their band or trained too rarely.

        Repeats until nothing changes, because sets for one side may make room for the other.
        """
        while any(self._mend(group) for group in VolumeGroup):
            pass

    def complete(self) -> None:
        """Fill the empty days, add missing basic movements, then repair."""
        empty = {day for day, chosen in enumerate(self.week.chosen) if not chosen}
        while any(self._advance(day) for day in self._emptiest_first() if day in empty):
            pass
        for pattern in sorted(BASIC_PATTERNS - self.week.patterns.keys()):
            self._take_best_of(pattern)
        self.repair()

    def _mend(self, group: VolumeGroup) -> bool:
        load = self.week.load
        low = load.bands[group].low
        if load.volume[group] < low:
            return self._take_best(group, volume_openings(load, self.pool, group))
        rare = load.days_training(group) < min(2, self.split.days_for(group))
        return low > 0 and rare and self._take_best(group, frequency_openings(load, self.pool, group))

    def _emptiest_first(self) -> list[int]:
        days = self.week.load.days
        return sorted(range(len(days)), key=lambda day: (days[day].sets, day))

    def _advance(self, day: int) -> bool:
        today = _Today.of(self.week, day)
        best = max(
            ((self._gain(day, today, step), step) for step in self._steps(day)),
            key=lambda scored: scored[0],
            default=None,
        )
        if best is None or best[0] <= 0:
            return False
        self._take(best[1])
        return True

    def _steps(self, day: int) -> Iterator[Opening]:
        load = self.week.load.days[day]
        short = self.brief.minutes_per_session <= _SHORT_MINUTES
        usual = _SHORT_SETS if short else _USUAL_SETS
        for exercise in self.candidates[day]:
            for sets in (1,) if exercise.id in load.exercises else (usual, MIN_SETS):
                if found := opening(self.week.load, load, exercise, sets):
                    yield found
                    break

    def _take_best_of(self, pattern: MovementPattern) -> None:
        found = max(
            (
                step
                for day in range(len(self.week.chosen))
                for step in self._steps(day)
                if step.exercise.movement_pattern is pattern and step.exercise.mechanic is Mechanic.COMPOUND
            ),
            key=lambda step: (preference(self.brief, step.exercise), -step.day.sets),
            default=None,
        )
        if found is not None:
            self._take(found)

    def _take_best(self, group: VolumeGroup, openings: Iterable[Opening]) -> bool:
        found = max(
            openings,
            key=lambda o: (
                set_credits(o.exercise)[group] * preference(self.brief, o.exercise),
                -o.day.volume[group],
                -o.day.sets,
            ),
            default=None,
        )
        if found is not None:
            self._take(found)
        return found is not None

    def _take(self, step: Opening) -> None:
        self.week.load.add(step.day, step.exercise, step.sets, step.seconds)
        day = next(i for i, load in enumerate(self.week.load.days) if load is step.day)
        if step.exercise.id not in self.week.chosen[day]:
            self.week.chosen[day][step.exercise.id] = step.exercise
            self.week.patterns[step.exercise.movement_pattern] += 1

    def _gain(self, day: int, today: "_Today", step: Opening) -> float:
        """Return the value of a step per unit of time."""
        value = 0.0
        for group, credit in self.week.load.demand(step.exercise).credits:
            value += self._worth(day, group, credit * step.sets)
        if step.exercise.id in step.day.exercises:
            return value * _FURTHER_SET / step.seconds
        if self._is_new_movement(step.exercise):
            value += _NEW_PATTERN_SETS
        liking = self.likings[step.exercise.id] * self._variety(today, step.exercise)
        return value * liking / step.seconds

    def _worth(self, day: int, group: VolumeGroup, credit: float) -> float:
        now, low = self.week.load.volume[group], self.week.load.bands[group].low
        below = min(credit, max(0.0, low - now))
        towards = min(credit - below, max(0.0, self.targets[group] - max(now, low)))
        beyond = credit - below - towards
        in_share = min(credit, max(0.0, self.shares[group] - self.week.load.days[day].volume[group])) / credit
        useful = (_BELOW_BAND * below + towards) * (_BEYOND_SHARE + (1 - _BEYOND_SHARE) * in_share)
        return (useful + _BEYOND_TARGET * beyond) * self.weights[group]

    def _is_new_movement(self, exercise: ExerciseFacts) -> bool:
        pattern = exercise.movement_pattern
        compound = exercise.mechanic is Mechanic.COMPOUND
        return compound and pattern in BASIC_PATTERNS and not self.week.patterns[pattern]

    def _variety(self, today: "_Today", exercise: ExerciseFacts) -> float:
        value = 1.0
        if exercise.mechanic is Mechanic.COMPOUND and exercise.movement_pattern in today.patterns:
            value *= _SAME_PATTERN_TODAY
        if exercise.primary_muscle in today.muscles:
            value *= _SAME_MUSCLE_TODAY
        if exercise.id in today.used:
            beginner = self.brief.fitness_level is Level.BEGINNER
            value *= _USED_BY_BEGINNER if beginner else _USED_THIS_WEEK
        return value


@dataclass(frozen=True, slots=True)
class _Today:
    """What the day already trains, and what the week has used."""

    patterns: frozenset[MovementPattern]
    muscles: frozenset[Muscle]
    used: frozenset[str]

    @classmethod
    def of(cls, week: FilledWeek, day: int) -> Self:
        chosen = week.chosen[day].values()
        return cls(
            frozenset(exercise.movement_pattern for exercise in chosen),
            frozenset(exercise.primary_muscle for exercise in chosen),
            frozenset(exercise_id for day in week.chosen for exercise_id in day),
        )


def fill_week(brief: Brief, pool: Pool, split: Split, reserved: Sequence[float]) -> FilledWeek:
    """Choose exercises and sets for every day of a split.

    `reserved` are the seconds that warm-up, conditioning and cool-down take on each day. The result
    depends on the arguments alone.
    """
    loads = [DayLoad(day.muscles, seconds) for day, seconds in zip(split.days, reserved, strict=True)]
    week = FilledWeek(WeekLoad(brief, pool.sides, loads), [{} for _ in loads])
    filler = _filler(brief, pool, split, week)
    filler.fill()
    filler.repair()
    return week


def complete_week(brief: Brief, pool: Pool, split: Split, week: FilledWeek) -> None:
    """Add what a week lacks, within all limits: empty days, volume, frequency, basic movements.

    Leaves no opening that a check would report.
    """
    _filler(brief, pool, split, week).complete()


def _filler(brief: Brief, pool: Pool, split: Split, week: FilledWeek) -> _Filler:
    few = shortlist(brief, pool.strength)
    wanted = targets(brief)
    return _Filler(
        brief,
        pool,
        split,
        week,
        wanted,
        _group_weights(brief.focus),
        {group: wanted[group] / max(1, split.days_for(group)) for group in VolumeGroup},
        [[e for e in few if load.is_open_to(e)] for load in week.load.days],
        {e.id: preference(brief, e) for e in few},
    )


def _group_weights(focus: frozenset[Muscle]) -> Mapping[VolumeGroup, float]:
    favoured = {GROUP_OF[muscle] for muscle in focus if muscle in GROUP_OF}
    return {group: _FOCUS_WEIGHT if group in favoured else _WEIGHTS.get(group, 1.0) for group in VolumeGroup}
