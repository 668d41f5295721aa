"""From a checked answer to a valid plan: repaired by rule if necessary, or made by rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.generate_plan.check import Checked
from functions.generate_plan.current_plan import CurrentPlan
from functions.generate_plan.proposal import Proposal
from shared.planner.facts import Brief, ExerciseFacts, InfeasibleBriefError
from shared.planner.make import make_plan
from shared.planner.plan import Plan
from shared.planner.repair import repair


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """A plan that passes the check, and its brief. Without a proposal it is the planner's."""

    plan: Plan
    proposal: Proposal | None
    brief: Brief


def repair_or_replace(
    checked: Checked | None,
    brief: Brief,
    exercises: Sequence[ExerciseFacts],
    current: CurrentPlan | None = None,
    asked: Brief | None = None,
) -> SoundPlan:
    """Return the model's plan, repaired if necessary, or one made by rule; either passes the check.

    The rules repair the current plan, if there is one, so that its good parts stay; without one, or if that
    fails, they make a new one. If `brief` is too careful for any plan, they use the brief `asked`. Raises
    InfeasibleBriefError if not even that is possible.
    """
    if checked and checked.plan and (repaired := repair(checked.plan, brief, exercises)):
        return SoundPlan(repaired, checked.proposal, brief)
    try:
        return _by_rule(brief, exercises, current)
    except InfeasibleBriefError:
        if asked is None or asked == brief:
            raise
        return _by_rule(asked, exercises, current)


def _by_rule(brief: Brief, exercises: Sequence[ExerciseFacts], current: CurrentPlan | None) -> SoundPlan:
    if current and (repaired := repair(current.as_plan(brief), brief, exercises)):
        return SoundPlan(repaired, None, brief)
    return SoundPlan(make_plan(brief, exercises), None, brief)
