"""When a job is due, against another implementation of cron."""

from datetime import UTC, datetime, timedelta

import pytest
from cronsim import CronSim, CronSimError
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.support import Connection


def field(low: int, high: int) -> st.SearchStrategy[str]:
    """One field of a schedule: a star, a number, a range or a list, some with a step."""
    number = st.integers(low, high)
    step = st.integers(1, high).map(lambda n: f"/{n}")
    # Not 0-0, which the other implementation takes for a whole week.
    pair = st.tuples(number, number).filter(lambda two: two[0] < two[1]).map(lambda two: f"{two[0]}-{two[1]}")
    part = st.one_of(number.map(str), pair, st.tuples(pair, step).map("".join))
    some = st.lists(part, min_size=1, max_size=3).map(",".join)
    return st.one_of(st.just("*"), st.tuples(st.just("*"), step).map("".join), some)


SCHEDULES = st.tuples(
    field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6)
).map(" ".join)  # fmt: skip
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def last_due(sql: Connection, schedule: str, at: datetime) -> datetime | None:
    row = sql.execute("select private.last_due(%s, %s)", [schedule, at]).fetchone()
    assert row
    due: datetime | None = row[0]
    return due


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(SCHEDULES, MOMENTS)
def test_it_is_due_when_cron_says_so(sql: Connection, schedule: str, at: datetime) -> None:
    days, weekdays = schedule.split()[2], schedule.split()[4]
    # "*/2" in one and a number in the other: implementations differ on what is restricted.
    assume("*" in (days, weekdays))
    # Reversed, it begins before the moment it is given.
    next_minute = at.replace(second=0, microsecond=0) + timedelta(minutes=1)
    try:
        expected = next(CronSim(schedule, next_minute, reverse=True), None)
    except CronSimError:
        # No month of it has such a day, as in "* * 30 2 *".
        assert last_due(sql, schedule, at) is None
        return
    if expected is None or at - expected > timedelta(days=1461):
        return
    assert last_due(sql, schedule, at) == expected


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        ("7 1-5 * * *", datetime(2026, 11, 21, 5, 7, tzinfo=UTC)),
        ("*/10 * * * *", datetime(2026, 11, 21, 17, 0, tzinfo=UTC)),
        ("3 17 * * *", datetime(2026, 11, 21, 17, 3, tzinfo=UTC)),
        ("4 17 * * *", datetime(2026, 11, 20, 17, 4, tzinfo=UTC)),
        ("0 0 29 2 *", datetime(2024, 2, 29, tzinfo=UTC)),
        ("0 12 * * 0", datetime(2026, 11, 15, 12, tzinfo=UTC)),
        ("5 seconds", datetime(2026, 11, 21, 17, 3, 10, tzinfo=UTC)),
        ("1 second", datetime(2026, 11, 21, 17, 3, 14, tzinfo=UTC)),
        ("0 0 30 2 *", None),
    ],
)
def test_a_schedule_was_last_due(sql: Connection, schedule: str, due: datetime | None) -> None:
    assert last_due(sql, schedule, datetime(2026, 11, 21, 17, 3, 14, tzinfo=UTC)) == due


@pytest.mark.parametrize(
    "schedule",
    ["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 7",
     "5/10 * * * *", "*/0 * * * *", "9-5 * * * *", "1,,2 * * * *", "1, * * * *", "a * * * *", "* * 1 * 1",
     "0 seconds", "60 seconds", "@daily", " * * * * *", "* * * * mon"],
)  # fmt: skip
def test_what_pg_cron_or_we_would_misread_is_no_schedule(sql: Connection, schedule: str) -> None:
    assert sql.execute("select private.is_schedule(%s)", [schedule]).fetchone() == (False,)
