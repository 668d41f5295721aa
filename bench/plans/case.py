"""A brief, the plan made for it, and what is asked of them again and again."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bench.plans.hurting import JOINT_OF, LEAVE_OUT, LEFT_IN
from bench.plans.line import Line
from bench.plans.names import HARD_WITH_BODY_WEIGHT, NO_REAL_PULL, SKILLS, is_one_of
from shared.planner.facts import Brief, Complaint, ExerciseFacts
from shared.planner.plan import Plan, PlanDay
from shared.planner.terms import Contraindication, ExerciseType, GoalType, Level, MovementPattern

ELDER, CHILD = 65, 16
# The least part of the time that is left for lifting where most of it is for aerobic work.
_LIFTING_SHARE = {GoalType.LOSE_WEIGHT: 0.4, GoalType.ENDURANCE: 0.2}
# Two sets each, with their ramp-up sets and the warm-up.
_ALL_MINUTES = 30


@dataclass(frozen=True)
class Catalogue:
    """All exercises, and the slugs of equipment by id."""

    exercises: tuple[ExerciseFacts, ...]
    equipment: Mapping[str, str]

    @cached_property
    def by_id(self) -> Mapping[str, ExerciseFacts]:
        """Exercises by id."""
        return {exercise.id: exercise for exercise in self.exercises}

    @cached_property
    def by_slug(self) -> Mapping[str, ExerciseFacts]:
        """Exercises by slug."""
        return {exercise.slug: exercise for exercise in self.exercises}

    @cached_property
    def equipment_ids(self) -> Mapping[str, str]:
        """The ids of equipment by slug."""
        return {slug: one for one, slug in self.equipment.items()}

    def gear(self, exercise: ExerciseFacts) -> frozenset[str]:
        """Return the slugs of the equipment that an exercise needs."""
        return frozenset(self.equipment[one] for one in exercise.equipment)


@dataclass(frozen=True)
class Case:
    """A brief and its plan."""

    number: int
    kind: str
    brief: Brief
    plan: Plan
    catalogue: Catalogue = field(repr=False)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines, with their exercises."""
        return tuple(
            Line(i, planned, exercise, self.catalogue.gear(exercise))
            for i, day in enumerate(self.plan.days)
            for planned in day.exercises
            for exercise in (self.catalogue.by_id[planned.exercise_id],)
        )

    @cached_property
    def main(self) -> tuple[Line, ...]:
        """The lines of the main sections."""
        return tuple(line for line in self.lines if line.is_main)

    @cached_property
    def strength(self) -> tuple[Line, ...]:
        """The lines for strength or growth."""
        return tuple(line for line in self.lines if line.is_strength)

    @cached_property
    def aerobic(self) -> tuple[Line, ...]:
        """The aerobic lines of the main sections, walks on easy days included."""
        return tuple(line for line in self.main if line.is_aerobic)

    @cached_property
    def days(self) -> tuple[tuple[int, PlanDay, tuple[Line, ...]], ...]:
        """Each day with its number from 0 and its lines."""
        return tuple(
            (i, day, tuple(line for line in self.lines if line.day == i))
            for i, day in enumerate(self.plan.days)
        )

    @cached_property
    def times_a_week(self) -> Mapping[int, float]:
        """How often each day of the first week comes up: two workouts in turn on three days 1.5 times."""
        first = min(day.week_number for day in self.plan.days)
        days = [i for i, day in enumerate(self.plan.days) if day.week_number == first]
        return {i: self.plan.days_per_week / len(days) for i in days}

    @cached_property
    def lifting_days(self) -> tuple[int, ...]:
        """The days of the first week with strength work."""
        return tuple(sorted({line.day for line in self.strength} & set(self.times_a_week)))

    def weekly_sets(self, lines: Iterable[Line]) -> float:
        """Return the sets of these lines in the first week."""
        return sum(line.sets * self.times_a_week.get(line.day, 0) for line in lines)

    def often(self, lines: Iterable[Line]) -> float:
        """Return on how many days of a week there is one of these lines."""
        return sum(self.times_a_week.get(day, 0) for day in {line.day for line in lines})

    # -- who it is for

    @property
    def is_elder(self) -> bool:
        """Whether they are 65 or older."""
        return self.brief.age is not None and self.brief.age >= ELDER

    @property
    def is_child(self) -> bool:
        """Whether they are under 16."""
        return self.brief.age is not None and self.brief.age < CHILD

    @property
    def is_beginner(self) -> bool:
        """Whether they are beginners."""
        return self.brief.fitness_level is Level.BEGINNER

    @cached_property
    def gear(self) -> frozenset[str]:
        """The slugs of what the person has."""
        return frozenset(self.catalogue.equipment[one] for one in self.brief.equipment)

    @cached_property
    def complaints(self) -> frozenset[Complaint]:
        """What hurts, as told or as a named muscle means it."""
        named = {JOINT_OF[muscle] for muscle in self.brief.injured_muscles if muscle in JOINT_OF}
        return self.brief.complaints | named

    def harms(self, exercise: ExerciseFacts) -> str | None:
        """Return why somebody with these complaints and wishes should leave an exercise out."""
        slug = exercise.slug
        for one in sorted(self.complaints, key=lambda c: (c.body_part, c.condition)):
            key = (one.body_part, one.condition)
            if is_one_of(slug, LEAVE_OUT.get(key, ())) and not is_one_of(slug, LEFT_IN.get(key, ())):
                return f"{one.body_part} {one.condition}"
            if exercise.contraindications.get(one) is Contraindication.AVOID:
                return f"{one.body_part} {one.condition}, by the catalogue"
        if (
            exercise.exercise_type is ExerciseType.STRENGTH
            and exercise.primary_muscle in self.brief.injured_muscles
        ):
            return f"injured {exercise.primary_muscle}"
        if exercise.id in self.brief.avoided_exercises:
            return "avoided exercise"
        if exercise.movement_pattern in self.brief.avoided_patterns:
            return f"avoided {exercise.movement_pattern}"
        return None

    @cached_property
    def possible(self) -> tuple[ExerciseFacts, ...]:
        """What this person could do: they have the gear, nothing hurts, and it isn't far above them."""
        needs_care = self.is_beginner or self.is_elder or self.is_child
        return tuple(
            exercise
            for exercise in self.catalogue.exercises
            if exercise.equipment <= self.brief.equipment
            and (exercise.difficulty or Level.BEGINNER).rank <= self.brief.fitness_level.rank + 1
            and not (needs_care and is_one_of(exercise.slug, (*SKILLS, *HARD_WITH_BODY_WEIGHT)))
            and self.harms(exercise) is None
            # Who names a muscle wants it spared, as a helper too.
            and not exercise.muscles & self.brief.injured_muscles
        )

    def can(self, *patterns: MovementPattern) -> bool:
        """Return whether there is a strength exercise of one of these patterns, a real pull for pulls."""
        return any(
            exercise.movement_pattern in patterns and not is_one_of(exercise.slug, NO_REAL_PULL)
            for exercise in self.possible
            if exercise.exercise_type is ExerciseType.STRENGTH
        )

    # -- what it says

    def warns(self, pattern: str) -> bool:
        """Return whether a warning has this in it."""
        return any(re.search(pattern, warning, re.IGNORECASE) for warning in self.plan.warnings)

    def says(self, pattern: str) -> bool:
        """Return whether the description or a warning has this in it."""
        return self.warns(pattern) or self.describes(pattern)

    def describes(self, pattern: str) -> bool:
        """Return whether the description has this in it."""
        return bool(re.search(pattern, self.plan.description or "", re.IGNORECASE))

    @staticmethod
    def says_in_notes(line: Line, pattern: str) -> bool:
        """Return whether a line's notes have this in them."""
        return bool(re.search(pattern, line.planned.notes or "", re.IGNORECASE))

    @property
    def minutes_a_week(self) -> int:
        """The minutes that the brief has in a week."""
        return self.brief.days_per_week * self.brief.minutes_per_session

    @property
    def lifting_minutes(self) -> float:
        """The least minutes a week that the goal leaves for lifting."""
        return self.minutes_a_week * _LIFTING_SHARE.get(self.goal, 1.0)

    @property
    def is_cramped(self) -> bool:
        """Whether there is no time for a squat, a hinge, a push and a pull in the week."""
        return self.lifting_minutes < _ALL_MINUTES

    @property
    def goal(self) -> GoalType:
        """The goal."""
        return self.brief.goal_type
