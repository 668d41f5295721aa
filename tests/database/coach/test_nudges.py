""" "Your streak ends on Sunday": who gets it, when, and how often."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from local.postgres import Cluster
from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, take_break, train, train_weeks

# The week of Monday 22 June 2026, seen at noon.
THIS_WEEK = datetime(2026, 6, 22, 12, tzinfo=UTC)
SATURDAY, SUNDAY = THIS_WEEK + 5 * DAY, THIS_WEEK + 6 * DAY


@pytest.fixture(scope="module")
def url(cluster: Cluster, template: str) -> str:
    return cluster.create_database("nudges", template)


@pytest.fixture(scope="module")
def connection(url: str) -> Iterator[Connection]:
    """A database in which nobody else lives."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture(autouse=True)
def nobody_left(sql: Connection) -> Iterator[None]:
    """Everybody moves out after a test."""
    yield
    sql.execute("delete from auth.users")
    sql.execute("truncate private.nudged_zones")


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    """Somebody with a streak of two weeks who wants to train once a week and hasn't yet."""
    athlete = sign_up(sql)
    aim_for(athlete, 1, date(2020, 1, 1))
    train(athlete, MONDAY, MONDAY + WEEK)
    return athlete


def nudge(athlete: Athlete, at: datetime, limit: int = 1000) -> None:
    while athlete.value("select private.nudge_streaks(%s, %s)", at, limit) == limit:
        pass


def nudges(athlete: Athlete) -> list[str]:
    query = """
        select content from public.ai_coach_messages
        where user_id = %s and session_id = user_id and kind = 'nudge' and sender = 'ai' and engine = 'rules'
            and read_at is null
        order by created_at
    """
    return [row[0] for row in athlete.rows(query, athlete.id)]


def test_whose_streak_ends_on_sunday_hears_so_on_saturday(athlete: Athlete) -> None:
    nudge(athlete, SATURDAY)
    assert nudges(athlete) == ["Your streak of 2 weeks ends on Sunday: one more day of training keeps it."]


def test_not_as_long_as_there_is_plenty_of_time(athlete: Athlete) -> None:
    for day in range(5):
        nudge(athlete, THIS_WEEK + day * DAY)
    assert nudges(athlete) == []


def test_once_a_week_however_often_it_runs(athlete: Athlete) -> None:
    for hour in range(34):
        nudge(athlete, SATURDAY + timedelta(hours=hour))
    assert len(nudges(athlete)) == 1


def test_missed_on_saturday_it_is_said_on_sunday(athlete: Athlete) -> None:
    nudge(athlete, SUNDAY)
    assert nudges(athlete) == ["Your streak of 2 weeks ends today: one more day of training keeps it."]


def test_a_deleted_nudge_does_not_come_back(athlete: Athlete) -> None:
    nudge(athlete, SATURDAY)
    athlete.write("delete from public.ai_coach_messages")
    nudge(athlete, SUNDAY)
    assert nudges(athlete) == []


def test_who_has_trained_this_week_hears_nothing(athlete: Athlete) -> None:
    train(athlete, THIS_WEEK)
    nudge(athlete, SATURDAY)
    nudge(athlete, SUNDAY)
    assert nudges(athlete) == []


def test_who_has_no_streak_has_none_to_lose(athlete: Athlete) -> None:
    nudge(athlete, SATURDAY + WEEK)
    assert nudges(athlete) == []


def test_a_freeze_saves_the_streak_and_the_nudge(athlete: Athlete) -> None:
    train(athlete, MONDAY - 2 * WEEK, MONDAY - WEEK)
    nudge(athlete, SATURDAY)
    assert nudges(athlete) == []


def test_a_paused_week_ends_nothing(athlete: Athlete) -> None:
    take_break(athlete, "illness", THIS_WEEK.date(), THIS_WEEK.date() + 4 * DAY)
    nudge(athlete, SUNDAY)
    assert nudges(athlete) == []


def test_with_three_days_to_go_it_is_said_while_they_can_be_trained(sql: Connection) -> None:
    athlete = sign_up(sql)
    aim_for(athlete, 4, date(2020, 1, 1))
    train_weeks(athlete, MONDAY, MONDAY + WEEK, days=(0, 1, 2, 3))
    train(athlete, THIS_WEEK)
    nudge(athlete, THIS_WEEK + 2 * DAY)
    assert nudges(athlete) == []
    nudge(athlete, THIS_WEEK + 3 * DAY)
    assert nudges(athlete) == ["Your streak of 2 weeks ends on Sunday: 3 more days of training keep it."]


def test_a_week_that_is_lost_is_not_rubbed_in(sql: Connection) -> None:
    athlete = sign_up(sql)
    aim_for(athlete, 3, date(2020, 1, 1))
    train_weeks(athlete, MONDAY, MONDAY + WEEK)
    nudge(athlete, SATURDAY)
    assert nudges(athlete) == []


def test_today_counts_once(sql: Connection) -> None:
    """Trained on Saturday already, two of two wanted: only Sunday is left, and it suffices."""
    athlete = sign_up(sql)
    aim_for(athlete, 2, date(2020, 1, 1))
    train_weeks(athlete, MONDAY, MONDAY + WEEK, days=(0, 2))
    train(athlete, SATURDAY - timedelta(hours=4))
    nudge(athlete, SATURDAY)
    assert nudges(athlete) == ["Your streak of 2 weeks ends on Sunday: one more day of training keeps it."]


def test_the_week_ends_when_the_users_own_does(athlete: Athlete) -> None:
    """Weeks from Sunday on: the last day is Saturday, and Friday is the time to say so."""
    athlete.write("update public.profiles set week_starts_on = 7 where id = %s", athlete.id)
    nudge(athlete, SATURDAY - DAY)
    assert nudges(athlete) == ["Your streak of 2 weeks ends on Saturday: one more day of training keeps it."]


@pytest.mark.parametrize(("utc_hour", "heard"), [(0, 0), (1, 1), (10, 1), (11, 0)])
def test_people_hear_between_ten_and_eight_where_they_are(
    athlete: Athlete, utc_hour: int, heard: int
) -> None:
    """Tokyo is nine hours ahead."""
    athlete.write("update public.profiles set timezone = 'Asia/Tokyo' where id = %s", athlete.id)
    nudge(athlete, SATURDAY.replace(hour=utc_hour))
    assert len(nudges(athlete)) == heard


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_in_small_batches_nobody_is_left_out_or_told_twice(athlete: Athlete, limit: int) -> None:
    others = [sign_up(athlete.sql) for _ in range(5)]
    for number, other in enumerate(others):
        aim_for(other, 1, date(2020, 1, 1))
        train(other, MONDAY, MONDAY + WEEK)
        zone = ["UTC", "Europe/Berlin", "America/New_York"][number % 3]
        other.write("update public.profiles set timezone = %s where id = %s", zone, other.id)
    nudge(athlete, SATURDAY + timedelta(hours=3), limit)
    assert [len(nudges(person)) for person in (athlete, *others)] == [1] * 6


def test_a_zone_is_looked_at_once_a_day(athlete: Athlete) -> None:
    assert athlete.value("select private.nudge_streaks(%s, 10)", SATURDAY) == 1
    assert athlete.value("select private.nudge_streaks(%s, 10)", SATURDAY + timedelta(hours=1)) == 0
    assert athlete.value("select private.nudge_streaks(%s, 10)", SUNDAY) == 1
