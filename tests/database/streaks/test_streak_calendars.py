"""Any calendar of training and breaks, settled on any nights, is what the rules make of it."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.weeks import DAY, MONDAY, WEEK, aim_for, freezes, settle, take_break, train


@pytest.fixture
def athlete(sql: Connection) -> Athlete:
    athlete = sign_up(sql)
    aim_for(athlete, 1, date(2020, 1, 1))
    return athlete


@settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=25)
@given(
    trained=st.sets(st.integers(0, 20), max_size=20),
    breaks=st.lists(st.tuples(st.integers(0, 140), st.integers(0, 20)), max_size=3),
    nights=st.lists(st.integers(0, 160), max_size=4),
)
def test_any_calendar_is_what_the_rules_make_of_it(
    athlete: Athlete, trained: set[int], breaks: list[tuple[int, int]], nights: list[int]
) -> None:
    at = MONDAY + 21 * WEEK
    first = (MONDAY).date()
    with athlete.sql.transaction(force_rollback=True):
        for week in trained:
            train(athlete, MONDAY + week * WEEK)
            for night in nights[:1]:
                settle(athlete.sql, MONDAY + night * DAY)
        for start, length in breaks:
            take_break(athlete, "illness", first + start * DAY, first + (start + length) * DAY)
        for night in nights:
            settle(athlete.sql, MONDAY + night * DAY)
        assert (*athlete.weeks(at), freezes(athlete, at)) == by_the_rules(trained, breaks)


def by_the_rules(trained: set[int], breaks: list[tuple[int, int]]) -> tuple[int, int, int]:
    """Current streak, longest streak and freezes after week 20, as the documentation has them."""
    off = {day for start, length in breaks for day in range(start, start + length + 1)}
    current = longest = stock = 0
    for week in range(21):
        if week in trained:
            current += 1
            longest = max(longest, current)
            stock = min(stock + (current % 4 == 0), 2)
        elif len(off & set(range(week * 7, week * 7 + 7))) >= 4:
            continue
        elif stock:
            stock -= 1
        else:
            current = 0
    return current, longest, stock
