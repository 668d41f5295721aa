"""More than a week: first loads, how long it goes on, and what comes then."""

from bench.plans.case import Case
from bench.plans.people import Faults

_WEEKS = range(4, 13)
_FIRST = r"first"
_LEFT = r"reserve|\bleft\b|in the tank|\bRIR\b"
_AFTERWARDS = r"\bafter|\bthen\b|\bnext\b"


def first_load(case: Case) -> Faults:
    """Each loaded line has a load, or its notes say how the first session finds one.

    That is: they speak of the first session and of how many repetitions are left or in reserve. Ramp-up sets
    come with the target of the day, not with the plan. Halperin 2022 (10.1007/s40279-021-01559-x): people
    name the repetitions left within one.
    """
    loaded = [line for line in case.strength if line.is_loaded]
    if not loaded:
        return None
    return [
        line.slug
        for line in loaded
        if line.planned.current_suggested_weight_kg is None
        and not (case.says_in_notes(line, _FIRST) and case.says_in_notes(line, _LEFT))
    ]


def has_weeks(case: Case) -> Faults:
    """The plan lasts 4 to 12 weeks, has a deload, and its description says what comes after.

    Rogerson 2024 (10.1186/s40798-024-00691-y): lifters deload every 5.6 weeks on average; it may come at
    the end of the block.
    """
    plan = case.plan
    faults = []
    if plan.total_weeks not in _WEEKS:
        faults.append(f"{plan.total_weeks or 'no number of'} weeks")
    # A wave has a light week of its own.
    if plan.deload_every_weeks is None and all(line.scheme != "percentage_wave" for line in case.lines):
        faults.append("no deload")
    elif plan.total_weeks and plan.deload_every_weeks and plan.deload_every_weeks > plan.total_weeks:
        faults.append(f"a deload after {plan.deload_every_weeks} of {plan.total_weeks} weeks")
    if not case.describes(_AFTERWARDS):
        faults.append("not a word on what comes after")
    return faults
