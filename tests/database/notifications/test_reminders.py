"""Reminders: in the user's time zone, only if really due, and never twice."""

import json
from datetime import UTC, datetime, time, timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, Athlete, Connection, line, one_set, sign_up, workout
from tests.database.notifications.messages import settle_on, told_of, wish
from tests.database.weeks import take_break

# Reminders are sent at any moment a test likes, but planned by the server's clock when something changes.
# So all this happens in a week to come, and `arrive` lets the time until then pass.
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
MONDAY = TODAY + timedelta(days=15 - TODAY.isoweekday())
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def plan(someone: Athlete, *weekdays: int | None, days_per_week: int = 3) -> str:
    """An active plan with a day for each of these weekdays, active since the Sunday before MONDAY."""
    document = {
        "name": "Plan",
        "plan_type": "full_body",
        "days_per_week": days_per_week,
        "days": [
            {"name": f"Day {n}", "order_in_plan": n, "day_of_week": weekday, "exercises": [line(BENCH)]}
            for n, weekday in enumerate(weekdays, 1)
        ],
    }
    made = someone.value(
        "select private.create_plan(%s, %s, 'user', now())", someone.id, json.dumps(document)
    )
    someone.activate(str(made), MONDAY - DAY)
    arrive(someone)
    return str(made)


def send(someone: Athlete, at: datetime) -> int:
    """The batch function, for everybody; what it says."""
    return int(someone.value("select private.send_reminders(%s, 100000)", at))


def arrive(someone: Athlete) -> None:
    """It is Sunday evening. What was planned before is late, so nobody is reminded of it."""
    send(someone, MONDAY - 4 * HOUR)


def pass_time(someone: Athlete, first: datetime, last: datetime) -> None:
    """Every hour the job runs."""
    while first <= last:
        send(someone, first)
        first += HOUR


def reminded(someone: Athlete, kind: str = "workout_due") -> list[datetime]:
    """When the user was reminded."""
    rows = someone.rows(
        "select created_at from public.notifications where user_id = %s and type = %s order by 1",
        someone.id, kind,
    )  # fmt: skip
    return [at for (at,) in rows]


def trained(someone: Athlete, at: datetime) -> None:
    someone.log(workout(at, one_set(BENCH, 5, 60)), now=at + HOUR)


@pytest.fixture
def someone(sql: Connection) -> Athlete:
    sql.execute("delete from private.reminders")
    return sign_up(sql)


def test_a_training_day_of_the_plan_is_remembered_at_nine(someone: Athlete) -> None:
    plan(someone, 1, 3)
    pass_time(someone, MONDAY, MONDAY + 7 * DAY)
    assert reminded(someone) == [MONDAY + 9 * HOUR, MONDAY + 2 * DAY + 9 * HOUR]


def test_the_reminder_names_the_workout_that_is_next(someone: Athlete) -> None:
    plan(someone, 1, 3)
    send(someone, MONDAY + 9 * HOUR)
    assert told_of(someone, "workout_due") == ["Day 1 is next on your plan."]


def test_nobody_is_reminded_before_the_hour(someone: Athlete) -> None:
    plan(someone, 1)
    send(someone, MONDAY + 9 * HOUR - MINUTE)
    assert reminded(someone) == []


def test_reminders_come_on_the_users_clock(sql: Connection) -> None:
    abroad = sign_up(sql, zone="America/New_York")
    plan(abroad, 1)
    pass_time(abroad, MONDAY, MONDAY + DAY)
    zone = "select (%s::timestamp + time '09:00') at time zone 'America/New_York'"
    assert reminded(abroad) == [abroad.value(zone, MONDAY.replace(tzinfo=None))]


def test_the_hour_can_be_chosen(someone: Athlete) -> None:
    plan(someone, 1)
    settle_on(someone, remind_at=time(17, 30))
    arrive(someone)
    send(someone, MONDAY + 9 * HOUR)
    send(someone, MONDAY + timedelta(hours=17, minutes=30))
    assert reminded(someone) == [MONDAY + timedelta(hours=17, minutes=30)]


def test_who_has_trained_today_is_not_reminded(someone: Athlete) -> None:
    plan(someone, 1)
    trained(someone, MONDAY + 7 * HOUR)
    send(someone, MONDAY + 9 * HOUR)
    assert reminded(someone) == []


def test_who_is_training_is_not_reminded(someone: Athlete) -> None:
    plan(someone, 1)
    someone.start(MONDAY + 8 * HOUR)
    send(someone, MONDAY + 9 * HOUR)
    assert reminded(someone) == []


@pytest.mark.parametrize(("kind", "times"), [("illness", 0), ("injury", 0), ("travel", 0), ("deload", 1)])
def test_who_can_not_train_is_not_reminded(someone: Athlete, kind: str, times: int) -> None:
    plan(someone, 1)
    take_break(someone, kind, MONDAY.date() - DAY, MONDAY.date())
    send(someone, MONDAY + 9 * HOUR)
    assert len(reminded(someone)) == times


