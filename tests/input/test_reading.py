"""A workout document is read in one pass, which only notices that something is wrong; its shape names it.

Both come from the same description; whatever the shape refuses, the pass has to notice.
"""

import copy
import json
import os
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.input.test_fuzz import ANYTHING, BREAKS, broken
from tests.support import Connection

READING = settings(
    max_examples=int(os.environ.get("SPOTTER_FUZZ_EXAMPLES", "100")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TIMES = (
    "the workout starts before the year 2000",
    "the workout starts in the future",
    "the workout ends before it starts",
    "a workout lasts 24 hours at most",
)
WORKOUT_SHAPE = "select private.check_shape(%(document)s::jsonb, null, private.workout_shape())"
SET_SHAPE = "select private.check_shapes(%(document)s::jsonb -> 'sets', 'sets[]', private.set_shape())"
NOBODY = "01980000-0000-7000-8000-000000000001"
SET = {
    "id": "01980000-0000-7000-8000-000000000002",
    "exercise_id": "01980000-0000-7000-8000-000000000003",
    "workout_plan_exercise_id": "01980000-0000-7000-8000-000000000004",
    "set_order": 1,
    "set_type": "working",
    "logged_reps": 5,
    "logged_weight_kg": 62.5,
    "duration_seconds": 60,
    "distance_m": 400.5,
    "difficulty_rating": 8.5,
    "rest_seconds": 120,
    "logged_at": "2026-03-02T18:05:00Z",
    "notes": "Easy.",
    "side": "left",
}
WORKOUT = {
    "id": "01980000-0000-7000-8000-000000000005",
    "plan_workout_id": "01980000-0000-7000-8000-000000000006",
    "started_at": "2026-03-02T18:00:00Z",
    "ended_at": "2026-03-02T19:00:00Z",
    "timezone": "Europe/Berlin",
    "name": "Push",
    "location": "home",
    "overall_feeling": "easy",
    "notes": "Busy.",
    "restore": False,
    "sets": [SET, {**SET, "id": "01980000-0000-7000-8000-000000000007", "set_order": 2}],
}
# What some type reads, though JSON's type is another, or what is just beyond a limit.
ALMOST: list[Any] = [
    None, True, False, 0, 1, -1, 0.5, 5.0, 1000.0, 1000.5, 1001, 2000, 2000.0001, 10000.4, 86400.5, 10**6 + 1,
    10**400, 12345678123412341234123412341234, 20260302, "", " ", "5", "5.0", "NaN", "Infinity", "-inf",
    "true", "null", "home", "01980000000070008000000000000001", "{01980000-0000-7000-8000-000000000001}",
    "01980000-0000-7000-8000-00000000000A", "2026-03-02", "2026-03-02 18:00", "2026-03-02T18:00:00+14:00",
    "20260302T180000Z", "now", "today", "epoch", "infinity", "1899-03-02T18:00:00Z", "UTC", "PST", "Working",
    "working ", "x" * 200, "x" * 201, "x" * 2000, "x" * 2001, "x" * 5001, [], [None], ["working"], [5], {},
    {"a": 1}, [[]],
]  # fmt: skip
ODD = st.sampled_from(ALMOST) | ANYTHING
CHANGES = st.lists(
    st.tuples(st.sampled_from([*WORKOUT, "other"]), ODD)
    | st.tuples(st.sampled_from([*SET, "other"]), ODD, st.integers(0, 1)),
    min_size=1,
    max_size=3,
)


def changed(changes: list[tuple[Any, ...]]) -> Any:
    """The workout with these values in its place, or in one of its sets."""
    document: Any = copy.deepcopy(WORKOUT)
    for key, value, *which in changes:
        sets = document["sets"]
        if not which:
            document[key] = value
        elif isinstance(sets, list) and len(sets) > which[0] and isinstance(sets[which[0]], dict):
            sets[which[0]][key] = value
    return document


def refusal(sql: Connection, query: str, document: Any) -> tuple[str | None, ...] | None:
    """Code, message and detail with which a query refuses the document; None where it takes it."""
    try:
        sql.execute(query.encode(), {"user": NOBODY, "document": json.dumps(document)})
    except psycopg.Error as error:
        return error.sqlstate, error.diag.message_primary, error.diag.message_detail
    return None


def refuses_alike(sql: Connection, document: Any) -> bool:
    """Whether reading the document refuses what is named, and nothing else but impossible times."""
    read = refusal(sql, "select private.read_workout(%(user)s, %(document)s::jsonb, '2026-03-03Z')", document)
    named = refusal(
        sql, "select private.check_shape(%(document)s::jsonb, null, private.workout_shape())", document
    )
    if named is None and read is not None and read[1] in TIMES:
        return True
    named = named or refusal(
        sql,
        "select private.check_shapes(%(document)s::jsonb -> 'sets', 'sets[]', private.set_shape())",
        document,
    )
    assert read == named, f"read: {read}, named: {named}"
    return True


def test_a_document_with_every_key_is_taken(shared_sql: Connection) -> None:
    assert (
        refusal(shared_sql, "select private.read_workout(%(user)s, %(document)s, '2026-03-03Z')", WORKOUT)
        is None
    )


@READING
@given(changes=CHANGES)
def test_reading_refuses_what_is_named(shared_sql: Connection, changes: list[tuple[Any, ...]]) -> None:
    assert refuses_alike(shared_sql, changed(changes))


@READING
@given(breaks=BREAKS)
def test_reading_refuses_whatever_was_broken(
    shared_sql: Connection, breaks: list[tuple[str, int, Any, str]]
) -> None:
    assert refuses_alike(shared_sql, broken(WORKOUT, breaks))


@pytest.mark.parametrize("key", SET)
def test_reading_refuses_a_set_as_named(shared_sql: Connection, key: str) -> None:
    assert all(refuses_alike(shared_sql, changed([(key, value, 1)])) for value in ALMOST)


@pytest.mark.parametrize("key", WORKOUT)
def test_reading_refuses_a_workout_as_named(shared_sql: Connection, key: str) -> None:
    assert all(refuses_alike(shared_sql, changed([(key, value)])) for value in ALMOST)
