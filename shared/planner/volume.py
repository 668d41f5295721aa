"""Weekly sets per muscle: how sets are counted, how many are enough and how many too many."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.terms import ExerciseType, GoalType, Level, Muscle, Term


class VolumeGroup(Term):
    """Muscles that share one weekly band."""

    CHEST = "chest"
    BACK = "back"
    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    SHOULDERS = "shoulders"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    CALVES = "calves"
    ABS = "abs"


@dataclass(frozen=True, slots=True)
class Band:
    """The sensible range of counted sets a week."""

    low: int
    high: int


# Pelland 2024: growth correlates best with volume if secondary muscles count half a set.
TARGET_CREDIT = 1.0
HELPER_CREDIT = 0.5

# More than 6-8 hard sets of a muscle in one session have no benefit (Liftosaur's volume guide).
MAX_SETS_PER_MUSCLE_AND_SESSION = 8.0

GROUP_OF: Mapping[Muscle, VolumeGroup] = {
    Muscle.CHEST: VolumeGroup.CHEST,
    Muscle.LATS: VolumeGroup.BACK,
    Muscle.UPPER_BACK: VolumeGroup.BACK,
    Muscle.TRAPS: VolumeGroup.BACK,
    Muscle.QUADS: VolumeGroup.QUADS,
    Muscle.HAMSTRINGS: VolumeGroup.HAMSTRINGS,
    Muscle.GLUTES: VolumeGroup.GLUTES,
    Muscle.FRONT_DELTS: VolumeGroup.SHOULDERS,
    Muscle.SIDE_DELTS: VolumeGroup.SHOULDERS,
    Muscle.REAR_DELTS: VolumeGroup.SHOULDERS,
    Muscle.BICEPS: VolumeGroup.BICEPS,
    Muscle.TRICEPS: VolumeGroup.TRICEPS,
    Muscle.CALVES: VolumeGroup.CALVES,
    Muscle.ABS: VolumeGroup.ABS,
    Muscle.OBLIQUES: VolumeGroup.ABS,
}

# Liftosaur's volume guide: sets a week for beginners, and for everyone else.
_BEGINNER: Mapping[VolumeGroup, Band] = {
    VolumeGroup.CHEST: Band(8, 12),
    VolumeGroup.BACK: Band(8, 14),
    VolumeGroup.QUADS: Band(6, 12),
    VolumeGroup.HAMSTRINGS: Band(4, 10),
    VolumeGroup.GLUTES: Band(4, 10),
    VolumeGroup.SHOULDERS: Band(6, 12),
    VolumeGroup.BICEPS: Band(4, 10),
    VolumeGroup.TRICEPS: Band(4, 10),
    VolumeGroup.CALVES: Band(0, 6),
    VolumeGroup.ABS: Band(0, 6),
}
_TRAINED: Mapping[VolumeGroup, Band] = {
    VolumeGroup.CHEST: Band(10, 20),
    VolumeGroup.BACK: Band(10, 22),
    VolumeGroup.QUADS: Band(8, 18),
    VolumeGroup.HAMSTRINGS: Band(6, 14),
    VolumeGroup.GLUTES: Band(6, 16),
    VolumeGroup.SHOULDERS: Band(8, 18),
    VolumeGroup.BICEPS: Band(6, 14),
    VolumeGroup.TRICEPS: Band(6, 14),
    VolumeGroup.CALVES: Band(6, 12),
    VolumeGroup.ABS: Band(4, 10),
}

# Where in the band a goal aims: growth needs volume (Schoenfeld 2017: +0.37 % a weekly set), strength
# needs recovery for heavy sets, the others take the least that works, to leave room for conditioning.
_AIM: Mapping[GoalType, float] = {
    GoalType.GAIN_MUSCLE: 0.5,
    GoalType.IMPROVE_STRENGTH: 0.3,
    GoalType.LOSE_WEIGHT: 0.2,
    GoalType.ENDURANCE: 0.2,
    GoalType.MAINTAIN: 0.1,
}
_FOCUS_AIM = 0.8


def bands(level: Level) -> Mapping[VolumeGroup, Band]:
    """Return the weekly bands at this level."""
    return _BEGINNER if level is Level.BEGINNER else _TRAINED


# Where aerobic work is the training, strength is kept: a third of the sets is enough (Bickel 2011).
_KEPT: Mapping[GoalType, float] = {
    GoalType.ENDURANCE: 0.4,
    GoalType.LOSE_WEIGHT: 0.7,
    GoalType.MAINTAIN: 0.8,
}


@lru_cache(maxsize=64)
def bands_for(brief: Brief) -> Mapping[VolumeGroup, Band]:
    """Return the weekly bands for this brief: of goals beside strength the low end is lower."""
    kept = _KEPT.get(brief.goal_type, 1.0)
    return {
        group: Band(math.ceil(kept * band.low), band.high)
        for group, band in bands(brief.fitness_level).items()
    }


def targets(brief: Brief) -> Mapping[VolumeGroup, float]:
    """Return the target of counted sets a week for this brief, within the bands."""
    favoured = {GROUP_OF[muscle] for muscle in brief.focus if muscle in GROUP_OF}
    aims = {group: _FOCUS_AIM if group in favoured else _AIM[brief.goal_type] for group in VolumeGroup}
    return {
        group: band.low + aims[group] * (band.high - band.low) for group, band in bands_for(brief).items()
    }


@lru_cache(maxsize=4096)
def set_credits(exercise: ExerciseFacts) -> Mapping[VolumeGroup, float]:
    """Return what one working set counts for each group; empty except for strength exercises."""
    if exercise.exercise_type is not ExerciseType.STRENGTH:
        return {}
    counted = {GROUP_OF[m]: HELPER_CREDIT for m in sorted(exercise.secondary_muscles) if m in GROUP_OF}
    if exercise.primary_muscle in GROUP_OF:
        counted[GROUP_OF[exercise.primary_muscle]] = TARGET_CREDIT
    return counted
