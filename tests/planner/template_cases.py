"""Who each template is for, as a brief, and what the judge's rules don't ask of it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bench.plans.case import Case, Catalogue
from shared.planner.facts import Brief, Complaint
from shared.planner.plan import Plan
from shared.planner.terms import BodyPart, Condition, GoalType, Level, Sex

GYM = None
# The gear that a template's name promises to be enough; None: a gym's.
GEAR: Mapping[str, tuple[str, ...] | None] = {
    "full-body-3": GYM,
    "upper-lower-4": GYM,
    "push-pull-legs-6": GYM,
    "five-by-five": GYM,
    "five-three-one": GYM,
    "three-tier-linear": GYM,
    "minimal-2": GYM,
    "women-3": GYM,
    "lose-fat-4": GYM,
    "older-adults-3": GYM,
    "back-after-a-break-4-weeks": GYM,
    "bodyweight-3": ("pull-up-bar",),
    "dumbbell-3": ("dumbbell", "bench"),
    "home-3": ("resistance-band",),
    "bands-3": ("resistance-band",),
    "kettlebell-3": ("kettlebell",),
    "pregnancy-3": ("dumbbell", "bench", "resistance-band"),
    "couch-to-5k": (),
}
_PREGNANT = frozenset(
    {Complaint(BodyPart.BODY, Condition.PREGNANCY), Complaint(BodyPart.BODY, Condition.LATE_PREGNANCY)}
)
# What is special about whom a template is for.
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "women-3": {"sex": Sex.FEMALE, "age": 30},
    "older-adults-3": {
        "age": 72, "complaints": frozenset({Complaint(BodyPart.BODY, Condition.OLDER_ADULT)})
    },
    "pregnancy-3": {"sex": Sex.FEMALE, "age": 30, "complaints": _PREGNANT},
}  # fmt: skip
# Rules that a template breaks on purpose, and why.
EXEMPT: Mapping[str, Mapping[str, str]] = {
    "five-by-five": {
        "upper-volume": "Squats on all three days and five sets of all lifts are the programme.",
        "posterior-chain": "One heavy set of deadlifts beside fifteen of squats is the programme.",
        "twice-a-week": "It has no isolation: the deadlift trains the hamstrings, every other time.",
        "lower-volume": "The same.",
    },
    "three-tier-linear": {
        "upper-volume": "Each lift comes in two tiers, so the shoulders have half a set too many.",
        "heaviest-first": "The lift of the first tier comes first, whichever it is.",
    },
    "couch-to-5k": {
        "lower-volume": "It is for running; the description names two days of strength work beside it.",
        "aerobic-minutes": "The first week has the fewest minutes, the ninth gives the length of a session.",
        "fills-time": "The same: the runs of the third week are the shortest.",
        "no-unbroken-hard": "Twenty to thirty minutes without a walk are what the weeks before lead up to.",
        "has-weeks": "A week that is too hard is repeated; there is no light one.",
    },
    "back-after-a-break-4-weeks": {
        "fills-time": "The first week has half the sets of the last, which gives the length of a session.",
        "has-weeks": "Its first week is the light one.",
    },
}


def case_of(row: Mapping[str, Any], catalogue: Catalogue) -> Case:
    """Return a row of plan_templates as the plan of whom it is for.

    The minutes of its longest session are those of the brief. What a plan says in warnings, a template says
    in its description.
    """
    plan = Plan.from_document(row["plan"])
    gear = GEAR[row["slug"]]
    owned = catalogue.equipment_ids if gear is None else gear
    brief = Brief(
        goal_type=GoalType(row["goal_type"]),
        fitness_level=Level(row["difficulty"]),
        days_per_week=row["days_per_week"],
        minutes_per_session=max(day.estimated_minutes or 15 for day in plan.days),
        equipment=frozenset(catalogue.equipment_ids[slug] for slug in owned),
        **PEOPLE.get(row["slug"], {}),
    )
    return Case(0, row["slug"], brief, replace(plan, warnings=(plan.description or "",)), catalogue)
