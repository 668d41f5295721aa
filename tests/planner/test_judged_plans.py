"""The planner's plans before our own judge: no rule may fall below what has been reached."""

import pytest

from bench.plans.catalogue import read
from bench.plans.rules import RULES
from bench.plans.run import Judgement, judge

BRIEFS = 60
# The share of the first 60 plans that pass each rule, rounded down. Raise it when the planner becomes better.
REACHED = {
    "equipment-owned": 1,
    "no-duplicates": 1,
    "compounds-first": 1,
    "beginner-complexity": 1,
    "upper-volume": 1,
    "session-sets": 1,
    "warm-up": 1,
    "cool-down": 1,
    "injury-respected": 1,
    "older-reps": 1,
    "older-safe": 1,
    "older-balance": 1,
    "youth-reps": 1,
    "youth-technique": 1,
    "bodyweight-reps": 1,
    "skill-floor": 1,
    "no-long-heavy-sets": 1,
    "push-pull": 0.983,
    "real-pull": 1,
    "posterior-chain": 0.983,
    "twice-a-week": 0.981,
    "lower-volume": 0.883,
    "fills-time": 0.916,
    "fewer-days-said": 1,
    "no-thin-session": 1,
    "aerobic-minutes": 0.869,
    "no-unbroken-hard": 1,
    "intervals": 1,
    "minutes-progress": 1,
    "main-lifts-twice": 1,
    "known-scheme": 1,
    "rest-fits": 0.983,
    "heaviest-first": 0.966,
    "holds-progress": 1,
    "own-gear": 0.941,
    "first-load": 1,
    "has-weeks": 1,
}
EXERCISES, MOST_USED, SECONDS = 100, 0.6, 0.06


@pytest.fixture(scope="module")
def judgement() -> Judgement:
    return judge(read("16"), BRIEFS)


def test_every_rule_has_a_share_to_keep() -> None:
    assert list(REACHED) == [rule.name for rule in RULES]


@pytest.mark.parametrize("rule", REACHED)
def test_plans_pass_as_often_as_they_did(judgement: Judgement, rule: str) -> None:
    score = next(one for one in judgement.scores if one.rule.name == rule)
    assert score.judged > 0
    worst = [f"#{case.number}: {', '.join(faults[:3])}" for case, faults in score.worst]
    assert score.share >= REACHED[rule], worst


def test_every_brief_gets_a_plan(judgement: Judgement) -> None:
    assert judgement.refused == ()


def test_plans_of_full_gyms_are_as_varied_as_they_were(judgement: Judgement) -> None:
    assert judgement.variety.exercises >= EXERCISES
    assert judgement.variety.most_used[0][1] <= MOST_USED


def test_a_plan_is_made_in_time(judgement: Judgement) -> None:
    assert judgement.timing.p95 < SECONDS
