"""`spotter demo` tells a story that is true: it runs against the real stack, through the public API."""

import io

import pytest
from rich.console import Console

from local.demo import tell
from local.services import Address


@pytest.fixture(scope="module")
def story(stack: Address) -> str:
    paper = io.StringIO()
    tell(Console(file=paper, width=200), stack.url, stack.publishable_key)
    return paper.getvalue()


def test_the_plan_fits_what_she_has(story: str) -> None:
    assert "Dumbbell Bench Press" in story
    assert "Barbell" not in story


def test_last_weeks_workout_raises_todays_loads(story: str) -> None:
    assert "3 x 8 at 20 kg done: now 22.5 kg." in story


def test_the_workout_earns_experience_and_records(story: str) -> None:
    assert " XP: " in story
    assert "Record in Dumbbell Bench Press" in story
    assert "Unlocked: Better than before" in story


def test_the_next_day_of_the_plan_follows(story: str) -> None:
    assert "Next comes Full body B." in story
