"""Streaks: what keeps one, what ends it, and that every path to the same facts agrees."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.database.athlete import Athlete, line, one_set, workout
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, train, train_weeks

pytestmark = pytest.mark.quick


def test_a_week_counts_once_its_target_is_met(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY)
    assert athlete.weeks(MONDAY + 5 * DAY) == (1, 1)


def test_two_of_three_days_are_no_week(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY, days=(0, 2))
    assert athlete.weeks(MONDAY + 5 * DAY) == (0, 0)


def test_two_workouts_a_day_are_one_day(athlete: Athlete) -> None:
    train(athlete, MONDAY, MONDAY + timedelta(hours=2), MONDAY + DAY, MONDAY + DAY + timedelta(hours=2))
    assert athlete.weeks(MONDAY + 5 * DAY) == (0, 0)


def test_rest_days_are_not_punished(athlete: Athlete) -> None:
    """A streak counts weeks that met their target, not days."""
    train_weeks(athlete, MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
    assert athlete.weeks(MONDAY + 2 * WEEK + 6 * DAY) == (3, 3)


def test_a_workout_without_a_working_set_is_no_training_day(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY, days=(0, 2))
    athlete.log(workout(MONDAY + 4 * DAY, one_set(set_type="warmup"), one_set(reps=0)))
    assert athlete.weeks(MONDAY + 5 * DAY) == (0, 0)


def test_the_running_week_breaks_nothing_before_it_ends(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY, MONDAY + WEEK)
    assert athlete.weeks(datetime(2026, 6, 28, 23, 59, tzinfo=UTC)) == (2, 2)


def test_a_broken_streak_is_zero_without_any_write(athlete: Athlete) -> None:
    """The current streak is lowered by time alone, not by the next write."""
    train_weeks(athlete, MONDAY, MONDAY + WEEK)
    assert athlete.weeks(datetime(2026, 6, 29, 0, 0, tzinfo=UTC)) == (0, 2)


def test_a_missed_week_starts_anew_and_the_longest_streak_stays(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY, MONDAY + WEEK, MONDAY + 3 * WEEK)
    assert athlete.weeks(MONDAY + 3 * WEEK + 5 * DAY) == (1, 2)


def test_a_back_dated_workout_repairs_a_streak(athlete: Athlete) -> None:
    """A workout that arrives late extends a streak as one that arrives in time."""
    train_weeks(athlete, MONDAY, MONDAY + 2 * WEEK)
    train_weeks(athlete, MONDAY + WEEK, days=(0, 2))
    assert athlete.weeks(MONDAY + 2 * WEEK + 5 * DAY) == (1, 1)
    train(athlete, MONDAY + WEEK + 5 * DAY)
    assert athlete.weeks(MONDAY + 2 * WEEK + 5 * DAY) == (3, 3)


def test_a_set_added_late_repairs_a_streak(athlete: Athlete) -> None:
    """By plain insert as by RPC."""
    train_weeks(athlete, MONDAY, days=(0, 2))
    empty = workout(MONDAY + 4 * DAY)
    athlete.log(empty)
    athlete.add_set(empty["id"], one_set())
    assert athlete.weeks(MONDAY + 5 * DAY) == (1, 1)


def test_a_deleted_workout_ends_the_streak_that_stood_on_it(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY, MONDAY + WEEK)
    athlete.write(
        "delete from public.workout_sessions where user_id = %s and started_at = %s",
        athlete.id,
        MONDAY + WEEK,
    )
    assert athlete.weeks(MONDAY + WEEK + 5 * DAY) == (1, 1)
    assert athlete.weeks(MONDAY + 2 * WEEK) == (0, 1)


def test_a_week_is_judged_by_the_target_at_its_end(athlete: Athlete) -> None:
    """Raised on the Thursday of the second week: the first keeps 2, the second needs 4."""
    aim_for(athlete, 2, date(2026, 6, 1))
    train_weeks(athlete, MONDAY, MONDAY + WEEK, days=(0, 1))
    assert athlete.weeks(MONDAY + WEEK + 2 * DAY) == (2, 2)
    aim_for(athlete, 4, date(2026, 6, 18))
    assert athlete.weeks(MONDAY + WEEK + 4 * DAY) == (1, 1)
    train(athlete, MONDAY + WEEK + 4 * DAY, MONDAY + WEEK + 5 * DAY)
    assert athlete.weeks(MONDAY + WEEK + 5 * DAY) == (2, 2)


def test_the_target_is_the_profiles_else_the_active_plans_days_else_three(athlete: Athlete) -> None:
    def target() -> int:
        return int(
            athlete.value(
                """
                select this_period_target from private.streaks_at(%s, now())
                where streak_type = 'weekly_workout_completion'
                """,
                athlete.id,
            )
        )

    assert target() == 3
    plan = athlete.create_plan([line()], days_per_week=5)
    athlete.activate(plan, MONDAY)
    assert target() == 5
    athlete.write("update public.profiles set weekly_workout_target = 2 where id = %s", athlete.id)
    assert target() == 2
    athlete.write("update public.profiles set weekly_workout_target = null where id = %s", athlete.id)
    athlete.value("select private.archive_plan(%s, %s, now())::text", athlete.id, plan)
    assert target() == 3


@pytest.mark.parametrize(
    ("starts_on", "expected"),
    # Saturday to Monday lie in one week, unless it begins on Sunday or Monday.
    [(1, 0), (2, 1), (3, 1), (4, 1), (5, 1), (6, 1), (7, 0)],
)
def test_weeks_begin_on_the_users_day(athlete: Athlete, starts_on: int, expected: int) -> None:
    saturday = datetime(2026, 6, 13, 12, tzinfo=UTC)
    train(athlete, saturday, saturday + DAY, saturday + 2 * DAY)
    athlete.write("update public.profiles set week_starts_on = %s where id = %s", starts_on, athlete.id)
    assert athlete.weeks(saturday + 2 * DAY)[1] == expected


def test_another_first_day_of_the_week_pays_for_the_weeks_as_they_are_cut_now(athlete: Athlete) -> None:
    train_weeks(athlete, MONDAY)
    before = athlete.xp()
    athlete.write("update public.profiles set week_starts_on = 4 where id = %s", athlete.id)
    assert athlete.xp() == before - 50
    athlete.write("update public.profiles set week_starts_on = 1 where id = %s", athlete.id)
    assert athlete.xp() == before


def test_daily_login_counts_days_with_a_check_in_or_a_workout(athlete: Athlete) -> None:
    athlete.check_in(MONDAY)
    train(athlete, MONDAY + DAY)
    athlete.check_in(MONDAY + 2 * DAY)
    train(athlete, MONDAY + 2 * DAY)
    assert athlete.streak("daily_login", MONDAY + 2 * DAY) == (3, 3)


def test_today_not_yet_done_breaks_no_daily_streak(athlete: Athlete) -> None:
    athlete.check_in(MONDAY)
    assert athlete.streak("daily_login", MONDAY + DAY) == (1, 1)
    assert athlete.streak("daily_login", MONDAY + 2 * DAY) == (0, 1)


def test_a_second_check_in_of_a_day_adds_to_it_and_earns_nothing(athlete: Athlete) -> None:
    athlete.check_in(MONDAY, sleep=4)
    answer = athlete.check_in(MONDAY + timedelta(hours=2), energy=7)
    assert (answer["current_streak"], athlete.xp()) == (1, 5)
    assert athlete.rows("select sleep, energy from public.check_ins where user_id = %s", athlete.id) == [
        (4, 7)
    ]


def test_a_check_in_taken_back_and_given_again_earns_once(athlete: Athlete) -> None:
    """Done, undone and done again is done once."""
    for _ in range(2):
        athlete.check_in(MONDAY)
        athlete.write("delete from public.check_ins where user_id = %s", athlete.id)
    assert athlete.xp() == 0
    athlete.check_in(MONDAY)
    assert athlete.xp() == 5
