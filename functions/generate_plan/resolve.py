"""From a proposal to a plan: aliases become exercises, and the rules fill in what the model leaves open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.generate_plan.proposal import Focus, Proposal, ProposalError, ProposedDay, ProposedExercise
from functions.generate_plan.shortlist import Shortlist
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.lines import line_seconds, strength_line
from shared.planner.plan import Plan, PlanDay, PlannedExercise
from shared.planner.prescription import DOUBLE, LINEAR, NO_PROGRESSION
from shared.planner.reps import parse_reps
from shared.planner.sections import frame_for
from shared.planner.splits import (
    FULL_BODY,
    LEGS,
    LOWER,
    PULL,
    PUSH,
    RECOVERY,
    UPPER,
    DayFocus,
    split_for,
    weekdays_for,
)
from shared.planner.terms import ExerciseType, PlanType, TrackingType
from shared.planner.weeks import weeks_of

_FOCUSES: Mapping[Focus, DayFocus] = {
    Focus.FULL_BODY: FULL_BODY,
    Focus.UPPER_BODY: UPPER,
    Focus.LOWER_BODY: LOWER,
    Focus.PUSH: PUSH,
    Focus.PULL: PULL,
    Focus.LEGS: LEGS,
    Focus.RECOVERY: RECOVERY,
}
_TYPES: Mapping[frozenset[DayFocus], PlanType] = {
    frozenset({FULL_BODY}): PlanType.FULL_BODY,
    frozenset({UPPER, LOWER}): PlanType.UPPER_LOWER,
    frozenset({PUSH, PULL, LEGS}): PlanType.PUSH_PULL_LEGS,
}


def resolve(proposal: Proposal, shortlist: Shortlist, brief: Brief) -> Plan:
    """Return the proposed plan, with our loads, progression, warm-up, cool-down and alternatives.

    Sets, repetitions, rests and effort are the model's. An exercise that is twice in a day is merged, with
    the sets of both. Raises ProposalError for unknown aliases.
    """
    unknown = [
        f"{day.name}: {line.exercise} is not an alias of the list."
        for day in proposal.days
        for line in day.exercises
        if line.exercise not in shortlist.by_alias
    ]
    if unknown:
        raise ProposalError(unknown)
    labels: Sequence[int | None] = weekdays_for(brief)
    if len(labels) != len(proposal.days):
        labels = [None] * len(proposal.days)
    weeks = weeks_of(brief, has_waves=False)
    days = tuple(
        replace(_day(day, i, shortlist, brief), day_of_week=label)
        for i, (day, label) in enumerate(zip(proposal.days, labels, strict=True))
    )
    return Plan(
        name=proposal.name or "Training plan",
        plan_type=_plan_type(proposal, brief),
        days_per_week=len(days),
        days=days,
        goal_type=brief.goal_type,
        description=f"{proposal.description} {weeks.light} {weeks.after}".strip(),
        total_weeks=weeks.total,
        deload_every_weeks=weeks.deload_every,
    )


def _day(day: ProposedDay, index: int, shortlist: Shortlist, brief: Brief) -> PlanDay:
    facts = {exercise.id: exercise for exercise in shortlist.pool.everything}
    lines = _once(day.exercises)
    chosen = [shortlist.by_alias[line.exercise] for line in lines]
    focus = _FOCUSES[day.focus]
    strength = [e for e in chosen if e.exercise_type is ExerciseType.STRENGTH]
    if strength:
        muscles = (FULL_BODY if focus.is_recovery else focus).muscles | {e.primary_muscle for e in strength}
        focus = DayFocus(day.name, muscles)
    frame = frame_for(brief, shortlist.pool, focus, index)
    taken = {e.id for e in strength}
    others = [e for e in shortlist.pool.strength if e.id not in taken]
    written = [_line(brief, line, e, others) for line, e in zip(lines, chosen, strict=True)]
    work = [line for line, e in zip(written, chosen, strict=True) if e.id in taken]
    extras = [line for line, e in zip(written, chosen, strict=True) if e.id not in taken]
    exercises = (*frame.warmup, *work, *(extras or frame.main), *frame.cooldown)
    seconds = sum(line_seconds(line, facts.get(line.exercise_id)) for line in exercises)
    return PlanDay(
        name=day.name or f"Day {index + 1}",
        exercises=exercises,
        focus=focus.targets,
        estimated_minutes=min(max(1, -int(-seconds // 60)), 600),
    )


def _once(lines: Sequence[ProposedExercise]) -> list[ProposedExercise]:
    merged: dict[str, ProposedExercise] = {}
    for line in lines:
        first = merged.get(line.exercise)
        merged[line.exercise] = first.model_copy(update={"sets": first.sets + line.sets}) if first else line
    return list(merged.values())


def _line(
    brief: Brief, line: ProposedExercise, exercise: ExerciseFacts, others: Sequence[ExerciseFacts]
) -> PlannedExercise:
    if exercise.exercise_type is not ExerciseType.STRENGTH:
        return PlannedExercise(
            exercise.id,
            line.sets,
            line.reps,
            target_rest_seconds=line.rest_seconds,
            progression=NO_PROGRESSION,
            notes=line.note or None,
        )
    ours = strength_line(brief, exercise, line.sets, others)
    target = parse_reps(line.reps)
    loaded = exercise.tracking_type is TrackingType.WEIGHT_REPS
    progression = ours.progression
    if target.unit != "reps":
        progression = NO_PROGRESSION
    elif loaded:
        # A range progresses in repetitions first; a fixed target only in load.
        progression = DOUBLE if "-" in line.reps else LINEAR
    return replace(
        ours,
        target_reps=line.reps,
        target_rest_seconds=line.rest_seconds,
        progression=progression,
        target_rir=line.rir if target.unit == "reps" else None,
        notes=line.note or ours.notes,
    )


def _plan_type(proposal: Proposal, brief: Brief) -> PlanType:
    if brief.plan_type in (PlanType.BODYWEIGHT, PlanType.CARDIO):
        return brief.plan_type
    trained = frozenset(_FOCUSES[day.focus] for day in proposal.days) - {RECOVERY}
    return _TYPES.get(trained, PlanType.SPLIT if len(trained) > 1 else split_for(brief).plan_type)
