"""The RPE curve against its source: OpenPowerlifting's, as printed by repetitions at RPE 10."""

from decimal import Decimal
from itertools import pairwise

import pytest

from tests.support import Connection

# Repetitions 1 to 12 at RPE 10, in percent.
AT_RPE_10 = (100, 95.7, 92.1, 89.2, 86.5, 83.9, 81.2, 78.6, 76.0, 73.3, 70.7, 68.0)


def percent(sql: Connection, reps: float, rpe: float | None) -> Decimal | None:
    row = sql.execute("select 100 * private.percent_of_1rm(%s::numeric, %s::numeric)", [reps, rpe]).fetchone()
    assert row
    value: Decimal | None = row[0]
    return value


@pytest.mark.parametrize(("reps", "expected"), list(enumerate(AT_RPE_10, 1)))
def test_the_printed_percentages_at_rpe_10(sql: Connection, reps: int, expected: float) -> None:
    value = percent(sql, reps, 10)
    assert value is not None
    assert round(value, 1) == Decimal(str(expected))


def test_a_repetition_in_reserve_is_one_done(sql: Connection) -> None:
    assert percent(sql, 3, 8) == percent(sql, 5, 10)
    assert percent(sql, 1, 7.5) == percent(sql, 3.5, 10)


def test_without_an_rpe_the_set_was_all_there_was(sql: Connection) -> None:
    assert percent(sql, 5, None) == percent(sql, 5, 10)


def test_halves_lie_on_the_curve(sql: Connection) -> None:
    """One repetition at RPE 9.5: (0.347619 / 4 - 4.60714 / 2 + 99.9667) = 97.75003475 %."""
    assert percent(sql, 1, 9.5) == Decimal("97.75003475")


@pytest.mark.parametrize(("reps", "rpe"), [(17, 10), (7, 0), (40, 8)])
def test_beyond_sixteen_more_it_is_one_half(sql: Connection, reps: int, rpe: float) -> None:
    assert percent(sql, reps, rpe) == 50


@pytest.mark.parametrize(("reps", "rpe"), [(0, 10), (0.5, 8), (-3, 9)])
def test_below_one_repetition_there_is_none(sql: Connection, reps: float, rpe: float) -> None:
    assert percent(sql, reps, rpe) is None


def test_it_falls_with_every_half_repetition(sql: Connection) -> None:
    values = [percent(sql, 1 + half / 2, 10) for half in range(32)]
    assert all(a is not None and b is not None and b < a for a, b in pairwise(values))
