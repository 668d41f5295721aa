"""Making a plan: split the week, reserve time for warm-up and the like, fill it, write it down."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from shared.planner.aerobic import aerobic_share, is_aerobic, steady_cardio
from shared.planner.check import check_plan
from shared.planner.facts import Brief, ExerciseFacts, InfeasibleBriefError
from shared.planner.fill import fill_week
from shared.planner.filling import FilledWeek
from shared.planner.finish import Finish
from shared.planner.lifts import FAST_LIFTS, WITH_A_BAR
from shared.planner.lines import strength_line
from shared.planner.pairs import in_pairs, is_paired, seconds_of
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.pool import Pool, has_real_pull, pool_for
from shared.planner.remarks import remarks, shortfalls
from shared.planner.sections import Frame, can_recover, frame_for
from shared.planner.splits import (
    FULL_BODY,
    PULL,
    RECOVERY,
    DayFocus,
    Split,
    full_body_split,
    split_for,
    weekdays_for,
)
from shared.planner.terms import GoalType, Level, Mechanic, MovementPattern, PlanType, TrackingType
from shared.planner.trunk import TRUNK
from shared.planner.weeks import weeks_of

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

_AEROBIC = "Aerobic"
_GOALS: Mapping[GoalType, str] = {
    GoalType.LOSE_WEIGHT: "To lose weight",
    GoalType.GAIN_MUSCLE: "To gain muscle",
    GoalType.MAINTAIN: "To keep what you have",
    GoalType.IMPROVE_STRENGTH: "To get stronger",
    GoalType.ENDURANCE: "For endurance",
}
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
        week = fill_week(brief, pool, split, frames)
        if all(week.chosen[i] or day.is_recovery for i, day in enumerate(split.days)):
            plan = _written(brief, pool, split, week, frames)
            findings = check_plan(plan, brief, exercises)
            return replace(plan, warnings=(*_notes(brief, pool, split), *shortfalls(findings)))
    raise InfeasibleBriefError("too few exercises are left to fill every day")


def _splits(brief: Brief, pool: Pool) -> Iterator[Split]:
    """Yield the split for the brief, then a full-body week in case a day of it would stay empty."""
    full_body = full_body_split(brief.days_per_week)
    if brief.plan_type in (PlanType.BODYWEIGHT, PlanType.CARDIO):
        full_body = replace(full_body, plan_type=brief.plan_type)
    # Without anything to pull on there is nothing to do on a day of pulls.
    asked = split_for(brief)
    pulls = has_real_pull(pool) or all(day.muscles != PULL.muscles for day in asked.days)
    for split in (asked, full_body) if pulls else (full_body,):
        days = tuple(FULL_BODY if day is RECOVERY and not can_recover(pool) else day for day in split.days)
        yield replace(split, days=days)


def _notes(brief: Brief, pool: Pool, split: Split) -> Iterator[str]:
    if brief.plan_type not in (None, PlanType.OTHER, split.plan_type):
        yield f"{_NAMES[split.plan_type]} instead of {brief.plan_type}, which doesn't fit the number of days."
    if aerobic_share(brief) and not steady_cardio(pool):
        yield "No conditioning: no cardio exercise suits your equipment."
    yield from remarks(brief, pool, split)


def _written(brief: Brief, pool: Pool, split: Split, week: FilledWeek, frames: Sequence[Frame]) -> Plan:
    names = _day_names(brief, split.days)
    labels = weekdays_for(brief)
    days = tuple(
        _day(PlanDay(names[i], (), day.targets, labels[i]), Finish(brief, pool, week, day, i), frames[i])
        for i, day in enumerate(split.days)
    )
    has_waves = any(
        line.progression is not None and line.progression.scheme == "percentage_wave"
        for day in days
        for line in day.exercises
    )
    weeks = weeks_of(brief, has_waves=has_waves)
    number = "1 day" if len(days) == 1 else f"{len(days)} days"
    return Plan(
        name=f"{_NAMES[split.plan_type]}, {number} a week",
        plan_type=split.plan_type,
        days_per_week=brief.days_per_week,
        goal_type=brief.goal_type,
        description=(
            f"{_GOALS[brief.goal_type]}, {brief.fitness_level}, {brief.minutes_per_session} minutes per "
            f"session, {weeks.total} weeks. {weeks.light} {weeks.after}"
        ),
        days=days,
        total_weeks=weeks.total,
        deload_every_weeks=weeks.deload_every,
    )


def _day(plan: PlanDay, finish: Finish, frame: Frame) -> PlanDay:
    strength = in_pairs(
        finish.brief,
        list(_strength_lines(finish.brief, finish.pool, finish.week, finish.index)),
        finish.week.chosen[finish.index],
        finish.brief.minutes_per_session * 60 - frame.seconds,
    )
    if is_paired(finish.brief):
        # What found no partner takes longer than was reckoned with.
        load = finish.week.load.days[finish.index]
        load.seconds = frame.seconds + seconds_of(strength, finish.week.chosen[finish.index])
    more = finish.lines(frame.main)
    carried = {e.id for e in finish.pool.carries}
    carries = [line for line in more if line.exercise_id in carried]
    easy = [line for line in more if line.exercise_id not in carried]
    return replace(
        plan,
        exercises=(*frame.warmup, *strength, *carries, *frame.main, *easy, *frame.cooldown),
        estimated_minutes=-int(-finish.week.load.days[finish.index].seconds // 60),
    )


def _strength_lines(brief: Brief, pool: Pool, week: FilledWeek, day: int) -> Iterator[PlannedExercise]:
    chosen = week.chosen[day]
    others = [e for e in pool.strength if e.id not in chosen]
    for exercise in sorted(chosen.values(), key=lambda e: _place(brief, week, day, e)):
        dose = week.doses.get((day, exercise.id))
        yield strength_line(brief, exercise, week.sets(day, exercise), others, dose)


def _place(brief: Brief, week: FilledWeek, day: int, exercise: ExerciseFacts) -> tuple[object, ...]:
    main = list(week.doses)
    place = (day, exercise.id)
    return (
        exercise.mechanic is Mechanic.ISOLATION,
        exercise.primary_muscle in TRUNK,
        exercise.primary_muscle not in brief.focus,
        _lightness(exercise),
        main.index(place) if place in week.doses else len(main),
        -exercise.spinal_load,
        -(exercise.difficulty or Level.BEGINNER).rank,
        _ORDER.get(exercise.movement_pattern, len(_ORDER)),
        exercise.slug,
    )


def _lightness(exercise: ExerciseFacts) -> int:
    """Return 0 for a fast lift, 1 for a squat or a hinge with a bar, to 5 for no load at all."""
    if exercise.slug in FAST_LIFTS:
        return 0
    if exercise.slug in WITH_A_BAR:
        return 1 if exercise.movement_pattern in (MovementPattern.SQUAT, MovementPattern.HINGE) else 2
    if exercise.tracking_type is not TrackingType.WEIGHT_REPS:
        return 5
    return 4 if exercise.is_unilateral else 3


def _day_names(brief: Brief, days: Sequence[DayFocus]) -> list[str]:
    """Return the days' names, with a letter appended to repeated names."""
    plain = [_AEROBIC if day.is_recovery and is_aerobic(brief) else day.name for day in days]
    total, seen = Counter(plain), Counter[str]()
    names = []
    for name in plain:
        letter = chr(ord("A") + seen[name])
        seen[name] += 1
        names.append(f"{name} {letter}" if total[name] > 1 else name)
    return names
