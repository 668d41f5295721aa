"""Formulas of strength against the values printed by their sources."""

import uuid
from decimal import Decimal

import psycopg
import pytest

from tests.database.athlete import Connection

FORMULAS = ("epley", "brzycki", "lombardi", "oconner", "mayhew", "wathan", "lander")
# For 100 kg, by repetitions.
PRINTED = {
    1: ("103.33", "100.00", "100.00", "102.50", "108.86", "101.30", "101.39"),
    5: ("116.67", "112.50", "117.46", "112.50", "119.01", "116.58", "113.71"),
    8: ("126.67", "124.14", "123.11", "120.00", "126.29", "127.67", "125.11"),
    10: ("133.33", "133.33", "125.89", "125.00", "130.93", "134.75", "134.07"),
    12: ("140.00", "144.00", "128.21", "130.00", "135.40", "141.50", "144.41"),
}


def table(sql: Connection, kg: float, reps: float) -> dict[str, tuple[Decimal, bool]]:
    rows = sql.execute(
        "select * from private.one_rep_max_table(%s, %s::numeric, %s::numeric)", [uuid.uuid4(), kg, reps]
    )
    return {formula: (value, is_ours) for formula, value, is_ours in rows}


@pytest.mark.parametrize("reps", PRINTED)
def test_seven_formulas_of_one_set(sql: Connection, reps: int) -> None:
    told = table(sql, 100, reps)
    assert tuple(told) == FORMULAS
    assert tuple(str(value) for value, _ in told.values()) == PRINTED[reps]


@pytest.mark.parametrize(
    ("reps", "ours"),
    [(1, set()), (5, {"brzycki"}), (10, {"epley", "brzycki"}), (12, {"epley"}), (13, set()), (36, set())],
)
def test_the_table_marks_the_formula_that_records_take(sql: Connection, reps: int, ours: set[str]) -> None:
    assert {formula for formula, (_, is_ours) in table(sql, 100, reps).items() if is_ours} == ours


@pytest.mark.parametrize(
    ("kg", "reps", "field"),
    [
        (0, 5, "p_weight_kg"),
        (-1, 5, "p_weight_kg"),
        (2001, 5, "p_weight_kg"),
        (100, 0.5, "p_reps"),
        (100, 37, "p_reps"),
    ],
)
def test_a_set_that_no_formula_takes_is_refused(sql: Connection, kg: float, reps: float, field: str) -> None:
    """Brzycki at 37 repetitions would divide by zero."""
    with pytest.raises(psycopg.Error) as refused:
        table(sql, kg, reps)
    assert refused.value.sqlstate == "PT422"
    assert field in str(refused.value.diag.message_detail)


@pytest.mark.parametrize(
    ("sex", "bodyweight", "total", "points"),
    [
        ("male", 100, 1000, "615.52"),
        ("male", 80, 500, "344.77"),
        ("female", 60, 500, "554.27"),
        ("other", 80, 500, None),
        (None, 80, 500, None),
        ("male", None, 500, None),
        ("male", 80, None, None),
    ],
)
def test_dots(sql: Connection, sex: str, bodyweight: float, total: float, points: str | None) -> None:
    [value] = sql.execute("select private.dots(%s, %s, %s)", [sex, bodyweight, total]).fetchone() or []
    assert value == (None if points is None else Decimal(points))


@pytest.mark.parametrize(
    ("sex", "beyond", "bound"),
    [("male", 30, 40), ("male", 250, 210), ("female", 35, 40), ("female", 180, 150)],
)
def test_dots_takes_a_bodyweight_beyond_its_bounds_as_the_bound(
    sql: Connection, sex: str, beyond: float, bound: float
) -> None:
    query = "select private.dots(%s, %s, 300) = private.dots(%s, %s, 300)"
    assert sql.execute(query, [sex, beyond, sex, bound]).fetchone() == (True,)


@pytest.mark.parametrize(
    ("sex", "bodyweight", "kg", "bench_only", "points"),
    [
        ("male", 80, 500, False, "70.52"),
        ("female", 70.50, 122.5, True, "96.78"),
        ("male", 35, 100, False, "21.88"),
        ("male", 34.9, 100, False, None),
        ("other", 80, 500, False, None),
        (None, 80, 500, True, None),
    ],
)
def test_ipf_gl(  # noqa: PLR0913 - a table's columns
    sql: Connection, sex: str, bodyweight: float, kg: float, *, bench_only: bool, points: str | None
) -> None:
    """At 35 kg: 100 x 100 / (1199.72839 - 1025.18162 x e^(-0.32235)) = 10000 / 457.041 = 21.88."""
    query = "select private.ipf_gl(%s, %s::numeric, %s::numeric, %s)"
    [value] = sql.execute(query, [sex, bodyweight, kg, bench_only]).fetchone() or []
    assert value == (None if points is None else Decimal(points))
