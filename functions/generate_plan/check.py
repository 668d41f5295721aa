"""Checking the model's proposal: parse it, resolve it and apply the planner's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from functions.generate_plan.proposal import Proposal, ProposalError, read_proposal
from functions.generate_plan.resolve import resolve
from functions.generate_plan.shortlist import Shortlist
from shared.planner.check import check_plan
from shared.planner.facts import Brief
from shared.planner.findings import Finding, Rule, Severity
from shared.planner.plan import Plan

_REMEDIES: Mapping[Rule, str] = {
    Rule.SESSION_TIME: "Warm-up and cool-down are counted in; use fewer sets or exercises.",
    Rule.SESSION_SETS: "Use fewer sets.",
    Rule.SESSION_MUSCLE: "Move some of them to another day.",
    Rule.VOLUME_HIGH: "Use fewer sets for it.",
    Rule.FREQUENCY: "Train it on a second day.",
    Rule.BALANCE: "Move sets from one to the other.",
    Rule.REPS: "Use the unit that the list gives for the exercise.",
    Rule.DAYS: "Propose exactly as many days as wished.",
}
_MOST_REASONS = 12


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked answer. Without `reasons` the plan is valid; without a plan the answer couldn't be parsed."""

    proposal: Proposal | None
    plan: Plan | None
    reasons: tuple[str, ...] = ()


def check_answer(text: str, shortlist: Shortlist, brief: Brief) -> Checked:
    """Parse, resolve and check an answer of the model. Never raises: errors are in `reasons`."""
    try:
        proposal = read_proposal(text)
        plan = resolve(proposal, shortlist, brief)
    except ProposalError as error:
        return Checked(None, None, error.reasons)
    return Checked(proposal, plan, tuple(reasons_against(plan, brief, shortlist)))


def reasons_against(plan: Plan, brief: Brief, shortlist: Shortlist) -> list[str]:
    """Return the errors that the model can fix with the shortlist's exercises; at most 12."""
    used = {line.exercise_id for day in plan.days for line in day.exercises}
    # The model can only choose from the list, but our own warm-up and cool-down may use other exercises.
    offered = [e for e in shortlist.pool.everything if e.id in shortlist.alias_of or e.id in used]
    findings = check_plan(plan, brief, offered)
    return [_worded(f) for f in findings if f.severity is Severity.ERROR][:_MOST_REASONS]


def _worded(finding: Finding) -> str:
    remedy = _REMEDIES.get(finding.rule)
    return f"{finding.message} {remedy}" if remedy else finding.message
