"""Freezes and pauses: what becomes of a week that was missed. Calendars by hand; one workout is a week."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.weeks import (
    DAY,
    MONDAY,
    WEEK,
    aim_for,
    freezes,
    history,
    moved,
    take_break,
    train,
)


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    athlete = sign_up(sql)
    aim_for(athlete, 1, date(2020, 1, 1))
    return athlete


def train_in(athlete: Athlete, *weeks: int) -> None:
    """A workout on the Monday of each of these weeks, counted from MONDAY's."""
    train(athlete, *[MONDAY + week * WEEK for week in weeks])


def monday(week: int) -> date:
    return (MONDAY + week * WEEK).date()


def standing(athlete: Athlete, week: int) -> tuple[int, int, int]:
    """Current streak, longest streak and freezes on the Tuesday of a week."""
    at = MONDAY + week * WEEK + DAY
    return (*athlete.weeks(at), freezes(athlete, at))


def test_every_fourth_week_of_a_streak_earns_a_freeze_and_two_are_kept(athlete: Athlete) -> None:
    train_in(athlete, *range(12))
    query = "select freezes_available from private.streak_history(%s, 12, %s) order by week_start"
    stock = [row[0] for row in athlete.rows(query, athlete.id, MONDAY + 11 * WEEK)]
    assert stock == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2]


def test_a_freeze_outlives_a_missed_week_that_adds_nothing(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2, 3, 5)
    assert history(athlete, MONDAY + 5 * WEEK) == ["met"] * 4 + ["frozen", "met"]
    assert standing(athlete, 5) == (5, 5, 0)


def test_the_second_missed_week_ends_a_streak_with_one_freeze(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2, 3)
    assert standing(athlete, 5) == (4, 4, 0)
    train_in(athlete, 6)
    assert history(athlete, MONDAY + 6 * WEEK) == ["met"] * 4 + ["frozen", "missed", "met"]
    assert standing(athlete, 6) == (1, 4, 0)


def test_three_weeks_earn_none(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2)
    assert standing(athlete, 4) == (0, 3, 0)
    assert history(athlete, MONDAY + 4 * WEEK) == ["met"] * 3 + ["missed", "running"]


def test_freezes_go_with_the_streak_that_earned_them(athlete: Athlete) -> None:
    """Eight weeks earn two, three missed weeks need three; the new streak begins with none."""
    train_in(athlete, *range(8), 11)
    assert history(athlete, MONDAY + 11 * WEEK)[8:] == ["frozen", "frozen", "missed", "met"]
    assert standing(athlete, 11) == (1, 8, 0)


def test_weeks_are_counted_on_over_a_frozen_one(athlete: Athlete) -> None:
    """The freeze is earned by the eighth week kept, not by four in a row after the gap."""
    train_in(athlete, 0, 1, 2, 3, 5, 6, 7)
    assert standing(athlete, 7) == (7, 7, 0)
    train_in(athlete, 8)
    assert standing(athlete, 8) == (8, 8, 1)


def test_frozen_and_paused_weeks_earn_no_xp(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2, 3, 6)
    before = athlete.xp()
    take_break(athlete, "illness", monday(5), monday(6))
    assert standing(athlete, 6) == (5, 5, 0)
    assert athlete.xp() == before


@pytest.mark.parametrize("kind", ["illness", "injury", "travel", "deload"])
def test_a_break_in_the_middle_pauses_the_streak_and_costs_no_freeze(athlete: Athlete, kind: str) -> None:
    train_in(athlete, 0, 1, 2, 3, 6)
    take_break(athlete, kind, monday(4), monday(6) - DAY)
    assert history(athlete, MONDAY + 6 * WEEK) == ["met"] * 4 + ["paused", "paused", "met"]
    assert standing(athlete, 6) == (5, 5, 1)


@pytest.mark.parametrize(("days", "became"), [(3, "missed"), (4, "paused")])
def test_four_days_pause_a_week(athlete: Athlete, days: int, became: str) -> None:
    train_in(athlete, 0, 2)
    take_break(athlete, "illness", monday(1), monday(1) + timedelta(days=days - 1))
    assert history(athlete, MONDAY + 2 * WEEK) == ["met", became, "met"]


