"""`spotter demo` shows what really happens: it runs on the real stack, through the public API."""

import io
import re

import pytest
from rich.console import Console

from local.demo import tell, tell_of_ai
from local.services import Address


@pytest.fixture(scope="module")
def story(stack: Address) -> str:
    paper = io.StringIO()
    console = Console(file=paper, width=200)
    athlete = tell(console, stack.url, stack.publishable_key)
    tell_of_ai(console, athlete, stack.url, stack.secret_key)
    return paper.getvalue()


def test_the_plan_fits_what_she_has(story: str) -> None:
    assert "Dumbbell Bench Press" in story
    assert "Barbell" not in story


def test_last_weeks_workout_raises_todays_targets(story: str) -> None:
    assert "3 x 8 at 10 kg done. The next load is a large step up, so first aim for 8-18." in story


def test_the_workout_earns_experience_and_records(story: str) -> None:
    assert " XP: " in story
    assert "Record in Goblet Squat" in story
    assert "Unlocked: Day one" in story


def test_the_next_day_of_the_plan_follows(story: str) -> None:
    assert "Next workout: Full body B." in story


def test_the_coach_knows_what_comes_next(story: str) -> None:
    assert "Coach (" in story


def test_a_pasted_plan_is_read_and_what_is_unclear_is_left_to_her(story: str) -> None:
    assert "Dumbbell bench press 3x8-12 @ 20 kg, rest 90 s → Dumbbell Bench Press (100%)" in story
    assert "Biceps 21s till it burns → she has to decide" in story


def test_another_plan_says_who_made_it(story: str) -> None:
    assert re.search(r", by (rules|gemini): Full body A, Full body B, Full body C$", story, re.MULTILINE)
