"""Plans with mistakes: valid ones, changed in up to four places."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from shared.planner import Plan, PlanDay, PlannedExercise
from tests.planner.catalogue import CATALOGUE

Mutation = Callable[[Plan, Random], Plan]


def _on_a_day(change: Callable[[PlanDay, Random], PlanDay]) -> Mutation:
    def mutate(plan: Plan, chance: Random) -> Plan:
        if not plan.days:
            return plan
        i = chance.randrange(len(plan.days))
        days = (*plan.days[:i], change(plan.days[i], chance), *plan.days[i + 1 :])
        return replace(plan, days=days)

    return mutate


def _on_a_line(change: Callable[[PlannedExercise, Random], PlannedExercise]) -> Mutation:
    def mutate(day: PlanDay, chance: Random) -> PlanDay:
        if not day.exercises:
            return day
        i = chance.randrange(len(day.exercises))
        lines = (*day.exercises[:i], change(day.exercises[i], chance), *day.exercises[i + 1 :])
        return replace(day, exercises=lines)

    return _on_a_day(mutate)


def _half_the_lines(day: PlanDay, chance: Random) -> PlanDay:
    return replace(day, exercises=tuple(line for line in day.exercises if chance.random() < 0.5))


def _shuffled(day: PlanDay, chance: Random) -> PlanDay:
    return replace(day, exercises=tuple(chance.sample(day.exercises, len(day.exercises))))


MUTATIONS: dict[str, Mutation] = {
    "lines dropped": _on_a_day(_half_the_lines),
    "a day emptied": _on_a_day(lambda day, _: replace(day, exercises=())),
    "every line twice": _on_a_day(lambda day, _: replace(day, exercises=day.exercises * 2)),
    "any order": _on_a_day(_shuffled),
    "no focus": _on_a_day(lambda day, _: replace(day, focus=())),
    "fifty sets": _on_a_line(lambda line, _: replace(line, target_sets=50)),
    "any exercise": _on_a_line(lambda line, by: replace(line, exercise_id=by.choice(CATALOGUE).id)),
    "an unknown exercise": _on_a_line(lambda line, _: replace(line, exercise_id="e99")),
    "unreadable reps": _on_a_line(lambda line, _: replace(line, target_reps="lots")),
    "reps in another unit": _on_a_line(lambda line, by: replace(line, target_reps=by.choice(("900s", "5")))),
    "an hour's rest": _on_a_line(lambda line, _: replace(line, target_rest_seconds=3600)),
    "no progression": _on_a_line(
        lambda line, _: replace(line, progression=None, on_success_weight_increase_kg=None)
    ),
    "a day dropped": lambda plan, by: replace(plan, days=plan.days[by.randrange(2) :][:-1]),
    "no days": lambda plan, _: replace(plan, days=()),
    "fourteen days": lambda plan, _: replace(plan, days=(plan.days * 14)[:14], days_per_week=14),
    "one day a week": lambda plan, _: replace(plan, days=plan.days[:1], days_per_week=1),
    "a week more": lambda plan, _: replace(
        plan, days=plan.days + tuple(replace(day, week_number=2) for day in plan.days[:1])
    ),
}


def spoiled(plan: Plan, chance: Random) -> Plan:
    """The plan with one to four mutations."""
    for name in chance.choices(sorted(MUTATIONS), k=chance.randint(1, 4)):
        plan = MUTATIONS[name](plan, chance)
    return plan
