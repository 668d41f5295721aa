"""How a week is divided: which muscles each day trains, by days per week and requested plan type."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from shared.planner.facts import Brief
from shared.planner.people import is_older, is_young
from shared.planner.terms import GoalType, Level, Muscle, PlanType
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


# Days of lifting in a week by all days, where more would help less than walks: of beginners, of those who had
# better recover longer, and of goals for which lifting is the smaller part.
_LIFTING_FOR_BEGINNERS: Mapping[int, int] = {5: 4, 6: 4, 7: 4}
_LIFTING_WITH_RECOVERY: Mapping[int, int] = {4: 3, 5: 3, 6: 3, 7: 3}
_LIFTING_TO_LOSE_WEIGHT: Mapping[int, int] = {4: 3, 5: 3, 6: 4, 7: 4}
_LIFTING_FOR_ENDURANCE: Mapping[int, int] = {3: 2, 4: 2, 5: 3, 6: 3, 7: 4}
# A short session has room for one of both: so they are on days of their own.
_SHORT_MINUTES = 35
_SHORT_LIFTING_TO_LOSE_WEIGHT: Mapping[int, int] = {2: 1, 3: 2, 4: 2, 5: 3, 6: 3, 7: 4}
_SHORT_LIFTING_FOR_ENDURANCE: Mapping[int, int] = {2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 3}


_FULL_BODY_TO = 3


def full_body_split(days: int) -> Split:
    """Return a week in which every day trains everything; a seventh day is for recovery."""
    training = min(days, 6)
    return Split(PlanType.FULL_BODY, (FULL_BODY,) * training + (RECOVERY,) * (days - training))


@lru_cache(maxsize=64)
def split_for(brief: Brief) -> Split:
    """Return the split for this brief: the requested one if it fits the days, else one by days.

    Where fewer days of lifting do as much, easy ones stand between them.
    """
    days = brief.days_per_week
    lifting = _lifting_days(brief)
    if lifting == days:
        return _dense_split(brief, days)
    split = _dense_split(brief, lifting)
    return Split(split.plan_type, _spread(split.days, days))


def _lifting_days(brief: Brief) -> int:
    days = brief.days_per_week
    most, is_short = [days], brief.minutes_per_session <= _SHORT_MINUTES
    if brief.plan_type is PlanType.CARDIO or brief.goal_type is GoalType.ENDURANCE:
        by_days = _SHORT_LIFTING_FOR_ENDURANCE if is_short else _LIFTING_FOR_ENDURANCE
        most.append(by_days.get(days, days))
    elif brief.goal_type is GoalType.LOSE_WEIGHT:
        by_days = _SHORT_LIFTING_TO_LOSE_WEIGHT if is_short else _LIFTING_TO_LOSE_WEIGHT
        most.append(by_days.get(days, days))
    if brief.fitness_level is Level.BEGINNER:
        most.append(_LIFTING_FOR_BEGINNERS.get(days, days))
    if is_older(brief) or is_young(brief):
        by_days = _LIFTING_FOR_BEGINNERS if is_short else _LIFTING_WITH_RECOVERY
        most.append(by_days.get(days, days))
    return min(most)


def _dense_split(brief: Brief, days: int) -> Split:
    match brief.plan_type:
        case PlanType.FULL_BODY:
            return full_body_split(days)
        case PlanType.UPPER_LOWER if days in _UPPER_LOWER:
            return Split(PlanType.UPPER_LOWER, _UPPER_LOWER[days])
        case PlanType.PUSH_PULL_LEGS if days in _PUSH_PULL_LEGS:
            return Split(PlanType.PUSH_PULL_LEGS, _PUSH_PULL_LEGS[days])
        case PlanType.BODYWEIGHT | PlanType.CARDIO:
            return Split(brief.plan_type, _BY_DAYS[days].days)
        case None | PlanType.OTHER if brief.goal_type is GoalType.IMPROVE_STRENGTH and days > _FULL_BODY_TO:
            # Each main lift twice: heavy on one of its days, lighter on the other.
            return Split(PlanType.UPPER_LOWER, _UPPER_LOWER[days])
        case _:
            return _BY_DAYS[days]


def _spread(lifting: tuple[DayFocus, ...], days: int) -> tuple[DayFocus, ...]:
    """Return the days of lifting with easy ones evenly between and after them."""
    week: list[DayFocus] = []
    for i, day in enumerate(lifting):
        upto = round((i + 1) * days / len(lifting))
        week += [day, *(RECOVERY,) * (upto - len(week) - 1)]
    return tuple(week)


def weekdays_for(brief: Brief) -> tuple[int, ...]:
    """Return the plan's weekdays, Monday 1: of the possible ones those with the most rest between."""
    days = brief.days_per_week
    if not brief.weekdays:
        return DAYS_OF_WEEK[days]
    return max(combinations(sorted(brief.weekdays), days), key=_rest_between)


def _rest_between(chosen: tuple[int, ...]) -> tuple[int, ...]:
    gaps = sorted((later - day - 1) % 7 for day, later in pairwise((*chosen, chosen[0])))
    return tuple(gaps)


# Goals for which easy minutes are the training itself, not recovery.
_CONDITIONING_GOALS = frozenset({GoalType.ENDURANCE, GoalType.LOSE_WEIGHT})


def most_easy_days(brief: Brief) -> int:
    """Return how many days of a week may lack strength work."""
    conditions = brief.plan_type is PlanType.CARDIO or brief.goal_type in _CONDITIONING_GOALS
    planned = sum(day.is_recovery for day in split_for(brief).days)
    return max(brief.days_per_week // (2 if conditions else 3), planned)