def test_days_without_names_are_as_far_apart_as_fit_into_a_week(someone: Athlete) -> None:
    """Three a week: the second day after the last."""
    plan(someone, None, None, None)
    trained(someone, MONDAY + 18 * HOUR)
    pass_time(someone, MONDAY + 19 * HOUR, MONDAY + 3 * DAY)
    assert reminded(someone) == [MONDAY + 2 * DAY + 9 * HOUR]


def reminded_on(someone: Athlete) -> list[int]:
    """The days on which the user was reminded: 1 is MONDAY."""
    return [(at - MONDAY).days + 1 for at in reminded(someone)]


def skip(someone: Athlete, plan_id: str, at: datetime) -> None:
    day = someone.value("select private.next_day(%s, %s, %s)", someone.id, plan_id, MONDAY - DAY)
    someone.value("select private.skip_workout(%s, %s, null, %s)", someone.id, day, at)


@pytest.mark.parametrize("weekdays", [(1, 2, 3, 4, 5, 6, 7), (None,) * 4])
def test_a_week_that_is_done_has_no_more_workouts_due(
    someone: Athlete, weekdays: tuple[int | None, ...]
) -> None:
    """Four of four by Thursday; on Monday it begins again."""
    plan(someone, *weekdays, days_per_week=4)
    for day in range(4):
        trained(someone, MONDAY + day * DAY + 7 * HOUR)
    pass_time(someone, MONDAY + 3 * DAY + 8 * HOUR, MONDAY + 8 * DAY)
    assert reminded_on(someone) == [8]


def test_ones_own_target_ends_the_week_as_well(someone: Athlete) -> None:
    plan(someone, 1, 2, 3, 4, 5)
    someone.write("update public.profiles set weekly_workout_target = 2")
    trained(someone, MONDAY + 7 * HOUR)
    pass_time(someone, MONDAY + 8 * HOUR, MONDAY + DAY + 10 * HOUR)
    assert reminded_on(someone) == [2]
    trained(someone, MONDAY + DAY + 18 * HOUR)
    pass_time(someone, MONDAY + DAY + 19 * HOUR, MONDAY + 7 * DAY)
    assert reminded_on(someone) == [2]


@pytest.mark.parametrize(
    ("days_per_week", "due"),
    [
        (3, [2, 4, 6]),
        (4, [1, 2, 4, 6]),
        (5, [1, 2, 3, 5, 6]),
        (6, [1, 2, 3, 4, 5, 6]),
        (7, [1, 2, 3, 4, 5, 6, 7]),
    ],
)
def test_workouts_without_a_weekday_are_spread_over_the_week(
    someone: Athlete, days_per_week: int, due: list[int]
) -> None:
    """Who trains whenever it is due is reminded as often as planned. The plan is active since Sunday."""
    plan(someone, *[None] * days_per_week, days_per_week=days_per_week)
    for day in range(7):
        before = len(reminded(someone))
        pass_time(someone, MONDAY + day * DAY + 8 * HOUR, MONDAY + day * DAY + 10 * HOUR)
        if len(reminded(someone)) > before:
            trained(someone, MONDAY + day * DAY + 18 * HOUR)
    assert reminded_on(someone) == due


@pytest.mark.parametrize(("weekdays", "due"), [((1, 3, 5), [3]), ((None,) * 4, [2, 3])])
def test_a_skipped_day_is_left_in_peace(
    someone: Athlete, weekdays: tuple[int | None, ...], due: list[int]
) -> None:
    """Else it would be reminded of the next day's workout, which is for another day."""
    made = plan(someone, *weekdays, days_per_week=len(weekdays))
    skip(someone, made, MONDAY + 7 * HOUR)
    pass_time(someone, MONDAY + 8 * HOUR, MONDAY + 2 * DAY + 10 * HOUR)
    assert reminded_on(someone) == due
    assert set(told_of(someone, "workout_due")) == {"Day 2 is next on your plan."}


def test_what_was_skipped_is_not_due_again(someone: Athlete) -> None:
    """Of four, one was skipped and two are done by Wednesday: the fourth is due on Saturday."""
    made = plan(someone, None, None, None, None, days_per_week=4)
    skip(someone, made, MONDAY + 7 * HOUR)
    for day in (1, 2):
        trained(someone, MONDAY + day * DAY + 7 * HOUR)
    pass_time(someone, MONDAY + 2 * DAY + 8 * HOUR, MONDAY + 5 * DAY + 10 * HOUR)
    assert reminded_on(someone) == [6]


def test_an_empty_week_is_not_remembered_on_a_skipped_day(someone: Athlete) -> None:
    made = plan(someone, 1)
    trained(someone, MONDAY - DAY)
    skip(someone, made, MONDAY + 3 * DAY + 7 * HOUR)
    pass_time(someone, MONDAY, MONDAY + 6 * DAY)
    assert reminded(someone, "week_empty") == []


