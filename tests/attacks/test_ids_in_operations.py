"""Other users' ids in every operation of a plan change, as an injected prompt could make a model propose."""

import pytest

from tests.access.callers import Caller
from tests.access.world import Row, World
from tests.support import Connection

TABLES = {
    "plan_id": "workout_plans",
    "plan_workout_id": "workout_plan_days",
    "plan_exercise_id": "workout_plan_day_exercises",
    "exercise_id": "exercises",
}
# They make something new of the user's own.
WITHOUT_IDS = {"log_measurement", "set_goal"}


def shapes_of(sql: Connection) -> dict[str, dict[str, Row]]:
    """Every operation with the rules of its keys, as the database checks them."""
    row = sql.execute("select private.operation_shapes()").fetchone()
    assert row
    return dict(row[0])


def ids_of(shape: dict[str, Row]) -> list[str]:
    return [key for key, rule in shape.items() if rule["type"] == "uuid"]


def valid(key: str, rule: Row, exercise: str) -> object:
    """A value that this key takes."""
    match rule["type"]:
        case "uuid":
            return exercise
        case "array":
            return [required(rule["items"], exercise)]
        case "text":
            return "5" if key == "target_reps" else "Pull"
    return rule["min"]


def required(shape: dict[str, Row], exercise: str) -> Row:
    """All that has to be given; without any such key, one that may be."""
    others = {key: rule for key, rule in shape.items() if rule["type"] in {"text", "integer", "number"}}
    needed = {key: rule for key, rule in shape.items() if rule.get("required")}
    if not needed.keys() - set(ids_of(shape)):
        needed |= dict(list(others.items())[:1])
    return {key: valid(key, rule, exercise) for key, rule in needed.items()}


def change(operation: str, shape: dict[str, Row], ids: dict[str, str], exercise: str) -> Row:
    """A change of this one operation, done at once."""
    given = {"op": operation} | required(shape, exercise) | ids
    return {"summary": "Better", "operations": [given], "apply": True, "made_by": "coach_ai"}


@pytest.mark.attack("take-19")
def test_only_what_makes_something_new_takes_no_id(sql: Connection) -> None:
    assert {op for op, shape in shapes_of(sql).items() if not ids_of(shape)} == WITHOUT_IDS


@pytest.mark.attack("take-19")
def test_every_operation_on_anothers_row_is_refused(
    owner: World, stranger: World, secret: Caller, sql: Connection
) -> None:
    before = owner.snapshot(), stranger.snapshot()
    answers = {}
    for operation, shape in shapes_of(sql).items():
        own = {key: str(stranger.row(TABLES[key])["id"]) for key in ids_of(shape)}
        others = {key: str(owner.row(TABLES[key])["id"]) for key in own}
        own_exercise, others_exercise = (str(who.row("exercises")["id"]) for who in (stranger, owner))
        tried = [(own | {key: others[key]}, own_exercise) for key in own]
        if any("items" in rule for rule in shape.values()):
            tried.append((own, others_exercise))
        for place, (ids, exercise) in enumerate(tried):
            answer = secret.rpc(
                "propose_plan_change",
                p_user_id=stranger.caller.id,
                p_change=change(operation, shape, ids, exercise),
            )
            answers[operation, place] = (answer.status_code, answer.json()["code"])
    assert set(answers.values()) == {(404, "PT404")}, answers
    assert {op for op, _ in answers} == shapes_of(sql).keys() - WITHOUT_IDS
    assert (owner.snapshot(), stranger.snapshot()) == before
