"""What lies beyond the bound of a column is refused with the field, never by the constraint itself."""

import copy
import json
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.database.athlete import BENCH, NOON, RUN, Athlete, Document, one_set, sign_up, workout
from tests.database.workouts.verbs import fault
from tests.support import Connection

TABLES = {"workout": "public.workout_sessions", "set": "public.session_exercises"}
LATER = NOON + timedelta(days=1)
# Beyond any bound, or odd on the way there.
NUMBERS = [-1, 0, 0.0004, 0.5, 1.25, 32767, 32768, 2**31 - 1, 2**31, 10**9, 1e300]
MOST = {"duration_seconds": 86400, "distance_m": 1_000_000, "difficulty_rating": 10, "rest_seconds": 86400}
TEXTS = ["", " ", "x"]
MOMENTS = [
    f"{day}{at}{offset}"
    for day in (
        "1899-12-31",
        "1999-12-31",
        "2000-01-01",
        "2026-06-10",
        "2099-12-31",
        "2100-01-01",
        "2101-01-01",
    )
    for at in ("T00:00:00", "T12:00:00", "T23:59:59.999999")
    for offset in ("Z", "+14:00", "-12:00", "")
]


@pytest.fixture(scope="module")
def someone(connection: Connection) -> Athlete:
    return sign_up(connection)


def columns(connection: Connection) -> Iterator[tuple[str, str, str, list[float]]]:
    """Part, key and kind of every key of a workout document, with the numbers in the checks of its column."""
    for part, table in TABLES.items():
        checks = connection.execute(
            """
            select a.attname::text, coalesce(string_agg(pg_get_constraintdef(c.oid), ' '), '')
            from pg_attribute as a
            left join pg_constraint as c
                on c.conrelid = a.attrelid and c.contype = 'c' and a.attnum = any(c.conkey)
            where a.attrelid = %s::regclass and a.attnum > 0
            group by a.attname
            """,
            [table],
        )
        bounds = {name: [float(n) for n in re.findall(r"\b\d+\b", text)] for name, text in checks}
        row = connection.execute(
            f"select private.{'workout' if part == 'workout' else 'set'}_shape()".encode()
        ).fetchone()
        assert row
        for key, rule in row[0].items():
            yield part, key, rule["type"], bounds.get(key, [])


def tried(kind: str, bounds: list[float]) -> list[Any]:
    """Values at, just within and just beyond every bound."""
    if kind in ("integer", "number", "rpe"):
        near = [bound + step for bound in bounds for step in (-1, -0.0004, 0, 0.0004, 1)]
        return [*NUMBERS, *(int(n) if n == int(n) else n for n in near)]
    if kind == "text":
        return [*TEXTS, *("x" * int(bound + step) for bound in bounds for step in (0, 1))]
    return MOMENTS if kind == "timestamp" else []


def document(part: str, key: str, value: Any) -> Document:
    told = workout(
        NOON, one_set(RUN, 5, 60, duration_seconds=60, distance_m=100), timezone="Pacific/Kiritimati"
    )
    changed: Document = copy.deepcopy(told)
    if part == "set":
        changed["sets"][0][key] = value
        return changed
    if key == "started_at":
        changed["ended_at"] = value
    return changed | {key: value}


def surprise(someone: Athlete, verb: str, told: Document, path: str) -> str | None:
    """How an answer is no good; None for a document that is taken, or refused with its field."""
    with someone.sql.transaction(force_rollback=True):
        try:
            with someone.sql.transaction():
                if verb == "correct":
                    someone.log(workout(NOON, one_set(BENCH)) | {"id": told["id"]}, now=LATER)
                query = f"select private.{verb}_workout(%s, %s, %s)"
                someone.value(query, someone.id, json.dumps(told), LATER)
        except psycopg.Error as error:
            answer = fault(error) if str(error.sqlstate).startswith("PT") else {"code": error.sqlstate}
            # Of two times that contradict each other either may be named.
            times = {"started_at", "ended_at"}
            if answer["code"] == "PT422" and (answer["field"] == path or {path, answer["field"]} <= times):
                return None
            return f"{answer} {error}"
    return None


