"""A time without an offset is local: in the document's zone, else in the one that the user is in."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.database.athlete import Athlete, Document, one_set, sign_up
from tests.database.workouts.verbs import fault
from tests.support import Connection

pytestmark = pytest.mark.quick

KOLKATA = "Asia/Kolkata"


def told(started_at: str, ended_at: str, *logged_at: str, **rest: object) -> Document:
    """A workout as an app writes it that leaves offsets out."""
    sets = [one_set(order=n, logged_at=at) for n, at in enumerate(logged_at, 1)]
    return {"id": str(uuid.uuid4()), "started_at": started_at, "ended_at": ended_at, "sets": sets, **rest}


def kept(athlete: Athlete, document: Document) -> dict[str, Any]:
    row: dict[str, Any] = athlete.value(
        """
        select jsonb_build_object(
            'day', w.day,
            'started_at', extract(epoch from w.started_at),
            'ended_at', extract(epoch from w.ended_at),
            'logged_at', (
                select jsonb_agg(extract(epoch from s.logged_at) order by s.set_order)
                from public.session_exercises as s where s.workout_session_id = w.id
            )
        )
        from public.workout_sessions as w where w.id = %s
        """,
        document["id"],
    )
    return row


def seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def test_an_evening_in_kolkata_is_on_that_day(athlete: Athlete) -> None:
    late = told("2026-11-18T22:55:00", "2026-11-18T23:50:00", "2026-11-18 23:10", timezone=KOLKATA)
    athlete.log(late, now=datetime(2026, 11, 18, 18, 30, tzinfo=UTC))
    assert kept(athlete, late) == {
        "day": "2026-11-18",
        "started_at": seconds("2026-11-18T22:55:00+05:30"),
        "ended_at": seconds("2026-11-18T23:50:00+05:30"),
        "logged_at": [seconds("2026-11-18T23:10:00+05:30")],
    }


@pytest.mark.parametrize("zone", [KOLKATA, "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_workout_that_ends_just_now_isn_t_in_the_future(athlete: Athlete, zone: str) -> None:
    now = datetime(2026, 11, 18, 17, 25, tzinfo=UTC)
    local = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    just_now = told((local - timedelta(minutes=40)).isoformat(), local.isoformat(), timezone=zone)
    athlete.log(just_now, now=now)
    assert kept(athlete, just_now)["day"] == local.date().isoformat()


def test_without_a_zone_in_the_document_the_profile_s_applies(sql: Connection) -> None:
    someone = sign_up(sql, zone=KOLKATA)
    late = told("2026-11-18T22:55:00", "2026-11-18T23:50:00")
    someone.log(late, now=datetime(2026, 11, 18, 18, 30, tzinfo=UTC))
    row = kept(someone, late)
    assert (row["day"], row["started_at"]) == ("2026-11-18", seconds("2026-11-18T22:55:00+05:30"))


def test_an_offset_counts_more_than_the_zone(athlete: Athlete) -> None:
    document = told(
        "2026-11-18T22:55:00-05:00", "2026-11-18T23:50:00-0500", "2026-11-19T04:10:00.5Z", timezone=KOLKATA
    )
    athlete.log(document, now=datetime(2026, 11, 20, tzinfo=UTC))
    row = kept(athlete, document)
    assert row["started_at"] == seconds("2026-11-18T22:55:00-05:00")
    assert row["ended_at"] == seconds("2026-11-18T23:50:00-05:00")
    assert row["logged_at"] == [seconds("2026-11-19T04:10:00.5+00:00")]


def test_a_correction_without_a_zone_is_told_in_the_workout_s(athlete: Athlete) -> None:
    document = told("2026-11-18T22:55:00", "2026-11-18T23:50:00", timezone=KOLKATA)
    now = datetime(2026, 11, 18, 18, 30, tzinfo=UTC)
    athlete.log(document, now=now)
    before = kept(athlete, document)
    del document["timezone"]
    athlete.correct(document | {"notes": "Late."}, now=now)
    assert kept(athlete, document) == before


@pytest.mark.parametrize(
    ("started_at", "ended_at", "means"),
    [
        # On 29 March 2026 the clock goes from 2 to 3.
        ("2026-03-29T01:50:00", "2026-03-29T02:30:00", ("2026-03-29T00:50Z", "2026-03-29T01:30Z")),
        ("2026-03-29T02:30:00", "2026-03-29T03:45:00", ("2026-03-29T01:30Z", "2026-03-29T01:45Z")),
        # On 25 October 2026 it goes from 3 back to 2.
        ("2026-10-25T02:10:00", "2026-10-25T02:50:00", ("2026-10-25T00:10Z", "2026-10-25T00:50Z")),
        ("2026-10-25T01:50:00", "2026-10-25T03:10:00", ("2026-10-24T23:50Z", "2026-10-25T02:10Z")),
        ("2026-10-25T02:50:00", "2026-10-25T02:10:00", ("2026-10-25T00:50Z", "2026-10-25T01:10Z")),
    ],
    ids=["into the gap", "in the gap", "in the hour that comes twice", "over it", "back within it"],
)
def test_when_the_clock_is_changed(
    athlete: Athlete, started_at: str, ended_at: str, means: tuple[str, str]
) -> None:
    document = told(started_at, ended_at, ended_at, timezone="Europe/Berlin")
    athlete.log(document, now=datetime(2026, 11, 1, tzinfo=UTC))
    start, end = (seconds(text.replace("Z", "+00:00")) for text in means)
    row = kept(athlete, document)
    assert (row["started_at"], row["ended_at"], row["logged_at"]) == (start, end, [end])


def test_a_workout_now_in_the_hour_that_comes_twice_isn_t_in_the_future(athlete: Athlete) -> None:
    document = told("2026-10-25T02:10:00", "2026-10-25T02:40:00", timezone="Europe/Berlin")
    athlete.log(document, now=datetime(2026, 10, 25, 0, 40, tzinfo=UTC))
    assert kept(athlete, document)["started_at"] == seconds("2026-10-25T00:10:00+00:00")


@pytest.mark.parametrize(
    ("started_at", "logged_at", "field"),
    [
        ("2000-01-01T01:00:00", "2001-01-01T01:00:00", "started_at"),
        ("2026-01-01T01:00:00", "2000-01-01T01:00:00", "sets[0].logged_at"),
    ],
)
def test_the_bound_holds_for_the_moment_that_is_meant(
    athlete: Athlete, started_at: str, logged_at: str, field: str
) -> None:
    document = told(started_at, started_at, logged_at, timezone=KOLKATA)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.log(document, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert (fault(refusal.value)["code"], fault(refusal.value)["field"]) == ("PT422", field)


def test_what_the_coach_measures_is_told_in_the_profile_s_zone(sql: Connection) -> None:
    someone = sign_up(sql, zone=KOLKATA)
    operation = {"op": "log_measurement", "weight_kg": 70, "logged_at": "2026-11-18T22:55:00"}
    someone.value(
        "select private.propose_plan_change(%s, %s, '2026-11-18T17:30Z')",
        someone.id,
        json.dumps({"summary": "Weighed.", "apply": True, "operations": [operation]}),
    )
    logged = someone.value("select logged_at from public.body_measurements where user_id = %s", someone.id)
    assert logged.timestamp() == seconds("2026-11-18T22:55:00+05:30")


@given(
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", KOLKATA]),
    local=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001 - local on purpose
)
def test_a_local_time_is_read_as_python_reads_it(connection: Connection, zone: str, local: datetime) -> None:
    """fold=0 is the same rule: the first of two; in a gap, as before the change."""
    row = connection.execute("select private.read_moment(%s, %s)", [local.isoformat(), zone]).fetchone()
    assert row
    assert row[0] == local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
