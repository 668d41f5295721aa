"""Weeks and days are the user's own: across midnights, clock changes, new years and moves."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.database.athlete import Athlete, Connection, one_set, sign_up, workout
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, moved, train, train_weeks

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_streak_goes_on_over_new_year_in_week_53(athlete: Athlete) -> None:
    """Week 53 of 2026 ends on 3 January 2027; week 1 follows it."""
    monday = datetime(2026, 12, 21, 18, tzinfo=UTC)
    assert (monday + WEEK).isocalendar()[:2] == (2026, 53)
    train_weeks(athlete, monday, monday + WEEK, monday + 2 * WEEK)
    assert athlete.weeks(monday + 2 * WEEK + 5 * DAY) == (3, 3)


def test_the_same_week_of_another_year_is_another_week(athlete: Athlete) -> None:
    """A week is no number without its year."""
    train_weeks(athlete, datetime(2025, 6, 9, 18, tzinfo=UTC), days=(0,))
    train_weeks(athlete, MONDAY, days=(2, 4))
    assert athlete.weeks(MONDAY + 5 * DAY) == (0, 0)


@pytest.mark.parametrize(
    "monday",
    # Berlin puts its clocks forward on Sunday 29 March 2026 and back on Sunday 25 October.
    [datetime(2026, 3, 23, tzinfo=BERLIN), datetime(2026, 10, 19, tzinfo=BERLIN)],
    ids=["spring", "autumn"],
)
@pytest.mark.parametrize("minute", [timedelta(minutes=1), timedelta(hours=23, minutes=59)])
def test_clock_changes_move_no_workout_to_another_week(
    sql: Connection, monday: datetime, minute: timedelta
) -> None:
    """The first and the last minute of three weeks around a clock change, local time."""
    athlete = sign_up(sql, zone="Europe/Berlin")
    for week in range(3):
        for day in (0, 3, 6):
            local = monday + timedelta(days=7 * week + day) + minute
            train(athlete, local.astimezone(UTC))
    end = monday + timedelta(days=20, hours=23, minutes=59)
    assert athlete.weeks(end.astimezone(UTC)) == (3, 3)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Kiritimati", datetime(2026, 6, 14, 10, 30, tzinfo=UTC), date(2026, 6, 15)),
        ("Pacific/Kiritimati", datetime(2026, 6, 14, 9, 30, tzinfo=UTC), date(2026, 6, 14)),
        ("Pacific/Pago_Pago", datetime(2026, 6, 15, 10, 30, tzinfo=UTC), date(2026, 6, 14)),
        ("Pacific/Pago_Pago", datetime(2026, 6, 15, 11, 30, tzinfo=UTC), date(2026, 6, 15)),
        ("Asia/Kathmandu", datetime(2026, 6, 14, 18, 20, tzinfo=UTC), date(2026, 6, 15)),
    ],
)
def test_the_day_of_a_workout_is_the_date_on_the_users_wall(
    sql: Connection, zone: str, moment: datetime, day: date
) -> None:
    """Not the server's date, not UTC's."""
    athlete = sign_up(sql, zone=zone)
    train(athlete, moment)
    assert athlete.value("select day from public.workout_sessions where user_id = %s", athlete.id) == day


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_week_ends_at_the_users_midnight(sql: Connection, zone: str) -> None:
    athlete = sign_up(sql, zone=zone)
    monday = datetime(2026, 6, 8, tzinfo=ZoneInfo(zone))
    train(
        athlete,
        *[
            (monday + offset).astimezone(UTC)
            for offset in (timedelta(), 2 * DAY, 7 * DAY - timedelta(minutes=1))
        ],
    )
    assert athlete.weeks((monday + 6 * DAY).astimezone(UTC)) == (1, 1)
    assert athlete.weeks((monday + 14 * DAY - timedelta(minutes=1)).astimezone(UTC)) == (1, 1)
    assert athlete.weeks((monday + 14 * DAY).astimezone(UTC)) == (0, 1)


def test_a_workout_belongs_to_the_day_it_started(athlete: Athlete) -> None:
    athlete.log(workout(datetime(2026, 6, 14, 23, 30, tzinfo=UTC), one_set(), minutes=90))
    assert athlete.value("select day from public.workout_sessions where user_id = %s", athlete.id) == date(
        2026, 6, 14
    )


def test_a_day_already_lived_keeps_its_date_after_a_move(athlete: Athlete) -> None:
    train(athlete, datetime(2026, 6, 10, 23, tzinfo=UTC))
    moved(athlete, "Asia/Tokyo", datetime(2026, 6, 11, tzinfo=UTC))
    train(athlete, datetime(2026, 6, 11, 23, tzinfo=UTC))
    athlete.value("select private.recompute_progress(%s)::text", athlete.id)
    days = athlete.rows("select day from public.workout_sessions where user_id = %s order by 1", athlete.id)
    assert days == [(date(2026, 6, 10),), (date(2026, 6, 12),)]


def test_a_move_applies_from_the_next_local_midnight(sql: Connection) -> None:
    athlete = sign_up(sql, zone="America/New_York")
    sql.execute("update public.profiles set onboarding_complete = true where id = %s", [athlete.id])
    athlete.write("update public.profiles set timezone = 'Asia/Tokyo' where id = %s", athlete.id)
    [(now, midnight)] = athlete.rows(
        """
        select now(), (date(now() at time zone z.name) + 1)::timestamp at time zone z.name
        from (values ('America/New_York')) as z (name)
        """
    )
    zone = "select private.zone_at(%s, %s)"
    assert athlete.value(zone, athlete.id, now) == "America/New_York"
    assert athlete.value(zone, athlete.id, midnight - timedelta(seconds=1)) == "America/New_York"
    assert athlete.value(zone, athlete.id, midnight) == "Asia/Tokyo"


def test_two_moves_on_one_day_are_one(sql: Connection) -> None:
    athlete = sign_up(sql, zone="America/New_York")
    sql.execute("update public.profiles set onboarding_complete = true where id = %s", [athlete.id])
    for zone in ("Asia/Tokyo", "Europe/Berlin"):
        athlete.write("update public.profiles set timezone = %s where id = %s", zone, athlete.id)
    zones = athlete.rows(
        "select timezone from private.time_zone_changes where user_id = %s order by valid_from", athlete.id
    )
    assert zones == [("America/New_York",), ("Europe/Berlin",)]


def test_flying_west_over_the_date_line_breaks_no_streak(sql: Connection) -> None:
    """From Kiritimati to Pago Pago a day comes twice: what was done on the first isn't in the future."""
    athlete = sign_up(sql, zone="Pacific/Kiritimati")
    monday = datetime(2026, 6, 8, 12, tzinfo=ZoneInfo("Pacific/Kiritimati")).astimezone(UTC)
    train_weeks(athlete, monday, monday + WEEK, days=(0, 1, 2))
    train_weeks(athlete, monday + 2 * WEEK, days=(0,))
    landed = monday + 2 * WEEK + timedelta(hours=1)
    moved(athlete, "Pacific/Pago_Pago", landed)
    assert athlete.value("select private.local_day(%s, %s)", athlete.id, landed) == date(2026, 6, 21)
    assert athlete.streak("daily_login", landed) == (1, 3)
    assert athlete.weeks(landed) == (2, 2)


def test_a_week_met_abroad_counts_at_home_where_it_is_yet_to_come(athlete: Athlete) -> None:
    athlete.write("update public.profiles set weekly_workout_target = 1 where id = %s", athlete.id)
    aim_for(athlete, 1, date(2026, 1, 1))
    sunday = datetime(2026, 6, 14, 11, tzinfo=UTC)
    train(athlete, sunday, zone="Pacific/Kiritimati")
    assert athlete.weeks(sunday) == (1, 1)
