"""What is announced: every record counts, and the best of an exercise is news once in four weeks."""

from datetime import timedelta

import pytest

from tests.database.athlete import BENCH, CURL, NOON, SQUAT, Athlete, Document, exercise, one_set, workout

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
ROW = exercise("barbell-row")
PRESS = exercise("overhead-press")
DEADLIFT = exercise("barbell-deadlift")


def announced(summary: Document) -> list[tuple[str, str]]:
    return [(r["exercise_id"], r["record_type"]) for r in summary["records"] if r["is_announced"]]


def test_the_best_of_each_exercise_is_announced(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60), one_set(SQUAT, 5, 80), one_set(CURL, 10, 20)))
    better = athlete.log(
        workout(NOON + DAY, one_set(BENCH, 5, 62.5), one_set(SQUAT, 6, 80), one_set(CURL, 10, 20))
    )
    assert len(better["records"]) == 5
    assert sorted(announced(better)) == sorted([(BENCH, "max_weight"), (SQUAT, "estimated_1rm")])


@pytest.mark.parametrize(("days", "is_news"), [(27, False), (28, True)])
def test_a_lift_is_news_once_in_four_weeks(athlete: Athlete, days: int, *, is_news: bool) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    athlete.log(workout(NOON + DAY, one_set(BENCH, 5, 62.5)))
    again = athlete.log(workout(NOON + DAY + days * DAY, one_set(BENCH, 5, 65)))
    assert len(again["records"]) == 3
    assert bool(announced(again)) is is_news


def test_what_was_not_announced_delays_nothing(athlete: Athlete) -> None:
    """Announced on day 1; the record of day 20 isn't, so that of day 29 is."""
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    for days, load in ((1, 62.5), (20, 65), (29, 67.5)):
        last = athlete.log(workout(NOON + days * DAY, one_set(BENCH, 5, load)))
    assert announced(last) == [(BENCH, "max_weight")]


def test_a_set_more_is_no_news(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    more = athlete.log(workout(NOON + DAY, one_set(BENCH, 5, 60), one_set(BENCH, 5, 60)))
    assert [r["record_type"] for r in more["records"]] == ["max_volume"]
    assert announced(more) == []
    # And takes the place of none.
    assert announced(athlete.log(workout(NOON + 2 * DAY, one_set(BENCH, 5, 65)))) == [(BENCH, "max_weight")]


def test_an_earlier_record_told_late_is_the_one_announced(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 5, 60)))
    later = workout(NOON + 10 * DAY, one_set(BENCH, 5, 70))
    assert announced(athlete.log(later)) == [(BENCH, "max_weight")]
    assert announced(athlete.log(workout(NOON + DAY, one_set(BENCH, 5, 65)))) == [(BENCH, "max_weight")]
    assert announced(athlete.log(later)) == []


def test_a_beginner_hears_of_two_to_eight_records_a_month(athlete: Athlete) -> None:
    """5 x 5 three times a week for 16 weeks, each lift heavier each time."""
    loads = {SQUAT: 20.0, BENCH: 20.0, ROW: 30.0, PRESS: 20.0, DEADLIFT: 40.0}
    days = ([SQUAT, BENCH, ROW], [SQUAT, PRESS, DEADLIFT])
    records = 0
    news: list[int] = []
    for n in range(48):
        lifts = days[n % 2]
        at = NOON + n // 3 * WEEK + (0, 2, 4)[n % 3] * DAY
        summary = athlete.log(
            workout(at, *(one_set(lift, 5, loads[lift]) for lift in lifts for _ in range(5)))
        )
        records += len(summary["records"])
        news += [n // 12] * len(announced(summary))
        for lift in lifts:
            loads[lift] += 5 if lift == DEADLIFT else 2.5
    assert records == 417
    assert [news.count(month) for month in range(4)] == [5, 5, 5, 5]
