"""The shortlist: few, possible, balanced, the same every time."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from functions.generate_plan.shortlist import MOST, shortlist
from shared.planner import Brief, ExerciseFacts
from shared.planner.balance import BASIC_PATTERNS
from shared.planner.pool import pool_for, refusal
from shared.planner.terms import Mechanic, MovementPattern
from tests.planner.briefs import brief, briefs
from tests.planner.catalogue import BY_SLUG, CATALOGUE

pytestmark = pytest.mark.quick

SOME = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Six of everything, as a grown catalogue would have it.
LARGE = tuple(
    replace(exercise, id=f"{exercise.id}-{n}", slug=f"{exercise.slug}-{n}")
    for exercise in CATALOGUE
    for n in range(6)
)


def patterns(exercises: tuple[ExerciseFacts, ...]) -> set[MovementPattern]:
    return {e.movement_pattern for e in exercises if e.mechanic is Mechanic.COMPOUND}


@SOME
@given(briefs())
def test_only_what_this_person_can_do_is_offered(wish: Brief) -> None:
    assert [e.slug for e in shortlist(wish, LARGE).exercises if refusal(wish, e)] == []


@SOME
@given(briefs())
def test_at_most_sixty_are_offered(wish: Brief) -> None:
    assert len(shortlist(wish, LARGE).by_alias) <= MOST


@SOME
@given(briefs())
def test_every_basic_movement_there_is_an_exercise_for_is_offered(wish: Brief) -> None:
    possible = patterns(pool_for(wish, LARGE).strength) & BASIC_PATTERNS
    assert possible <= patterns(shortlist(wish, LARGE).exercises)


@SOME
@given(briefs())
def test_every_muscle_with_a_band_there_is_an_exercise_for_is_offered(wish: Brief) -> None:
    offered = shortlist(wish, LARGE)
    possible = {e.primary_muscle for e in offered.pool.strength}
    assert possible <= {e.primary_muscle for e in offered.exercises}


def test_the_order_of_the_catalogue_does_not_matter() -> None:
    assert shortlist(brief(), LARGE) == shortlist(brief(), LARGE[::-1])


def test_aliases_are_short_and_lead_back_to_the_exercise() -> None:
    offered = shortlist(brief(), LARGE)
    assert list(offered.by_alias)[:2] == ["e01", "e02"]
    assert all(offered.by_alias[alias].id == exercise_id for exercise_id, alias in offered.alias_of.items())


def test_what_is_liked_or_trained_is_offered_before_what_we_prefer() -> None:
    liked = [e.id for e in LARGE if e.slug.startswith("pike-push-up")]
    trained = [e.id for e in LARGE if e.slug.startswith("prone-swimmer")]
    assert {*liked, *trained} <= shortlist(brief(), LARGE, liked=liked, trained=trained).alias_of.keys()


def test_a_liked_exercise_that_is_to_be_avoided_is_not_offered() -> None:
    liked = BY_SLUG["push-up"].id
    wish = brief(avoided_exercises=frozenset({liked}))
    assert liked not in shortlist(wish, CATALOGUE, liked=[liked]).alias_of


def test_an_id_that_is_no_exercise_is_ignored() -> None:
    assert shortlist(brief(), CATALOGUE, liked=["nobody-knows"]) == shortlist(brief(), CATALOGUE)
