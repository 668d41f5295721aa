"""Filling a week greedily: the best step at a time, until none is worth its time."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.planner.balance import OPPOSITE
from shared.planner.filling import Filling, Today
from shared.planner.openings import Opening
from shared.planner.terms import Muscle
from shared.planner.trunk import TrunkKind, trunk_kind
from shared.planner.volume import GROUP_OF, VolumeGroup, targets

# Priorities when not everything fits: a set below the band is worth three times one that only nears the
# target, and sets beyond the target are a cost. The large groups come before the small ones.
_BELOW_BAND = 3.0
_BEYOND_TARGET = -0.6
_WEIGHTS: Mapping[VolumeGroup, float] = {
    VolumeGroup.CHEST: 1.2,
    VolumeGroup.BACK: 1.2,
    VolumeGroup.BICEPS: 0.5,
    VolumeGroup.TRICEPS: 0.5,
    VolumeGroup.CALVES: 0.4,
    VolumeGroup.ABS: 0.5,
}
_FOCUS_WEIGHT = 3.0
# Sets beyond a day's even share of the week are worth a quarter: they are better on another day.
_BEYOND_SHARE = 0.25
# Each further set of an exercise is worth less than the one before.
_FURTHER_SET = 0.7
# In sets: a basic movement that is new to the week, a kind of trunk work that it lacks, gear not yet used.
_NEW_PATTERN_SETS, _NEW_TRUNK_KIND_SETS, _UNUSED_GEAR_SETS = 2.0, 1.0, 2.0
# Heads of the shoulder that no press trains.
_OWN_HEADS, _NEW_HEAD_SETS = frozenset({Muscle.SIDE_DELTS, Muscle.REAR_DELTS}), 2.5
# A side that is ahead of its opposite waits; one that is behind is preferred.
_AHEAD, _BEHIND = 0.6, 1.3


@dataclass(frozen=True, slots=True)
class Greedy:
    """The wishes of a brief: how many sets each muscle should have, and how much that matters."""

    filling: Filling
    targets: Mapping[VolumeGroup, float]
    weights: Mapping[VolumeGroup, float]
    # A day's even share of what each group should get in the week.
    shares: Mapping[VolumeGroup, float]

    def fill(self) -> None:
        """Take the best step of every day in turn until no day has one worth taking."""
        while any(self._advance(day) for day in self._emptiest_first()):
            pass

    def fill_empty_days(self) -> None:
        """The same for the days that have nothing."""
        empty = {day for day, chosen in enumerate(self.filling.week.chosen) if not chosen}
        while any(self._advance(day) for day in self._emptiest_first() if day in empty):
            pass

    def _emptiest_first(self) -> list[int]:
        days = self.filling.load.days
        return sorted(range(len(days)), key=lambda day: (days[day].sets, day))

    def _advance(self, day: int) -> bool:
        today = Today.of(self.filling.week, day)
        best = max(
            ((self._gain(day, today, step), step) for step in self.filling.steps(day)),
            key=lambda scored: scored[0],
            default=None,
        )
        if best is None or best[0] <= 0:
            return False
        self.filling.take(best[1])
        return True

    def _gain(self, day: int, today: Today, step: Opening) -> float:
        """Return the value of a step per unit of time."""
        value = 0.0
        for group, credit in self.filling.load.demand(step.exercise).credits:
            value += self._worth(day, group, credit * step.sets)
        if step.exercise.id in step.day.exercises:
            return value * _FURTHER_SET / step.seconds
        value += self._news(today, step)
        liking = self.filling.likings[step.exercise.id] * self.filling.variety(today, step.exercise)
        return value * liking * self._balance(step) / step.seconds

    def _worth(self, day: int, group: VolumeGroup, credit: float) -> float:
        load = self.filling.load
        now, low = load.volume[group], load.bands[group].low
        below = min(credit, max(0.0, low - now))
        towards = min(credit - below, max(0.0, self.targets[group] - max(now, low)))
        beyond = credit - below - towards
        in_share = min(credit, max(0.0, self.shares[group] - load.days[day].volume[group])) / credit
        useful = (_BELOW_BAND * below + towards) * (_BEYOND_SHARE + (1 - _BEYOND_SHARE) * in_share)
        return (useful + _BEYOND_TARGET * beyond) * self.weights[group]

    def _news(self, today: Today, step: Opening) -> float:
        """Return what a step brings that the week doesn't have, in sets."""
        value = _NEW_PATTERN_SETS if self.filling.is_new_movement(step.exercise) else 0.0
        muscle = step.exercise.primary_muscle
        if muscle in _OWN_HEADS and muscle not in today.week_muscles and not self.filling.is_short:
            value += _NEW_HEAD_SETS
        kind = trunk_kind(step.exercise)
        if kind not in (None, TrunkKind.FLEXION, *today.trunk_kinds) and not self.filling.is_short:
            value += _NEW_TRUNK_KIND_SETS * self.weights[VolumeGroup.ABS]
        if step.exercise.equipment & (self.filling.gear - today.gear):
            value += _UNUSED_GEAR_SETS
        return value

    def _balance(self, step: Opening) -> float:
        side = self.filling.side(step.exercise)
        if side is None:
            return 1.0
        sets = self.filling.load.side_sets
        ahead = sets[side] - sets[OPPOSITE[side]]
        return _AHEAD if ahead > 0 else _BEHIND if ahead < 0 else 1.0


def greedy(filling: Filling) -> Greedy:
    """Return the wishes of the brief for a week."""
    wanted = targets(filling.brief)
    return Greedy(
        filling,
        wanted,
        _group_weights(filling.brief.focus),
        {group: wanted[group] / max(1, filling.split.days_for(group)) for group in VolumeGroup},
    )


def _group_weights(focus: frozenset[Muscle]) -> Mapping[VolumeGroup, float]:
    favoured = {GROUP_OF[muscle] for muscle in focus if muscle in GROUP_OF}
    return {group: _FOCUS_WEIGHT if group in favoured else _WEIGHTS.get(group, 1.0) for group in VolumeGroup}
