"""Briefs for the planner's tests: one to vary by hand, and every other one that could come."""

from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from shared.planner import Brief
from shared.planner.terms import GoalType, Level, MovementPattern, Muscle, PlanType
from tests.planner.catalogue import ALL_EQUIPMENT, CATALOGUE

T = TypeVar("T")


def brief(**changes: object) -> Brief:
    """Four hours a week in a full gym, unless said otherwise."""
    usual = Brief(
        goal_type=GoalType.GAIN_MUSCLE,
        fitness_level=Level.INTERMEDIATE,
        days_per_week=4,
        minutes_per_session=60,
        equipment=ALL_EQUIPMENT,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def some(values: list[T], most: int) -> st.SearchStrategy[frozenset[T]]:
    return st.frozensets(st.sampled_from(values), max_size=most)


def briefs(days: range = range(1, 8), minutes: range = range(15, 181)) -> st.SearchStrategy[Brief]:
    return st.builds(
        Brief,
        goal_type=st.sampled_from(GoalType),
        fitness_level=st.sampled_from(Level),
        days_per_week=st.sampled_from(days),
        minutes_per_session=st.sampled_from(minutes),
        equipment=some(sorted(ALL_EQUIPMENT), len(ALL_EQUIPMENT)),
        focus=some(list(Muscle), 3),
        avoided_exercises=some([exercise.id for exercise in CATALOGUE], 6),
        injured_muscles=some(list(Muscle), 1),
        avoided_patterns=some(list(MovementPattern), 1),
        plan_type=st.none() | st.sampled_from(PlanType),
    )
