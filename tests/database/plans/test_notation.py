"""What may be written where: target_reps, days, time zones, RPE."""

import json
from datetime import date, timedelta

import psycopg
import pytest

from tests.database.athlete import (
    NOON,
    Athlete,
    one_set,
    workout,
)


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "5",
        "20",
        "999",
        "8-12",
        "5-5",
        "1-999",
        "5,5,5",
        "5,5,5+",
        "5,3,1+",
        "5+",
        "AMRAP",
        "30s",
        "1s",
        "400m",
        "5000m",
    ],
)
def test_target_reps_takes(athlete: Athlete, text: str) -> None:
    assert athlete.value("select private.is_target_reps(%s)", text) is True


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "0",
            "05",
            "-5",
            "5-",
            "-",
            "12-8",
            "0-5",
            "8 - 12",
            "8-12-15",
            "5,",
            ",5",
            "5,,5",
            "5+,5",
            "5++",
        ),
        *(
            "amrap",
            "AMRAP+",
            "AMRAP,5",
            "30 s",
            "30S",
            "0s",
            "m",
            "1.5",
            "5x5",
            "max",
            "1000",
            "5\n",
            "8-12+",
        ),
        *("30s+", "30-60s", "5;drop table", "8\N{EN DASH}12", "\N{ARABIC-INDIC DIGIT FIVE}"),
    ],
)
def test_target_reps_refuses(athlete: Athlete, text: str) -> None:
    assert athlete.value("select private.is_target_reps(%s)", text) is False


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("5", [5, 5, 5]),
        ("8-12", [8, 8, 8]),
        ("5,3,1+", [5, 3, 1]),
        ("5,3", [5, 3, 3]),
        ("AMRAP", [1, 1, 1]),
        ("30s", [30, 30, 30]),
        ("400m", [400, 400, 400]),
    ],
)
def test_what_each_set_of_a_target_needs(athlete: Athlete, text: str, amounts: list[int]) -> None:
    assert [athlete.value("select private.target_amount(%s, %s)", text, n) for n in (1, 2, 3)] == amounts


@pytest.mark.parametrize("starts_on", range(1, 8))
def test_a_week_starts_on_the_day_the_user_chose(athlete: Athlete, starts_on: int) -> None:
    for offset in range(400):
        day = date(2026, 1, 1) + timedelta(days=offset)
        start = athlete.value("select private.week_start(%s, %s::smallint)", day, starts_on)
        assert start.isoweekday() == starts_on
        assert day - timedelta(days=6) <= start <= day


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("UTC", True),
        ("Europe/Berlin", True),
        ("America/Argentina/Buenos_Aires", True),
        ("America/Port-au-Prince", True),
        ("Pacific/Kiritimati", True),
        ("Etc/GMT+5", True),
        ("Etc/GMT-14", True),
        # Abbreviations and POSIX rules, which `at time zone` takes, are no places.
        ("PST", False),
        ("CEST", False),
        ("Foo/Bar5", False),
        ("Foo/Bar+5", False),
        ("Etc/GMT+13", False),
        ("Etc/GMT-15", False),
        ("Etc/GMT+25", False),
        ("EST5EDT,M3.2.0,M11.1.0", False),
        ("+05:00", False),
        ("Europe/Atlantis", False),
        ("", False),
        ("Europe/Berlin ", False),
        ("../../etc/passwd", False),
    ],
)
def test_a_time_zone_is_a_place(athlete: Athlete, name: str, known: bool) -> None:  # noqa: FBT001 - a table's column
    assert athlete.value("select private.is_timezone(%s)", name) is known


@pytest.mark.parametrize("rpe", [1, 7.5, 8.5, 10])
def test_rpe_comes_in_halves(athlete: Athlete, rpe: float) -> None:
    """8.5 is an RPE too."""
    assert athlete.log(workout(NOON, one_set(difficulty_rating=rpe)))["average_rpe"] == rpe


@pytest.mark.parametrize("rpe", [0.5, 8.3, 10.5])
def test_other_rpe_is_refused(athlete: Athlete, rpe: float) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(workout(NOON, one_set(difficulty_rating=rpe)))
    assert refusal.value.sqlstate == "PT422"
    assert json.loads(refusal.value.diag.message_detail or "")["field"] == "sets[0].difficulty_rating"
