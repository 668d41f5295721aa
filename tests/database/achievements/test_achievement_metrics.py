"""What each metric of an achievement counts, by hand."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.database.achievements.awards import progress, unlocked_at
from tests.database.athlete import (
    BENCH,
    NOON,
    PLANK,
    PUSH_UP,
    RUN,
    SPLIT_SQUAT,
    SQUAT,
    Athlete,
    Document,
    exercise,
    line,
    one_set,
    workout,
)
from tests.database.weeks import DAY, MONDAY, WEEK, take_break, train, train_weeks

ROW = exercise("barbell-row")


def run(metres: float, seconds: int | None) -> Document:
    return one_set(RUN, None, None, distance_m=metres, duration_seconds=seconds)


@pytest.mark.parametrize(
    ("slug", "sets", "expected"),
    [
        ("workouts-10", [one_set()], 1),
        ("workouts-10", [], 0),
        ("workouts-10", [one_set(set_type="warmup")], 0),
        ("sets-100", [one_set(set_type="warmup"), one_set(), one_set(PUSH_UP, 8, None), one_set(reps=0)], 2),
        # 8 x 60, and both legs with 5 x 20.
        ("volume-10t", [one_set(), one_set(SPLIT_SQUAT, 5, 20), one_set(set_type="warmup")], 680),
        ("exercises-10", [one_set(BENCH), one_set(BENCH), one_set(PUSH_UP, 8, None)], 2),
        ("exercises-10", [one_set(BENCH), one_set(SQUAT, set_type="warmup")], 1),
        ("distance-10", [run(400, None), run(5000.5, 1500)], Decimal("5.4005")),
        ("cardio-150", [run(5000, 1500), run(400, None)], 25),
        # Time under tension is no cardio.
        ("cardio-150", [one_set(PLANK, None, None, duration_seconds=600)], 0),
    ],
)
def test_a_workout_counts_by_what_was_done_in_it(
    athlete: Athlete, slug: str, sets: list[Document], expected: Decimal
) -> None:
    athlete.log(workout(NOON, *[s | {"id": one_set()["id"]} for s in sets]))
    assert progress(athlete, slug) == expected


def test_no_metric_stays_at_nothing(athlete: Athlete) -> None:
    """One that is declared and nowhere counted could never be achieved, and nobody would notice."""
    athlete.create_plan([line()])
    athlete.check_in(NOON)
    train_weeks(athlete, MONDAY, MONDAY + WEEK)
    long_after = MONDAY + 30 * WEEK
    athlete.log(workout(long_after, one_set(load=100), one_set(SQUAT), run(5000, 1500)))
    nothing = """
        select a.metric::text
        from public.user_achievements as u
        inner join public.achievements as a on a.id = u.achievement_id
        where u.user_id = %s
        group by a.metric
        having max(u.progress) = 0
    """
    assert athlete.rows(nothing, athlete.id) == []


def test_records_count_from_the_second_workout_with_an_exercise(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(load=60)))
    assert progress(athlete, "records-10") == 0
    # Load, estimated 1RM and volume.
    athlete.log(workout(NOON + DAY, one_set(load=62.5)))
    assert progress(athlete, "records-10") == 3


def test_an_exercise_is_new_once(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH)))
    athlete.log(workout(NOON + DAY, one_set(BENCH), one_set(SQUAT)))
    assert progress(athlete, "exercises-10") == 2


@pytest.mark.parametrize(
    ("slug", "hour", "minute", "counts"),
    [
        ("early-bird-5", 3, 59, 0), ("early-bird-5", 4, 0, 1),
        ("early-bird-5", 6, 59, 1), ("early-bird-5", 7, 0, 0),
        ("lunch-break-10", 11, 29, 0), ("lunch-break-10", 11, 30, 1), ("lunch-break-10", 13, 30, 0),
        # Over midnight.
        ("night-owl-5", 20, 59, 0), ("night-owl-5", 21, 0, 1),
        ("night-owl-5", 23, 59, 1), ("night-owl-5", 0, 0, 1),
        ("night-owl-5", 1, 59, 1), ("night-owl-5", 2, 0, 0),
    ],
)  # fmt: skip
def test_a_time_of_day_counts_from_its_first_minute_to_before_its_last(
    athlete: Athlete, slug: str, hour: int, minute: int, counts: int
) -> None:
    train(athlete, datetime(2026, 6, 10, hour, minute, tzinfo=UTC))
    assert progress(athlete, slug) == counts


def test_the_time_of_day_is_the_one_on_the_wall(athlete: Athlete) -> None:
    """06:30 in Tokyo is 21:30 in Greenwich."""
    train(athlete, datetime(2026, 6, 9, 21, 30, tzinfo=UTC), zone="Asia/Tokyo")
    assert progress(athlete, "early-bird-5") == 1
    assert progress(athlete, "night-owl-5") == 0


@pytest.mark.parametrize(
    ("moment", "zone", "counts"),
    [
        (datetime(2026, 6, 13, 12, tzinfo=UTC), "UTC", 1),
        (datetime(2026, 6, 14, 23, 59, tzinfo=UTC), "UTC", 1),
        (datetime(2026, 6, 15, 0, 0, tzinfo=UTC), "UTC", 0),
        # Friday evening in Greenwich is Saturday in Berlin.
        (datetime(2026, 6, 12, 22, 30, tzinfo=UTC), "Europe/Berlin", 1),
    ],
)
def test_a_weekend_is_the_users(athlete: Athlete, moment: datetime, zone: str, counts: int) -> None:
    train(athlete, moment, zone=zone)
    assert progress(athlete, "weekends-10") == counts


@pytest.mark.parametrize(("days", "counts"), [(13, 0), (14, 1), (29, 1)])
def test_a_return_is_counted_in_days_since_the_workout_before(
    athlete: Athlete, days: int, counts: int
) -> None:
    train(athlete, NOON, NOON + days * DAY)
    assert progress(athlete, "return-14") == counts
    assert progress(athlete, "return-30") == 0


def test_the_first_workout_ever_is_no_return(athlete: Athlete) -> None:
    train(athlete, NOON)
    assert progress(athlete, "return-14") == 0


def test_a_workout_logged_late_fills_the_gap_and_undoes_the_return(athlete: Athlete) -> None:
    train(athlete, NOON, NOON + 14 * DAY)
    assert unlocked_at(athlete, "return-14") == NOON + 14 * DAY
    train(athlete, NOON + 7 * DAY)
    assert unlocked_at(athlete, "return-14") is None


def test_a_workout_of_the_plan_is_one_that_was_begun_from_it(athlete: Athlete) -> None:
    [day] = athlete.days_of(athlete.create_plan([line()]))
    athlete.log(workout(NOON, one_set(), day=day))
    athlete.log(workout(NOON + DAY, one_set()))
    assert progress(athlete, "planned-10") == 1


def test_a_correction_that_links_a_workout_to_the_plan_counts(athlete: Athlete) -> None:
    [day] = athlete.days_of(athlete.create_plan([line()]))
    done = workout(NOON, one_set())
    athlete.log(done)
    athlete.correct(done | {"plan_workout_id": day})
    assert progress(athlete, "planned-10") == 1


# By set: chest 1, triceps and shoulders ½ · legs 1, back ½ · back 1, biceps and shoulders ½ · abs 1, legs ½.
MONDAY_SETS = [one_set(BENCH), one_set(BENCH), one_set(SQUAT)]
TUESDAY_SETS = [one_set(ROW), one_set(ROW), one_set(PLANK, None, None, duration_seconds=30)]


def fresh(sets: list[Document]) -> list[Document]:
    return [s | {"id": one_set()["id"]} for s in sets]


def test_muscles_of_one_week_add_up_with_helpers_by_half(athlete: Athlete) -> None:
    athlete.log(workout(MONDAY, *fresh(MONDAY_SETS)))
    assert progress(athlete, "whole-body-week") == 4  # chest, triceps, shoulders, legs
    athlete.log(workout(MONDAY + DAY, *fresh(TUESDAY_SETS)))
    assert unlocked_at(athlete, "whole-body-week") == MONDAY + DAY
    assert progress(athlete, "balanced-week") == 0  # three sets of the back, two or fewer of all others


def test_muscles_of_two_weeks_do_not_add_up(athlete: Athlete) -> None:
    athlete.log(workout(MONDAY, *fresh(MONDAY_SETS)))
    athlete.log(workout(MONDAY + WEEK, *fresh(TUESDAY_SETS)))
    # back, biceps, shoulders, abs
    assert progress(athlete, "whole-body-week") == 4


def test_another_first_day_of_the_week_cuts_the_weeks_of_muscles_anew(athlete: Athlete) -> None:
    sunday = MONDAY - DAY
    athlete.log(workout(sunday, *fresh(MONDAY_SETS)))
    athlete.log(workout(MONDAY, *fresh(TUESDAY_SETS)))
    assert unlocked_at(athlete, "whole-body-week") is None
    athlete.write("update public.profiles set week_starts_on = 7 where id = %s", athlete.id)
    assert unlocked_at(athlete, "whole-body-week") == MONDAY


def test_check_ins_and_plans_count_as_long_as_they_are_there(athlete: Athlete) -> None:
    athlete.check_in(NOON)
    athlete.check_in(NOON + DAY, weight_kg=80)
    athlete.check_in(NOON + DAY, sleep=4)
    plan = athlete.create_plan([line()])
    assert progress(athlete, "check-ins-7") == 2
    assert unlocked_at(athlete, "first-check-in") == NOON
    assert progress(athlete, "first-plan") == 1
    athlete.write("delete from public.check_ins where user_id = %s", athlete.id)
    athlete.write("delete from public.workout_plans where id = %s", plan)
    assert progress(athlete, "check-ins-7") == 0
    assert unlocked_at(athlete, "first-check-in") is None
    assert unlocked_at(athlete, "first-plan") is None


def test_a_streak_is_unlocked_by_the_workout_that_met_its_last_week(athlete: Athlete) -> None:
    train_weeks(athlete, *[MONDAY + n * WEEK for n in range(4)])
    assert unlocked_at(athlete, "streak-4") == MONDAY + 3 * WEEK + 4 * DAY
    assert progress(athlete, "streak-12") == 4
    assert progress(athlete, "weeks-25") == 4


def test_a_broken_streak_keeps_its_best_and_weeks_go_on_counting(athlete: Athlete) -> None:
    train_weeks(athlete, *[MONDAY + n * WEEK for n in (0, 1, 2, 4)])
    assert progress(athlete, "streak-4") == 3
    assert progress(athlete, "weeks-25") == 4


def test_a_break_told_of_afterwards_holds_the_streak_together(athlete: Athlete) -> None:
    train_weeks(athlete, *[MONDAY + n * WEEK for n in (0, 1, 2, 4)])
    first = (MONDAY + 3 * WEEK).date()
    take_break(athlete, "illness", first, first + timedelta(days=6), at=first + timedelta(days=30))
    assert unlocked_at(athlete, "streak-4") == MONDAY + 4 * WEEK + 4 * DAY
    athlete.write("delete from public.training_breaks where user_id = %s", athlete.id)
    assert unlocked_at(athlete, "streak-4") is None


def test_a_lower_target_meets_the_running_week(athlete: Athlete) -> None:
    now = datetime.now(UTC)
    monday = now - timedelta(days=now.weekday())
    train(athlete, monday)
    assert progress(athlete, "first-week") == 0
    athlete.write("update public.profiles set weekly_workout_target = 1 where id = %s", athlete.id)
    assert progress(athlete, "first-week") == 1
