"""Loads for targets without one, suggested from strength shown in other exercises."""

import uuid
from datetime import datetime, timedelta

import pytest

from tests.database.athlete import BENCH, NOON, Athlete, Document, one_set
from tests.database.gear import own
from tests.database.lines import active_line, today

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


def test_strength_of_long_ago_suggests_nothing(athlete: Athlete) -> None:
    athlete.log(did_free(5, 100))
    active_line(athlete)
    assert today(athlete, NOON + 91 * DAY)["suggested_weight_kg"] is None


def did_free(reps: int, load: float, at: datetime = NOON) -> Document:
    """A workout of no plan with one set of the bench press."""
    return {
        "id": str(uuid.uuid4()),
        "started_at": at.isoformat(),
        "ended_at": (at + HOUR).isoformat(),
        "sets": [one_set(BENCH, reps, load)],
    }
