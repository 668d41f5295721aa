"""A moment is on one day: telling another zone makes no second training day, streak day or XP."""

import itertools
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tests.database.athlete import Athlete, one_set, workout

# 10:00 in UTC is on three dates at once.
AT = datetime(2026, 6, 10, 10, tzinfo=UTC)
FAR = ["Etc/GMT+12", "UTC", "Pacific/Kiritimati"]
HOUR = timedelta(hours=1)


def days(athlete: Athlete) -> list[str]:
    rows = athlete.rows(
        "select distinct day::text from public.workout_sessions where user_id = %s", athlete.id
    )
    return sorted(day for (day,) in rows)


def training_days(athlete: Athlete) -> int:
    return int(
        athlete.value(
            "select coalesce(sum(training_days), 0) from private.training_weeks where user_id = %s",
            athlete.id,
        )
    )


@pytest.mark.attack("zones-1")
@pytest.mark.parametrize("zones", [*itertools.permutations(FAR)], ids=",".join)
@pytest.mark.parametrize("apart", [0, 1, 90], ids=lambda minutes: f"{minutes} minutes apart")
def test_one_moment_in_three_zones_is_one_training_day(
    athlete: Athlete, zones: tuple[str, ...], apart: int
) -> None:
    for number, zone in enumerate(zones):
        start = AT + number * timedelta(minutes=apart) / 2
        athlete.log(workout(start, one_set(), minutes=30, timezone=zone), now=AT + 24 * HOUR)
    assert training_days(athlete) == 1
    assert athlete.streak("daily_login", AT + 24 * HOUR)[1] == 1


@pytest.mark.attack("zones-1")
@pytest.mark.parametrize("first", [0, 1])
def test_workouts_that_overlap_in_far_zones_are_one_training_day(athlete: Athlete, first: int) -> None:
    """The second begins ten hours after the first, which lasts a day."""
    long = workout(AT, one_set(), minutes=24 * 60, timezone="Etc/GMT+12")
    short = workout(AT + 10 * HOUR, one_set(), minutes=30, timezone="Pacific/Kiritimati")
    for document in ([long, short], [short, long])[first]:
        athlete.log(document, now=AT + 48 * HOUR)
    rows = athlete.rows(
        "select count(distinct timezone) from public.workout_sessions where user_id = %s", athlete.id
    )
    assert rows == [(1,)]


@pytest.mark.attack("zones-1")
def test_no_correction_moves_a_workout_to_another_day_of_the_same_moment(athlete: Athlete) -> None:
    first = workout(AT, one_set(), timezone="UTC")
    second = workout(AT + 30 * HOUR, one_set(), timezone="Pacific/Kiritimati")
    third = workout(AT - 30 * HOUR, one_set(), timezone="Etc/GMT+12")
    for document in (first, second, third):
        athlete.log(document, now=AT + 48 * HOUR)
    for document in (second, third):
        ends = AT + HOUR
        athlete.correct(
            document | {"started_at": AT.isoformat(), "ended_at": ends.isoformat()}, now=AT + 48 * HOUR
        )
    assert days(athlete) == ["2026-06-10"]


@pytest.mark.attack("zones-1")
def test_a_running_workout_has_no_day_of_its_own_either(athlete: Athlete) -> None:
    athlete.log(workout(AT - HOUR, one_set(), minutes=30, timezone="Etc/GMT+12"))
    session = athlete.value(
        "select id from private.start_workout(%s, null, null, 'Pacific/Kiritimati', %s)", athlete.id, AT
    )
    athlete.add_set(session, one_set())
    athlete.finish(session, AT + HOUR)
    assert training_days(athlete) == 1


@pytest.mark.attack("zones-2")
@pytest.mark.parametrize("zones", [*itertools.permutations(FAR)], ids=",".join)
def test_check_ins_of_one_moment_are_one_day(athlete: Athlete, zones: tuple[str, ...]) -> None:
    for number, zone in enumerate(zones):
        athlete.check_in(AT + number * timedelta(minutes=1), zone)
    assert athlete.rows("select count(*) from public.check_ins where user_id = %s", athlete.id) == [(1,)]


@pytest.mark.attack("zones-2")
@pytest.mark.parametrize("first", ["workout", "check-in"])
def test_a_check_in_and_a_workout_of_one_moment_are_one_day(athlete: Athlete, first: str) -> None:
    steps = [
        partial(athlete.log, workout(AT, one_set(), minutes=30, timezone="Etc/GMT+12")),
        partial(athlete.check_in, AT + HOUR / 2, "Pacific/Kiritimati"),
    ]
    for step in steps if first == "workout" else reversed(steps):
        step()
    assert athlete.streak("daily_login", AT + 48 * HOUR)[1] == 1


@pytest.mark.parametrize(
    ("before", "after", "dates"),
    [
        ("America/Los_Angeles 2026-06-08T20:00-07:00", "Australia/Sydney 2026-06-10T08:00+10:00", 2),
        ("America/New_York 2026-06-08T22:00-04:00", "Europe/London 2026-06-09T19:00+01:00", 2),
        ("Pacific/Honolulu 2026-06-08T06:00-10:00", "Asia/Tokyo 2026-06-09T11:00+09:00", 2),
        ("Pacific/Tahiti 2026-06-08T08:00-10:00", "Pacific/Auckland 2026-06-09T14:00+12:00", 2),
        ("Australia/Sydney 2026-06-09T18:00+10:00", "America/Los_Angeles 2026-06-09T18:00-07:00", 1),
        ("Europe/Berlin 2026-06-08T23:30+02:00", "Europe/Berlin 2026-06-09T00:30+02:00", 2),
    ],
)
def test_a_traveller_keeps_every_day(athlete: Athlete, before: str, after: str, dates: int) -> None:
    """The first workout before the flight, the second as soon as one can train after it."""
    told = [place.split() for place in (before, after)]
    for zone, start in told:
        athlete.log(workout(datetime.fromisoformat(start), one_set(), minutes=30, timezone=zone))
    assert days(athlete) == sorted({start[:10] for _, start in told})
    assert training_days(athlete) == dates


def test_a_zone_that_changes_no_day_is_kept_as_told(athlete: Athlete) -> None:
    for zone in ("Europe/Berlin", "Europe/Athens"):
        athlete.log(workout(AT, one_set(), timezone=zone))
    rows = athlete.rows("select timezone from public.workout_sessions where user_id = %s", athlete.id)
    assert sorted(zone for (zone,) in rows) == ["Europe/Athens", "Europe/Berlin"]
