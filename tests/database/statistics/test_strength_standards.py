"""Tiers: the tables they come from, and how they classify a lift."""

from decimal import Decimal

import psycopg
import pytest

from tests.database.athlete import Connection
from tests.database.statistics.lifters import BY_LIFT

TIERS = ("untrained", "beginner", "novice", "intermediate", "advanced", "elite")
# The multiple of bodyweight from which each tier begins, as published for men.
MEN = {
    "squat": (0.75, 1, 1.75, 2.25, 2.5),
    "bench_press": (0.5, 0.75, 1.25, 1.75, 2),
    "deadlift": (1, 1.25, 2, 2.5, 3),
    "overhead_press": (0.35, 0.5, 0.75, 1, 1.2),
    "barbell_row": (0.5, 0.75, 1, 1.4, 1.75),
}
# 90th percentiles of relative strength, women and men of 18 to 35 (van den Hoek 2024).
SHARES = {"squat": 2.26 / 2.83, "bench_press": 1.35 / 1.95, "deadlift": 2.66 / 3.25}


def standards(sql: Connection, sex: str) -> dict[str, list[Decimal]]:
    query = "select lift::text, ratios from private.strength_standards where version = 1 and sex = %s"
    return dict(sql.execute(query, [sex]).fetchall())


def test_the_mens_standards_are_the_published_ones(sql: Connection) -> None:
    assert {lift: tuple(map(float, ratios)) for lift, ratios in standards(sql, "male").items()} == MEN


@pytest.mark.parametrize("lift", MEN)
def test_the_womens_standards_follow_from_the_mens(sql: Connection, lift: str) -> None:
    """Times what women lift of what men do, in steps of 0.05; presses and rows go by the bench press."""
    share = SHARES.get(lift, SHARES["bench_press"])
    expected = [round(round(ratio * share / 0.05) * 0.05, 2) for ratio in MEN[lift]]
    assert list(map(float, standards(sql, "female")[lift])) == expected


def test_every_lift_has_standards_for_both_sexes_with_their_source(sql: Connection) -> None:
    query = "select lift::text, sex::text from private.strength_standards where length(source) > 10"
    assert set(sql.execute(query).fetchall()) == {
        (lift, sex) for lift in BY_LIFT for sex in ("male", "female")
    }


@pytest.mark.parametrize(
    "ratios",
    [
        # A table in which advanced is below intermediate.
        "{0.5, 0.75, 1.75, 1.25, 2}",
        "{0.5, 0.75, 0.75, 1.25, 2}",
        "{0, 0.75, 1, 1.25, 2}",
        "{0.5, 0.75, null, 1.25, 2}",
        "{0.5, 0.75, 1, 1.25}",
        "{0.5, 0.75, 1, 1.25, 1.5, 2}",
    ],
)
def test_a_table_that_doesnt_rise_from_tier_to_tier_cant_be_stored(sql: Connection, ratios: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="tiers_rise"):
        sql.execute(
            "insert into private.strength_standards (version, lift, sex, ratios, source) "
            "values (9, 'squat', 'male', %s, 'nobody')",
            [ratios],
        )


@pytest.mark.parametrize(
    ("ratio", "score"),
    [
        # Bench press, men: .5 / .75 / 1.25 / 1.75 / 2.0 are 20, 40, 60, 80, 100.
        (0, 0),
        (0.25, 10),
        (0.5, 20),
        (0.625, 30),
        (0.75, 40),
        (1, 50),
        (1.25, 60),
        (1.75, 80),
        (1.875, 90),
        (2, 100),
        (2.5, 125),
    ],
)
def test_a_score_says_how_far_it_is_to_the_next_tier(sql: Connection, ratio: float, score: float) -> None:
    query = "select private.strength_score(%s::numeric, '{0.5, 0.75, 1.25, 1.75, 2}')"
    assert sql.execute(query, [ratio]).fetchone() == (score,)


@pytest.mark.parametrize(
    ("score", "tier"),
    [
        (0, "untrained"),
        (19.99, "untrained"),
        (20, "beginner"),
        (40, "novice"),
        (59.99, "novice"),
        (60, "intermediate"),
        (80, "advanced"),
        (100, "elite"),
        (260, "elite"),
        (None, None),
    ],
)
def test_a_tier_begins_every_twenty_points(sql: Connection, score: float | None, tier: str | None) -> None:
    assert sql.execute("select private.strength_tier(%s::numeric)::text", [score]).fetchone() == (tier,)
