"""A line of a plan with its exercise, and what sort of work it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bench.plans.names import HARD_CONDITIONING, NO_PULL, NO_REAL_PULL, is_one_of
from shared.planner.facts import ExerciseFacts
from shared.planner.plan import PlannedExercise
from shared.planner.reps import RepTarget, parse_reps
from shared.planner.terms import ExerciseType, Mechanic, MovementPattern, Muscle, Section, TrackingType

PUSHES = (MovementPattern.HORIZONTAL_PUSH, MovementPattern.VERTICAL_PUSH)
PULLS = (MovementPattern.HORIZONTAL_PULL, MovementPattern.VERTICAL_PULL)
KNEES = (MovementPattern.SQUAT, MovementPattern.LUNGE)
LIFTS = (*PUSHES, *PULLS, *KNEES, MovementPattern.HINGE)
CORE = frozenset({Muscle.ABS, Muscle.OBLIQUES})

_GROUPS: Mapping[str, tuple[Muscle, ...]] = {
    "chest": (Muscle.CHEST,),
    "back": (Muscle.LATS, Muscle.UPPER_BACK, Muscle.TRAPS),
    "quads": (Muscle.QUADS,),
    "hamstrings": (Muscle.HAMSTRINGS,),
    "glutes": (Muscle.GLUTES,),
    "shoulders": (Muscle.FRONT_DELTS, Muscle.SIDE_DELTS, Muscle.REAR_DELTS),
    "biceps": (Muscle.BICEPS,),
    "triceps": (Muscle.TRICEPS,),
    "calves": (Muscle.CALVES,),
    "abs": (Muscle.ABS, Muscle.OBLIQUES),
}
GROUP_OF: Mapping[Muscle, str] = {muscle: name for name, muscles in _GROUPS.items() for muscle in muscles}


@dataclass(frozen=True)
class Line:
    """A line of a day with its exercise, and the gear that it needs."""

    day: int
    planned: PlannedExercise
    exercise: ExerciseFacts
    gear: frozenset[str]

    @cached_property
    def target(self) -> RepTarget:
        """The parsed repetitions, seconds or metres."""
        return parse_reps(self.planned.target_reps)

    @property
    def slug(self) -> str:
        """The slug of its exercise."""
        return self.exercise.slug

    @property
    def sets(self) -> int:
        """Its number of sets."""
        return self.planned.target_sets

    @property
    def is_main(self) -> bool:
        """Whether it is in the main section."""
        return self.planned.section is Section.MAIN

    @property
    def is_strength(self) -> bool:
        """Whether it is work for strength or growth; hard calisthenics by the clock are conditioning."""
        timed = self.target.unit == "seconds" and is_one_of(self.slug, HARD_CONDITIONING)
        return self.is_main and self.exercise.exercise_type is ExerciseType.STRENGTH and not timed

    @property
    def is_aerobic(self) -> bool:
        """Whether it is for the breath."""
        timed = self.target.unit == "seconds" and is_one_of(self.slug, HARD_CONDITIONING)
        return self.exercise.exercise_type is ExerciseType.CARDIO or timed

    @property
    def is_compound(self) -> bool:
        """Whether it is a lift of several joints."""
        return self.exercise.mechanic is Mechanic.COMPOUND and self.exercise.movement_pattern in LIFTS

    @property
    def is_loaded(self) -> bool:
        """Whether it has a load."""
        return self.exercise.tracking_type is TrackingType.WEIGHT_REPS

    @property
    def is_open_ended(self) -> bool:
        """Whether its last set, or all, goes on until nothing is left."""
        return self.planned.target_reps == "AMRAP" or self.planned.target_reps.endswith("+")

    @property
    def scheme(self) -> str:
        """The name of its progression, or none."""
        return self.planned.progression.scheme if self.planned.progression else "none"

    @property
    def minutes(self) -> float:
        """Minutes of aerobic work, with the rests of intervals; a run of so many metres at 10 km/h."""
        seconds = self.target.high * (0.36 if self.target.unit == "metres" else 1.0)
        rest = self.planned.target_rest_seconds or 0
        return (self.sets * seconds + (self.sets - 1) * rest) / 60 if self.target.unit != "reps" else 0.0

    def __str__(self) -> str:
        rest = f", rest {self.planned.target_rest_seconds} s" if self.planned.target_rest_seconds else ""
        rir = f", {self.planned.target_rir:g} left" if self.planned.target_rir is not None else ""
        return f"{self.slug} {self.sets} x {self.planned.target_reps}{rest}{rir}, {self.scheme}"


def muscle_groups(exercise: ExerciseFacts) -> Mapping[str, float]:
    """Return what a set counts for: 1 for its target's group, half for a helper's (Pelland 2024)."""
    counts = {GROUP_OF[muscle]: 0.5 for muscle in exercise.secondary_muscles if muscle in GROUP_OF}
    if exercise.primary_muscle in GROUP_OF:
        counts[GROUP_OF[exercise.primary_muscle]] = 1.0
    return counts


def is_pull(line: Line) -> bool:
    """Return whether a line pulls."""
    return line.exercise.movement_pattern in PULLS and not is_one_of(line.slug, NO_PULL)


def is_real_pull(line: Line) -> bool:
    """Return whether a line is a row, a pulldown or a pull-up."""
    return line.exercise.movement_pattern in PULLS and not is_one_of(line.slug, NO_REAL_PULL)
