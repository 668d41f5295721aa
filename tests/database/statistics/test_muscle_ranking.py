"""muscle_ranking: what it shows, about whom, and why it sometimes can't."""

from datetime import timedelta

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, SQUAT, Connection, exercise, one_set, sign_up, workout
from tests.database.statistics.lifters import BY_LIFT, DEADLIFT, join, pretty

YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("sex", "kg", "lift", "load", "ratio", "score", "tier", "next_tier", "next_tier_kg"),
    [
        # 100 / 80 = 1.25: where intermediate begins for men; advanced at 1.75 x 80.
        ("male", 80, "bench_press", 100, 1.25, 60, "intermediate", "advanced", 140),
        ("male", 80, "bench_press", 99, 1.238, 59.5, "novice", "intermediate", 100),
        ("male", 80, "bench_press", 30, 0.375, 15, "untrained", "beginner", 40),
        ("male", 80, "deadlift", 240, 3, 100, "elite", None, None),
        # 75 / 60 = 1.25, of women 0.85 to 1.20 is 60 to 80, and 1.20 to 1.40 80 to 100.
        ("female", 60, "bench_press", 75, 1.25, 85, "advanced", "elite", 84),
        # 51 / 68 = 0.75: 40 + 20 x 0.25 / 0.35 = 54.29; 0.85 x 68 = 57.8.
        ("female", 68, "bench_press", 51, 0.75, 54.3, "novice", "intermediate", 57.8),
    ],
)
def test_a_lift_against_the_standards_of_ones_sex(  # noqa: PLR0913, PLR0917 - a table's columns
    sql: Connection,
    sex: str,
    kg: float,
    lift: str,
    load: float,
    ratio: float,
    score: float,
    tier: str,
    next_tier: str | None,
    next_tier_kg: float | None,
) -> None:
    lifter = join(sql, sex, kg)
    lifter.lift(**{lift: load})
    told = lifter.ranked(lift)
    assert told["estimated_1rm_kg"] == load
    assert (told["bodyweight_ratio"], told["score"], told["tier"]) == (ratio, score, tier)
    assert (told["next_tier"], told["next_tier_kg"]) == (next_tier, next_tier_kg)
    assert (told["tier_reason"], told["tier_source"][:10]) == (None, "arvo.guru/")


def test_the_load_told_for_the_next_tier_reaches_it(sql: Connection) -> None:
    lifter = join(sql, "female", 63.7)
    lifter.lift(NOON - timedelta(days=2), squat=61)
    told = lifter.ranked("squat")
    lifter.lift(squat=told["next_tier_kg"])
    assert lifter.ranked("squat")["tier"] == told["next_tier"]


@pytest.mark.parametrize(
    ("sex", "kg", "reason"),
    [
        (None, 80, "sex_unknown"),
        ("other", 80, "sex_without_standards"),
        ("male", None, "no_recent_bodyweight"),
    ],
)
def test_without_sex_or_bodyweight_the_tier_is_null_with_its_reason(
    sql: Connection, sex: str | None, kg: float | None, reason: str
) -> None:
    lifter = join(sql, sex, kg)
    lifter.lift(bench_press=100)
    told = lifter.ranked("bench_press")
    assert (told["tier"], told["score"], told["percentile"], told["next_tier"]) == (None, None, None, None)
    assert told["tier_reason"] == reason
    assert told["estimated_1rm_kg"] == 100
    assert {(row["tier"], row["tier_reason"]) for row in lifter.ranking()["muscles"]} == {(None, reason)}


@pytest.mark.parametrize(("days", "tier"), [(90, "intermediate"), (91, None)])
def test_a_bodyweight_holds_for_90_days(sql: Connection, days: int, tier: str | None) -> None:
    lifter = join(sql, "male", None)
    lifter.weigh(80, NOON - timedelta(days=days))
    lifter.lift(bench_press=100)
    assert lifter.ranked("bench_press")["tier"] == tier


def test_a_check_in_is_a_weighing_too(sql: Connection) -> None:
    lifter = join(sql, "male", None)
    lifter.check_in(NOON - timedelta(days=3), weight_kg=80)
    lifter.lift(bench_press=100)
    assert lifter.ranking()["bodyweight_kg"] == 80


def test_the_best_of_a_year_counts_and_not_the_last(sql: Connection) -> None:
    lifter = join(sql)
    lifter.lift(NOON - timedelta(days=200), bench_press=120)
    lifter.lift(NOON - timedelta(days=2), bench_press=100)
    told = lifter.ranked("bench_press")
    assert (told["estimated_1rm_kg"], told["achieved_on"]) == (120, "2025-11-22")


