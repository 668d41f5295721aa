"""Making a plan: split the week, reserve time for warm-up and the like, fill it, write it down."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.planner.check import check_plan
from shared.planner.facts import Brief, ExerciseFacts, InfeasibleBriefError
from shared.planner.fill import FilledWeek, fill_week
from shared.planner.lines import strength_line
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.pool import Pool, pool_for
from shared.planner.sections import Frame, can_recover, conditioning_share, frame_for, steady_cardio
from shared.planner.splits import (
    DAYS_OF_WEEK,
    FULL_BODY,
    RECOVERY,
    DayFocus,
    Split,
    full_body_split,
    split_for,
)
from shared.planner.terms import Mechanic, MovementPattern, Muscle, PlanType

# Heavy work first, upper and lower body alternating, so that one rests while the other works.
_ORDER: Mapping[MovementPattern, int] = {
    pattern: place
    for place, pattern in enumerate(
        (
            MovementPattern.SQUAT,
            MovementPattern.HORIZONTAL_PUSH,
            MovementPattern.HINGE,
            MovementPattern.HORIZONTAL_PULL,
            MovementPattern.VERTICAL_PUSH,
            MovementPattern.VERTICAL_PULL,
            MovementPattern.LUNGE,
        )
    )
}
# A tired trunk makes every other lift less safe.
_TRUNK = frozenset({Muscle.ABS, Muscle.OBLIQUES})
_NAMES: Mapping[PlanType, str] = {
    PlanType.FULL_BODY: "Full body",
    PlanType.UPPER_LOWER: "Upper/lower",
    PlanType.PUSH_PULL_LEGS: "Push/pull/legs",
    PlanType.SPLIT: "Upper/lower and push/pull/legs",
    PlanType.BODYWEIGHT: "Bodyweight",
    PlanType.CARDIO: "Conditioning",
}


def make_plan(brief: Brief, exercises: Sequence[ExerciseFacts]) -> Plan:
    """Return a plan of one week for this brief, the same for the same arguments.

    It passes `check_plan` without an error; its `warnings` say what time or equipment made impossible.
    Raises InfeasibleBriefError if a day would stay empty.
    """
    pool = pool_for(brief, exercises)
    if not pool.strength:
        raise InfeasibleBriefError("no strength exercise is left")
    for split in _splits(brief, pool):
        frames = [frame_for(brief, pool, day, i) for i, day in enumerate(split.days)]
        week = fill_week(brief, pool, split, [frame.seconds for frame in frames])
        if all(week.chosen[i] or day.is_recovery for i, day in enumerate(split.days)):
            plan = _written(brief, pool, split, week, frames)
            findings = check_plan(plan, brief, exercises)
            return replace(plan, warnings=(*_notes(brief, pool, split), *(f.message for f in findings)))
    raise InfeasibleBriefError("too few exercises are left to fill every day")


def _splits(brief: Brief, pool: Pool) -> Iterator[Split]:
    """Yield the split for the brief, then a full-body week in case a day of it would stay empty."""
    full_body = full_body_split(brief.days_per_week)
    if brief.plan_type in (PlanType.BODYWEIGHT, PlanType.CARDIO):
        full_body = replace(full_body, plan_type=brief.plan_type)
    for split in (split_for(brief), full_body):
        days = tuple(FULL_BODY if day is RECOVERY and not can_recover(pool) else day for day in split.days)
        yield replace(split, days=days)


def _notes(brief: Brief, pool: Pool, split: Split) -> Iterator[str]:
    if brief.plan_type not in (None, PlanType.OTHER, split.plan_type):
        yield f"{_NAMES[split.plan_type]} instead of {brief.plan_type}, which doesn't fit the number of days."
    if conditioning_share(brief) and not steady_cardio(pool):
        yield "No conditioning: no cardio exercise suits your equipment."


def _written(brief: Brief, pool: Pool, split: Split, week: FilledWeek, frames: Sequence[Frame]) -> Plan:
    names = _day_names(split.days)
    labels = DAYS_OF_WEEK[brief.days_per_week]
    days = "1 day" if len(split.days) == 1 else f"{len(split.days)} days"
    goal = brief.goal_type.replace("_", " ")
    return Plan(
        name=f"{_NAMES[split.plan_type]}, {days} a week",
        plan_type=split.plan_type,
        days_per_week=brief.days_per_week,
        goal_type=brief.goal_type,
        description=f"To {goal}, {brief.fitness_level}, {brief.minutes_per_session} minutes per session.",
        days=tuple(
            PlanDay(
                name=names[i],
                exercises=(
                    *frames[i].warmup,
                    *_strength_lines(brief, pool, week, i),
                    *frames[i].main,
                    *frames[i].cooldown,
                ),
                focus=day.targets,
                day_of_week=labels[i],
                estimated_minutes=-int(-week.load.days[i].seconds // 60),
            )
            for i, day in enumerate(split.days)
        ),
    )


def _strength_lines(brief: Brief, pool: Pool, week: FilledWeek, day: int) -> Iterator[PlannedExercise]:
    chosen = week.chosen[day]
    others = [e for e in pool.strength if e.id not in chosen]
    for exercise in sorted(chosen.values(), key=lambda e: _place(brief, e)):
        yield strength_line(brief, exercise, week.sets(day, exercise), others)


def _place(brief: Brief, exercise: ExerciseFacts) -> tuple[bool, bool, bool, int, str]:
    return (
        exercise.mechanic is Mechanic.ISOLATION,
        exercise.primary_muscle in _TRUNK,
        exercise.primary_muscle not in brief.focus,
        _ORDER.get(exercise.movement_pattern, len(_ORDER)),
        exercise.slug,
    )


def _day_names(days: Sequence[DayFocus]) -> list[str]:
    """Return the days' names, with a letter appended to repeated names."""
    total, seen = Counter(day.name for day in days), Counter[str]()
    names = []
    for day in days:
        letter = chr(ord("A") + seen[day.name])
        seen[day.name] += 1
        names.append(f"{day.name} {letter}" if total[day.name] > 1 else day.name)
    return names
