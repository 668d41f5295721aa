"""What is published of a cohort is drawn as docs/ranking.md says, and tells as little of each member."""

from bisect import bisect_left
from math import exp
from random import Random
from statistics import mean

import pytest

from tests.database.athlete import Connection
from tests.database.statistics.cohort_ratios import EPSILON, GRID, POINTS, Cohort, place, worst_case
from tests.database.statistics.crowds import crowd, night

GAP = [0.80] * 25 + [1.80] * 25
CROWDS = {
    "gap": GAP,
    "alike": [1.2] * 50,
    "spread": [0.80 + n / 49 for n in range(50)],
    "one side": [0.80] * 12 + [1.80] * 38,
    "off the grid": [0.01] * 20 + [4.4] * 29,
}


def drawn(sql: Connection, ratios: list[float], fractions: list[float]) -> list[float]:
    row = sql.execute("select private.draw_ratios(%s::numeric [], %s)", [ratios, fractions]).fetchone()
    assert row
    return [float(ratio) for ratio in row[0]]


def lifters(random: Random, people: int, middle: float, spread: float) -> list[float]:
    """Invented people."""
    return [max(0.05, random.gauss(middle, spread)) for _ in range(people)]


@pytest.mark.parametrize("name", CROWDS)
def test_what_is_drawn_is_what_the_mechanism_says(sql: Connection, name: str) -> None:
    random = Random(name)  # noqa: S311 - the same fractions every time
    cohort = Cohort.of([*CROWDS[name], 1.31])
    rests = cohort.rests()
    extremes = [[1e-9] * 5, [1 - 1e-12] * 5]
    for fractions in [*extremes, *([random.random() for _ in POINTS] for _ in range(20))]:
        expected = [GRID[i] for i in cohort.draw(rests, fractions)]
        assert drawn(sql, [*CROWDS[name], 1.31], fractions) == expected


def test_a_hundred_thousand_people_are_drawn_from(sql: Connection) -> None:
    """Weights of e^-10,000 and less neither fail nor count."""
    ratios = [(n % 700) / 400 + 0.5 for n in range(100_000)]
    for fraction in (1e-9, 0.5, 1 - 1e-9):
        exact = [sorted(ratios)[int(point * len(ratios))] for point in POINTS]
        assert drawn(sql, ratios, [fraction] * 5) == pytest.approx(exact, abs=0.051)


@pytest.mark.attack("cohorts-8")
@pytest.mark.parametrize("name", CROWDS)
def test_no_outcome_tells_one_lift_from_another_by_more_than_epsilon(name: str) -> None:
    """Of all outcomes, by their exact odds, wherever the member is, and whatever all others lift."""
    victims = [0.1, 0.81, 1.19, 1.3, 1.45, 1.79, 3.5, 4.4]
    for victim in victims:
        here, elsewhere = Cohort.of([*CROWDS[name], victim]), Cohort.of([*CROWDS[name], 1.0])
        assert worst_case(here, elsewhere) <= EPSILON + 1e-9
        assert worst_case(elsewhere, here) <= EPSILON + 1e-9


@pytest.mark.attack("cohorts-8")
@pytest.mark.parametrize(("name", "least"), [("gap", 18), ("spread", 10)])
def test_nine_publications_leave_the_best_attacker_guessing(name: str, least: int) -> None:
    """They own everyone else, see every point, have the cohort published anew each week, and know all odds.

    The victim may be in any of twenty steps of the grid: who doesn't look has 19 of them left at 95 %. At
    least half the interquartile range to either side has to be left: ten steps where the others are spread
    out. Around the gap that is all of it, so next to nothing may be excluded.
    """
    random = Random(9)  # noqa: S311 - the same fractions every time
    steps = [0.825 + n / 20 for n in range(20)]
    cohorts = [Cohort.of([*CROWDS[name], step]) for step in steps]
    rests = [cohort.rests() for cohort in cohorts]
    totals = [cohort.total(rest) for cohort, rest in zip(cohorts, rests, strict=True)]
    left = []
    for victim in range(20):
        known = [0.0] * len(steps)
        for _ in range(9):
            seen = cohorts[victim].draw(rests[victim], [random.random() for _ in POINTS])
            known = [
                before + cohort.log_odds(seen, total)
                for before, cohort, total in zip(known, cohorts, totals, strict=True)
            ]
        odds = sorted((exp(one - max(known)) for one in known), reverse=True)
        so_far = [sum(odds[:count]) / sum(odds) for count in range(1, 21)]
        left.append(1 + bisect_left(so_far, 0.95))
    assert min(left) >= least


@pytest.mark.parametrize(("people", "off_by", "mostly"), [(50, 15, 35), (200, 5, 12), (1000, 3, 6)])
def test_a_place_is_about_right(sql: Connection, people: int, off_by: float, mostly: float) -> None:
    """The fractions are always the same ones, so that this can't fail by chance."""
    random = Random(people)  # noqa: S311 - the same people every time
    errors = []
    for _ in range(40):
        crowd = sorted(lifters(random, people, 1.5, 0.4))
        ratios = drawn(sql, crowd, [random.random() for _ in POINTS])
        for percentile in range(5, 100, 10):
            ratio = crowd[percentile * people // 100]
            told = place(ratio, ratios)
            errors.append(abs(told - 100 * bisect_left(crowd, ratio) / people))
    assert mean(errors) <= off_by
    assert sorted(errors)[len(errors) * 9 // 10] <= mostly


def test_fractions_are_drawn_for_each_cohort(sql: Connection) -> None:
    [fractions] = sql.execute(
        "select array_agg(private.random_fraction()) from generate_series(1, 2000)"
    ).fetchone() or [[]]
    assert all(0 < fraction < 1 for fraction in fractions)
    assert len(set(fractions)) == 2000
    # Six standard deviations.
    assert mean(fractions) == pytest.approx(0.5, abs=0.04)
    [outcomes] = sql.execute(
        "select count(distinct private.noisy_ratios(c.ratios)) from ("
        " select array_agg(r.ratio) as ratios from generate_series(1, 30) as g (n)"
        " cross join unnest(%s::numeric []) as r (ratio) group by g.n) as c",
        [GAP],
    ).fetchone() or [0]
    assert outcomes > 1


@pytest.mark.attack("cohorts-8")
def test_fractions_cant_be_foretold(sql: Connection) -> None:
    """A seed that is known is no help."""
    seen = set()
    for _ in range(2):
        sql.execute("select setseed(0.5)")
        seen.add(sql.execute("select private.random_fraction()").fetchone())
    assert len(seen) == 2


@pytest.mark.attack("cohorts-8")
@pytest.mark.parametrize("fraction", [1e-9, 0.3, 1 - 1e-9])
def test_a_snapshot_publishes_what_was_drawn_and_nothing_else(sql: Connection, fraction: float) -> None:
    with sql.transaction(force_rollback=True):
        sql.execute(
            "create or replace function private.random_fraction() returns float8 language sql volatile"
            f" as 'select {fraction}::float8'".encode()
        )
        crowd(sql, 50, 85, GAP)
        night(sql)
        [(ratios,)] = sql.execute("select ratios from private.cohort_distributions").fetchall()
    cohort = Cohort.of(GAP)
    assert [float(ratio) for ratio in ratios] == [
        GRID[i] for i in cohort.draw(cohort.rests(), [fraction] * len(POINTS))
    ]