def test_a_day_of_two_breaks_counts_once(athlete: Athlete) -> None:
    train_in(athlete, 0, 2)
    take_break(athlete, "illness", monday(1), monday(1) + 2 * DAY)
    take_break(athlete, "travel", monday(1) + DAY, monday(1) + 2 * DAY)
    assert history(athlete, MONDAY + 2 * WEEK)[1] == "missed"


@pytest.mark.parametrize("weekday", range(7))
def test_a_deload_of_seven_days_pauses_one_week_whatever_day_it_begins_on(
    athlete: Athlete, weekday: int
) -> None:
    train_in(athlete, 0, 3)
    first = monday(1) + weekday * DAY
    take_break(athlete, "deload", first, first + 6 * DAY)
    assert sorted(history(athlete, MONDAY + 3 * WEEK)[1:3]) == ["missed", "paused"]


def test_a_week_met_on_a_break_adds_to_the_streak(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2)
    take_break(athlete, "deload", monday(1), monday(1) + 6 * DAY)
    assert standing(athlete, 2) == (3, 3, 0)


def test_an_open_break_pauses_until_it_is_ended(athlete: Athlete) -> None:
    train_in(athlete, 0)
    take_break(athlete, "injury", monday(1), None)
    assert standing(athlete, 40) == (1, 1, 0)
    athlete.write("update public.training_breaks set ends_on = %s", monday(3) - DAY)
    assert standing(athlete, 3) == (1, 1, 0)
    assert standing(athlete, 4) == (0, 1, 0)


def test_a_break_that_nobody_ends_is_over_after_366_days(athlete: Athlete) -> None:
    train_in(athlete, 0)
    take_break(athlete, "injury", monday(1), None)
    # 366 days are 52 weeks and 2 days: the 53rd week isn't paused, and ends the streak once it is over.
    assert standing(athlete, 53) == (1, 1, 0)
    assert standing(athlete, 54) == (0, 1, 0)


def test_a_break_to_come_pauses_nothing_yet(athlete: Athlete) -> None:
    train_in(athlete, 0)
    take_break(athlete, "travel", monday(3), monday(3) + 6 * DAY)
    assert standing(athlete, 2) == (0, 1, 0)


def test_a_break_taken_back_ends_what_it_kept(athlete: Athlete) -> None:
    train_in(athlete, 0, 2)
    take_break(athlete, "illness", monday(1), monday(1) + 6 * DAY)
    assert standing(athlete, 2) == (2, 2, 0)
    athlete.write("delete from public.training_breaks")
    assert standing(athlete, 2) == (1, 1, 0)


def test_a_late_workout_repairs_a_frozen_week_and_gives_the_freeze_back(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2, 3, 5)
    assert standing(athlete, 5) == (5, 5, 0)
    train_in(athlete, 4)
    assert standing(athlete, 5) == (6, 6, 1)
    athlete.write("delete from public.workout_sessions where started_at = %s", MONDAY + 4 * WEEK)
    assert standing(athlete, 5) == (5, 5, 0)


def test_a_higher_target_takes_weeks_and_the_freeze_they_earned(athlete: Athlete) -> None:
    """From the second week on two days are wanted: one week is left of five, and no freeze."""
    train_in(athlete, 0, 1, 2, 3, 5)
    aim_for(athlete, 2, monday(1))
    assert standing(athlete, 5) == (0, 1, 0)


def test_weeks_that_begin_on_sunday_freeze_and_pause_as_they_are_cut(athlete: Athlete) -> None:
    """Ill from Sunday to Wednesday: four days of a week from Sunday on, three of one from Monday on."""
    train_in(athlete, 0, 1, 2, 3, 6)
    take_break(athlete, "illness", monday(5) - DAY, monday(5) + 2 * DAY)
    assert history(athlete, MONDAY + 6 * WEEK)[4:] == ["frozen", "missed", "met"]
    athlete.write("update public.profiles set week_starts_on = 7 where id = %s", athlete.id)
    assert history(athlete, MONDAY + 6 * WEEK)[4:] == ["frozen", "paused", "met"]
    assert standing(athlete, 6) == (5, 5, 0)