def test_who_stays_away_for_two_weeks_is_left_in_peace(someone: Athlete) -> None:
    plan(someone, 1, 2, 3, 4, 5, 6, 7, days_per_week=7)
    pass_time(someone, MONDAY, MONDAY + 30 * DAY)
    # Active since Sunday: fourteen days from then.
    assert len(reminded(someone)) == 14


def test_an_empty_week_is_remembered_on_its_fourth_day(someone: Athlete) -> None:
    plan(someone, 1)
    trained(someone, MONDAY - DAY)
    pass_time(someone, MONDAY, MONDAY + 6 * DAY)
    assert reminded(someone, "week_empty") == [MONDAY + 3 * DAY + 9 * HOUR]
    assert told_of(someone, "week_empty") == ["There is still time: 4 days are left."]


def test_a_week_with_a_workout_is_not_empty(someone: Athlete) -> None:
    plan(someone, 1)
    trained(someone, MONDAY + 7 * HOUR)
    pass_time(someone, MONDAY, MONDAY + 6 * DAY)
    assert reminded(someone, "week_empty") == []


def test_one_reminder_a_day_is_enough(someone: Athlete) -> None:
    plan(someone, 4)
    pass_time(someone, MONDAY, MONDAY + 6 * DAY)
    assert (len(reminded(someone)), len(reminded(someone, "week_empty"))) == (1, 0)


def test_a_job_that_ran_late_reminds_of_nothing_past(someone: Athlete) -> None:
    plan(someone, 1, 3)
    send(someone, MONDAY + 13 * HOUR)
    assert reminded(someone) == []


def test_after_a_night_missed_the_next_reminder_comes(someone: Athlete) -> None:
    plan(someone, 1, 3)
    send(someone, MONDAY + DAY + 13 * HOUR)
    send(someone, MONDAY + 2 * DAY + 9 * HOUR)
    assert reminded(someone) == [MONDAY + 2 * DAY + 9 * HOUR]


def test_a_job_that_runs_twice_reminds_once(someone: Athlete) -> None:
    plan(someone, 1)
    assert send(someone, MONDAY + 9 * HOUR) >= 1
    assert send(someone, MONDAY + 9 * HOUR) == 0
    assert len(reminded(someone)) == 1


def test_two_jobs_at_once_look_at_different_users(sql: Connection, someone: Athlete, database: str) -> None:
    for who in (someone, sign_up(sql)):
        plan(who, 1)
    send_one = "select private.send_reminders(%s, 1)"
    with psycopg.connect(database) as other:
        first = other.execute(send_one, [MONDAY + 9 * HOUR]).fetchone()
        second = someone.value(send_one, MONDAY + 9 * HOUR)
        other.commit()
    assert (first, second) == ((1,), 1)
    assert send(someone, MONDAY + 9 * HOUR) == 0


def test_another_weekday_is_another_reminder(someone: Athlete) -> None:
    plan(someone, 1)
    someone.write("update public.workout_plan_days set day_of_week = 2")
    arrive(someone)
    pass_time(someone, MONDAY, MONDAY + 2 * DAY)
    assert reminded(someone) == [MONDAY + DAY + 9 * HOUR]


def test_without_an_active_plan_no_workout_is_due(someone: Athlete) -> None:
    made = plan(someone, 1)
    someone.value("select private.archive_plan(%s, %s, now())", someone.id, made)
    arrive(someone)
    pass_time(someone, MONDAY, MONDAY + DAY)
    assert reminded(someone) == []


def test_another_zone_is_another_moment(sql: Connection, someone: Athlete) -> None:
    sql.execute("update public.profiles set onboarding_complete = true where id = %s", [someone.id])
    plan(someone, 1)
    someone.write("update public.profiles set timezone = 'Asia/Tokyo'")
    arrive(someone)
    pass_time(someone, MONDAY - HOUR, MONDAY + DAY)
    # Nine o'clock in Tokyo.
    assert reminded(someone) == [MONDAY]


def test_who_wants_no_reminders_gets_none(someone: Athlete) -> None:
    plan(someone, 1)
    wish(someone, "training", inbox=False, push=False)
    send(someone, MONDAY + 9 * HOUR)
    assert reminded(someone) == []


def test_nobody_is_looked_at_before_there_is_a_plan(someone: Athlete) -> None:
    """Signing up is no training: the table holds those who may have to be reminded."""
    assert someone.rows("select type from private.reminders where user_id = %s", someone.id) == []


def test_every_reminder_is_scheduled(someone: Athlete) -> None:
    plan(someone, 1, 3)
    declared = someone.rows(
        "select t::text from unnest(enum_range(null::public.notification_type)) as t "
        "where (private.notification_declaration(t)).is_reminder order by t"
    )
    scheduled = someone.rows(
        "select type::text from private.reminders where user_id = %s order by type", someone.id
    )
    assert (scheduled, bool(declared)) == (declared, True)


def test_what_is_no_reminder_is_never_due(someone: Athlete) -> None:
    with pytest.raises(psycopg.errors.CaseNotFound):
        someone.value("select private.reminder(id, 'record', %s) from public.profiles limit 1", MONDAY)
