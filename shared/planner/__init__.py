"""The rule-based planner: pure functions from a brief and exercise facts to a plan.

It needs no clock, no database and no chance: the same brief and facts give the same plan. Whatever
makes a plan, a person, a model or this planner, `check_plan` holds it to the same rules.
"""

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