def test_a_clock_change_freezes_nothing(sql: Connection) -> None:
    """Berlin puts its clocks back on 25 October 2026: five weeks, trained in their first or last minute."""
    athlete = sign_up(sql, zone="Europe/Berlin")
    aim_for(athlete, 1, date(2020, 1, 1))
    first = datetime(2026, 10, 5, 0, 1, tzinfo=ZoneInfo("Europe/Berlin"))
    last = datetime(2026, 10, 11, 23, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    moments = [first, last + WEEK, first + 2 * WEEK, last + 3 * WEEK, first + 4 * WEEK]
    # So short that none is a duplicate of that two minutes earlier.
    train(athlete, *[moment.astimezone(UTC) for moment in moments], minutes=2)
    assert history(athlete, (last + 4 * WEEK).astimezone(UTC)) == ["met"] * 5


def test_moving_house_moves_no_week_that_was_frozen(athlete: Athlete) -> None:
    """Trained on Sundays at noon UTC: in Kiritimati, 14 hours ahead, on Mondays."""
    train(athlete, *[MONDAY + week * WEEK + 5 * DAY + timedelta(hours=18) for week in (0, 1, 2, 3, 5)])
    moved(athlete, "Pacific/Kiritimati", MONDAY + 6 * WEEK)
    athlete.value("select private.recompute_progress(%s)::text", athlete.id)
    assert history(athlete, MONDAY + 6 * WEEK) == ["met"] * 4 + ["frozen", "met", "running"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("illness", (2, 2)), ("injury", (2, 2)), ("travel", (2, 2)), ("deload", (1, 1))],
)
def test_days_of_illness_injury_and_travel_pause_the_daily_streak(
    athlete: Athlete, kind: str, expected: tuple[int, int]
) -> None:
    athlete.check_in(MONDAY)
    take_break(athlete, kind, monday(0) + DAY, monday(0) + 2 * DAY)
    athlete.check_in(MONDAY + 3 * DAY)
    assert athlete.streak("daily_login", MONDAY + 3 * DAY) == expected


def test_a_check_in_on_a_sick_day_adds_one(athlete: Athlete) -> None:
    take_break(athlete, "illness", monday(0), monday(0) + 3 * DAY)
    athlete.check_in(MONDAY)
    athlete.check_in(MONDAY + 2 * DAY)
    assert athlete.streak("daily_login", MONDAY + 4 * DAY) == (2, 2)


def test_the_calendar_of_the_documentation(athlete: Athlete) -> None:
    train_in(athlete, 0, 1, 2, 3, 5)
    take_break(athlete, "illness", monday(6), monday(7) - DAY)
    query = """
        select status::text, current_streak, freezes_available
        from private.streak_history(%s, 9, %s) order by week_start
    """
    assert athlete.rows(query, athlete.id, MONDAY + 8 * WEEK) == [
        ("met", 1, 0),
        ("met", 2, 0),
        ("met", 3, 0),
        ("met", 4, 1),
        ("frozen", 4, 0),
        ("met", 5, 0),
        ("paused", 5, 0),
        ("missed", 0, 0),
        ("running", 0, 0),
    ]


def test_the_history_ends_with_the_running_week_and_tells_what_is_asked_for(athlete: Athlete) -> None:
    train_in(athlete, 0, 1)
    rows = athlete.rows(
        "select * from private.streak_history(%s, 2, %s) order by 1", athlete.id, MONDAY + 2 * WEEK
    )
    assert rows == [(monday(1), "met", 1, 1, 2, 0), (monday(2), "running", 0, 1, 2, 0)]


def test_who_never_trained_has_a_running_week(athlete: Athlete) -> None:
    assert history(athlete, MONDAY) == ["running"]


def test_the_view_tells_the_freezes(athlete: Athlete) -> None:
    now = datetime.now(UTC)
    train(athlete, *[now - week * WEEK for week in range(1, 5)])
    with athlete.signed_in() as sql:
        found = sql.execute(
            "select streak_type, current_streak, freezes_available from public.streaks"
        ).fetchall()
    assert sorted(found) == [("daily_login", 0, 0), ("weekly_workout_completion", 4, 1)]
