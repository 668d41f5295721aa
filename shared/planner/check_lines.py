"""The rules for a single line of a plan: is it allowed, is its target valid, does it progress."""

from collections.abc import Iterator, Mapping

from shared.planner.doable import doable_reps
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.findings import Finding, Rule, error
from shared.planner.people import limits_of
from shared.planner.plan import PlanDay, PlannedExercise
from shared.planner.pool import Refusal, refusal
from shared.planner.reps import RepTarget, Unit, parse_reps
from shared.planner.terms import ExerciseType, Section, TrackingType

_REFUSALS: Mapping[Refusal, tuple[Rule, str]] = {
    Refusal.EQUIPMENT: (Rule.EQUIPMENT, "needs equipment that isn't available"),
    Refusal.AVOIDED: (Rule.AVOIDED, "is on the list to avoid"),
    Refusal.UNSUITABLE: (Rule.UNSUITABLE, "is advised against for your age or complaint"),
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
        yield from _check_dose(line, exercise, brief, day.name, place)
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


def _check_dose(
    line: PlannedExercise, exercise: ExerciseFacts, brief: Brief, day: str, place: str
) -> Iterator[Finding]:
    """Yield reps that the person can't do, or had better not."""
    if line.section is not Section.MAIN or exercise.exercise_type is not ExerciseType.STRENGTH:
        return
    if fault := dose_fault(line, exercise, brief):
        yield error(Rule.DOSE, f"{place}.target_reps", f"{day}: {exercise.name} {fault}.")


def dose_fault(line: PlannedExercise, exercise: ExerciseFacts, brief: Brief) -> str | None:
    """Return what is wrong with a line's reps and reserve for this person, or None."""
    try:
        target = parse_reps(line.target_reps)
    except ValueError:
        return None
    return next(_dose_faults(line, target, exercise, brief), None) if target.unit == "reps" else None


def _dose_faults(
    line: PlannedExercise, target: RepTarget, exercise: ExerciseFacts, brief: Brief
) -> Iterator[str]:
    limits, able = limits_of(brief), doable_reps(brief, exercise)
    if not limits.may_go_all_out and (line.target_reps == "AMRAP" or line.target_reps.endswith("+")):
        yield "goes to the limit, which doesn't suit you"
    if not limits.least_reps <= target.low <= target.high <= limits.most_reps:
        yield f"is to have {limits.least_reps} to {limits.most_reps} reps for you"
    if line.target_rir is not None and line.target_rir < limits.least_rir:
        yield f"is to leave at least {limits.least_rir} reps in reserve for you"
    if able and target.low > parse_reps(able).high:
        yield f"asks for more than the {parse_reps(able).high} reps that your level can do"


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
