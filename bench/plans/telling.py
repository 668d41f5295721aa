"""Plans and their faults as text, for people who want to see what a rule means."""

from collections.abc import Iterator

from bench.plans.briefs import FULL_GYM
from bench.plans.case import Case
from bench.plans.run import Judgement


def told(case: Case) -> Iterator[str]:
    """Yield the brief and the whole plan, for reading."""
    brief = case.brief
    yield (
        f"#{case.number} {brief.goal_type}, {brief.fitness_level}, {brief.days_per_week} x "
        f"{brief.minutes_per_session} min, {case.kind}, {brief.sex or 'sex unknown'}, "
        f"{brief.age or 'age unknown'}"
    )
    if case.kind != FULL_GYM:
        yield f"   has: {', '.join(sorted(case.gear)) or 'nothing'}"
    wishes = [
        *(f"injured {muscle}" for muscle in sorted(brief.injured_muscles)),
        *(f"{one.body_part} {one.condition}" for one in sorted(brief.complaints, key=str)),
        *(f"avoid {case.catalogue.by_id[one].slug}" for one in sorted(brief.avoided_exercises)),
        *(f"avoid {pattern}" for pattern in sorted(brief.avoided_patterns)),
        *(f"focus {muscle}" for muscle in sorted(brief.focus)),
    ]
    if wishes:
        yield f"   {', '.join(wishes)}"
    yield f"   {case.plan.name}: {case.plan.description}"
    yield from (f"   ! {warning}" for warning in case.plan.warnings)
    for _, day, lines in case.days:
        yield f"   {day.name}, {day.estimated_minutes} min"
        for line in lines:
            note = f"  ({line.planned.notes})" if line.planned.notes else ""
            yield f"      {line.planned.section:8} {line}{note}"


def failing(judged: Judgement, rule: str) -> Iterator[str]:
    """Yield the failing plans of one rule in full, the worst first."""
    found = next(one for one in judged.scores if one.rule.name == rule)
    yield f"{found.rule.name}: {found.rule.definition}"
    for case, faults in found.failed:
        yield ""
        yield from told(case)
        yield from (f"   -> {fault}" for fault in faults)
