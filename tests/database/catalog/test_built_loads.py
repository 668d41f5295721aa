"""All loads that plates can make, and the one chosen for a wanted load."""

from collections import Counter
from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import Connection
from tests.database.gear import GRAM, POUND, kilos, pounds

PATIENT = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
KILOGRAM_PLATES = st.sampled_from([25, 20, 15, 10, 5, 2.5, 1.25, 0.5, 0.25])
POUND_PLATES = st.sampled_from([55, 45, 35, 25, 10, 5, 2.5, 1.25, 0.25])


@st.composite
def sets_of_plates(draw: st.DrawFn) -> tuple[Decimal, list[Decimal], list[Decimal]]:
    """What a bar and its pairs weigh as clients send it, and every load there is, summed in its own unit."""
    kilograms = draw(st.booleans())
    unit = Decimal(1) if kilograms else POUND
    bar = Decimal(draw(st.sampled_from(["20", "15", "7.5"] if kilograms else ["45", "35", "15"])))
    weights = KILOGRAM_PLATES if kilograms else POUND_PLATES
    plates = [Decimal(str(p)) for p in draw(st.lists(weights, max_size=7))]
    every = {
        bar + 2 * sum((n * w for n, w in zip(taken, Counter(plates), strict=True)), Decimal(0))
        for taken in product(*(range(n + 1) for n in Counter(plates).values()))
    }
    return (
        (bar * unit).quantize(GRAM),
        [(p * unit).quantize(GRAM) for p in plates],
        sorted((load * unit).quantize(GRAM) for load in every),
    )


@PATIENT
@given(gear=sets_of_plates())
def test_the_loads_are_the_bar_and_every_choice_of_pairs(
    sql: Connection, gear: tuple[Decimal, list[Decimal], list[Decimal]]
) -> None:
    bar, plates, expected = gear
    row = sql.execute(
        "select private.plate_loads(array[%s]::numeric[], %s::numeric[], true)", [bar, plates]
    ).fetchone()
    assert row
    assert row[0] == expected


def snap(sql: Connection, start: Decimal | None, wanted: Decimal, loads: list[Decimal]) -> Decimal:
    row = sql.execute("select private.snap(%s, %s, %s::numeric[])", [start, wanted, loads]).fetchone()
    assert row
    return Decimal(row[0])


WEIGHTS = st.decimals(0, 300, places=1)


@PATIENT
@given(gear=sets_of_plates(), start=WEIGHTS, wanted=st.lists(WEIGHTS, min_size=2, max_size=2))
def test_a_load_that_is_taken_can_be_built_and_skips_none(
    sql: Connection,
    gear: tuple[Decimal, list[Decimal], list[Decimal]],
    start: Decimal,
    wanted: list[Decimal],
) -> None:
    loads = gear[2]
    less, more = (snap(sql, start, w, loads) for w in sorted(wanted))
    assert less <= more
    for want, taken in zip(sorted(wanted), (less, more), strict=True):
        if want > start:
            assert taken in loads
            assert taken > start or taken == loads[-1]
            assert not [load for load in loads if start < load < taken and taken > want]
            assert not [load for load in loads if taken < load <= want]
        else:
            assert taken <= start
            assert taken in loads or (taken == start < loads[0])
            assert not [load for load in loads if taken < load <= want]


@PATIENT
@given(gear=sets_of_plates())
def test_step_by_step_every_load_is_met(
    sql: Connection, gear: tuple[Decimal, list[Decimal], list[Decimal]]
) -> None:
    """A step too small for the gym takes the next load there is, so that nobody is stuck."""
    for lower, upper in pairwise(gear[2][:6]):
        assert snap(sql, lower, lower + GRAM, gear[2]) == upper


def test_the_nearest_is_taken_where_nothing_was_before(sql: Connection) -> None:
    there = kilos(20, 25, 30)
    wanted = kilos(10, 22, 22.5, 23, 40)
    assert [snap(sql, None, load, there) for load in wanted] == kilos(20, 20, 20, 25, 30)


def test_a_rounded_pound_is_still_the_same_pound(sql: Connection) -> None:
    """From 65 lb (29.484 kg) by 10 lb (4.536 kg): 34.020 kg, a gram more than 75 lb; and back again."""
    there = pounds(*range(45, 305, 5))
    for load in range(45, 285, 5):
        start = pounds(load)[0]
        up = start + pounds(10)[0]
        assert snap(sql, start, up, there) == pounds(load + 10)[0]
        assert snap(sql, up, up - pounds(10)[0], there) == start


def test_any_load_goes_without_gear(sql: Connection) -> None:
    row = sql.execute("select private.snap(60, 61.7, null), private.snap(60, 61.7, '{}')").fetchone()
    assert row == (Decimal("61.7"), Decimal("61.7"))


@pytest.mark.parametrize(
    ("start", "wanted", "expected"),
    [(40, 42.5, 42.5), (32.5, 35, 40), (40, 47.5, 42.5), (50, 45, 42.5), (52.5, 55, 52.5)],
)
def test_the_worked_example_of_the_documentation(
    sql: Connection, start: float, wanted: float, expected: float
) -> None:
    """docs/progression.md, loads that can be built: a bar of 20 kg and pairs of 10, 5 and 1.25."""
    there = kilos(20, 22.5, 30, 32.5, 40, 42.5, 50, 52.5)
    before, want, taken = kilos(start, wanted, expected)
    assert snap(sql, before, want, there) == taken
