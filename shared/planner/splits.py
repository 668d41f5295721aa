"""How a week is divided: which muscles each day trains, by days per week and requested plan type."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from shared.planner.facts import Brief
from shared.planner.terms import GoalType, Muscle, PlanType
from shared.planner.volume import GROUP_OF, VolumeGroup


@dataclass(frozen=True, slots=True)
class DayFocus:
    """What a day trains: it may contain exercises whose target muscle is in `muscles`."""

    name: str
    muscles: frozenset[Muscle]

    @property
    def is_recovery(self) -> bool:
        """Whether the day has easy movement only."""
        return not self.muscles

    @property
    def groups(self) -> frozenset[VolumeGroup]:
        """The volume groups this day trains."""
        return _groups(self.muscles)

    @property
    def targets(self) -> tuple[Muscle, ...]:
        """The day's focus as a plan states it: `full_body`, or the single muscles."""
        if self.muscles == frozenset(Muscle):
            return (Muscle.FULL_BODY,)
        return tuple(muscle for muscle in Muscle if muscle in self.muscles)


@lru_cache(maxsize=256)
def _groups(muscles: frozenset[Muscle]) -> frozenset[VolumeGroup]:
    return frozenset(GROUP_OF[muscle] for muscle in muscles if muscle in GROUP_OF)


@dataclass(frozen=True, slots=True)
class Split:
    """The days of a week and the resulting plan type."""

    plan_type: PlanType
    days: tuple[DayFocus, ...]

    def days_for(self, group: VolumeGroup) -> int:
        """Return how many days train this group."""
        return sum(group in day.groups for day in self.days)


_M = Muscle
_PUSH = frozenset({_M.CHEST, _M.FRONT_DELTS, _M.SIDE_DELTS, _M.TRICEPS})
_PULL = frozenset({_M.LATS, _M.UPPER_BACK, _M.TRAPS, _M.REAR_DELTS, _M.BICEPS, _M.FOREARMS})
_LEGS = frozenset(
    {
        _M.QUADS,
        _M.HAMSTRINGS,
        _M.GLUTES,
        _M.ADDUCTORS,
        _M.ABDUCTORS,
        _M.CALVES,
        _M.LOWER_BACK,
        _M.ABS,
        _M.OBLIQUES,
    }
)
FULL_BODY = DayFocus("Full body", frozenset(Muscle))
UPPER = DayFocus("Upper body", _PUSH | _PULL)
LOWER = DayFocus("Lower body", _LEGS)
PUSH = DayFocus("Push", _PUSH)
PULL = DayFocus("Pull", _PULL)
LEGS = DayFocus("Legs", _LEGS)
RECOVERY = DayFocus("Recovery", frozenset())

_UPPER_LOWER: Mapping[int, tuple[DayFocus, ...]] = {
    2: (UPPER, LOWER),
    3: (UPPER, LOWER, FULL_BODY),
    4: (UPPER, LOWER, UPPER, LOWER),
    5: (UPPER, LOWER, UPPER, LOWER, FULL_BODY),
    6: (UPPER, LOWER, UPPER, LOWER, UPPER, LOWER),
    7: (UPPER, LOWER, UPPER, LOWER, UPPER, LOWER, RECOVERY),
}
_PUSH_PULL_LEGS: Mapping[int, tuple[DayFocus, ...]] = {
    3: (PUSH, PULL, LEGS),
    4: (PUSH, PULL, LEGS, FULL_BODY),
    5: (PUSH, PULL, LEGS, UPPER, LOWER),
    6: (PUSH, PULL, LEGS, PUSH, PULL, LEGS),
    7: (PUSH, PULL, LEGS, PUSH, PULL, LEGS, RECOVERY),
}
# Each muscle twice a week where the days allow it: full body up to three days, then ever finer splits.
_BY_DAYS: Mapping[int, Split] = {
    1: Split(PlanType.FULL_BODY, (FULL_BODY,)),
    2: Split(PlanType.FULL_BODY, (FULL_BODY,) * 2),
    3: Split(PlanType.FULL_BODY, (FULL_BODY,) * 3),
    4: Split(PlanType.UPPER_LOWER, _UPPER_LOWER[4]),
    5: Split(PlanType.SPLIT, (UPPER, LOWER, PUSH, PULL, LEGS)),
    6: Split(PlanType.PUSH_PULL_LEGS, _PUSH_PULL_LEGS[6]),
    7: Split(PlanType.PUSH_PULL_LEGS, _PUSH_PULL_LEGS[7]),
}

# Monday 1. Full-body and upper/lower weeks keep a day between sessions for the same muscles.
DAYS_OF_WEEK: Mapping[int, tuple[int, ...]] = {
    1: (1,),
    2: (1, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 5, 6),
    6: (1, 2, 3, 4, 5, 6),
    7: (1, 2, 3, 4, 5, 6, 7),
}


def full_body_split(days: int) -> Split:
    """Return a week in which every day trains everything; a seventh day is for recovery."""
    training = min(days, 6)
    return Split(PlanType.FULL_BODY, (FULL_BODY,) * training + (RECOVERY,) * (days - training))


def split_for(brief: Brief) -> Split:
    """Return the split for this brief: the requested one if it fits the days, else one by days."""
    days = brief.days_per_week
    match brief.plan_type:
        case PlanType.FULL_BODY:
            return full_body_split(days)
        case PlanType.UPPER_LOWER if days in _UPPER_LOWER:
            return Split(PlanType.UPPER_LOWER, _UPPER_LOWER[days])
        case PlanType.PUSH_PULL_LEGS if days in _PUSH_PULL_LEGS:
            return Split(PlanType.PUSH_PULL_LEGS, _PUSH_PULL_LEGS[days])
        case PlanType.BODYWEIGHT | PlanType.CARDIO:
            return Split(brief.plan_type, _BY_DAYS[days].days)
        case _:
            return _BY_DAYS[days]


# Goals for which easy minutes are the training itself, not recovery.
_CONDITIONING_GOALS = frozenset({GoalType.ENDURANCE, GoalType.LOSE_WEIGHT})


def most_easy_days(brief: Brief) -> int:
    """Return how many days of a week may lack strength work."""
    conditions = brief.plan_type is PlanType.CARDIO or brief.goal_type in _CONDITIONING_GOALS
    return brief.days_per_week // (2 if conditions else 3)
