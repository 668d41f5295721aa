"""The energy of a workout, calculated by hand."""

from datetime import timedelta

import pytest

from tests.database.athlete import BENCH, NOON, Athlete, exercise, one_set, workout

pytestmark = pytest.mark.quick


def test_energy_is_net_of_rest_by_the_mean_met_of_the_sets(athlete: Athlete) -> None:
    """Squat 5.0 and bench 3.5, 80 kg, 45 minutes: ((5 + 3.5) / 2 - 1) x 80 x 0.75 = 195 kcal."""
    athlete.weigh(80)
    squat = exercise("barbell-back-squat")
    summary = athlete.log(workout(NOON, one_set(squat), one_set(BENCH), minutes=45))
    assert summary["energy_kcal"] == 195


def test_energy_leaves_pauses_and_warm_ups_out(athlete: Athlete) -> None:
    """Bench 3.5, 80 kg, 60 minutes of which 30 paused: 2.5 x 80 x 0.5 = 100 kcal."""
    athlete.weigh(80)
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
    athlete.weigh(80, NOON + timedelta(days=1))
    assert athlete.log(workout(NOON, one_set()))["energy_kcal"] is None


def test_energy_follows_a_body_weight_that_arrives_late(athlete: Athlete) -> None:
    done = workout(NOON, one_set())
    athlete.log(done)
    athlete.weigh(80, NOON - timedelta(hours=1))
    energy = athlete.value("select energy_kcal from public.workout_sessions where id = %s", done["id"])
    assert energy == 200  # 2.5 x 80 x 1
