"""What a simulation accepts and refuses: ranges, shapes, and other users' lines."""

import json
from typing import Any

import psycopg
import pytest

from tests.database.athlete import Athlete, Connection, sign_up
from tests.database.lines import LINEAR, made_line


def call(athlete: Athlete, line_id: str, outcomes: Any) -> Any:
    """The RPC as a client reaches it."""
    with athlete.signed_in() as sql:
        query = "select public.simulate_progression(%s, %s)"
        row = sql.execute(query, [line_id, json.dumps(outcomes)]).fetchone()
    assert row
    return row[0]


@pytest.mark.parametrize("count", [1, 52])
def test_up_to_fifty_two_workouts(athlete: Athlete, count: int) -> None:
    line_id = made_line(athlete, **LINEAR)
    told = call(athlete, line_id, [{"reps": [5, 5, 5]}] * count)
    assert told[-1]["weight_kg"] == 60 + 2.5 * count


SETS = {"reps": [5, 5, 5]}


@pytest.mark.parametrize(
    ("outcomes", "field"),
    [
        (None, "p_outcomes"),
        ([], "p_outcomes"),
        ([SETS] * 53, "p_outcomes"),
        ({}, "p_outcomes"),
        ("5,5,5", "p_outcomes"),
        (5, "p_outcomes"),
        ([5], "p_outcomes[0].reps"),
        ([[5, 5, 5]], "p_outcomes[0].reps"),
        ([SETS, {}], "p_outcomes[1].reps"),
        ([{"reps": None}], "p_outcomes[0].reps"),
        ([{"reps": 5}], "p_outcomes[0].reps"),
        ([{"reps": [5] * 51}], "p_outcomes[0].reps"),
        ([SETS, {"reps": [5, -1]}], "p_outcomes[1].reps[1]"),
        ([{"reps": [5, 5.5]}], "p_outcomes[0].reps[1]"),
        ([{"reps": [None]}], "p_outcomes[0].reps[0]"),
        ([{"reps": ["5"]}], "p_outcomes[0].reps[0]"),
        ([{"reps": [[5]]}], "p_outcomes[0].reps[0]"),
        ([{"reps": [10**6]}], "p_outcomes[0].reps[0]"),
        ([{"reps": [10**40]}], "p_outcomes[0].reps[0]"),
        ([SETS | {"rpe": 8}], "p_outcomes[0].rpe"),
        ([SETS | {"rpe": [8, 8.25]}], "p_outcomes[0].rpe[1]"),
        ([SETS | {"rpe": [0.5]}], "p_outcomes[0].rpe[0]"),
        ([SETS | {"rpe": [10.5]}], "p_outcomes[0].rpe[0]"),
        ([SETS | {"rpe": ["easy"]}], "p_outcomes[0].rpe[0]"),
        ([SETS | {"weight_kg": -1}], "p_outcomes[0].weight_kg"),
        ([SETS | {"weight_kg": 2001}], "p_outcomes[0].weight_kg"),
        ([SETS | {"weight_kg": "60"}], "p_outcomes[0].weight_kg"),
        ([SETS | {"loads_kg": [60, 2000.5]}], "p_outcomes[0].loads_kg[1]"),
        ([SETS | {"loads_kg": [60.0005]}], "p_outcomes[0].loads_kg[0]"),
        ([SETS | {"loads_kg": {}}], "p_outcomes[0].loads_kg"),
        ([SETS | {"weight": 60}], "p_outcomes[0].weight"),
    ],
)
def test_what_can_not_be_a_workout_is_named(athlete: Athlete, outcomes: Any, field: str) -> None:
    line_id = made_line(athlete, **LINEAR)
    with pytest.raises(psycopg.Error) as refusal:
        call(athlete, line_id, outcomes)
    assert refusal.value.sqlstate == "PT422"
    assert json.loads(refusal.value.diag.message_detail or "")["field"] == field


@pytest.mark.parametrize(
    "function", ["simulate_progression(%s, '[{\"reps\": [5]}]')", "explain_prescription(%s)"]
)
def test_anothers_line_is_as_unknown_as_none(sql: Connection, athlete: Athlete, function: str) -> None:
    refusals = []
    for line_id in (made_line(sign_up(sql), **LINEAR), "00000000-0000-4000-8000-000000000000", None):
        with pytest.raises(psycopg.Error) as refusal:
            athlete.write(f"select public.{function}", line_id)
        refusals.append((refusal.value.sqlstate, str(refusal.value.diag.message_detail)))
    assert refusals == [("PT404", '{"field": "p_plan_exercise_id"}')] * 3
