"""Percentiles: their sources, how they are read, and their metadata."""

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest

from local.strength_distributions import Class, Result, as_sql, distributions, percentile, results
from tests.database.athlete import Connection
from tests.database.statistics.lifters import join


def ratios(sql: Connection, lift: str, sex: str, above: float) -> list[Decimal]:
    query = """
        select ratios from private.strength_distributions
        where (version, lift, sex, bodyweight_from_kg) = (1, %s, %s, %s)
    """
    [found] = sql.execute(query, [lift, sex, above]).fetchone() or [[]]
    return list(found)


@pytest.mark.parametrize(
    ("ratio", "percentile"),
    [
        # 1, 5, 10, 20 … 90, 95, 99 percent at 0.1, 0.5, 1, 2 … 9, 9.5, 9.9: on, between, outside.
        (0.1, 1),
        (0.05, 0.5),
        (0.3, 3),
        (0.75, 7.5),
        (1, 10),
        (3.5, 35),
        (9, 90),
        (9.7, 97),
        (9.9, 99),
        (50, 99),
    ],
)
def test_between_the_stored_points_lies_a_straight_line(
    sql: Connection, ratio: float, percentile: float
) -> None:
    points = "{0.1, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9.5, 9.9}"
    query = "select private.percentile_in(%s::numeric, %s)"
    [told] = sql.execute(query, [ratio, points]).fetchone() or []
    assert float(told) == pytest.approx(percentile)


@pytest.mark.parametrize(
    ("ratio", "percentile"),
    [
        # 20 to 60 percent are at 2: in the middle of them, and from their ends on.
        (2, 40),
        (1.999, 19.99),
        (2.001, 60.01),
    ],
)
def test_among_equals_one_stands_in_the_middle(sql: Connection, ratio: float, percentile: float) -> None:
    points = "{0.1, 0.5, 1, 2, 2, 2, 2, 2, 3, 4, 5, 6, 7}"
    query = "select private.percentile_in(%s::numeric, %s)"
    [told] = sql.execute(query, [ratio, points]).fetchone() or []
    assert float(told) == pytest.approx(percentile)


@pytest.mark.parametrize(
    ("sex", "kg", "above"),
    [("male", 74, 66), ("male", 74.001, 74), ("male", 83, 74), ("male", 140, 120), ("female", 45, 0)],
)
def test_a_lifter_is_compared_with_their_bodyweight_class(
    sql: Connection, sex: str, kg: float, above: float
) -> None:
    """A class begins above its lower bound and takes its upper one, as on the scales of a competition."""
    lifter = join(sql, sex, kg)
    median = ratios(sql, "bench_press", sex, above)[6]
    lifter.lift(bench_press=float(round(median * Decimal(kg), 3)))
    assert lifter.ranked("bench_press")["percentile"] == pytest.approx(50, abs=0.1)


def test_an_answer_names_its_source_and_whose_results_they_are(sql: Connection) -> None:
    lifter = join(sql)
    lifter.lift(bench_press=100)
    told = lifter.ranking()
    assert told["distribution"]["version"] == 1
    assert "OpenPowerlifting" in told["distribution"]["source"]
    assert "competitors" in told["distribution"]["population"]
    assert lifter.ranked("bench_press")["percentile_source"] == told["distribution"]["source"]
    assert {row["percentile_source"] for row in told["muscles"]} == {told["distribution"]["source"]}


@pytest.mark.parametrize("lift", ["overhead_press", "barbell_row"])
def test_a_lift_that_nobody_competes_in_has_no_percentile(sql: Connection, lift: str) -> None:
    lifter = join(sql)
    lifter.lift(**{lift: 60})
    told = lifter.ranked(lift)
    assert (told["percentile"], told["percentile_source"]) == (None, None)
    assert told["percentile_reason"] == "lift_without_distribution"


