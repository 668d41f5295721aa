"""Plans by hand: `slug sets reps rest reserve scheme | notes`, and `w` or `c` before what isn't main."""

from dataclasses import replace
from typing import Any

from bench.plans.case import Case, Catalogue
from shared.planner.facts import Brief
from shared.planner.plan import Plan, PlanDay, PlannedExercise, Progression
from shared.planner.terms import GoalType, Level, PlanType, Section

_SECTIONS = {"w": Section.WARMUP, "c": Section.COOLDOWN}


def brief(catalogue: Catalogue, gear: tuple[str, ...] | None = None, **changes: Any) -> Brief:
    """Somebody of 30 years who trains for growth in a full gym, unless said otherwise."""
    usual = Brief(
        goal_type=GoalType.GAIN_MUSCLE,
        fitness_level=Level.INTERMEDIATE,
        days_per_week=1,
        minutes_per_session=60,
        equipment=frozenset(
            catalogue.equipment if gear is None else (catalogue.equipment_ids[slug] for slug in gear)
        ),
        age=30,
    )
    return replace(usual, **changes)


def line(catalogue: Catalogue, text: str) -> PlannedExercise:
    """One line of a day; whatever is left out at its end has the usual value."""
    text, _, notes = (part.strip() for part in text.partition("|"))
    words = text.split()
    section = _SECTIONS.get(words[0], Section.MAIN)
    slug, *rest = words[section is not Section.MAIN :]
    sets, reps, pause, reserve, scheme = [*rest, *("3", "8-12", "90", "2", "double")[len(rest) :]]
    return PlannedExercise(
        catalogue.by_slug[slug].id,
        int(sets),
        reps,
        section,
        target_rest_seconds=int(pause),
        target_rir=float(reserve),
        progression=Progression(scheme),
        notes=notes or None,
    )


def day(catalogue: Catalogue, *lines: str, name: str = "Day") -> PlanDay:
    """A day of such lines."""
    return PlanDay(name, tuple(line(catalogue, text) for text in lines))


def case(catalogue: Catalogue, wish: Brief, *days: PlanDay, **changes: Any) -> Case:
    """A plan of these days, for this brief."""
    plan = Plan("Plan", PlanType.OTHER, wish.days_per_week, days)
    return Case(1, "made", wish, replace(plan, **changes), catalogue)