@pytest.mark.parametrize("verb", ["log", "correct"])
def test_no_column_refuses_what_the_document_lets_pass(
    connection: Connection, someone: Athlete, verb: str
) -> None:
    surprises = {}
    for part, key, kind, bounds in columns(connection):
        path = f"sets[0].{key}" if part == "set" else key
        for value in tried(kind, bounds):
            if odd := surprise(someone, verb, document(part, key, value), path):
                surprises[path, str(value)[:40]] = odd
    assert surprises == {}


def test_every_bound_of_a_column_is_one_of_the_document_s(connection: Connection) -> None:
    """Else the sweep above tries nothing there."""
    bounded = {key for _, key, kind, bounds in columns(connection) if bounds and tried(kind, bounds)}
    assert bounded - {"started_at", "ended_at"} == {
        "notes", "name", "set_order", "logged_reps", "logged_weight_kg", "logged_at", "difficulty_rating",
        "duration_seconds", "distance_m", "rest_seconds",
    }  # fmt: skip


def refusal_of(someone: Athlete, session: str, told: Document) -> Document | None:
    try:
        with someone.sql.transaction(force_rollback=True):
            someone.add_set(session, one_set(**told))
    except psycopg.Error as error:
        return fault(error) if str(error.sqlstate).startswith("PT") else {"code": error.sqlstate}
    return None


def test_a_set_of_a_running_workout_is_refused_with_its_field_and_bounds(
    connection: Connection, someone: Athlete
) -> None:
    """Written directly, as apps do while somebody trains."""
    session = someone.start(NOON)
    refused = set()
    for part, key, kind, bounds in columns(connection):
        for value in tried(kind, bounds) if part == "set" else []:
            answer = refusal_of(someone, session, {"order": 1, key: value})
            # What the column's type can't hold never gets as far as a bound.
            if answer and answer["code"] not in ("22003", "22007", "22008"):
                assert (answer["code"], answer.get("field")) == ("PT422", key), (value, answer)
                assert {"min", "max"} & answer["expected"].keys()
                refused.add(key)
    assert refused == {key for part, key, kind, bounds in columns(connection) if part == "set" and bounds}
    someone.write("delete from public.workout_sessions where id = %s", session)


def test_a_set_is_refused_when_it_is_changed_too(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    one = athlete.add_set(session, one_set())
    change = "update public.session_exercises set logged_at = '1999-06-10T12:00Z' where id = %s"
    with pytest.raises(psycopg.Error) as refusal:
        athlete.write(change, one)
    expected = {"type": "timestamp", "min": "2000-01-01T00:00:00Z", "max": "2100-01-01T00:00:00Z"}
    assert fault(refusal.value) == {"code": "PT422", "field": "logged_at", "expected": expected}


@pytest.mark.parametrize("count", [1, 500])
def test_everything_at_its_bound_at_once_is_taken(athlete: Athlete, count: int) -> None:
    """What is derived from it, the volume above all, has to fit as well."""
    sets = [one_set(BENCH, 1000, 2000, set_order=n, **MOST) for n in range(1, count + 1)]
    told = workout(NOON, *sets, minutes=24 * 60, name="x" * 200, notes="x" * 5000)
    assert athlete.log(told, now=LATER)["sets"] == count
    assert athlete.correct(told, now=LATER)["sets"] == count


def test_everything_at_its_bound_can_be_finished(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    for order in (1, 10000):
        athlete.add_set(session, one_set(BENCH, 1000, 2000, order=order, **MOST))
    summary = athlete.value(
        "select private.finish_workout(%s, %s, 'very_hard', %s, %s)", athlete.id, session, "x" * 5000, LATER
    )
    assert summary["sets"] == 2


def test_notes_at_the_end_have_a_bound(athlete: Athlete) -> None:
    session = athlete.start(NOON)
    with pytest.raises(psycopg.Error) as refusal:
        athlete.value(
            "select private.finish_workout(%s, %s, null, %s, %s)", athlete.id, session, "x" * 5001, LATER
        )
    assert fault(refusal.value) == {"code": "PT422", "field": "p_notes", "max": 5000}


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "PST", "x" * 1000])
def test_a_zone_that_is_none_is_named(athlete: Athlete, zone: str) -> None:
    with pytest.raises(psycopg.Error) as refusal:
        athlete.value(
            "select private.start_workout(%s, null, %s, %s, %s)", athlete.id, str(uuid.uuid4()), zone, NOON
        )
    assert fault(refusal.value) == {"code": "PT422", "field": "p_timezone"}
