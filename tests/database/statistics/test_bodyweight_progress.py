"""bodyweight_progress: the weight of each day, and the mean that tells the way."""

from datetime import date, timedelta

import pytest

from tests.database.athlete import NOON, Athlete, Connection, sign_up
from tests.database.statistics.answers import bodyweight

DAY = timedelta(days=1)
TODAY = NOON.date()


def told(
    athlete: Athlete, since: date | None = None, to: date | None = None
) -> list[tuple[int, float, float]]:
    """Days from today on, weight, mean."""
    return [
        ((row["day"] - TODAY).days, float(row["weight_kg"]), float(row["mean_7_days_kg"]))
        for row in bodyweight(athlete, since, to)
    ]


def test_the_mean_is_of_the_days_weighed_among_the_last_seven(athlete: Athlete) -> None:
    for day, kilograms in ((0, 80), (2, 82), (6, 84), (7, 83), (20, 90)):
        athlete.weigh(kilograms, NOON + day * DAY)
    # On day 7, day 0 is out: (82 + 84 + 83) / 3.
    assert told(athlete) == [(0, 80, 80), (2, 82, 81), (6, 84, 82), (7, 83, 83), (20, 90, 90)]


def test_the_mean_at_the_beginning_of_a_range_knows_the_days_before(athlete: Athlete) -> None:
    for day, kilograms in ((0, 80), (1, 70), (7, 72)):
        athlete.weigh(kilograms, NOON + day * DAY)
    assert told(athlete, since=TODAY + 7 * DAY) == [(7, 72, 71)]


def test_the_last_weight_of_a_day_wins(athlete: Athlete) -> None:
    athlete.weigh(81, NOON + timedelta(hours=8))
    athlete.weigh(80, NOON)
    assert told(athlete) == [(0, 81, 81)]


def test_a_check_in_counts_where_nothing_was_measured_later(athlete: Athlete) -> None:
    athlete.check_in(NOON, weight_kg=79)
    athlete.check_in(NOON + DAY, weight_kg=78)
    athlete.weigh(80, NOON)
    assert told(athlete) == [(0, 80, 80), (1, 78, 79)]


def test_what_says_no_weight_is_no_day(athlete: Athlete) -> None:
    athlete.check_in(NOON, sleep=4)
    athlete.write(
        "insert into public.body_measurements (logged_at, body_fat_percentage) values (%s, 20)", NOON
    )
    assert told(athlete) == []


def test_a_weight_is_of_the_day_in_the_zone_lived_in_then(sql: Connection) -> None:
    """23:00 in Greenwich is the next day in Auckland, and the same day before they moved there."""
    athlete = sign_up(sql, zone="UTC")
    sql.execute(
        """
        insert into private.time_zone_changes (user_id, valid_from, timezone)
        values (%(user)s, '-infinity', 'UTC'), (%(user)s, %(moved)s, 'Pacific/Auckland')
        """,
        {"user": athlete.id, "moved": NOON + 5 * DAY},
    )
    night = NOON + timedelta(hours=11)
    athlete.weigh(80, night)
    athlete.weigh(81, night + 10 * DAY)
    assert [day for day, *_ in told(athlete)] == [0, 11]


@pytest.mark.parametrize(("since", "to", "days"), [(0, 0, [0]), (None, 1, [0, 1]), (1, None, [1, 2])])
def test_both_ends_of_a_range_are_in_it(
    athlete: Athlete, since: int | None, to: int | None, days: list[int]
) -> None:
    for n in range(3):
        athlete.weigh(80, NOON + n * DAY)
    found = told(
        athlete,
        TODAY + since * DAY if since is not None else None,
        TODAY + to * DAY if to is not None else None,
    )
    assert [day for day, *_ in found] == days


def test_the_latest_thousand_days_are_told(athlete: Athlete) -> None:
    """What the Data API would cut off is cut here, at the old end."""
    athlete.sql.execute(
        """
        insert into public.body_measurements (user_id, logged_at, weight_kg)
        select %s, %s::timestamptz - make_interval(days => n), 80 from generate_series(0, 1004) as g (n)
        """,
        [athlete.id, NOON],
    )
    found = told(athlete)
    assert (len(found), found[0][0], found[-1][0]) == (1000, -999, 0)


def test_others_weights_are_never_told(athlete: Athlete, sql: Connection) -> None:
    sign_up(sql).weigh(80, NOON)
    assert told(athlete) == []
