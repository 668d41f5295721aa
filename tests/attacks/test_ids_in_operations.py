"""Ids of others in every operation of a plan change: what a model could be talked into proposing."""

import re

import pytest

from tests.access.callers import Caller
from tests.access.world import Row, World
from tests.support import Connection

TARGET: Row = {"target_sets": 3, "target_reps": "5"}
# Every operation, with what it wants besides ids.
OPERATIONS: dict[str, Row] = {
    "update_exercise": {"target_sets": 4},
    "swap_exercise": {},
    "add_exercise": TARGET,
    "remove_exercise": {},
    "move_exercise": {"order_in_workout": 1},
    "update_day": {"name": "Pull"},
    "add_day": {"name": "Pull"},
    "remove_day": {},
    "update_plan": {"name": "Summer"},
    "log_measurement": {"weight_kg": 70},
    "set_goal": {"goal_type": "maintain"},
}
# They make something new of the user's own.
WITHOUT_IDS = ("log_measurement", "set_goal")
TABLES = {
    "plan_id": "workout_plans",
    "plan_workout_id": "workout_plan_days",
    "plan_exercise_id": "workout_plan_day_exercises",
    "exercise_id": "exercises",
}


def ids_of(sql: Connection, operation: str) -> list[str]:
    """The keys of an operation that are ids, from the shape that the database checks it by."""
    found = sql.execute(
        "select s.key from jsonb_each(private.operation_shape(%s)) as s where s.value ->> 'type' = 'uuid'",
        [operation],
    ).fetchall()
    return [key for (key,) in found]


def change(operation: str, ids: dict[str, str], exercise: str) -> Row:
    """A change of this one operation, done at once."""
    given: Row = {"op": operation} | OPERATIONS[operation] | ids
    if operation == "add_day":
        given |= {"exercises": [TARGET | {"exercise_id": exercise}]}
    return {"summary": "Better", "operations": [given], "apply": True, "made_by": "coach_ai"}


@pytest.mark.attack("take-19")
def test_every_operation_is_tried(sql: Connection) -> None:
    row = sql.execute("select prosrc from pg_proc where proname = 'operation_shape'").fetchone()
    assert row
    assert [name for name in OPERATIONS if not ids_of(sql, name)] == list(WITHOUT_IDS)
    # day_exercise is a part of add_day.
    assert set(re.findall(r"when '(\w+)' then", row[0])) == {*OPERATIONS, "day_exercise"}


@pytest.mark.attack("take-19")
@pytest.mark.parametrize("operation", [name for name in OPERATIONS if name not in WITHOUT_IDS])
def test_an_operation_on_anothers_row_is_refused(
    owner: World, stranger: World, secret: Caller, sql: Connection, operation: str
) -> None:
    keys = ids_of(sql, operation)
    own = {key: str(stranger.row(TABLES[key])["id"]) for key in keys}
    tried = [(own | {key: str(owner.row(TABLES[key])["id"])}, own.get("exercise_id", "")) for key in keys]
    if operation == "add_day":
        tried = [(ids, str(stranger.row("exercises")["id"])) for ids, _ in tried]
        tried.append((own, str(owner.row("exercises")["id"])))
    before = owner.snapshot(), stranger.snapshot()
    for ids, exercise in tried:
        answer = secret.rpc(
            "propose_plan_change",
            p_user_id=stranger.caller.id,
            p_change=change(operation, ids, exercise),
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "PT404"), answer.text
    assert (owner.snapshot(), stranger.snapshot()) == before