def test_what_was_lifted_more_than_a_year_ago_no_longer_counts(sql: Connection) -> None:
    lifter = join(sql)
    lifter.lift(NOON - YEAR - timedelta(days=1), bench_press=140)
    told = lifter.ranked("bench_press")
    assert (told["estimated_1rm_kg"], told["tier"], told["tier_reason"]) == (None, None, "no_estimate")


def test_an_estimate_says_how_far_it_can_be_trusted(sql: Connection) -> None:
    lifter = join(sql)
    lifter.log(workout(NOON - timedelta(hours=2), one_set(BENCH, 5, 100), one_set(SQUAT, 12, 100)))
    assert [lifter.ranked(lift)["confidence"] for lift in ("bench_press", "squat")] == ["high", "low"]


def test_variants_that_are_as_hard_are_the_same_lift(sql: Connection) -> None:
    lifter = join(sql)
    sumo = exercise("sumo-deadlift")
    sets = [one_set(DEADLIFT, 1, 150), one_set(sumo, 1, 160), one_set(exercise("trap-bar-deadlift"), 1, 180)]
    lifter.log(workout(NOON - timedelta(hours=2), *sets))
    told = lifter.ranked("deadlift")
    assert (told["exercise_id"], told["estimated_1rm_kg"]) == (sumo, 160)


def test_a_deleted_workout_no_longer_ranks(sql: Connection) -> None:
    lifter = join(sql)
    lifter.lift(NOON - timedelta(days=9), bench_press=100)
    lifter.lift(bench_press=140)
    lifter.write("delete from public.workout_sessions where started_at = %s", NOON - timedelta(hours=2))
    assert lifter.ranked("bench_press")["estimated_1rm_kg"] == 100


def test_every_key_lift_is_told_trained_or_not(sql: Connection) -> None:
    lifter = join(sql)
    assert [row["lift"] for row in lifter.ranking()["lifts"]] == list(BY_LIFT)
    assert {row["tier_reason"] for row in lifter.ranking()["lifts"]} == {"no_estimate"}
    assert lifter.ranking()["muscles"] == []


def test_a_muscle_is_the_mean_of_the_lifts_that_train_it(sql: Connection) -> None:
    """Glutes: target of the deadlift, helper of the squat.

    At 80 kg a squat of 80 scores 40, a deadlift of 160 scores 60: (1 x 60 + 0.5 x 40) / 1.5 = 53.3; quads the
    other way round: (1 x 40 + 0.5 x 60) / 1.5 = 46.7.
    """
    lifter = join(sql)
    lifter.lift(squat=80, deadlift=160)
    muscles = {row["muscle"]: row for row in lifter.ranking()["muscles"]}
    glutes, quads = muscles["glutes"], muscles["quads"]
    assert (glutes["score"], glutes["tier"], glutes["estimated_1rm_kg"]) == (53.3, "novice", 160), pretty(
        glutes
    )
    assert (quads["score"], quads["tier"], quads["estimated_1rm_kg"]) == (46.7, "novice", 80), pretty(quads)
    assert glutes["lifts"] == [{"lift": "deadlift", "weight": 1}, {"lift": "squat", "weight": 0.5}]


def test_the_total_needs_all_three_lifts(sql: Connection) -> None:
    lifter = join(sql)
    lifter.lift(squat=180, bench_press=120)
    told = lifter.ranking()["total"]
    assert (told["total_kg"], told["dots"], told["ipf_gl"], told["reason"]) == (
        None,
        None,
        None,
        "no_estimate",
    )
    lifter.lift(NOON - timedelta(hours=8), deadlift=200)
    told = lifter.ranking()["total"]
    # A man of 80 kg with a total of 500 kg: the check values of the sources.
    assert (told["total_kg"], told["dots"], told["ipf_gl"], told["reason"]) == (500, 344.77, 70.52, None)


@pytest.mark.parametrize(("sex", "reason"), [(None, "sex_unknown"), ("other", "sex_without_standards")])
def test_without_a_sex_the_total_has_no_points(sql: Connection, sex: str | None, reason: str) -> None:
    lifter = join(sql, sex)
    lifter.lift(squat=180, bench_press=120, deadlift=200)
    told = lifter.ranking()["total"]
    assert (told["total_kg"], told["dots"], told["ipf_gl"], told["reason"]) == (500, None, None, reason)


def test_without_a_bodyweight_the_total_has_no_points(sql: Connection) -> None:
    lifter = join(sql, "male", None)
    lifter.lift(squat=180, bench_press=120, deadlift=200)
    told = lifter.ranking()["total"]
    assert (told["dots"], told["ipf_gl"], told["reason"]) == (None, None, "no_recent_bodyweight")


def test_without_premium_it_answers_402(sql: Connection) -> None:
    free = sign_up(sql)
    with pytest.raises(psycopg.Error) as refused, free.signed_in() as connection:
        connection.execute("select public.muscle_ranking()")
    assert refused.value.sqlstate == "PT402"
