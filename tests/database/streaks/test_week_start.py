"""Weeks start on the day that their user chose."""

from datetime import date, timedelta

import pytest

from tests.database.athlete import Athlete


@pytest.mark.parametrize("starts_on", range(1, 8))
def test_a_week_starts_on_the_day_the_user_chose(athlete: Athlete, starts_on: int) -> None:
    for offset in range(400):
        day = date(2026, 1, 1) + timedelta(days=offset)
        start = athlete.value("select private.week_start(%s, %s::smallint)", day, starts_on)
        assert start.isoweekday() == starts_on
        assert day - timedelta(days=6) <= start <= day
