"""Documents broken at random: whatever is sent, it is taken whole or refused whole, and never a 5xx.

A long campaign: SPOTTER_FUZZ_EXAMPLES=5000 pytest tests/input/test_fuzz.py
"""

import copy
import json
import os
import re
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.access.callers import Caller
from tests.access.world import World
from tests.input.documents import DOCUMENTS, Document, Json
from tests.input.values import WRONG
from tests.support import Connection

FUZZ = settings(
    max_examples=int(os.environ.get("SPOTTER_FUZZ_EXAMPLES", "25")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Whatever JSON can hold and UTF-8 can write.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.uuids().map(str)
    | st.datetimes().map(lambda moment: moment.isoformat() + "Z")
    | st.sampled_from([value for values in WRONG.values() for value in values if len(str(value)) < 100])
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
BREAKS = st.lists(
    st.tuples(st.sampled_from(["put", "drop", "add", "double"]), st.integers(0, 10**6), ANYTHING, TEXTS),
    min_size=1,
    max_size=4,
)


def places(document: Json) -> list[tuple[Any, Any]]:
    """Every (container, key) in a document."""
    found: list[tuple[Any, Any]] = []
    inside = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in inside:
        found.append((document, key))
        if isinstance(value, dict | list):
            found += places(value)
    return found


def broken(document: Json, breaks: list[tuple[str, int, Json, str]]) -> Json:
    """The document with these changes at these places."""
    document = copy.deepcopy(document)
    for verb, at, given_value, name in breaks:
        # Drawn values may be the same object twice.
        value = copy.deepcopy(given_value)
        everywhere = places(document)
        if not everywhere:
            break
        container, key = everywhere[at % len(everywhere)]
        if verb == "put":
            container[key] = value
        elif verb == "drop":
            del container[key]
        elif verb == "add" and isinstance(container, dict):
            container[name] = value
        elif isinstance(container, list):
            container.append(copy.deepcopy(container[key]))
    return document


def sound(answer: httpx.Response) -> bool:
    """Taken, or refused with a stable code; what our functions refuse has a reason in details."""
    if answer.status_code == 200:
        return True
    code = answer.json()["code"]
    if re.fullmatch(r"PT4(04|09|22)", code):
        return bool(json.loads(answer.json()["details"]))
    # NUL in jsonb: Postgres' own answer.
    return (answer.status_code, code) == (400, "22P05")


@pytest.mark.attack("bodies-10")
@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
@FUZZ
@given(breaks=BREAKS)
def test_a_broken_document_is_taken_whole_or_refused_whole(
    athlete: World, secret: Caller, document: Document, breaks: list[tuple[str, int, Json, str]]
) -> None:
    caller = secret if document.by_service else athlete.caller
    before = athlete.snapshot()
    answer = caller.rpc(document.rpc, **document.call(athlete, broken(document.valid(athlete), breaks)))
    assert sound(answer), answer.text
    if answer.status_code != 200:
        assert athlete.snapshot() == before


RULES = [
    [
        {"axis": "reps", "step": 1, "scope": "lowest_sets", "ceiling": 12, "on_ceiling": "reset"},
        {"axis": "load", "step": 2.5, "step_unit": "kg", "after_failures": 2, "on_failures": "switch",
         "stages": [{"sets": 3, "reps": "8-12"}, {"sets": 4, "reps": "6"}], "restart_percent": 85,
         "after_stalls": 3},
    ],
    {"scheme": "percentage_wave", "training_max_kg": 90, "round_kg": 2.5,
     "weeks": [{"percents": [70, 80], "reps": "5,5+"}, {"percents": [60], "reps": "5", "is_deload": True}]},
    {"scheme": "sum_of_reps", "total": 30, "step": 5, "step_unit": "%"},
    {"scheme": "gzclp", "tier": 1, "step": 5},
]  # fmt: skip
OUTCOMES = [
    {"reps": [12, 12, 11], "rpe": [8, None, 10]},
    {"reps": [5, 5, 5], "weight_kg": 60, "loads_kg": [57.5, None]},
    {"reps": []},
]


@pytest.mark.parametrize("progression", RULES, ids=["rules", "wave", "sum", "stages"])
@FUZZ
@given(rules=BREAKS, outcomes=BREAKS)
def test_any_progression_and_any_outcomes_are_answered(
    athlete: World, progression: Json, rules: list[Any], outcomes: list[Any]
) -> None:
    """What is taken can be simulated, whatever it is; and a simulation leaves everything as it was."""
    line = athlete.row("workout_plan_day_exercises")["id"]
    written = athlete.caller.change(
        "workout_plan_day_exercises", {"progression": broken(progression, rules)}, id=f"eq.{line}"
    )
    assert sound(written), written.text
    before = athlete.snapshot()
    for told in (OUTCOMES, broken(OUTCOMES, outcomes)):
        answer = athlete.caller.rpc("simulate_progression", p_plan_exercise_id=line, p_outcomes=told)
        assert answer.status_code == 200 if told is OUTCOMES else sound(answer), answer.text
    explained = athlete.caller.rpc("explain_prescription", p_plan_exercise_id=line)
    assert explained.status_code == 200, explained.text
    assert athlete.snapshot() == before


@FUZZ
@given(query=ANYTHING, after=ANYTHING, limit=ANYTHING, muscles=ANYTHING, difficulty=ANYTHING)
def test_a_search_for_anything_is_answered_or_refused(  # noqa: PLR0913, PLR0917 - the arguments of the RPC
    athlete: World, query: Json, after: Json, limit: Json, muscles: Json, difficulty: Json
) -> None:
    answer = athlete.caller.rpc(
        "search_exercises",
        p_query=query,
        p_after=after,
        p_limit=limit,
        p_muscles=muscles,
        p_difficulty=difficulty,
    )
    assert answer.status_code in (200, 400, 404, 422), answer.text


def test_the_facts_still_agree_with_what_is_derived(athlete: World, shared_sql: Connection) -> None:
    """After all of the above: the ledger adds up, and deriving everything anew changes nothing."""
    ledger = shared_sql.execute(
        "select coalesce(sum(xp), 0) from public.xp_events where user_id = %s", [athlete.caller.id]
    ).fetchone()
    points = shared_sql.execute(
        "select experience_points from public.profiles where id = %s", [athlete.caller.id]
    ).fetchone()
    assert ledger == points
    derived = (
        "profiles",
        "personal_records",
        "workout_sessions",
        "session_exercises",
        "workout_plan_day_exercises",
    )
    before = {table: rows_without_times(athlete, table) for table in derived}
    shared_sql.execute("select private.recompute_progress(%s)", [athlete.caller.id])
    assert {table: rows_without_times(athlete, table) for table in derived} == before


def rows_without_times(athlete: World, table: str) -> list[dict[str, Any]]:
    """Rows in a stable order, less what says when they were derived."""
    kept = [
        {key: value for key, value in row.items() if key not in ("created_at", "updated_at")}
        for row in athlete.snapshot()[table]
    ]
    return sorted(kept, key=lambda row: str(row["id"]))
