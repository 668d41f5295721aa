"""Who the plan is for: complaints, age, experience. A rule returns its faults, None if it doesn't apply."""

from bench.plans.case import Case
from bench.plans.names import BALANCE, JUMPS, SKILLS, is_one_of
from shared.planner.terms import Level

Faults = list[str] | None

_YOUNG_REPS = _OLD_REPS = (6, 15)
_CARE_RIR = 2
_BALANCE_DAYS = 3
_CHILDS_SETS = 3
_TECHNIQUE = r"techni|\bform\b|supervis|coach"


def injury_respected(case: Case) -> Faults:
    """Nothing that a physiotherapist would leave out for the complaint, and nothing that was to be avoided.

    All sections and the alternatives count. Named muscles mean their joint: front, side or rear delts a
    shoulder, lower back a back, quads a knee, calves an ankle; and no strength exercise has the injured
    muscle as its target. What to leave out: `hurting.py`, by usual physiotherapy; and what the catalogue
    advises against for the complaint.
    """
    brief = case.brief
    if not (case.complaints or brief.injured_muscles or brief.avoided_exercises or brief.avoided_patterns):
        return None
    faults = []
    for line in case.lines:
        if reason := case.harms(line.exercise):
            faults.append(f"{line.slug}: {reason}")
        offered = (case.catalogue.by_id[one] for one in line.planned.alternatives)
        faults += [
            f"{one.slug} as an alternative: {reason}" for one in offered if (reason := case.harms(one))
        ]
    return faults


def older_reps(case: Case) -> Faults:
    """From 65 years: 6 to 15 repetitions, at least 2 in reserve, no set to the end of one's strength.

    NSCA position statement 2019 (10.1519/JSC.0000000000003230): 70-85 % of the 1RM after an easy start, so 6
    to 15 repetitions. Lines of strength in repetitions count.
    """
    return _careful(case, _OLD_REPS) if case.is_elder else None


def older_safe(case: Case) -> Faults:
    """From 65 years: no jumps, no skill lifts, in any section or as an alternative (the same)."""
    if not case.is_elder:
        return None
    used = [line.exercise for line in case.lines]
    offered = [case.catalogue.by_id[one] for line in case.lines for one in line.planned.alternatives]
    return [one.slug for one in dict.fromkeys([*used, *offered]) if is_one_of(one.slug, (*JUMPS, *SKILLS))]


def older_balance(case: Case) -> Faults:
    """From 65 years: a balance drill on three days a week, or on each day of fewer.

    WHO 2020 (10.1136/bjsports-2020-102955): balance on 3 days; Sherrington 2019: falls -23 %. Any section
    counts.
    """
    if not case.is_elder:
        return None
    drilled = case.often(line for line in case.lines if is_one_of(line.slug, BALANCE))
    wanted = min(_BALANCE_DAYS, case.plan.days_per_week)
    return [] if drilled >= wanted else [f"balance on {drilled:g} of {wanted} days"]


def youth_reps(case: Case) -> Faults:
    """Under 16: 6 to 15 repetitions, at least 2 in reserve, nothing to failure.

    NSCA 2009: 1-3 sets of 6-15; AAP 2020 (10.1542/peds.2020-1011): no maximal lifts.
    """
    return _careful(case, _YOUNG_REPS) if case.is_child else None


def youth_technique(case: Case) -> Faults:
    """Under 16: at most 3 sets of an exercise, no skill lifts, a sentence on technique (the same)."""
    if not case.is_child:
        return None
    faults = [str(line) for line in case.strength if line.sets > _CHILDS_SETS or is_one_of(line.slug, SKILLS)]
    said = case.says(_TECHNIQUE) or any(case.says_in_notes(line, _TECHNIQUE) for line in case.strength)
    return faults if said else [*faults, "not a word on technique"]


def beginner_complexity(case: Case) -> Faults:
    """A beginner gets no skill lift and nothing that the catalogue calls advanced.

    Power lifts and gymnastics take months of practice; ACSM 2009 (10.1249/MSS.0b013e3181915670) keeps them
    for later.
    """
    if not case.is_beginner:
        return None
    return [
        line.slug
        for line in case.lines
        if line.exercise.difficulty is Level.ADVANCED or is_one_of(line.slug, SKILLS)
    ]


def _careful(case: Case, reps: tuple[int, int]) -> list[str]:
    low, high = reps
    return [
        str(line)
        for line in case.strength
        if line.target.unit == "reps"
        and (
            line.target.low < low
            or line.target.high > high
            or line.is_open_ended
            or (line.planned.target_rir or 0) < _CARE_RIR
        )
    ]
