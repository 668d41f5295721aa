"""From the model's words to a verdict: a plan that holds, or what was wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.generate_plan.changes import CurrentPlan
from functions.generate_plan.proposal import Proposal, ProposalError, read_proposal
from functions.generate_plan.resolve import judge, resolve
from functions.generate_plan.shortlist import Shortlist
from shared.planner.facts import Brief, ExerciseFacts, InfeasibleBriefError
from shared.planner.make import make_plan
from shared.planner.plan import Plan
from shared.planner.repair import repair


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an answer: no reasons, then `plan` holds; no plan, then it can't even be read."""

    proposal: Proposal | None
    plan: Plan | None
    reasons: tuple[str, ...] = ()


def consider(text: str, shortlist: Shortlist, brief: Brief) -> Verdict:
    """Read, resolve and judge an answer of the model. Never raises: what is wrong is in `reasons`."""
    try:
        proposal = read_proposal(text)
        plan = resolve(proposal, shortlist, brief)
    except ProposalError as broken:
        return Verdict(None, None, broken.reasons)
    return Verdict(proposal, plan, tuple(judge(plan, brief, shortlist)))


@dataclass(frozen=True, slots=True)
class Settled:
    """The plan to store, and the brief that it keeps to. Without a proposal it is all the planner's."""

    plan: Plan
    proposal: Proposal | None
    brief: Brief


def settle(
    verdict: Verdict | None,
    brief: Brief,
    exercises: Sequence[ExerciseFacts],
    current: CurrentPlan | None = None,
    careful: Brief | None = None,
) -> Settled:
    """Return the model's plan, repaired where it must be, or one made by rule; either passes the check.

    By rule an existing plan is repaired, so that what is right about it stays; without one, or where
    that fails, a new one is made. `careful` is the brief for rules, as far as they can keep to it.
    Raises InfeasibleBriefError when not even `brief` is possible.
    """
    if verdict and verdict.plan and (mended := repair(verdict.plan, brief, exercises)):
        return Settled(mended, verdict.proposal, brief)
    if careful is not None and careful != brief:
        try:
            return _by_rule(careful, exercises, current)
        except InfeasibleBriefError:
            pass
    return _by_rule(brief, exercises, current)


def _by_rule(brief: Brief, exercises: Sequence[ExerciseFacts], current: CurrentPlan | None) -> Settled:
    if current and (mended := repair(current.as_plan(brief), brief, exercises)):
        return Settled(mended, None, brief)
    return Settled(make_plan(brief, exercises), None, brief)
