"""The rules for a single line of a plan: is it allowed, is its target valid, does it progress."""

from collections.abc import Iterator, Mapping

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.findings import Finding, Rule, error
from shared.planner.plan import PlanDay, PlannedExercise
from shared.planner.pool import Refusal, refusal
from shared.planner.reps import Unit, parse_reps
from shared.planner.terms import ExerciseType, Section, TrackingType

_REFUSALS: Mapping[Refusal, tuple[Rule, str]] = {
    Refusal.EQUIPMENT: (Rule.EQUIPMENT, "needs equipment that isn't available"),
    Refusal.AVOIDED: (Rule.AVOIDED, "is on the list to avoid"),
    Refusal.TOO_HARD: (Rule.DIFFICULTY, "is too advanced for this level"),
    Refusal.NEEDS_LOAD: (Rule.PLAN_TYPE, "needs a load, but the plan is bodyweight only"),
}
UNITS: Mapping[TrackingType, frozenset[Unit]] = {
    TrackingType.WEIGHT_REPS: frozenset({"reps"}),
    TrackingType.REPS_ONLY: frozenset({"reps"}),
    TrackingType.ASSISTED: frozenset({"reps"}),
    TrackingType.DURATION: frozenset({"seconds"}),
    TrackingType.DISTANCE_DURATION: frozenset({"seconds", "metres"}),
}


def check_lines(
    day: PlanDay, field: str, brief: Brief, facts: Mapping[str, ExerciseFacts]
) -> Iterator[Finding]:
    """Yield the faults of each line of a day."""
    for i, line in enumerate(day.exercises):
        place = f"{field}.exercises[{i}]"
        exercise = facts.get(line.exercise_id)
        if exercise is None:
            yield error(
                Rule.UNKNOWN_EXERCISE,
                f"{place}.exercise_id",
                f"{day.name}: no exercise has the id {line.exercise_id}.",
            )
            continue
        if refused := refusal(brief, exercise):
            rule, reason = _REFUSALS[refused]
            yield error(rule, f"{place}.exercise_id", f"{day.name}: {exercise.name} {reason}.")
        yield from _check_reps(line, exercise, day.name, place)
        yield from _check_progression(line, exercise, day.name, place)


def _check_reps(line: PlannedExercise, exercise: ExerciseFacts, day: str, place: str) -> Iterator[Finding]:
    try:
        unit = parse_reps(line.target_reps).unit
    except ValueError:
        yield error(
            Rule.REPS,
            f"{place}.target_reps",
            f"{day}: {line.target_reps!r} is not a valid target.",
        )
        return
    if unit not in UNITS[exercise.tracking_type]:
        yield error(
            Rule.REPS,
            f"{place}.target_reps",
            f"{day}: {exercise.name} isn't measured in {unit}.",
        )


def _check_progression(
    line: PlannedExercise, exercise: ExerciseFacts, day: str, place: str
) -> Iterator[Finding]:
    if line.section is not Section.MAIN or exercise.exercise_type is not ExerciseType.STRENGTH:
        return
    if line.progression is None and line.on_success_weight_increase_kg is None:
        yield error(
            Rule.PROGRESSION,
            f"{place}.progression",
            f"{day}: {exercise.name} has no progression.",
        )
