"""The rule-based planner: pure functions from a brief and exercise facts to a plan.

It uses no clock, no database and no randomness: the same brief and facts give the same plan. Whoever
made a plan, a user, a model or this planner, `check_plan` applies the same rules to it.
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

# The module of each name. Imported lazily: the planner itself takes 20 ms, and not every importer needs it.
_HOMES = {
    "check": ("check_plan",),
    "facts": ("Brief", "ExerciseFacts", "InfeasibleBriefError", "InvalidBriefError"),
    "findings": ("Finding", "Rule", "Severity"),
    "make": ("make_plan",),
    "plan": ("Plan", "PlanDay", "PlannedExercise"),
}


def __getattr__(name: str) -> object:
    """Import a name on first use."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
