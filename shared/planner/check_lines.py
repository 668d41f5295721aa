"""The rules for a single line of a plan: may it be done, can it be read, does it move on."""

from collections.abc import Iterator, Mapping

from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.findings import Finding, Rule, error
from shared.planner.plan import PlanDay, PlannedExercise
from shared.planner.pool import Refusal, refusal
from shared.planner.reps import Unit, parse_reps
from shared.planner.terms import ExerciseType, Section, TrackingType

_REFUSALS: Mapping[Refusal, tuple[Rule, str]] = {
    Refusal.EQUIPMENT: (Rule.EQUIPMENT, "needs equipment that isn't there"),
    Refusal.AVOIDED: (Rule.AVOIDED, "is to be avoided"),
    Refusal.TOO_HARD: (Rule.DIFFICULTY, "is too hard for this level"),
    Refusal.NEEDS_LOAD: (Rule.PLAN_TYPE, "needs a load, the plan is to be done without"),
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
    """Yield what is wrong with the lines of a day, one by one."""
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
            f"{day}: {line.target_reps!r} can't be read as a target.",
        )
        return
    if unit not in UNITS[exercise.tracking_type]:
        yield error(
            Rule.REPS,
            f"{place}.target_reps",
            f"{day}: {exercise.name} isn't counted in {unit}.",
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
            f"{day}: {exercise.name} has no rule by which it moves on.",
        )
