"""exercise_progress: what a day with an exercise was worth."""

from datetime import date, timedelta
from decimal import Decimal

import psycopg
import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PLANK,
    RUN,
    SPLIT_SQUAT,
    SQUAT,
    Athlete,
    Connection,
    one_set,
    sign_up,
    workout,
)
from tests.database.statistics.answers import exercise, progress, timed

DAY = timedelta(days=1)
TODAY = NOON.date()


def test_a_day_tells_its_sets_its_bests_and_its_volume(athlete: Athlete) -> None:
    athlete.log(
        workout(
            NOON,
            one_set(BENCH, 15, 100, set_type="warmup"),
            one_set(BENCH, 5, 60),
            one_set(BENCH, 5, 62.5),
            one_set(BENCH, 8, 60),
            one_set(SQUAT, 5, 100),
        )
    )
    # Of 60 x 8 the lower of Epley and Brzycki is 60 x 36 / 29.
    assert progress(athlete, BENCH) == [
        {
            "day": TODAY,
            "sets": 3,
            "best_weight_kg": Decimal("62.5"),
            "best_reps": 8,
            "estimated_1rm_kg": Decimal("74.483"),
            "confidence": "medium",
            "volume_kg": Decimal("1092.5"),
            "best_duration_seconds": None,
            "best_distance_m": None,
        }
    ]


def test_two_workouts_of_a_day_are_one_row(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    athlete.log(workout(NOON + timedelta(hours=4), one_set(BENCH, 3, 70), one_set(BENCH, 10, 50)))
    [row] = progress(athlete, BENCH)
    assert (row["sets"], row["best_weight_kg"], row["best_reps"], row["volume_kg"]) == (3, 70, 10, 1010)


def test_the_confidence_is_that_of_the_days_best_estimate(athlete: Athlete) -> None:
    """70 x 3 makes 74.118, more than 50 x 12's 70."""
    athlete.log(workout(NOON, one_set(BENCH, 12, 50)))
    athlete.log(workout(NOON + timedelta(hours=4), one_set(BENCH, 3, 70)))
    [row] = progress(athlete, BENCH)
    assert (float(row["estimated_1rm_kg"]), row["confidence"]) == (74.118, "high")


def test_one_sided_volume_counts_twice(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(SPLIT_SQUAT, 10, 20)))
    assert progress(athlete, SPLIT_SQUAT)[0]["volume_kg"] == 400


def test_help_is_no_volume_and_the_least_of_it_is_best(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(ASSISTED_DIP, 8, 20), one_set(ASSISTED_DIP, 6, 15)))
    [row] = progress(athlete, ASSISTED_DIP)
    assert (row["best_weight_kg"], row["volume_kg"], row["estimated_1rm_kg"]) == (15, 0, None)


def test_seconds_and_metres_have_bests_of_their_own(athlete: Athlete) -> None:
    athlete.log(workout(NOON, timed(PLANK, 60), timed(PLANK, 75), timed(RUN, 1500, 5000)))
    [plank], [run] = progress(athlete, PLANK), progress(athlete, RUN)
    assert (plank["best_duration_seconds"], plank["best_distance_m"], plank["best_reps"]) == (75, None, None)
    assert (run["best_duration_seconds"], run["best_distance_m"]) == (1500, 5000)


def test_a_day_of_warm_ups_is_no_day(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60, set_type="warmup"), one_set(SQUAT, 5, 60)))
    assert progress(athlete, BENCH) == []


def test_days_are_the_users_own(athlete: Athlete) -> None:
    """23:30 in Greenwich is tomorrow on Kiritimati."""
    late = NOON.replace(hour=23, minute=30)
    athlete.log(workout(late, one_set(BENCH, 5, 60), timezone="Pacific/Kiritimati"))
    assert [row["day"] for row in progress(athlete, BENCH)] == [TODAY + DAY]


@pytest.mark.parametrize(
    ("since", "to", "days"),
    [
        (None, None, [0, 1, 2]),
        (1, None, [1, 2]),
        (None, 1, [0, 1]),
        (1, 1, [1]),
        (3, None, []),
    ],
)
def test_both_ends_of_a_range_are_in_it(
    athlete: Athlete, since: int | None, to: int | None, days: list[int]
) -> None:
    for n in (2, 0, 1):
        athlete.log(workout(NOON + n * DAY, one_set(BENCH, 5, 60)))
    found = progress(
        athlete,
        BENCH,
        TODAY + since * DAY if since is not None else None,
        TODAY + to * DAY if to is not None else None,
    )
    assert [row["day"] for row in found] == [TODAY + n * DAY for n in days]


def test_a_correction_shows_at_once(athlete: Athlete) -> None:
    done = workout(NOON, one_set(BENCH, 5, 100))
    athlete.log(done)
    done["sets"][0]["logged_weight_kg"] = 60
    athlete.correct(done)
    assert progress(athlete, BENCH)[0]["best_weight_kg"] == 60


def test_a_deleted_workout_is_gone_at_once(athlete: Athlete) -> None:
    done = workout(NOON, one_set(BENCH, 5, 100))
    athlete.log(done)
    athlete.write("delete from public.workout_sessions where id = %s", done["id"])
    assert progress(athlete, BENCH) == []


def test_others_training_is_never_told(athlete: Athlete, sql: Connection) -> None:
    sign_up(sql).log(workout(NOON, one_set(BENCH, 5, 100)))
    assert progress(athlete, BENCH) == []


def test_anothers_exercise_is_not_there(athlete: Athlete, sql: Connection) -> None:
    theirs = exercise(sign_up(sql), "chest")
    with pytest.raises(psycopg.Error) as refused:
        progress(athlete, theirs)
    assert refused.value.sqlstate == "PT404"


@pytest.mark.parametrize(
    ("since", "to", "field"),
    [
        (date(2026, 1, 2), date(2026, 1, 1), "p_from"),
        (date(1, 1, 1), None, "p_from"),
        (None, date(9999, 12, 31), "p_to"),
    ],
)
def test_a_range_that_is_none_is_refused(
    athlete: Athlete, since: date | None, to: date | None, field: str
) -> None:
    with pytest.raises(psycopg.Error) as refused:
        progress(athlete, BENCH, since, to)
    assert (refused.value.sqlstate, refused.value.diag.message_detail) == ("PT422", f'{{"field": "{field}"}}')
