"""What holds for any lift of anybody: more load never ranks lower, more bodyweight never higher."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import Connection

# As they are stored: loads to a gram, bodyweights too.
LOADS = st.decimals("0.5", "500", places=3)
WEIGHTS = st.decimals("20", "300", places=3)
LIFTS = st.sampled_from(["squat", "bench_press", "deadlift", "overhead_press", "barbell_row"])
COMPETED = st.sampled_from(["squat", "bench_press", "deadlift"])
SEXES = st.sampled_from(["female", "male"])
MANY = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

# Tiers compare in the order in which they are declared.
TIER = """
    select private.strength_tier(s.score), s.score
    from private.strength_standards as t
    cross join lateral (select private.strength_score(%s::numeric / %s, t.ratios) as score) as s
    where t.version = 1 and t.lift = %s and t.sex = %s
"""
PERCENTILE = """
    select private.percentile_in(%s::numeric, d.ratios)
    from private.strength_distributions as d
    where d.version = 1 and d.lift = %s and d.sex = %s and d.bodyweight_from_kg < %s
    order by d.bodyweight_from_kg desc limit 1
"""
TIERS = ("untrained", "beginner", "novice", "intermediate", "advanced", "elite")


def ranked(sql: Connection, load: Decimal, weight: Decimal, lift: str, sex: str) -> tuple[int, Decimal]:
    row = sql.execute(TIER.encode(), [load, weight, lift, sex]).fetchone()
    assert row
    return TIERS.index(row[0]), row[1]


@MANY
@given(loads=st.tuples(LOADS, LOADS), weight=WEIGHTS, lift=LIFTS, sex=SEXES)
def test_more_load_is_never_a_lower_tier(
    sql: Connection, loads: tuple[Decimal, Decimal], weight: Decimal, lift: str, sex: str
) -> None:
    less, more = sorted(loads)
    assert ranked(sql, less, weight, lift, sex) <= ranked(sql, more, weight, lift, sex)


@MANY
@given(load=LOADS, weights=st.tuples(WEIGHTS, WEIGHTS), lift=LIFTS, sex=SEXES)
def test_more_bodyweight_is_never_a_higher_tier(
    sql: Connection, load: Decimal, weights: tuple[Decimal, Decimal], lift: str, sex: str
) -> None:
    lighter, heavier = sorted(weights)
    assert ranked(sql, load, lighter, lift, sex) >= ranked(sql, load, heavier, lift, sex)


@MANY
@given(ratios=st.tuples(LOADS, LOADS), weight=WEIGHTS, lift=COMPETED, sex=SEXES)
def test_a_percentile_rises_with_the_load_and_stays_between_0_and_99(
    sql: Connection, ratios: tuple[Decimal, Decimal], weight: Decimal, lift: str, sex: str
) -> None:
    found = [
        sql.execute(PERCENTILE.encode(), [ratio / 100, lift, sex, weight]).fetchone()
        for ratio in sorted(ratios)
    ]
    less, more = (row[0] for row in found if row)
    assert 0 < less <= more <= 99


@MANY
@given(kg=st.tuples(LOADS, LOADS), weight=WEIGHTS, sex=SEXES)
def test_points_for_a_total_rise_with_it(
    sql: Connection, kg: tuple[Decimal, Decimal], weight: Decimal, sex: str
) -> None:
    query = "select private.dots(%s, %s, %s), coalesce(private.ipf_gl(%s, %s, %s, false), 0)"
    told = [sql.execute(query, [sex, weight, total, sex, weight, total]).fetchone() for total in sorted(kg)]
    less, more = (row for row in told if row)
    assert less[0] <= more[0]
    assert less[1] <= more[1]
