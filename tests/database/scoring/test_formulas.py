"""Formulas against values worked out by hand or printed in their sources."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.database.athlete import (
    ASSISTED_DIP,
    BENCH,
    NOON,
    PUSH_UP,
    SPLIT_SQUAT,
    Athlete,
    exercise,
    one_set,
    workout,
)


@pytest.mark.parametrize(
    ("load", "reps", "rpe", "expected"),
    [
        # For 100 kg, the lower of Epley and Brzycki as tabulated by reps: 112.50, 124.14, 133.33, 140.00.
        (100, 5, None, "112.500"),
        (100, 8, None, "124.138"),
        (100, 10, None, "133.333"),
        (100, 12, None, "140.000"),
        # Repetitions in reserve count as done: 4 at RPE 9 are 5; 7 at RPE 9 are 8; 3.5 reserve are 8.5.
        (100, 4, 9, "112.500"),
        (100, 7, 9, "124.138"),
        (100, 5, 6.5, "126.316"),
        # One repetition is the load itself, not 103.3 % of it.
        (100, 1, None, "100"),
        (100, 1, 10, "100"),
        (142.5, 1, None, "142.5"),
        # Beyond twelve, no formula holds; reserve counts there too.
        (100, 13, None, None),
        (100, 8, 5, None),
        (100, 12, 9.5, None),
        # Brzycki at 36, 37 and 38 reps would be 36 times the load, infinite, negative.
        (100, 36, None, None),
        (100, 37, None, None),
        (100, 38, None, None),
        (0, 5, None, None),
        (100, 0, None, None),
        (None, 5, None, None),
    ],
)
def test_estimated_1rm(athlete: Athlete, load: float, reps: int, rpe: float, expected: str | None) -> None:
    value = athlete.value("select private.estimated_1rm(%s::numeric, %s, %s::numeric)", load, reps, rpe)
    assert value == (None if expected is None else Decimal(expected))


def test_estimated_1rm_never_falls_with_one_more_repetition(athlete: Athlete) -> None:
    values = [athlete.value("select private.estimated_1rm(100, %s, null)", reps) for reps in range(1, 13)]
    assert values == sorted(values)


@pytest.mark.parametrize(
    ("xp", "level"),
    [(0, 1), (99, 1), (100, 2), (399, 2), (400, 3), (899, 3), (900, 4), (10_000, 11), (3_960_100, 200)],
)
def test_level_thresholds(athlete: Athlete, xp: int, level: int) -> None:
    """Level = floor(sqrt(xp / 100)) + 1."""
    assert athlete.value("select private.level_of(%s, now())", xp) == level


@pytest.mark.parametrize(
    ("sets", "kg"),
    [
        ([one_set(BENCH, 8, 60), one_set(BENCH, 7, 62.5)], "917.500"),
        # A one-sided exercise is done for both sides.
        ([one_set(SPLIT_SQUAT, 10, 20)], "400.000"),
        # Absent load or reps count as nothing.
        ([one_set(PUSH_UP, 20, None)], "0.000"),
        ([one_set(PUSH_UP, 10, 5)], "50.000"),
        ([one_set(BENCH, 0, 100)], "0.000"),
        ([one_set(BENCH, 10, 40, set_type="warmup"), one_set(BENCH, 5, 60)], "300.000"),
        ([one_set(BENCH, 10, 40, set_type="drop"), one_set(BENCH, 5, 60, set_type="failure")], "700.000"),
        # Help is not lifted.
        ([one_set(ASSISTED_DIP, 10, 30)], "0.000"),
        # Loads aren't whole numbers.
        ([one_set(BENCH, 4, 22.5), one_set(BENCH, 1, 61.235)], "151.235"),
    ],
)
def test_volume(athlete: Athlete, sets: list[dict[str, object]], kg: str) -> None:
    athlete.log(workout(NOON, *sets))
    volume = athlete.value(
        "select total_volume_kg from public.workout_sessions where user_id = %s", athlete.id
    )
    assert volume == Decimal(kg)


def weigh(athlete: Athlete, kg: float, at: datetime) -> None:
    athlete.write("insert into public.body_measurements (logged_at, weight_kg) values (%s, %s)", at, kg)


def test_energy_is_net_of_rest_by_the_mean_met_of_the_sets(athlete: Athlete) -> None:
    """Squat 5.0 and bench 3.5, 80 kg, 45 minutes: ((5 + 3.5) / 2 - 1) x 80 x 0.75 = 195 kcal."""
    weigh(athlete, 80, NOON - timedelta(days=1))
    squat = exercise("barbell-back-squat")
    summary = athlete.log(workout(NOON, one_set(squat), one_set(BENCH), minutes=45))
    assert summary["energy_kcal"] == 195


def test_energy_leaves_pauses_and_warm_ups_out(athlete: Athlete) -> None:
    """Bench 3.5, 80 kg, 60 minutes of which 30 paused: 2.5 x 80 x 0.5 = 100 kcal."""
    weigh(athlete, 80, NOON - timedelta(days=1))
    session = athlete.start(NOON)
    athlete.value(
        "select private.pause_workout(%s, %s, %s)::text", athlete.id, session, NOON + timedelta(minutes=10)
    )
    athlete.value(
        "select private.resume_workout(%s, %s, %s)::text", athlete.id, session, NOON + timedelta(minutes=40)
    )
    athlete.add_set(session, one_set(BENCH))
    athlete.add_set(session, one_set(exercise("barbell-back-squat"), set_type="warmup"))
    assert athlete.finish(session, NOON + timedelta(minutes=60))["energy_kcal"] == 100


def test_energy_is_unknown_without_a_body_weight(athlete: Athlete) -> None:
    weigh(athlete, 80, NOON + timedelta(days=1))
    assert athlete.log(workout(NOON, one_set()))["energy_kcal"] is None


def test_energy_follows_a_body_weight_that_arrives_late(athlete: Athlete) -> None:
    done = workout(NOON, one_set())
    athlete.log(done)
    weigh(athlete, 80, NOON - timedelta(hours=1))
    energy = athlete.value("select energy_kcal from public.workout_sessions where id = %s", done["id"])
    assert energy == 200  # 2.5 x 80 x 1


@pytest.mark.parametrize(
    ("goal", "level", "weight", "target", "muscle", "days"),
    [
        # ln(80 / 75) / 0.007 = 9.2198 weeks = 64.54 days.
        ("lose_weight", None, 80, 75, None, 65),
        # ln(84 / 80) / 0.005 = 9.7580 weeks = 68.31 days; more slowly with experience: 91.07 and 136.61 days.
        ("gain_muscle", "beginner", 80, 84, None, 69),
        ("gain_muscle", "intermediate", 80, 84, None, 92),
        ("gain_muscle", "advanced", 80, 84, None, 137),
        ("gain_muscle", "beginner", 80, None, 4, 69),
        # Already there.
        ("lose_weight", None, 80, 80, None, 0),
        ("lose_weight", None, 80, 85, None, 0),
        ("gain_muscle", None, 80, 75, None, 0),
        # No weight decides these.
        ("maintain", None, 80, 75, None, None),
        ("improve_strength", None, 80, 75, None, None),
        ("lose_weight", None, None, 75, None, None),
        ("lose_weight", None, 80, None, None, None),
    ],
)
def test_estimated_completion(  # noqa: PLR0913, PLR0917 - a table's columns
    athlete: Athlete, goal: str, level: str, weight: float, target: float, muscle: float, days: int | None
) -> None:
    start = date(2026, 6, 1)
    estimate = athlete.value(
        "select private.estimated_completion(%s, %s, %s, %s, %s, %s)",
        goal,
        level,
        weight,
        target,
        muscle,
        start,
    )
    assert estimate == (None if days is None else start + timedelta(days=days))


def test_the_estimate_of_a_goal_follows_the_scales(athlete: Athlete) -> None:
    """From today on: ln(78 / 75) / 0.007 weeks are 39.22 days."""
    weigh(athlete, 80, datetime.now(UTC) - timedelta(days=2))
    athlete.write("insert into public.user_goals (goal_type, target_weight_kg) values ('lose_weight', 75)")
    weigh(athlete, 78, datetime.now(UTC) - timedelta(days=1))
    days = athlete.value(
        "select estimated_completion_date - start_date from public.user_goals where user_id = %s", athlete.id
    )
    assert days == 40
