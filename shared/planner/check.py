"""Checking any plan against the planner's own rules."""

from collections.abc import Iterator, Mapping, Sequence

from shared.planner.check_lines import check_lines
from shared.planner.check_week import check_week
from shared.planner.facts import Brief, ExerciseFacts
from shared.planner.findings import Finding, Rule, error, warning
from shared.planner.plan import Plan, PlanDay
from shared.planner.pool import pool_for
from shared.planner.terms import ExerciseType, Mechanic, MovementPattern, Section


def check_plan(plan: Plan, brief: Brief, exercises: Sequence[ExerciseFacts]) -> list[Finding]:
    """Return all errors and warnings about this plan, in plan order.

    A shortfall (volume, frequency, balance) is an error if the brief's time and equipment allow a fix,
    otherwise a warning. Each week of a multi-week plan is checked by the same rules. Exercises that
    aren't among `exercises` are reported and otherwise ignored.
    """
    facts = {exercise.id: exercise for exercise in exercises}
    pool = pool_for(brief, exercises)
    findings = list(_check_days(plan, brief))
    for i, day in enumerate(plan.days):
        findings += check_lines(day, f"days[{i}]", brief, facts)
        findings += _check_shape(day, f"days[{i}]", facts)
    for week in sorted({day.week_number for day in plan.days}):
        findings += check_week(plan, week, brief, pool, facts)
    return findings


def _check_days(plan: Plan, brief: Brief) -> Iterator[Finding]:
    if plan.days_per_week != brief.days_per_week:
        yield error(
            Rule.DAYS,
            "days_per_week",
            f"The plan has {plan.days_per_week} days a week instead of {brief.days_per_week}.",
        )
    if not plan.days:
        yield error(Rule.EMPTY, "days", "The plan has no days.")
    for i, day in enumerate(plan.days):
        if not day.in_section(Section.MAIN):
            yield error(Rule.EMPTY, f"days[{i}]", f"{day.name} has no exercises.")


def _check_shape(day: PlanDay, field: str, facts: Mapping[str, ExerciseFacts]) -> Iterator[Finding]:
    """Yield faults in the order and the sections of a strength day."""
    work = [
        facts[line.exercise_id]
        for line in day.in_section(Section.MAIN)
        if line.exercise_id in facts
        and facts[line.exercise_id].exercise_type is ExerciseType.STRENGTH
        and facts[line.exercise_id].movement_pattern is not MovementPattern.CARRY
    ]
    if not work:
        return
    mechanics = [exercise.mechanic for exercise in work]
    if mechanics != sorted(mechanics, key=lambda mechanic: mechanic is Mechanic.ISOLATION):
        yield warning(Rule.ORDER, field, f"{day.name}: an isolation exercise comes before a compound one.")
    if not day.in_section(Section.WARMUP):
        yield warning(Rule.WARMUP, field, f"{day.name} has no warm-up.")
    if not day.in_section(Section.COOLDOWN):
        yield warning(Rule.COOLDOWN, field, f"{day.name} has no cool-down.")
