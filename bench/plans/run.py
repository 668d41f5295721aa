"""Makes the plans, judges them by all rules, and measures variety and time."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import thread_time

from bench.plans.briefs import SEED, briefs, gym_briefs
from bench.plans.case import Case, Catalogue
from bench.plans.rules import RULES, Rule
from bench.timing import Timing
from shared.planner.facts import Brief, InfeasibleBriefError
from shared.planner.make import make_plan
from shared.planner.plan import Plan
from shared.planner.terms import ExerciseType, Section

BRIEFS, GYM_PLANS = 500, 71
P95_GOAL = 0.06
# Over many plans no lift in more than that.
MOST_OF_THE_PLANS = 0.6
# Of the briefs: surgery, and nothing but push-ups left.
_MOST_REFUSED = 0.01
_WORST = 5
_TOP = 10


@dataclass(frozen=True)
class Score:
    """How many plans of those that a rule applies to pass it; the worst ones and their faults first."""

    rule: Rule
    judged: int
    failed: tuple[tuple[Case, tuple[str, ...]], ...]

    @property
    def share(self) -> float:
        """The share that passes; 1 if there is nothing to judge."""
        return 1 - len(self.failed) / self.judged if self.judged else 1.0

    @property
    def is_met(self) -> bool:
        """Whether the goal is met."""
        return self.share >= self.rule.goal

    @property
    def worst(self) -> tuple[tuple[Case, tuple[str, ...]], ...]:
        """The plans with most faults."""
        return self.failed[:_WORST]


@dataclass(frozen=True)
class Variety:
    """How many exercises the plans of full gyms use, and in which share of them each lift is."""

    plans: int
    exercises: int
    shares: Mapping[str, float]

    @property
    def most_used(self) -> Sequence[tuple[str, float]]:
        """The most used lifts with their shares."""
        return list(self.shares.items())[:_TOP]

    @property
    def is_met(self) -> bool:
        """Whether the goal is met."""
        return max(self.shares.values(), default=0.0) <= MOST_OF_THE_PLANS


@dataclass(frozen=True)
class Judgement:
    """What was found."""

    briefs: int
    # Briefs that the planner makes no plan for.
    refused: tuple[Brief, ...]
    scores: tuple[Score, ...]
    variety: Variety
    timing: Timing

    @property
    def is_met(self) -> bool:
        """Whether the goal is met."""
        few_refused = len(self.refused) <= _MOST_REFUSED * self.briefs
        return all(one.is_met for one in self.scores) and self.variety.is_met and self.is_fast and few_refused

    @property
    def is_fast(self) -> bool:
        """Whether the planner is as fast as it has to be."""
        return self.timing.p95 < P95_GOAL


def judge(catalogue: Catalogue, count: int = BRIEFS, seed: int = SEED) -> Judgement:
    """Make and judge the plans of that many briefs, and the plans of full gyms for their variety."""
    cases, refused, seconds = [], [], []
    for number, (kind, brief) in enumerate(briefs(catalogue, count, seed), 1):
        began = thread_time()
        plan = _plan(catalogue, brief)
        seconds.append(thread_time() - began)
        if plan:
            cases.append(Case(number, kind, brief, plan, catalogue))
        else:
            refused.append(brief)
    return Judgement(
        count,
        tuple(refused),
        tuple(score(rule, cases) for rule in RULES),
        variety(catalogue, seed),
        Timing(tuple(seconds)),
    )


def score(rule: Rule, cases: Sequence[Case]) -> Score:
    """Judge plans by one rule."""
    judged = [(case, faults) for case in cases if (faults := rule.judge(case)) is not None]
    failed = sorted(
        ((case, tuple(faults)) for case, faults in judged if faults), key=lambda one: -len(one[1])
    )
    return Score(rule, len(judged), tuple(failed))


def variety(catalogue: Catalogue, seed: int = SEED) -> Variety:
    """Count the exercises in the main parts of the plans of full gyms."""
    plans = [plan for _, brief in gym_briefs(catalogue, GYM_PLANS, seed) if (plan := _plan(catalogue, brief))]
    used = Counter(
        exercise
        for plan in plans
        for exercise in {
            catalogue.by_id[line.exercise_id]
            for day in plan.days
            for line in day.exercises
            if line.section is Section.MAIN
        }
    )
    lifts = {one.slug: times for one, times in used.items() if one.exercise_type is ExerciseType.STRENGTH}
    ordered = sorted(lifts.items(), key=lambda one: (-one[1], one[0]))
    return Variety(len(plans), len(used), {slug: times / len(plans) for slug, times in ordered})


def write(path: Path, found: Judgement) -> None:
    """Write the figures as JSON."""
    rules = [
        {
            "name": one.rule.name,
            "title": one.rule.title,
            "goal": one.rule.goal,
            "judged": one.judged,
            "failed": len(one.failed),
            "share": one.share,
        }
        for one in found.scores
    ]
    figures = {
        "met": found.is_met,
        "briefs": found.briefs,
        "refused": len(found.refused),
        "rules": rules,
        "exercises": found.variety.exercises,
        "shares": dict(found.variety.shares),
        "seconds": {"median": found.timing.median, "p95": found.timing.p95},
    }
    path.write_text(json.dumps(figures, indent=2) + "\n")


def _plan(catalogue: Catalogue, brief: Brief) -> Plan | None:
    try:
        return make_plan(brief, catalogue.exercises)
    except InfeasibleBriefError:
        return None
