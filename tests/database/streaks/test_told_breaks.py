"""A break keeps a streak alive on the days that are told in time: at most 35 days late."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.database.achievements.awards import awards
from tests.database.athlete import Athlete
from tests.database.progress import derived_anew, differences, state
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, take_break, train

FIRST = MONDAY.date()
TODAY = datetime.now(UTC).date()


@pytest.fixture
def athlete(athlete: Athlete) -> Athlete:
    """Somebody who aims for a day a week, and trained in the first and the third."""
    aim_for(athlete, 1, FIRST - 7 * DAY)
    train(athlete, MONDAY, MONDAY + 2 * WEEK)
    return athlete


def weeks(athlete: Athlete) -> tuple[int, int]:
    assert not differences(state(athlete), derived_anew(athlete))
    return athlete.weeks(MONDAY + 2 * WEEK)


def days(athlete: Athlete) -> tuple[date, date]:
    """The first and the last of the days that count."""
    [row] = athlete.rows(
        "select counts_from, counts_until from public.training_breaks where user_id = %s", athlete.id
    )
    return row[0], row[1]


def enter(athlete: Athlete, first: date, last: date | None, kind: str = "illness") -> str:
    """The id of a break that is told now."""
    break_id = str(uuid.uuid4())
    athlete.write(
        "insert into public.training_breaks (id, kind, starts_on, ends_on) values (%s, %s, %s, %s)",
        break_id, kind, first, last,
    )  # fmt: skip
    return break_id


@pytest.mark.parametrize(("late", "streak"), [(35 * DAY, (2, 2)), (36 * DAY, (1, 1))])
@pytest.mark.attack("past-9")
def test_a_break_is_told_in_time_or_holds_nothing_together(
    athlete: Athlete, late: timedelta, streak: tuple[int, int]
) -> None:
    """Of its four days the last is as old as that."""
    tuesday = FIRST + 8 * DAY
    take_break(athlete, "illness", tuesday, tuesday + 3 * DAY, at=tuesday + late)
    assert weeks(athlete) == streak


@pytest.mark.attack("past-9")
def test_illness_made_up_for_every_gap_bridges_none(athlete: Athlete) -> None:
    before = awards(athlete), athlete.xp()
    for n in range(20):
        enter(athlete, FIRST + (7 * n - 60) * DAY, FIRST + (7 * n - 54) * DAY)
    assert weeks(athlete) == (1, 1)
    assert athlete.streak("daily_login", MONDAY + 2 * WEEK) == (1, 1)
    assert (awards(athlete), athlete.xp()) == before


@pytest.mark.attack("past-9")
@pytest.mark.parametrize("change", ["move", "extend", "open", "turn"])
def test_a_break_that_is_changed_long_after_pauses_no_more_than_before(athlete: Athlete, change: str) -> None:
    """Two weeks after the first workout comes the next: all days between would be needed."""
    if change == "turn":
        take_break(athlete, "deload", FIRST + DAY, FIRST + 13 * DAY)
    else:
        take_break(athlete, "travel", FIRST + DAY, FIRST + 3 * DAY)
    athlete.write(
        {
            "move": "update public.training_breaks set starts_on = starts_on + 6, ends_on = ends_on + 10",
            "extend": "update public.training_breaks set ends_on = ends_on + 10",
            "open": "update public.training_breaks set ends_on = null",
            "turn": "update public.training_breaks set kind = 'illness'",
        }[change]
    )
    assert weeks(athlete) == (1, 1)
    assert athlete.streak("daily_login", MONDAY + 2 * WEEK) == (1, 1)


def test_a_long_illness_that_is_ended_pauses_all_of_its_days(athlete: Athlete) -> None:
    """Told on its first day, and its end when it was over."""
    take_break(athlete, "illness", TODAY - 200 * DAY, None)
    athlete.write("update public.training_breaks set ends_on = %s", TODAY)
    assert days(athlete) == (TODAY - 200 * DAY, TODAY)
    athlete.write("update public.training_breaks set ends_on = %s", TODAY + 5 * DAY)
    assert days(athlete) == (TODAY - 200 * DAY, TODAY + 5 * DAY)


def test_what_was_told_in_time_stays_when_an_old_break_is_corrected(athlete: Athlete) -> None:
    take_break(athlete, "illness", FIRST + 7 * DAY, FIRST + 13 * DAY)
    athlete.write("update public.training_breaks set starts_on = starts_on - 3, ends_on = ends_on + 1")
    assert days(athlete) == (FIRST + 7 * DAY, FIRST + 13 * DAY)
    athlete.write("update public.training_breaks set kind = 'injury', notes = 'The back'")
    assert weeks(athlete) == (2, 2)


def test_of_a_break_that_reaches_far_back_the_late_days_dont_count(athlete: Athlete) -> None:
    enter(athlete, TODAY - 100 * DAY, TODAY + 10 * DAY)
    assert days(athlete) == (TODAY - 35 * DAY, TODAY + 10 * DAY)
    athlete.write("update public.training_breaks set starts_on = starts_on - 10")
    assert days(athlete) == (TODAY - 35 * DAY, TODAY + 10 * DAY)
    athlete.write("update public.training_breaks set starts_on = %s", TODAY)
    assert days(athlete) == (TODAY, TODAY + 10 * DAY)
