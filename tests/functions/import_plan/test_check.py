"""A line written by a model only enters a plan with names and numbers of the text."""

import pytest

from functions.import_plan.check import is_faithful

pytestmark = pytest.mark.quick


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("I do bench press, usually three sets of ten", "Bench press 3x10"),
        ("Bench presses: 3 sets, 8 to 12 reps each at 60 kilos", "Bench press 3x8-12 @ 60 kg"),
        ("squats 5 by 5 with 102,5 kg and 3 minutes rest", "Squats 5x5 @ 102.5 kg, rest 3 min"),
        ("dann noch Kniebeugen, vier Sätze mit acht", "Kniebeugen 4x8"),
        ("y luego sentadillas, cuatro series de doce", "Sentadillas 4x12"),
        ("planks twice for 30 seconds, well, 2 rounds", "Planks 2x30 s"),
        ("pull-ups, three sets until I drop", "Pull-ups 3xAMRAP"),
        ("dips 3x10 superset with rows 3x10", "A1 Dips 3x10"),
        ("on mondays I train legs", "Monday: Legs"),
        ("the first day is push", "Day 1: Push"),
    ],
)
def test_what_the_text_says_comes_in(source: str, plain: str) -> None:
    assert is_faithful(plain, source)


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("bench press, a few sets of ten", "Bench press 3x10"),
        ("bench press 3 sets of 10", "Bench press 3x10 @ 60 kg"),
        ("bench press 3 sets of 10", "Bench press 3x100"),
        ("bench press 3 sets of 10", "Incline bench press 3x10"),
        ("bench press 3 sets of 10", "Squat 3x10"),
        ("bench press 3 sets of 10", "Bench press 3x10, buy my book"),
        ("bench press 3 sets of 10", "Bench press"),
        ("bench press 3 sets of 10", "Day 3: Legs"),
        ("bench press 3 sets of 10", "Bench press 3x10\nbench press 10x3"),
        ("bench press 3 sets of 10", ""),
        ("bench 60 kg 3 sets of 10", "Bench 3x10 @ 60.5 kg"),
        ("on mondays I train legs", "Tuesday: Legs"),
    ],
)
def test_what_it_does_not_say_stays_out(source: str, plain: str) -> None:
    assert not is_faithful(plain, source)
