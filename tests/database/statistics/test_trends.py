"""The trend of an exercise: the line, its confidence, and plateaus."""

from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PUSH_UP,
    RUN,
    Athlete,
    Connection,
    Document,
    one_set,
    sign_up,
    workout,
)
from tests.database.billing.purchases import subscribe
from tests.database.statistics.answers import advanced, timed

DAY = timedelta(days=1)


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    athlete = sign_up(sql)
    subscribe(sql, athlete.id, "trial")
    return athlete


def lift(athlete: Athlete, *singles: float | None, every: int = 7) -> Document:
    """The trend after workouts with these 1RM, the last of them today; None: no workout."""
    for n, kilograms in enumerate(reversed(singles)):
        if kilograms is not None:
            athlete.log(workout(NOON - n * every * DAY, one_set(BENCH, 1, kilograms)))
    [trend] = advanced(athlete, NOON)["exercises"]
    answer: Document = trend
    return answer


# NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2.
@pytest.mark.parametrize(
    ("degrees", "quantile"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (6, 2.447), (7, 2.365), (8, 2.306),
     (9, 2.262), (10, 2.228), (15, 2.131), (20, 2.086), (30, 2.042), (60, 2.000), (100, 1.984)],
)  # fmt: skip
def test_students_quantile_is_that_of_the_table(athlete: Athlete, degrees: int, quantile: float) -> None:
    assert round(athlete.value("select private.t_quantile(%s)", degrees), 3) == quantile


def test_there_is_no_quantile_without_a_degree_of_freedom(athlete: Athlete) -> None:
    assert athlete.value("select private.t_quantile(0)") is None


def test_four_workouts_by_hand(athlete: Athlete) -> None:
    """Sxx 5, Sxy 9.5, Syy 18.75: slope 1.9, error sqrt(0.7 / 2 / 5) = 0.2646, t 4.303."""
    trend = lift(athlete, 100, 102, 103, 106)
    assert (trend["slope_per_week"], trend["standard_error"]) == (1.9, 0.265)
    assert (trend["low"], trend["high"]) == (0.762, 3.038)
    assert (trend["workouts"], trend["latest"], trend["best"]) == (4, 106, 106)
    assert (trend["record_type"], trend["confidence"], trend["trend"]) == ("estimated_1rm", "high", "rising")


def test_the_slope_is_by_the_week_however_often_one_trains(athlete: Athlete) -> None:
    """Half a kilogram every two days is 1.75 a week."""
    assert lift(athlete, 100, 100.5, 101, 101.5, every=2)["slope_per_week"] == 1.75


@pytest.mark.parametrize(
    ("singles", "verdict"),
    [
        ((100, 102, 103, 106), "rising"),
        ((106, 103, 102, 100), "falling"),
        ((100, 100, 100, 100), "flat"),
        ((100, 100.2, 99.9, 100.1, 100), "flat"),
        ((100, 110, 95, 108), "unclear"),
        # Twelve kilograms more each time, but t is 12.706 with one degree of freedom.
        ((100, 112, 121), "unclear"),
        ((100, 110), "unclear"),
        ((100,), "unclear"),
    ],
)
def test_a_trend_is_what_its_interval_says(
    athlete: Athlete, singles: tuple[float, ...], verdict: str
) -> None:
    assert lift(athlete, *singles)["trend"] == verdict


def test_two_points_make_a_line_but_no_error(athlete: Athlete) -> None:
    trend = lift(athlete, 100, 103)
    assert (trend["slope_per_week"], trend["standard_error"], trend["low"]) == (3, None, None)


def test_two_workouts_of_one_day_make_no_line(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 1, 100)))
    for hours, kilograms in ((2, 110), (4, 105)):
        athlete.log(workout(NOON + timedelta(hours=hours), one_set(BENCH, 1, kilograms)))
    [trend] = advanced(athlete, NOON)["exercises"]
    assert (trend["workouts"], trend["slope_per_week"], trend["trend"]) == (3, None, "unclear")


def test_less_help_is_a_rise(athlete: Athlete) -> None:
    for n, kilograms in enumerate((20, 15, 10, 5)):
        athlete.log(workout(NOON - (3 - n) * 7 * DAY, one_set(ASSISTED_DIP, 8, kilograms)))
    [trend] = advanced(athlete, NOON)["exercises"]
    assert (trend["record_type"], trend["slope_per_week"], trend["trend"]) == ("max_weight", 5, "rising")
    assert (trend["latest"], trend["best"], trend["confidence"]) == (5, 5, None)


def test_every_kind_of_exercise_has_a_trend_of_its_own_measure(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(PUSH_UP, 20, None), timed(RUN, 1500, 5000)))
    trends = {trend["record_type"]: trend["latest"] for trend in advanced(athlete, NOON)["exercises"]}
    assert trends == {"max_reps": 20, "max_distance": 5000}


def test_a_set_of_thirteen_tells_no_strength(athlete: Athlete) -> None:
    athlete.log(workout(NOON, one_set(BENCH, 13, 60)))
    assert advanced(athlete, NOON)["exercises"] == []


@pytest.mark.parametrize(
    ("singles", "stands"),
    [
        ((100, 100, 100, 100), True),
        # 0.5 % above the best before is a rise; a hair less is none.
        ((100, 100, 100, 100.5), False),
        ((100, 100, 100, 100.4), True),
        # Small steps add up over the three.
        ((100, 100.2, 100.4, 100.6), False),
        # The rise is more than three workouts ago.
        ((100, 105, 105, 105, 105), True),
        ((100, 105, 105, 105), False),
        # Three workouts have nothing before them.
        ((100, 100, 100), False),
        ((105, 100, 101, 102), True),
    ],
)
def test_a_plateau_is_three_workouts_without_half_a_percent(
    athlete: Athlete, singles: tuple[float, ...], *, stands: bool
) -> None:
    assert lift(athlete, *singles)["plateau"] is stands


def test_a_plateau_is_of_the_last_six_weeks(athlete: Athlete) -> None:
    """The same four workouts, spread wider, say nothing."""
    assert lift(athlete, 100, 100, 100, 100, every=14)["plateau"] is False


def test_a_deload_week_is_neither_trend_nor_plateau(athlete: Athlete) -> None:
    athlete.write(
        "insert into public.training_breaks (kind, starts_on, ends_on) values ('deload', %s, %s)",
        (NOON - 8 * DAY).date(), (NOON - 6 * DAY).date(),
    )  # fmt: skip
    trend = lift(athlete, 100, 102, 103, 70, 106)
    assert (trend["workouts"], trend["plateau"]) == (4, False)
    # Days -28, -21, -14 and 0: Sxx 8.75, Sxy 12.75.
    assert trend["slope_per_week"] == round(12.75 / 8.75, 3)


def test_only_premium_sees_trends(sql: Connection) -> None:
    with pytest.raises(psycopg.Error) as refused:
        advanced(sign_up(sql), NOON)
    assert refused.value.sqlstate == "PT402"
