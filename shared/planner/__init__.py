"""The rule-based planner: pure functions from a brief and exercise facts to a plan.

It needs no clock, no database and no chance: the same brief and facts give the same plan. Whatever
makes a plan, a person, a model or this planner, `check_plan` holds it to the same rules.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shared.planner.check import check_plan
    from shared.planner.facts import Brief, ExerciseFacts, InfeasibleBriefError, InvalidBriefError
    from shared.planner.findings import Finding, Rule, Severity
    from shared.planner.make import make_plan
    from shared.planner.plan import Plan, PlanDay, PlannedExercise

__all__ = [
    "Brief",
    "ExerciseFacts",
    "Finding",
    "InfeasibleBriefError",
    "InvalidBriefError",
    "Plan",
    "PlanDay",
    "PlannedExercise",
    "Rule",
    "Severity",
    "check_plan",
    "make_plan",
]

# Where each name is. Who only needs what a plan consists of doesn't import what makes one: 20 ms.
_HOMES = {
    "check": ("check_plan",),
    "facts": ("Brief", "ExerciseFacts", "InfeasibleBriefError", "InvalidBriefError"),
    "findings": ("Finding", "Rule", "Severity"),
    "make": ("make_plan",),
    "plan": ("Plan", "PlanDay", "PlannedExercise"),
}


def __getattr__(name: str) -> object:
    """Import a name when it is first asked for."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
