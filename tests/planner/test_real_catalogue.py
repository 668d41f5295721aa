"""The planner with the real catalogue, through the API."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from local.athlete import Athlete
from local.services import Address
from shared.planner import Brief, ExerciseFacts, InfeasibleBriefError, check_plan, make_plan
from shared.planner.findings import Severity
from shared.planner.lifts import BIG_LIFTS, STAPLES
from shared.planner.people import NAMED
from shared.planner.terms import BodyPart, Condition, Level
from tests.planner.briefs import brief, briefs


@pytest.fixture(scope="module")
def exercises(stack: Address) -> tuple[ExerciseFacts, ...]:
    return tuple(Athlete.sign_up(stack.url, stack.publishable_key).catalogue())


def equipment(exercises: tuple[ExerciseFacts, ...], *slugs: str) -> frozenset[str]:
    """What these exercises take."""
    return frozenset(e for exercise in exercises if exercise.slug in slugs for e in exercise.equipment)


def test_every_staple_is_in_the_catalogue(exercises: tuple[ExerciseFacts, ...]) -> None:
    assert (STAPLES | BIG_LIFTS) - {exercise.slug for exercise in exercises} == set()


def test_the_conditions_of_each_part_are_those_of_the_catalogue(exercises: tuple[ExerciseFacts, ...]) -> None:
    known = {(c.body_part, c.condition) for exercise in exercises for c in exercise.contraindications}
    assert known == {(part, one) for part in BodyPart for one in (Condition.PAIN, *NAMED[part])}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wish=briefs(), choose=st.randoms(use_true_random=False))
def test_every_plan_of_real_exercises_passes_the_check(
    exercises: tuple[ExerciseFacts, ...], wish: Brief, choose: Random
) -> None:
    everything = sorted({e for exercise in exercises for e in exercise.equipment})
    owned = choose.sample(everything, choose.randint(0, len(everything)))
    real = replace(wish, equipment=frozenset(owned))
    try:
        plan = make_plan(real, exercises)
    except InfeasibleBriefError:
        reject()
    assert [f for f in check_plan(plan, real, exercises) if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("days", range(1, 8))
def test_the_database_takes_what_the_planner_makes(
    stack: Address, exercises: tuple[ExerciseFacts, ...], days: int
) -> None:
    wish = brief(
        days_per_week=days,
        fitness_level=Level.BEGINNER,
        equipment=equipment(exercises, "dumbbell-bench-press", "pull-up"),
    )
    plan = make_plan(wish, exercises)
    athlete = Athlete.sign_up(stack.url, stack.publishable_key)
    athlete.adopt(plan)
    asked = [line.exercise_id for line in plan.days[0].exercises]
    assert [target.exercise_id for target in athlete.next_workout().exercises] == asked