def test_the_stored_distributions_agree_with_the_literature(sql: Connection) -> None:
    """90th percentiles of van den Hoek 2024: of 18 to 35 and drug-tested, ours are of everybody, by class."""
    query = """
        select d.lift::text, d.sex::text, sum(d.lifters * d.ratios[11]) / sum(d.lifters)
        from private.strength_distributions as d where d.version = 1 group by d.lift, d.sex
    """
    published = {
        ("squat", "male"): 2.83,
        ("bench_press", "male"): 1.95,
        ("deadlift", "male"): 3.25,
        ("squat", "female"): 2.26,
        ("bench_press", "female"): 1.35,
        ("deadlift", "female"): 2.66,
    }
    found = {(lift, sex): float(ratio) for lift, sex, ratio in sql.execute(query)}
    assert found == {key: pytest.approx(ratio, rel=0.15) for key, ratio in published.items()}


def test_percentiles_that_dont_rise_cant_be_stored(sql: Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="percentiles_rise"):
        sql.execute(
            "update private.strength_distributions set ratios[3] = ratios[4] "
            "where version = 1 and lift = 'squat' and sex = 'male'"
        )


MEET = "Federation,Date,MeetCountry,MeetState,MeetTown,MeetName\nTest,{},Finland,,Vaasa,Open\n"
ENTRIES = """Place,Name,BodyweightKg,Event,Equipment,Sex,Best3SquatKg,Best3BenchKg,Best3DeadliftKg
1,Ann,60,SBD,Raw,F,90,60,120
2,Bea,60,SBD,Single-ply,F,150,100,160
DQ,Cleo,60,SBD,Raw,F,90,60,
3,Dot,,SBD,Raw,F,90,60,120
4,Eve,63.1,SB,Bare,F,-90,63.1,
1,Finn,75,B,Raw,M,,150,
"""


@pytest.fixture
def meets(tmp_path: Path) -> Path:
    for folder, day in (("old", "2010-05-01"), ("new", "2020-05-01")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "meet.csv").write_text(MEET.format(day))
        (tmp_path / folder / "entries.csv").write_text("\ufeff" + ENTRIES)
    return tmp_path


def test_only_raw_results_that_counted_are_taken(meets: Path) -> None:
    """No suits, no disqualified, nobody unweighed, no failed attempt, nothing older than asked for."""
    found = [(r.of, r.lifter, r.ratio) for r in results(meets, "2014-01-01")]
    assert found == [
        (Class("squat", "female", 57), "Ann", 1.5),
        (Class("bench_press", "female", 57), "Ann", 1),
        (Class("deadlift", "female", 57), "Ann", 2),
        (Class("bench_press", "female", 63), "Eve", 1),
        (Class("bench_press", "male", 74), "Finn", 2),
    ]


def test_a_lifter_counts_once_with_the_best() -> None:
    group = Class("squat", "female", 57)
    found = [
        Result(group, "Ann", 1.5),
        Result(group, "Ann", 1.7),
        Result(group, "Ann", 1.6),
        Result(group, "Bea", 1),
    ]
    assert distributions(found) == {group: [1, 1.7]}


@pytest.mark.parametrize(("percent", "value"), [(1, 1.04), (50, 3), (90, 4.6), (99, 4.96)])
def test_percentiles_of_five_values(percent: float, value: float) -> None:
    assert percentile([1, 2, 3, 4, 5], percent) == pytest.approx(value)


def test_a_version_is_written_as_it_is_stored() -> None:
    text = as_sql({Class("squat", "female", 57): [float(n) for n in range(101)]}, 7)
    assert "(7, 'squat', 'female', 57, 101,\n    '{1.000, 5.000, 10.000," in text


def test_too_few_lifters_make_no_version() -> None:
    with pytest.raises(ValueError, match="too few"):
        as_sql({Class("squat", "female", 57): [1.0, 1.0]}, 7)


def test_every_class_is_one_of_a_competition_and_has_every_lift(sql: Connection) -> None:
    query = """
        select lift::text, sex::text, array_agg(bodyweight_from_kg::float order by bodyweight_from_kg)
        from private.strength_distributions where version = 1 group by lift, sex
    """
    found = sql.execute(query).fetchall()
    assert len(found) == 6
    for _, sex, classes in found:
        assert len(classes) == 8, sex
        assert all(lower < higher for lower, higher in pairwise(classes))
