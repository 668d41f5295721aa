"""Loads for targets without one, suggested from strength shown in other exercises."""

import uuid
from datetime import datetime, timedelta

import pytest

from tests.database.athlete import BENCH, NOON, SQUAT, Athlete, Document, one_set, workout
from tests.database.gear import own
from tests.database.lines import active_line, made_line, today

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# With gear, moments have to come after it was told, and that is now.
SOON = datetime.now(NOON.tzinfo).replace(microsecond=0) + DAY


def test_a_first_load_follows_from_the_estimated_1rm(athlete: Athlete) -> None:
    """100 kg x 5 is 112.5 kg; five with two in reserve are 81.24 % of it, 91.39 kg."""
    athlete.log(did_free(5, 100))
    active_line(athlete)
    told = today(athlete, NOON + DAY)
    assert (told["suggested_weight_kg"], told["reason_code"]) == (90, "first_time")
    assert told["reason"] == (
        "First time in this plan: your estimated 1RM is 112.5 kg, "
        "so this load should let you do 5 repetitions with 2 in reserve."
    )
    assert told["standing"]["weight_kg"] is None


def test_a_first_load_leaves_in_reserve_what_the_plan_says_and_can_be_built(athlete: Athlete) -> None:
    own(athlete, "barbell", base_kg=20, plates_kg=[20.0, 20.0, 5.0, 2.5])
    athlete.log(did_free(5, 100, at=SOON))
    active_line(athlete, target_rir=0)
    # Five at RPE 10 are 86.53 % of 112.5 kg, 97.34 kg; of 75, 100, 105 … the next below.
    assert today(athlete, SOON + DAY)["suggested_weight_kg"] == 75


def test_a_first_load_for_a_single_says_1_repetition(athlete: Athlete) -> None:
    athlete.log(did_free(5, 100))
    active_line(athlete, target_reps="1")
    assert "should let you do 1 repetition with 2 in reserve." in today(athlete, NOON + DAY)["reason"]


@pytest.mark.parametrize("reps", ["AMRAP", "30s", "400m"])
def test_no_first_load_where_no_repetitions_are_said(athlete: Athlete, reps: str) -> None:
    athlete.log(did_free(5, 100))
    active_line(athlete, target_reps=reps)
    assert today(athlete, NOON + DAY)["suggested_weight_kg"] is None


def test_after_a_break_a_first_load_is_lower(athlete: Athlete) -> None:
    athlete.log(did_free(5, 100))
    active_line(athlete)
    told = today(athlete, NOON + 30 * DAY)
    # 80 % of 91.39 kg.
    assert (told["suggested_weight_kg"], told["is_guess"]) == (72.5, False)
    assert told["reason"] == (
        "First time in this plan: your estimated 1RM is 112.5 kg, taken as 80 % of it after 30 days without "
        "training, so this load should let you do 5 repetitions with 2 in reserve."
    )


def test_who_trained_something_else_meanwhile_had_no_break(athlete: Athlete) -> None:
    athlete.log(did_free(5, 100))
    for week in range(1, 5):
        athlete.log(did_free(5, 100, at=NOON + 7 * week * DAY, exercise_id=SQUAT))
    active_line(athlete)
    assert today(athlete, NOON + 30 * DAY)["suggested_weight_kg"] == 90


@pytest.mark.parametrize(("days", "load"), [(91, 62.5), (180, 62.5), (181, 52.5), (364, 52.5), (366, None)])
def test_strength_of_long_ago_is_worth_a_guess_for_a_year(
    athlete: Athlete, days: int, load: float | None
) -> None:
    """70 % of 91.39 kg are 63.97, 60 % 54.83."""
    athlete.log(did_free(5, 100))
    active_line(athlete)
    told = today(athlete, NOON + days * DAY)
    assert (told["suggested_weight_kg"], told["is_guess"]) == (load, load is not None)
    if load:
        assert told["reason"] == (
            f"A guess from what you lifted {days} days ago: {load} kg. "
            "Leave 2 in reserve; the next set follows from it."
        )


@pytest.mark.parametrize(
    ("done", "load", "following"),
    [
        # Two planned: the second heaviest would be one that left nothing.
        ([(5, 60, 10), (5, 55, 10), (5, 50, 8), (5, 50, 8)], 50, 52.5),
        ([(5, 60, 10), (5, 55, 8)], 55, 55),
        ([(2, 60, 10), (5, 55, 8), (5, 55, 8)], 55, 57.5),
        # One left is about as planned.
        ([(5, 60, 9), (5, 55, 8)], 60, 60),
        # Nothing left at all of them: that is the load, and it isn't raised.
        ([(5, 60, 10), (5, 60, 10)], 60, 60),
        # Nobody said how hard they were.
        ([(5, 60, None), (5, 55, None), (5, 50, None), (5, 50, None)], 55, 57.5),
        # Too easy ones were on the way.
        ([(5, 50, 4), (5, 55, 5), (5, 60, 8), (5, 60, 9)], 60, 62.5),
    ],
)
def test_the_load_that_was_found_is_taken_over(
    athlete: Athlete, done: list[tuple[int, float, float | None]], load: float, following: float
) -> None:
    line_id = made_line(
        athlete, target_sets=2, target_rir=2, target_reps="5", on_success_weight_increase_kg=2.5
    )
    sets = [
        one_set(BENCH, reps, kg, order=n, difficulty_rating=rpe, workout_plan_exercise_id=line_id)
        for n, (reps, kg, rpe) in enumerate(done, 1)
    ]
    [step] = athlete.log(workout(NOON, *sets))["progression"]
    assert (step["old_target"]["weight_kg"], step["new_target"]["weight_kg"]) == (load, following)


def test_the_last_repetitions_within_a_range_are_not_too_many(athlete: Athlete) -> None:
    line_id = made_line(athlete, target_sets=1, target_rir=2, target_reps="8-12")
    sets = [
        one_set(BENCH, reps, kg, order=n, difficulty_rating=rpe, workout_plan_exercise_id=line_id)
        for n, (reps, kg, rpe) in enumerate([(12, 60, 10), (8, 55, 6)], 1)
    ]
    [step] = athlete.log(workout(NOON, *sets))["progression"]
    assert step["old_target"]["weight_kg"] == 60


def did_free(reps: int, load: float, at: datetime = NOON, exercise_id: str = BENCH) -> Document:
    """A workout of no plan with one set, of the bench press unless told."""
    return {
        "id": str(uuid.uuid4()),
        "started_at": at.isoformat(),
        "ended_at": (at + HOUR).isoformat(),
        "sets": [one_set(exercise_id, reps, load)],
    }
